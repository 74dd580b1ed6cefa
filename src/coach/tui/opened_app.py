"""The app in a process of its own: its driver, its garbage collector, and its own faults."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual import constants
from textual.driver import Driver

from coach.errors import TerminalGoneError
from coach.tui.app import CoachApp
from coach.tui.textual_private import FaultKeepingApp

if TYPE_CHECKING:
    from coach.app.session_runner import SessionRunner


class OpenedApp(FaultKeepingApp, CoachApp):
    """Works with a garbage collector that has rested since the first line, and with its own faults."""

    _leaves = False

    def get_driver_class(self) -> type[Driver]:
        """The one that knows when the terminal has gone, where there is one."""
        if sys.platform == "win32" or constants.DRIVER is not None:
            return super().get_driver_class()
        from coach.tui.driver import SturdyDriver

        return SturdyDriver

    def terminal_gone(self) -> None:
        """Leave, unless that is under way: no screen and no keys are left."""
        if not self._leaves:
            self.fail(TerminalGoneError())

    def on_ready(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def open_session(self, run: SessionRunner) -> None:
        """Show a session, in which the garbage collector leaves alone what is loaded before."""
        super().open_session(run)
        # A full collection takes up to 0.1 s, and would come in the middle of a set, again and again.
        self.screen.call_after_refresh(_set_aside)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave the app."""
        self._leaves = True
        super().exit(result, return_code, message)


def _set_aside() -> None:
    """Collect what is garbage by now, and leave the rest alone until the next session begins."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
