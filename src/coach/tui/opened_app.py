"""The app in a process of its own: its driver, its garbage collector, and its own faults."""

from __future__ import annotations

import gc
import sys

from rich.console import RenderableType
from textual import constants
from textual.driver import Driver

from coach.errors import TerminalGoneError
from coach.tui.app import CoachApp
from coach.tui.textual_private import FaultKeepingApp


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

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave the app."""
        self._leaves = True
        super().exit(result, return_code, message)
