"""A text to be read that may be longer than its room."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widget import Widget


class Reading(VerticalScroll):
    """What is said and asked; it knows whether somebody has moved it."""

    def __init__(self) -> None:
        super().__init__(id="body", can_focus=False)
        self.moved = False

    def on_mouse_scroll_down(self) -> None:
        """Somebody moves it with the wheel."""
        self.moved = True

    on_mouse_scroll_up = on_mouse_scroll_down

    def on_scroll_to(self) -> None:
        """Somebody moves it by its scroll bar."""
        self.moved = True

    on_scroll_up = on_scroll_down = on_scroll_to

    def move(self, lines: int) -> None:
        """Move it by so many lines, for a key."""
        self.moved = True
        self.scroll_relative(y=lines, animate=False)

    def begin_with(self, widget: Widget) -> None:
        """Have this at the top, as far as there is enough below it, until somebody moves it."""
        if not self.moved:
            self.scroll_to(y=widget.virtual_region.y, animate=False, immediate=True)
