"""The terminal of the app: it is written in UTF-8, and the app ends when it goes away."""

from __future__ import annotations

import asyncio
import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual.drivers.linux_driver import LinuxDriver

from coach.tui.textual_private import XTermParser, write_through

if TYPE_CHECKING:
    from coach.tui.opened_app import OpenedApp


OUTPUT: Final = 1
"""Where the size is asked for, too; standard error stays free for what goes wrong."""
LISTEN_SECONDS: Final = 0.1
_PIECE: Final = 4096


class TerminalFile:
    """What a terminal is written through."""

    encoding: Final = "utf-8"

    def __init__(self, handle: int, gone: Callable[[], None]) -> None:
        """Write to a file descriptor.

        Args:
            handle: of the terminal.
            gone: called once, from the thread that writes, when the terminal has gone.
        """
        self._handle = handle
        self._gone = gone
        self._waiting = bytearray()
        self._open = True

    def write(self, text: str) -> int:
        """Take a text, to be written by `flush`."""
        if self._open:
            # A locale that says otherwise is nearly always an unset one.
            self._waiting += text.encode("utf-8", "replace")
        return len(text)

    def flush(self) -> None:
        """Write the waiting text; a terminal that has gone gets nothing."""
        waiting, self._waiting = memoryview(self._waiting), bytearray()
        while self._open and waiting:
            try:
                waiting = waiting[os.write(self._handle, waiting) :]
            except BlockingIOError:
                # Another program has left it in a mode in which it does not wait.
                select.select([], [self._handle], [], LISTEN_SECONDS)
            except OSError:
                self._open = False
                self._gone()

    def fileno(self) -> int:
        """The file descriptor."""
        return self._handle

    def isatty(self) -> bool:
        """A terminal, as long as there was one."""
        return True


class SturdyDriver(LinuxDriver):
    """Reads and draws as Textual does, and tells the app when the terminal has gone, however it went.

    Textual reads on where nothing can be read any more, which takes a whole processor; and it waits for ever
    to write what cannot be written.
    """

    def __init__(
        self, app: OpenedApp, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._running = asyncio.get_running_loop()
        self._when_gone = app.terminal_gone
        self._tells_parser = debug
        self._starts = self._taken = self._given_up = False
        write_through(self, TerminalFile(OUTPUT, self._gone))

    def _gone(self) -> None:
        # The loop may have ended meanwhile.
        with suppress(RuntimeError):
            self._running.call_soon_threadsafe(self._when_gone)

    def start_application_mode(self) -> None:
        """Take the terminal, unless it has gone in the moment before."""
        self._starts = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._starts = False
        if not self._taken:
            self._gone()

    def suspend_application_mode(self) -> None:
        """Give the terminal up for a while."""
        self._given_up = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal anew, where it was given up before.

        A process that is stopped by SIGSTOP has not given its terminal up. Textual takes it anew all the same
        when it is continued: two threads read the keys, some of which get lost, and the app does not end.
        """
        if self._given_up:
            super().resume_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal; nothing, where it was gone before it could be taken."""
        # In starting, Textual writes only once the terminal is its own.
        if self._starts:
            self._taken, self._starts, self._given_up = True, False, False
        if self._taken:
            super().write(data)

    def run_input_thread(self) -> None:
        """Hand on what is typed, until the app ends or nothing will ever be typed."""
        parser = XTermParser(self._tells_parser)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            typed = self._typed()
            if typed is None:
                self._gone()
                return
            # Half a character is no text yet, and no text would be the end for the parser.
            if text := decode(typed):
                for event in parser.feed(text):
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _typed(self) -> bytes | None:
        """What was typed in this moment; None where the terminal has gone."""
        try:
            ready, _, _ = select.select([self.fileno], [], [], LISTEN_SECONDS)
            return (os.read(self.fileno, _PIECE) or None) if ready else b""
        except BlockingIOError:
            return b""
        except (OSError, ValueError):
            return None
