"""What is used of Textual 8.2.8 without being public there, each with its reason and what would end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.app import App

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver

    from coach.tui.driver import TerminalFile

__all__ = ["FaultKeepingApp", "XTermParser", "write_through"]

# `textual._xterm_parser` (8.2.8): `LinuxDriver.run_input_thread` reads on for ever where the terminal has
# gone, so that the loop around the parser is our own. Until Textual ends reading at the end of its input.


class FaultKeepingApp(App[None]):
    """An app that ends when something goes wrong inside, and keeps what it was."""

    fault: Exception | None = None
    """What went wrong inside and ended the app: the first of such errors."""

    def _handle_exception(self, error: Exception) -> None:
        # `App._handle_exception` (8.2.8) prints pages about it with all local variables; `launch` raises it
        # again, to be told in a sentence. Until Textual has a public hook for an uncaught error.
        self.fault = self.fault or error
        self.exit(return_code=1)


def write_through(driver: LinuxDriver, file: TerminalFile) -> None:
    """Let a driver write to a file of our own.

    `LinuxDriver._file` (8.2.8) is always standard error, in the encoding of the locale, and waits for ever
    where the terminal has gone. Until a driver takes the file to write to.
    """
    driver._file = file  # type: ignore[assignment]
