"""A line to type words in that narrow a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class SearchLine(Input):
    """Shown while something is searched for; Enter and Down go to what was found, Esc shows everything."""

    DEFAULT_CSS = """
    SearchLine { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    SearchLine:focus { border: none; }
    SearchLine.-on { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "found", "what was found", show=False),
        Binding("escape", "drop", "everything", show=False),
    ]

    class Left(Message):
        """The keys belong to the list again."""

    def __init__(self, hint: str) -> None:
        """Show `hint` while nothing is typed."""
        super().__init__(placeholder=hint, id="search", compact=True)

    def open(self) -> None:
        """Begin to search, or go on."""
        self.add_class("-on")
        self.focus()

    @property
    def is_open(self) -> bool:
        """Whether the list is narrowed by it."""
        return self.has_class("-on")

    def close(self) -> None:
        """Search for nothing any more."""
        self.value = ""
        self.remove_class("-on")
        self.post_message(self.Left())

    def action_found(self) -> None:
        """Go to what was found."""
        self.set_class(bool(self.value), "-on")
        self.post_message(self.Left())

    def action_drop(self) -> None:
        """Show everything."""
        self.close()
