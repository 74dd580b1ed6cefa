"""What keys that come faster than the screens change must not do."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, cast

from textual._context import active_message_pump
from textual.actions import ActionParseResult
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import OptionList

from coach.tui.thrift import ThriftyApp

PAGES: Final = ("page_up", "page_down")


class Palette(CommandPalette):
    """The command palette, whose list may be paged through before there is anything in it."""

    def _action_command_list(self, action: str) -> None:
        # Textual looks for the line that is marked, which it may not know yet.
        with suppress(KeyError):
            super()._action_command_list(action)


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
            if action in PAGES and isinstance(default_namespace, OptionList):
                return True
            raise

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; nothing, where a screen that is closed already asks for it once more."""
        asks = active_message_pump.get(None)
        if isinstance(asks, Screen) and asks not in self.screen_stack:
            return AwaitComplete()
        return super().pop_screen()

    def action_command_palette(self) -> None:
        """Show the command palette."""
        if self.use_command_palette and not CommandPalette.is_open(cast("App[object]", self)):
            self.push_screen(Palette(id="--command-palette"))
