"""A disc that grows with the breath in and shrinks with the breath out."""

from __future__ import annotations

from math import hypot

from textual.events import Resize

from coach.session.view import Breath
from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.glyphs import to_blocks

SMALLEST = 0.25
"""The disc after breathing out, as a share of the full one."""
ROUNDER = 0.2
"""Taken off a radius, so that no single point sticks out of the disc."""


class BreathShape(Canvas):
    """As round and as large as its box allows when the lungs are full."""

    DEFAULT_CSS = """
    BreathShape { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fullness = 0.0

    def show(self, breath: Breath) -> None:
        """Show this moment of a breath."""
        self._fullness = fullness(breath)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw in the box of now."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if width and height:
            lines: list[Line] = [((line, "phase"),) for line in disc(self._fullness, width, height)]
            self.paint(lines)


def fullness(breath: Breath) -> float:
    """How full the lungs are, 0 to 1."""
    return breath.fraction if breath.inhaling else 1 - breath.fraction


def disc(full: float, width: int, height: int) -> tuple[str, ...]:
    """A disc in the middle of `width` by `height` cells.

    Args:
        full: 0 is the smallest one, 1 the one that fills the box.
        width: in cells.
        height: in cells.
    """
    largest = min(width / 2, height)
    # Whole steps of the radius: a disc that changes in every frame would flicker.
    radius = round(largest * (SMALLEST + (1 - SMALLEST) * full)) - ROUNDER
    across, down = (width - 1) / 2, (2 * height - 1) / 2
    lit = ((x, y) for x in range(width) for y in range(2 * height) if hypot(x - across, y - down) <= radius)
    return to_blocks(lit, width, 2 * height)
