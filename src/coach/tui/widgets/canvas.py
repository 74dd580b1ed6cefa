"""Lines of cells that repaint only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""A text and the name of its style: empty for that of the widget, else one of `Canvas.LOOKS`."""
Line = tuple[Span, ...]

_NOTHING: Final[Line] = ()
WORTH_A_LEAP: Final = 5
"""The number of unchanged cells that cost as much as moving the cursor past them."""


class Canvas(Widget):
    """A widget that shows lines, and repaints only cells that change.

    A second in which only the last digit of a clock changes writes only that digit to the terminal.
    """

    LOOKS: ClassVar[frozenset[str]] = frozenset({"muted", "strong", "phase", "key"})
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--muted",
        "canvas--strong",
        "canvas--phase",
        "canvas--key",
    }
    can_focus = False

    _lines: tuple[Line, ...] = ()
    _base: Style | None = None

    def redraw(self) -> None:
        """Paint what is shown at the present size; called when that changes."""

    def on_resize(self, event: Resize) -> None:
        self.redraw()

    @property
    def text(self) -> str:
        """The shown text, without styles."""
        return "\n".join("".join(text for text, _look in line).rstrip() for line in self._lines)

    def paint(self, lines: Sequence[Line]) -> None:
        """Show these lines from the top."""
        new = tuple(lines)
        if new == self._lines:
            return
        old, self._lines = self._lines, new
        height = max(len(old), len(new))
        regions = [
            Region(left, y, right - left, 1)
            for y in range(height)
            for left, right in changed_cells(_line(old, y), _line(new, y), self.size.width)
        ]
        if regions and self.is_mounted:
            self.refresh(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._base = None
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        base = self._base = self._base or self.rich_style
        segments = [
            Segment(text, base + self._look(look) if look else base) for text, look in _line(self._lines, y)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _look(self, look: str) -> Style:
        name = f"canvas--{look}"
        style = self.get_component_rich_style(name, partial=True)
        colour = self.get_component_styles(name).color
        if colour.a < 1 and colour.ansi is None:
            # A partial style ignores transparency: blend the colour with the background here.
            style += Style(color=(self.background_colors[1] + colour).rich_color)
        return style


def _line(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if y < len(lines) else _NOTHING


def changed_cells(old: Line, new: Line, width: int) -> list[tuple[int, int]]:
    """The runs of cells that differ, each as its first cell and the cell after its last.

    Runs are joined where writing the cells between costs less than moving the cursor; a line with a wide
    character is one run.
    """
    if old == new:
        return []
    texts = {text for text, _look in (*old, *new) if not text.isascii()}
    if any(cell_len(character) != 1 for text in texts for character in text):
        return [(0, width)]
    before, after = _cells(old, width), _cells(new, width)
    runs: list[tuple[int, int]] = []
    for x in (x for x in range(width) if before[x] != after[x]):
        joins = runs and x - runs[-1][1] < WORTH_A_LEAP
        runs[-1:] = [(runs[-1][0], x + 1)] if joins else [*runs[-1:], (x, x + 1)]
    return runs


def _cells(line: Line, width: int) -> list[Span]:
    cells = [(character, look) for text, look in line for character in text][:width]
    return cells + [(" ", "")] * (width - len(cells))


GAP = 2
SEPARATOR = " · "
"""Separates the parts of a text; the last ones may be left out."""


class StatusLine(Canvas):
    """A line of text. What does not fit is left out in this order: middle, right, end of the left.

    A right text without a left one is shortened instead.
    """

    DEFAULT_CSS = """
    StatusLine { width: 1fr; height: 1; }
    """

    _texts: tuple[Span, Span, Span] = (("", ""), ("", ""), ("", ""))

    def show(self, left: Span | str, middle: Span | str = "", right: Span | str = "") -> None:
        """Show these texts, each with its style."""
        texts = (_span(left), _span(middle), _span(right))
        if texts != self._texts:
            self._texts = texts
            self.redraw()

    def redraw(self) -> None:
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
    """`text` in at most `width` cells: without its last parts, or else cut after a word."""
    parts = text.split(SEPARATOR)
    while len(parts) > 1 and cell_len(SEPARATOR.join(parts)) > width:
        del parts[-1]
    whole = SEPARATOR.join(parts)
    if cell_len(whole) <= width:
        return whole
    words = whole.split(" ")
    while len(words) > 1 and cell_len(" ".join(words)) + 1 > width:
        del words[-1]
    at_word = " ".join(words).rstrip(",;:") + "…"
    return at_word if cell_len(at_word) <= width else shorten(whole, width)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"


def join_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, with neighbours of the same look as one."""
    for look, group in groupby(spans, key=itemgetter(1)):
        yield "".join(text for text, _look in group), look


def column(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, the last of them empty."""
    return set_cell_size(shorten(text, cells - 1), cells)


def _span(text: Span | str) -> Span:
    return (text, "") if isinstance(text, str) else text
