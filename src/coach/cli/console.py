"""What a command is given: the clock, the paths, the streams, and the way to open a screen."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TextIO

from coach.clock import Clock, SystemClock
from coach.paths import Paths, find_paths
from coach.request import ScreenRequest

if TYPE_CHECKING:
    from coach.service import Coach


OpenScreen = Callable[["Coach", ScreenRequest], int]
"""Shows the full-screen app until it is left, and gives the exit status. Handed in: no command imports it."""


_ORDERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that a terminal would obey, that turn a line round, or that cannot be written at all."""


def harmless(text: str) -> str:
    """The text with a mark in place of every sign that is an order to a terminal."""
    return _ORDERS.sub("\ufffd", text)


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
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that cannot show a sign is no reason to stop.
                stream.reconfigure(errors="backslashreplace")
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
        """Print one or more lines for a person; nothing in them is an order to the terminal."""
        print(harmless(text), file=self.out)

    def pass_on(self, text: str) -> None:
        """Print a line that is data: to a file or a program as it is, and to a terminal as `say` does."""
        print(harmless(text) if self.out.isatty() else text, file=self.out)

    def say_json(self, value: object) -> None:
        """Print one JSON document on one line."""
        from msgspec import json

        self.pass_on(json.encode(value).decode())

    def warn(self, text: str) -> None:
        """Print one line on standard error."""
        print(" ".join(harmless(text).splitlines()), file=self.err)

    def ask(self, question: str) -> str:
        """Print a question and return the line that is typed; nothing when the input has ended."""
        self.out.write(harmless(question))
        self.out.flush()
        return self.stdin.readline() if self.stdin else ""

    @property
    def interactive(self) -> bool:
        """Somebody is there to answer."""
        return self.stdin is not None and not self.stdin.closed and self.stdin.isatty()
