"""What keys that come faster than the screens change must not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual._context import active_message_pump
from textual.actions import ActionParseResult
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import OptionList

from coach.tui.thrift import ThriftyApp

PAGES: Final = ("page_up", "page_down", "command_list('page_up')", "command_list('page_down')")
"""What page keys stand for, in a list and in the command palette."""


class SturdyApp(ThriftyApp):
    """An app in which a key that comes twice closes one screen, and a page key needs no page."""

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for; whether anybody did it."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except KeyError:
            # A list does not know its lines while it has no room, and for a moment when its width changes.
            if action in PAGES and isinstance(default_namespace, OptionList | CommandPalette):
                return True
            raise

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; nothing, where a screen that is closed already asks for it once more."""
        asks = active_message_pump.get(None)
        if isinstance(asks, Screen) and asks not in self.screen_stack:
            return AwaitComplete()
        return super().pop_screen()
