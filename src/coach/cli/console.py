"""What a command is given: the clock, the paths, the streams, and the way to open a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EIO
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from coach.cli.streams import silence
from coach.clock import Clock, SystemClock
from coach.errors import CoachError, TerminalGoneError
from coach.paths import Paths, find_paths
from coach.request import ScreenRequest
from coach.signs import harmless, one_line

if TYPE_CHECKING:
    from coach.service import Coach


OpenScreen = Callable[["Coach", ScreenRequest], int]
"""Shows the full-screen app until it is left, and gives the exit status. Handed in: no command imports it."""


class OutputLostError(CoachError):
    """The output cannot be written: the disk is full, or the terminal has gone."""


class Console:
    """Everything outside of itself that a command touches."""

    def __init__(
        self,
        *,
        open_screen: OpenScreen,
        clock: Clock,
        environment: Mapping[str, str],
        out: TextIO,
        err: TextIO,
        stdin: TextIO | None,
    ) -> None:
        """Hand in what a command may touch; `this_process` has what it really has."""
        self.open_screen = open_screen
        self.clock = clock
        self.environment = environment
        self.out = out
        self.err = err
        self.stdin = stdin

    @classmethod
    def this_process(cls, open_screen: OpenScreen) -> Console:
        """The clock, the streams and the environment of this process."""
        return cls(
            open_screen=open_screen,
            clock=SystemClock(),
            environment=os.environ,
            out=sys.stdout,
            err=sys.stderr,
            stdin=sys.stdin,
        )

    @cached_property
    def paths(self) -> Paths:
        """Where the user's things are."""
        return find_paths(self.environment)

    @cached_property
    def coach(self) -> Coach:
        """The service, made on first use: `coach --help` needs no library and no journal."""
        from coach.service import Coach

        return Coach(self.paths, self.clock)

    def close(self) -> None:
        """Let go of the service, if it was used.

        Raises:
            JournalError: the daily copy of the journal cannot be written; the journal itself is safe.
        """
        if "coach" in self.__dict__:
            self.coach.close()

    def say(self, text: str = "") -> None:
        """Print one line for a person; nothing in it is an order to the terminal, or the end of a line."""
        self.write(f"{harmless(one_line(text))}\n")

    def say_text(self, text: str) -> None:
        """Print lines for a person: a text of the app's own, of which a name or a note may be part."""
        self.write(f"{harmless(text)}\n")

    def pass_on(self, text: str) -> None:
        """Print a line that is data: to a file or a program as it is, and to a terminal without orders."""
        self.write(f"{harmless(text) if self.out.isatty() else text}\n")

    def say_json(self, value: object) -> None:
        """Print one JSON document on one line."""
        from msgspec import json

        self.pass_on(json.encode(value).decode())

    def write(self, text: str) -> None:
        """Write to standard output, exactly this.

        Raises:
            OutputLostError: it cannot be written.
            BrokenPipeError: nobody reads it any more.
        """
        try:
            self.out.write(text)
        except OSError as error:
            raise lost_output(error) from error

    def flush(self) -> None:
        """Write out what is still waiting.

        Raises:
            OutputLostError: it cannot be written.
            BrokenPipeError: nobody reads it any more.
        """
        try:
            self.out.flush()
        except OSError as error:
            raise lost_output(error) from error

    def warn(self, text: str) -> None:
        """Print one line on standard error, where there is one; nothing depends on that."""
        try:
            self.err.write(f"{harmless(one_line(text))}\n")
            self.err.flush()
        except OSError:
            silence(self.err)

    def ask(self, question: str) -> str:
        """Print a question and return the line that is typed; nothing when the input has ended."""
        self.write(harmless(question))
        self.flush()
        # Raised where the terminal has gone: then nothing more is typed.
        with suppress(OSError, ValueError):
            return self.stdin.readline() if self.stdin else ""
        return ""

    @property
    def interactive(self) -> bool:
        """Somebody is there to answer."""
        return self.stdin is not None and not self.stdin.closed and self.stdin.isatty()


def lost_output(error: OSError) -> OSError | OutputLostError:
    """The error to raise for output that cannot be written; a broken pipe stays one, and is no fault."""
    if isinstance(error, BrokenPipeError):
        return error
    if error.errno == EIO:
        # A terminal that was closed while the program ran.
        return OutputLostError(str(TerminalGoneError()))
    said = (error.strerror or str(error)).lower()
    return OutputLostError(f"the output cannot be written: {said}")
