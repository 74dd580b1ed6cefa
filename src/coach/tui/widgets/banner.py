"""What to do about a red flag, on top of every screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

TITLE: Final = "Training is off."
MOST_OF_THE_HEIGHT: Final = 2 / 5
_SENTENCE_END: Final = re.compile(r"(?<=[.?!]) ")


class Banner(Widget):
    """Stays on the screen for as long as training is locked; on a small one it says less, but is not cut."""

    DEFAULT_CSS = """
    Banner {
        dock: top;
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

    def __init__(self, care: Sequence[str]) -> None:
        """Show these sentences."""
        super().__init__()
        self._care = tuple(care)
        self._text = ""

    def update(self, care: Sequence[str]) -> None:
        """Show these sentences in their place."""
        if tuple(care) != self._care:
            self._care = tuple(care)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the longest text that leaves room for the screen beneath it."""
        text = fitting_text(self._care, width, int(viewport.height * MOST_OF_THE_HEIGHT))
        if text != self._text:
            self._text = text
            self.refresh()
        return lines_of(text, width)

    def render(self) -> Content:
        """The text that fits."""
        return Content(self._text)


def banner_texts(care: Sequence[str]) -> tuple[str, ...]:
    """The same in fewer and fewer words, each with a word in front that needs no colour.

    First all of it; then without what stays open; at last what to do, without what was reported. That one is
    never cut.
    """
    whole = " ".join((TITLE, *care))
    first = _SENTENCE_END.split(care[0]) if care else []
    return whole, " ".join((TITLE, *first)), " ".join((TITLE, *(first[1:] or first)))


def fitting_text(care: Sequence[str], width: int, rows: int) -> str:
    """The fullest of these texts that needs no more than `rows` lines of `width` cells; else the shortest."""
    texts = banner_texts(care)
    return next((text for text in texts if lines_of(text, width) <= rows), texts[-1])


def lines_of(text: str, width: int) -> int:
    """How many lines a text needs."""
    return len(Content(text).wrap(max(1, width)))
