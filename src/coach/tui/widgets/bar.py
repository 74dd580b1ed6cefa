"""How much of an interval is over, as a line that fills."""

from __future__ import annotations

from textual.events import Resize

from coach.tui.widgets.canvas import Canvas


class Bar(Canvas):
    """A line across the screen, filled in steps of half a cell."""

    DEFAULT_CSS = """
    Bar { width: 1fr; height: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fraction = 0.0

    def show(self, fraction: float) -> None:
        """Fill `fraction` of it, 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Fill the width of now."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        halves = round(self._fraction * width * 2)
        full, half = divmod(halves, 2)
        filled = "━" * full + ("╸" if half else "")
        self.paint([((filled, "phase"), ("─" * (width - len(filled)), "muted"))])
