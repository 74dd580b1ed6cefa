"""The number that is read from the floor."""

from __future__ import annotations

from math import ceil
from typing import Final

from textual.events import Resize
from textual.geometry import Size

from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.glyphs import best_rows, big_text, text_width

MOST_ROWS: Final = 16
"""Larger digits are no easier to read, and cost more to write."""
LEAST_WORDS: Final = 14
WORDS_SHARE: Final = 0.36


class BigNumber(Canvas):
    """Digits as large as the room allows, of one size for the whole session."""

    DEFAULT_CSS = """
    BigNumber { width: 1fr; height: 1fr; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = ""
        self._widest = "88"
        self._flashing = False

    @property
    def value(self) -> str:
        """The text that is shown big."""
        return self._shown

    @property
    def rows(self) -> int:
        """How high the digits are, in cells."""
        return best_rows(self._widest, self.size.width, min(self.size.height, MOST_ROWS))

    def fit(self, widest: str) -> None:
        """Choose a size at which `widest`, such as `88` or `88:88`, fits; shown texts are no wider."""
        if widest != self._widest:
            self._widest = widest
            self._draw()

    def make_room(self, screen: Size, stage: Size) -> None:
        """Become as wide as the largest digits that leave room for words beside them.

        The digits are never lower than a third of the screen; where that leaves no room, the words give way.

        Args:
            screen: the size of the whole screen.
            stage: the size of what the number shares with the words.
        """
        third = min(stage.height, ceil(screen.height / 3))
        most = max(third, min(stage.height, MOST_ROWS))
        rows = best_rows(self._widest, stage.width - max(LEAST_WORDS, int(stage.width * WORDS_SHARE)), most)
        if rows < third:
            rows = best_rows(self._widest, stage.width - 2, third)
        self.styles.width = text_width(self._widest, rows) + 2

    def show(self, text: str) -> None:
        """Show `text` big."""
        if text != self._shown:
            self._shown = text
            self._draw()

    def flash(self, on: bool) -> None:
        """Show light and dark swapped, or no longer."""
        if on != self._flashing:
            self._flashing = on
            self.set_class(on, "-flash")

    def on_resize(self, event: Resize) -> None:
        """Draw at the size that fits now."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if not width or not height:
            return
        rows = self.rows
        wide = text_width(self._shown, rows)
        if wide > width:
            rows = best_rows(self._shown, width, rows)
            wide = text_width(self._shown, rows)
        above, before = (height - rows) // 2, max(0, (width - wide) // 2)
        lines: list[Line] = [()] * above
        lines += [((" " * before + line, ""),) for line in big_text(self._shown, rows)]
        self.paint(lines)
