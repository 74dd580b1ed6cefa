"""What to do about a red flag, on top of every screen, and the two keys that lift it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.widget import Widget

from coach.tui.widgets.footer import FooterEntry, KeyCells

TITLE: Final = "Training is off."
WATCH: Final = "Trouble peeing, numb between the legs, weak legs, chest pain: call {number} at once."
"""When a lock becomes an emergency, for a screen without room for the whole list."""
WORSE: Final = "If it gets worse, call {number} at once."
"""The same, for a screen without room for that."""
WIDE: Final = 52
"""The width from which both keys fit on one line."""
MUCH_TOO_LONG: Final = 3 / 2
"""Of the lines that a text may have: a longer one leaves no line of the screen below it."""
MOST_OF_THE_HEIGHT: Final = 2 / 5
CALL_NOW: Final = 3
"""The first sentences of an emergency, never left out: what it is, the call, and not to drive."""
_SENTENCE_END: Final = re.compile(r"(?<=[.?!]) ")


class BannerText(Widget):
    """The longest text that leaves room for the screen below it; shorter on a small screen, never cut."""

    DEFAULT_CSS = """
    BannerText { height: auto; }
    """
    can_focus = False

    def __init__(self, care: Sequence[str], number: str) -> None:
        super().__init__()
        self._care = tuple(care)
        self._number = number
        self._text = ""

    def update(self, care: Sequence[str]) -> None:
        """Show other sentences."""
        if tuple(care) != self._care:
            self._care = tuple(care)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        rows = int(viewport.height * MOST_OF_THE_HEIGHT)
        text = fitting_text(self._care, width, rows, self._number)
        if text != self._text:
            self._text = text
            self.refresh()
        return lines_of(text, width)

    def render(self) -> Content:
        return Content(self._text)


class Banner(Widget):
    """Shown on every screen while training is locked.

    Not a container of Textual: these have other styles on some screens.
    """

    DEFAULT_CSS = """
    Banner {
        dock: top;
        layout: vertical;
        width: 100%;
        height: auto;
        padding: 0 1;
        background: $error 20%;
        color: $foreground;
        border-left: thick $error;

        /* Over a screen with a margin it wraps as the one beneath it, and covers it. */
        &.-over { padding: 0 2; }
    }
    """
    can_focus = False

    def __init__(
        self,
        care: Sequence[str],
        number: str,
        keys: Sequence[FooterEntry],
        brief_keys: Sequence[FooterEntry],
        *,
        covers: bool = False,
    ) -> None:
        """Show these sentences.

        Args:
            care: what to do now; what is still fine; unless it is an emergency, when it would become one.
            number: of the emergency services.
            keys: that lift the lock on this screen.
            brief_keys: the same with shorter labels, for a narrow screen.
            covers: the banner covers that of another screen, whose keys do nothing meanwhile.
        """
        super().__init__()
        self.text = BannerText(care, number)
        self._keys = tuple(keys)
        self._brief_keys = tuple(brief_keys)
        self._covers = covers
        self.set_class(covers, "-over")

    def compose(self) -> ComposeResult:
        yield self.text
        if self._keys or self._covers:
            yield KeyCells()

    def on_resize(self, event: Resize) -> None:
        for line in self.query(KeyCells):
            line.show(self._keys if event.size.width >= WIDE else self._brief_keys)


def banner_texts(care: Sequence[str], number: str) -> tuple[str, ...]:
    """The text of the banner, shorter and shorter, each with a title that needs no colour.

    First everything; then with one sentence for the list of emergencies; then without what is still fine;
    then without what was reported; at last only whom to call, which is never cut.
    """
    if not care:
        return (TITLE,)
    first = _SENTENCE_END.split(care[0])
    watch = [WATCH.format(number=number)] if len(care) > 2 else []
    texts = [
        [TITLE, *care],
        [TITLE, *care[:2], *watch],
        [TITLE, care[0], *watch],
        [TITLE, *(first[1:] or first), *watch],
        [TITLE, *(first[1:] or first)[: 1 if watch else CALL_NOW], *watch],
    ]
    return tuple(" ".join(text) for text in texts)


def fitting_text(care: Sequence[str], width: int, rows: int, number: str) -> str:
    """The longest text of `banner_texts` that fits `rows` lines of `width` cells; else the shortest.

    Where that is much too long, the sentence about emergencies is shortened too.
    """
    texts = banner_texts(care, number)
    fits = next((text for text in texts if lines_of(text, width) <= rows), texts[-1])
    if lines_of(fits, width) <= rows * MUCH_TOO_LONG:
        return fits
    return fits.replace(WATCH.format(number=number), WORSE.format(number=number))


def lines_of(text: str, width: int) -> int:
    """The number of lines that a text needs."""
    return len(Content(text).wrap(max(1, width)))
