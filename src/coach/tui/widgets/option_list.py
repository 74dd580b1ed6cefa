"""A list to choose from that leaves all other keys to its screen, and a search field for lists."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.widgets import Input, OptionList


class PlainOptionList(OptionList, inherit_bindings=False):
    """An option list with no keys but those that move the mark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "down", show=False),
        Binding("up", "cursor_up", "up", show=False),
        Binding("pagedown", "page_down", "page down", show=False),
        Binding("pageup", "page_up", "page up", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
    ]
    DEFAULT_CSS = """
    PlainOptionList { border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    PlainOptionList:focus { border: none; background-tint: $background 0%; }
    """

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        click: Literal["marks", "marks first", "takes"] = "marks first",
    ) -> None:
        """Make an empty list; texts are no markup.

        `click` says what a click does to a line: mark it; mark it, and take it on the next click; take it.
        """
        super().__init__(id=id, classes=classes, markup=False)
        self._click = click
        self._clicked: int | None = None

    def on_click(self, event: Click) -> None:
        # Textual would take the line at once.
        event.prevent_default()
        line: int | None = event.style.meta.get("option")
        if line is None or self.get_option_at_index(line).disabled:
            return
        again = self._clicked == self.highlighted == line
        self.highlighted = self._clicked = line
        if self._click == "takes" or (again and self._click == "marks first"):
            self.action_select()


class SearchLine(Input):
    """Shown during a search; Enter and Down go to the results, Esc ends the search."""

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
        """The focus belongs to the list again."""

    def __init__(self, hint: str) -> None:
        super().__init__(placeholder=hint, id="search", compact=True)

    def open(self) -> None:
        """Start or continue a search."""
        self.add_class("-on")
        self.focus()

    @property
    def is_open(self) -> bool:
        """Whether a search is on."""
        return self.has_class("-on")

    def close(self) -> None:
        """End the search."""
        self.value = ""
        self.remove_class("-on")
        self.post_message(self.Left())

    def action_found(self) -> None:
        self.set_class(bool(self.value), "-on")
        self.post_message(self.Left())

    def action_drop(self) -> None:
        self.close()
