"""A disc that grows with the breath in and shrinks with the breath out."""

from __future__ import annotations

from functools import lru_cache
from math import floor, hypot

from textual.events import Resize

from coach.session.view import Breath
from coach.tui.widgets.canvas import Canvas, Line
from coach.tui.widgets.glyphs import to_blocks

MOST_ROWS = 13
"""A larger disc is no easier to follow, and costs more to write."""
SMALLEST = 0.25
"""The disc after breathing out, as a share of the full one."""
PAST_THE_STEP = 0.02
"""Points by which a step is surely behind."""
ROUNDER = 0.2
"""Taken off a radius, so that no single point sticks out of the disc."""


class BreathShape(Canvas):
    """As round, and as large as its box and the eye need, when the lungs are full."""

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

    def still_fraction(self, breath: Breath) -> float:
        """How much of this half of a breath goes by until the disc becomes larger or smaller."""
        return until_next_step(breath, *self.size)

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
    # Whole steps of the radius: a disc that changes in every frame would flicker.
    return _disc(floor(_radius(full, width, height) + 0.5) - ROUNDER, width, height)


def until_next_step(breath: Breath, width: int, height: int) -> float:
    """How much of this half of a breath goes by until its disc becomes larger or smaller, 0 to 1."""
    smallest, largest = _radius(0, width, height), _radius(1, width, height)
    radius = _radius(fullness(breath), width, height)
    until = floor(radius + 0.5) + 0.5 - radius if breath.inhaling else radius - (floor(radius - 0.5) + 0.5)
    return min(1.0, (until + PAST_THE_STEP) / max(largest - smallest, PAST_THE_STEP))


def _radius(full: float, width: int, height: int) -> float:
    """In points, before it is rounded to a whole one."""
    return min(width / 2, height, MOST_ROWS) * (SMALLEST + (1 - SMALLEST) * full)


@lru_cache(maxsize=64)
def _disc(radius: float, width: int, height: int) -> tuple[str, ...]:
    across, down = (width - 1) / 2, (2 * height - 1) / 2
    lit = ((x, y) for x in range(width) for y in range(2 * height) if hypot(x - across, y - down) <= radius)
    return to_blocks(lit, width, 2 * height)
