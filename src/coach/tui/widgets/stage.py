"""The middle of the session screen."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.events import Resize

from coach.tui.widgets.big_number import BigNumber


class Stage(Horizontal):
    """The words and the number, side by side."""

    def on_resize(self, event: Resize) -> None:
        """Give the number its room."""
        self.query_one(BigNumber).make_room(self.screen.size, event.size)
