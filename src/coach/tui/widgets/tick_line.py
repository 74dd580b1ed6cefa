"""One line of a checklist, with its box and the key that ticks it."""

from __future__ import annotations

from textual.events import Click
from textual.message import Message
from textual.widgets import Static


class TickLine(Static):
    """A box, a key and a text; a click ticks it too."""

    DEFAULT_CSS = """
    TickLine { height: auto; padding: 0 1; }
    TickLine.-ticked { text-style: bold; }
    """

    class Ticked(Message):
        """It was clicked."""

        def __init__(self, place: int) -> None:
            """Tell its place, from 0."""
            super().__init__()
            self.place = place

    def __init__(self, place: int, text: str, *, ticked: bool) -> None:
        """Show a line.

        Args:
            place: from 0; its key is one more.
            text: what holds or does not.
            ticked: whether it does.
        """
        super().__init__(markup=False)
        self._place = place
        self._text = text
        self.show(ticked)

    def show(self, ticked: bool) -> None:
        """Show whether it holds."""
        self.set_class(ticked, "-ticked")
        self.update(f"{self._place + 1}  {'☑' if ticked else '☐'} {self._text}")

    def on_click(self, event: Click) -> None:
        """Tick it."""
        event.stop()
        self.post_message(self.Ticked(self._place))
