"""The name of an exercise in letters that are read from the floor, where there is room for them."""

from __future__ import annotations

from typing import Final

from textual.events import Resize

from coach.tui.widgets.canvas import Canvas
from coach.tui.widgets.letters import ROWS, big_word, is_drawable

MOST_LINES: Final = 2


class BigName(Canvas):
    """One or two lines of big letters; nothing where the name does not fit: it is on the screen small too."""

    DEFAULT_CSS = """
    BigName { width: 1fr; height: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = ("", "")
        self._rows = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are shown big."""
        return big_lines(self._shown[0], self.size.width)

    def show(self, name: str, look: str) -> None:
        """Show a name in a look."""
        if (name, look) != self._shown:
            self._shown = (name, look)
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw what fits now."""
        self._draw()

    def _draw(self) -> None:
        lines = self.lines
        if len(lines) * ROWS != self._rows:
            self._rows = len(lines) * ROWS
            self.styles.height = self._rows
        self.paint([((row, self._shown[1]),) for line in lines for row in big_word(line)])


def big_lines(name: str, width: int) -> tuple[str, ...]:
    """A name in at most two lines of big letters of `width` cells each; none where it does not fit.

    What follows a comma or a bracket says it closer, and gives way.
    """
    short = name.partition(",")[0].partition("(")[0].strip()
    if not short or not is_drawable(short):
        return ()
    lines: list[str] = []
    for word in short.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= MOST_LINES and all(_width(line) <= width for line in lines)
    return tuple(lines) if fits else ()


def _width(line: str) -> int:
    return len(big_word(line)[0])
