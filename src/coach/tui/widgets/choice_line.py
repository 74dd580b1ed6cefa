"""One choice of a question."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from coach.model.questions import Choice


class ChoiceLine(Widget):
    """One choice with its key; a click chooses it. A long one goes on beneath its first word."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; }
    """
    can_focus = False

    class Chosen(Message):
        """It was clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, key: str, choice: Choice, *, ticked: bool | None) -> None:
        """Show a choice; `ticked` is None where only one can be taken."""
        super().__init__()
        self.value = choice.id
        self.text = choice.text
        """What is chosen."""
        self._effect = choice.effect
        self._key = key
        self._ticked = ticked
        self.set_class(bool(ticked), "-ticked")

    def show(self, *, ticked: bool) -> None:
        """Show whether it is ticked now."""
        if self._ticked is not None and self._ticked != ticked:
            self._ticked = ticked
            self.set_class(ticked, "-ticked")
            self.refresh(layout=bool(self._effect))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as its text needs."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The key, and beside it the text."""
        return Content("\n".join(self._lines(self.size.width)))

    def _lines(self, width: int) -> list[str]:
        box = "" if self._ticked is None else "☑ " if self._ticked else "☐ "
        head = f"{self._key}  {box}"
        text = f"{self.text}: {self._effect}" if self._ticked and self._effect else self.text
        pieces = Content(text).wrap(max(1, width - len(head)))
        return [f"{' ' * len(head) if line else head}{piece.plain}" for line, piece in enumerate(pieces)]

    def on_click(self, event: Click) -> None:
        """Choose it; a second click at once is none: another question may stand there by then."""
        event.stop()
        if event.chain == 1:
            self.post_message(self.Chosen(self.value))
