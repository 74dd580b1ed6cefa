"""The sets of a session as a row of little squares."""

from __future__ import annotations

from typing import Final

from textual.events import Resize
from textual.geometry import Size

from coach.session.view import Mark
from coach.tui.widgets.canvas import Canvas, Line

SQUARES: Final[dict[Mark, str]] = {
    Mark.AHEAD: "□",
    Mark.NOW: "▣",
    Mark.DONE: "■",
    Mark.SHORT: "◧",
    Mark.SKIPPED: "·",
}


class Marks(Canvas):
    """One square for each set, with a gap between rounds; a count where there is no room."""

    DEFAULT_CSS = """
    Marks { width: auto; height: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._groups: tuple[tuple[Mark, ...], ...] = ()

    def show(self, groups: tuple[tuple[Mark, ...], ...]) -> None:
        """Show the sets of each round."""
        if groups != self._groups:
            grown = sum(map(len, groups)) != sum(map(len, self._groups))
            self._groups = groups
            self._draw()
            if grown:
                self.refresh(layout=True)

    @property
    def wanted_width(self) -> int:
        """As wide as every square with the gaps between rounds."""
        return sum(map(len, self._groups)) + max(0, len(self._groups) - 1)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as it wants to be, where there is room."""
        return min(container.width, self.wanted_width)

    def on_resize(self, event: Resize) -> None:
        """Draw what fits now."""
        self._draw()

    def _draw(self) -> None:
        self.paint([squares(self._groups, self.size.width)])


def squares(groups: tuple[tuple[Mark, ...], ...], width: int) -> Line:
    """The row of squares, or in words how many of them are behind."""
    for gap in (" ", ""):
        text = gap.join("".join(SQUARES[mark] for mark in group) for group in groups)
        if len(text) <= width:
            return _coloured(text)
    marks = [mark for group in groups for mark in group]
    behind = sum(mark not in (Mark.AHEAD, Mark.NOW) for mark in marks)
    return ((f"{behind} of {len(marks)} sets", "muted"),)


def _coloured(text: str) -> Line:
    line: list[tuple[str, str]] = []
    for square in text:
        look = {"▣": "phase", "■": "", "◧": ""}.get(square, "muted")
        if line and line[-1][1] == look:
            line[-1] = (line[-1][0] + square, look)
        else:
            line.append((square, look))
    return tuple(line)
