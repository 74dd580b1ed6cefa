"""One line with something at its left, in its middle and at its right."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.events import Resize

from coach.tui.widgets.canvas import Canvas, Line, Span

GAP = 2
SEPARATOR = " · "
"""Between parts of a text of which the last ones may be left out."""


class Row(Canvas):
    """A line of text. What does not fit goes in this order: the middle, the right, the end of the left.

    What stands alone at the right is cut rather than left out.
    """

    DEFAULT_CSS = """
    Row { width: 1fr; height: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._texts: tuple[Span, Span, Span] = (("", ""), ("", ""), ("", ""))

    def show(self, left: Span | str, middle: Span | str = "", right: Span | str = "") -> None:
        """Show these texts, each with its look."""
        texts = (_span(left), _span(middle), _span(right))
        if texts != self._texts:
            self._texts = texts
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """Place the texts in the width of now."""
        self._draw()

    def _draw(self) -> None:
        self.paint([place(*self._texts, width=self.size.width)])


def place(left: Span, middle: Span, right: Span, *, width: int) -> Line:
    """The three texts on one line of `width` cells."""
    ends, wide, centre = cell_len(left[0]), cell_len(right[0]), cell_len(middle[0])
    if not left[0]:
        right = (in_brief(right[0], width), right[1])
        wide = cell_len(right[0])
    elif right[0] and ends + GAP + wide > width and wide > width // 2:
        right, wide = ("", ""), 0
    room = width - wide - (GAP if wide else 0)
    if ends > room:
        left = (in_brief(left[0], room) if SEPARATOR in left[0] else shorten(left[0], room), left[1])
        ends = cell_len(left[0])
    start = max(ends + GAP, (width - centre) // 2)
    if not centre or start + centre + GAP > width - wide:
        return left, (" " * (width - ends - wide), ""), right
    after = width - wide - start - centre
    return left, (" " * (start - ends), ""), middle, (" " * after, ""), right


def in_brief(text: str, width: int) -> str:
    """`text` in at most `width` cells: without its last parts, or else cut behind a word."""
    parts = text.split(SEPARATOR)
    while len(parts) > 1 and cell_len(SEPARATOR.join(parts)) > width:
        del parts[-1]
    whole = SEPARATOR.join(parts)
    if cell_len(whole) <= width:
        return whole
    words = whole.split(" ")
    while len(words) > 1 and cell_len(" ".join(words)) + 1 > width:
        del words[-1]
    behind_a_word = " ".join(words).rstrip(",;:") + "…"
    return behind_a_word if cell_len(behind_a_word) <= width else shorten(whole, width)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"


def column(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, the last of them empty."""
    return set_cell_size(shorten(text, cells - 1), cells)


def _span(text: Span | str) -> Span:
    return (text, "") if isinstance(text, str) else text
