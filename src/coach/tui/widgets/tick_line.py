"""One line of a checklist, with its box and the key that ticks it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.widgets import Static


class TickLine(Horizontal):
    """A key, a box and a text; a click ticks it too."""

    DEFAULT_CSS = """
    TickLine { height: auto; padding: 0 1; }
    TickLine .box { width: 5; }
    TickLine .text { width: 1fr; height: auto; }
    TickLine.-ticked .box { text-style: bold; }
    TickLine.-ticked .text { text-style: bold; }
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
        super().__init__(classes="-ticked" if ticked else "")
        self._place = place
        self._text = text
        self._ticked = ticked

    @property
    def text(self) -> str:
        """The line as it reads."""
        return f"{self._box()} {self._text}"

    def compose(self) -> ComposeResult:
        """The box, and what it is about."""
        yield Static(self._box(), markup=False, classes="box")
        yield Static(self._text, markup=False, classes="text")

    def show(self, ticked: bool) -> None:
        """Show whether it holds."""
        self._ticked = ticked
        self.set_class(ticked, "-ticked")
        self.query_one(".box", Static).update(self._box())

    def _box(self) -> str:
        return f"{self._place + 1} {'☑' if self._ticked else '☐'}"

    def on_click(self, event: Click) -> None:
        """Tick it."""
        event.stop()
        self.post_message(self.Ticked(self._place))
