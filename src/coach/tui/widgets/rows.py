"""A list to choose from that leaves all other keys to its screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class Rows(OptionList, inherit_bindings=False):
    """An option list without keys of its own but those that move the mark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "down", show=False),
        Binding("up", "cursor_up", "up", show=False),
        Binding("pagedown", "page_down", "page down", show=False),
        Binding("pageup", "page_up", "page up", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
    ]
    DEFAULT_CSS = """
    Rows { border: none; padding: 0; background: $background; scrollbar-size-vertical: 1; }
    Rows:focus { border: none; background-tint: $background 0%; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Be empty; texts are shown as they are."""
        super().__init__(id=id, markup=False)
