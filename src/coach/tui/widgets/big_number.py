"""The number that is read from the floor."""

from __future__ import annotations

from math import ceil
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size

from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.glyphs import best_rows, big_text, gap_width, text_width

MOST_ROWS: Final = 16
"""Larger digits are no easier to read, and cost more to write."""
LEAST_WORDS: Final = 14
WORDS_SHARE: Final = 0.36


class Glyph(Canvas):
    """One digit. Each is a widget of its own, so that a new second writes the last one only."""

    DEFAULT_CSS = """
    Glyph { text-style: bold; }
    """

    def draw(self, character: str, rows: int) -> None:
        """Show one character, or nothing for a space."""
        lines: list[Line] = [] if character == " " else [((line, ""),) for line in big_text(character, rows)]
        self.paint(lines)


class BigNumber(Horizontal):
    """Digits as large as the room allows, of one size for the whole session, flush right."""

    DEFAULT_CSS = """
    BigNumber { width: auto; height: 1fr; align: right middle; }
    BigNumber.-flash Glyph { text-style: bold reverse; }
    """

    def __init__(self, widest: str) -> None:
        """Have room for `widest`, such as `88` or `88:88`; what is shown is no wider."""
        super().__init__()
        self._widest = widest
        self._shown = ""
        self._rows = 0

    def compose(self) -> ComposeResult:
        """A place for each character."""
        for _character in self._widest:
            yield Glyph()

    @property
    def value(self) -> str:
        """The text that is shown big."""
        return self._shown

    @property
    def rows(self) -> int:
        """How high the digits are, in cells."""
        return self._rows

    def make_room(self, screen: Size, stage: Size) -> None:
        """Become as large as possible while room is left for the words beside it.

        The digits are never lower than a third of the screen; where that leaves no room, the words give way.

        Args:
            screen: the size of the whole screen.
            stage: the size of what the number shares with the words.
        """
        third = min(stage.height, ceil(screen.height / 3))
        most = max(third, min(stage.height, MOST_ROWS))
        words = max(LEAST_WORDS, int(stage.width * WORDS_SHARE))
        rows = best_rows(self._widest, stage.width - words, most)
        if rows < third:
            rows = best_rows(self._widest, stage.width, third)
        self._rows = rows
        self._place()

    def show(self, text: str) -> None:
        """Show `text` big."""
        if text != self._shown:
            self._shown = text
            self._draw()

    def flash(self, on: bool) -> None:
        """Show light and dark swapped, or no longer."""
        self.set_class(on, "-flash")

    def _place(self) -> None:
        gap = gap_width(self._rows)
        for place, (glyph, widest) in enumerate(zip(self.query(Glyph), self._widest, strict=True)):
            glyph.styles.width = text_width(widest, self._rows)
            glyph.styles.height = self._rows
            glyph.styles.margin = (0, 0, 0, gap if place else 0)
        self._draw()

    def _draw(self) -> None:
        if not self._rows:
            return
        text = self._shown.rjust(len(self._widest))[-len(self._widest) :]
        for glyph, character in zip(self.query(Glyph), text, strict=True):
            glyph.draw(character, self._rows)
