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
"""When a lock that is no emergency becomes one, for a screen without room for the list of it."""
WORSE: Final = "If it gets worse, call {number} at once."
"""The same, for a screen that would have no room for anything else."""
WIDE: Final = 52
"""Cells from which on both keys have room on one line."""
MUCH_TOO_LONG: Final = 3 / 2
"""Of the lines that a text may have: what is longer leaves no line of the screen beneath it."""
MOST_OF_THE_HEIGHT: Final = 2 / 5
CALL_NOW: Final = 3
"""Sentences with which an emergency begins that are never left out: what it is, the call, and no driving."""
_SENTENCE_END: Final = re.compile(r"(?<=[.?!]) ")


class BannerText(Widget):
    """The longest text that leaves room for the screen beneath it; on a small one it says less, uncut."""

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
        """Show these sentences in their place."""
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
    """Stays on the screen for as long as training is locked.

    It is none of the containers of Textual, which have other looks on some screens.
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
            care: what to do now; what is still fine; where it is no emergency, when it would become one.
            number: of the emergency services.
            keys: what lifts the lock on this screen.
            brief_keys: the same in fewer words, for a narrow one.
            covers: it lies over the one of another screen, whose keys mean nothing meanwhile.
        """
        super().__init__()
        self._text = BannerText(care, number)
        self._keys = tuple(keys)
        self._brief_keys = tuple(brief_keys)
        self._covers = covers
        self.set_class(covers, "-over")

    def compose(self) -> ComposeResult:
        yield self._text
        if self._keys or self._covers:
            yield KeyCells()

    def on_resize(self, event: Resize) -> None:
        for line in self.query(KeyCells):
            line.show(self._keys if event.size.width >= WIDE else self._brief_keys)

    def update(self, care: Sequence[str]) -> None:
        """Show these sentences in their place."""
        self._text.update(care)


def banner_texts(care: Sequence[str], number: str) -> tuple[str, ...]:
    """The same in fewer and fewer words, each with a word in front that needs no colour.

    First all of it; then without the list of what would be an emergency, which is said in one sentence; then
    without what is still fine; then without what was reported; at last only whom to call. That is never cut.
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
    """The fullest of these texts that needs no more than `rows` lines of `width` cells; else the shortest.

    Where that would leave no room for anything, even what would be an emergency is said in fewer words.
    """
    texts = banner_texts(care, number)
    fits = next((text for text in texts if lines_of(text, width) <= rows), texts[-1])
    if lines_of(fits, width) <= rows * MUCH_TOO_LONG:
        return fits
    return fits.replace(WATCH.format(number=number), WORSE.format(number=number))


def lines_of(text: str, width: int) -> int:
    """How many lines a text needs."""
    return len(Content(text).wrap(max(1, width)))
