"""What a command is given: the clock, the paths, the streams, and the way to open a screen."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EIO
from functools import cached_property
from typing import TYPE_CHECKING, Final, TextIO

from coach.clock import Clock, SystemClock
from coach.control_characters import harmless, one_line
from coach.errors import CoachError, TerminalGoneError, UsageError
from coach.paths import Paths, ScreenRequest, find_paths

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


READABLE: Final = "coach-readable"
"""The name of the error handler for characters that a stream cannot encode."""

_REPLACEMENTS: Final = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2022": "*",
    "\u00b7": "-",
    "\u00d7": "x",
    "\u00b0": " deg",
    "\u2190": "<-",
    "\u2192": "->",
    "\u2191": "^",
    "\u2193": "v",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2248": "~",
    "\u25b2": "^",
    "\u25bc": "v",
    "\u2713": "x",
    "\u25cf": "*",
    "\u25cb": "o",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u00f8": "o",
    "\u0153": "oe",
}
_BARS: Final = range(0x2500, 0x25A0)
"""Box drawing and block elements."""


def repair_streams() -> None:
    """Open the null device for each closed stream, and replace characters that a stream cannot encode.

    A free descriptor would be given to the next file that is opened, such as the journal, and output to that
    stream would be written into it.
    """
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            # The lowest free number is the one that is missing.
            opened = os.open(os.devnull, os.O_RDWR)
            with suppress(OSError):
                os.set_inheritable(opened, True)
    # They are never closed: they live as long as the process.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    codecs.register_error(READABLE, readable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=READABLE)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def readable(error: UnicodeError) -> tuple[str | bytes, int]:
    """Readable replacements of characters that an encoding does not have: an error handler for `codecs`."""
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = ""
    for sign in error.object[error.start : error.end]:
        plain = _REPLACEMENTS.get(sign)
        if plain is None and ord(sign) in _BARS:
            plain = {"\u2500": "-", "\u2502": "|", "\u2501": "-", "\u2503": "|"}.get(sign, "#")
        if plain is None and unicodedata.combining(sign):
            continue
        if plain is None:
            # A letter without its accent; some signs come apart into ones that no encoding of bytes has.
            parts = unicodedata.normalize("NFKD", sign)
            plain = "".join(part for part in parts if not unicodedata.combining(part))
            plain = plain if plain.isascii() and plain.isprintable() else ""
        try:
            plain.encode(error.encoding)
        except (UnicodeError, LookupError):
            plain = ""
        text += plain or "?"
    return text, error.end


def silence(stream: TextIO | None) -> None:
    """Discard the buffered and later output of a stream, which Python would write when it exits."""
    try:
        number = stream.fileno() if stream is not None else -1
    except (OSError, ValueError):
        return
    if number not in (1, 2):
        return
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


OpenScreen = Callable[["Workspace", ScreenRequest], int]
"""Shows the full-screen app until it is left, and gives the exit status. Handed in: no command imports it."""


class OutputLostError(CoachError):
    """The output cannot be written: the disk is full, or the terminal was closed."""


class Console:
    """The clock, paths, streams and screen that a command uses."""

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
    def workspace(self) -> Workspace:
        """The workspace, made on first use: `coach --help` needs no programs and no journal."""
        from coach.app.workspace import Workspace

        return Workspace(self.paths, self.clock)

    def close(self) -> None:
        """Close the workspace, if it was used.

        Raises:
            JournalError: the daily copy of the journal cannot be written; the journal itself is safe.
        """
        if "workspace" in self.__dict__:
            self.workspace.close()

    def say(self, text: str = "") -> None:
        """Print one line of text, without escape sequences and line ends."""
        self.write(f"{harmless(one_line(text))}\n")

    def say_text(self, text: str) -> None:
        """Print lines of text, without escape sequences."""
        self.write(f"{harmless(text)}\n")

    def print_data(self, text: str) -> None:
        """Print a line of data: unchanged to a file or a pipe, without escape sequences to a terminal."""
        self.write(f"{harmless(text) if self.out.isatty() else text}\n")

    def say_json(self, value: object) -> None:
        """Print one JSON document on one line."""
        from msgspec import json

        self.print_data(json.encode(value).decode())

    def write(self, text: str) -> None:
        """Write to standard output, exactly this.

        Raises:
            OutputLostError: it cannot be written.
            BrokenPipeError: the reader has closed it.
        """
        try:
            self.out.write(text)
        except OSError as error:
            raise lost_output(error) from error

    def flush(self) -> None:
        """Write out what is still waiting.

        Raises:
            OutputLostError: it cannot be written.
            BrokenPipeError: the reader has closed it.
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
        """Whether standard input is a terminal."""
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


_CANNOT_DRAW: Final = frozenset({"", "dumb", "unknown"})
"""Names of terminals without cursor movement."""
_SIDES: Final = ((0, "standard input"), (1, "standard output"))
"""The descriptors for keys and for the screen."""


def require_window(request: ScreenRequest, environment: Mapping[str, str]) -> None:
    """Check that there is a terminal that can show the app.

    Args:
        request: what the app is asked to open with.
        environment: `os.environ`, or one made for a test.

    Raises:
        UsageError: there is none; it says what does the same line by line.
    """
    reason = ""
    for number, stream in _SIDES:
        try:
            is_terminal = os.isatty(number)
        except OSError:
            is_terminal = False
        if not is_terminal and not reason:
            reason = f"{stream} is not one"
    name = environment.get("TERM", "")
    if not reason and sys.platform != "win32" and name.lower() in _CANNOT_DRAW:
        reason = f"this one cannot draw (TERM is {name or 'not set'})"
    if not reason:
        return
    if request.program is None:
        hint = "'coach today' prints what is due, 'coach run PROGRAM --plain' runs a session without one"
    else:
        hint = f"'coach run {request.program} --plain' runs without one"
    raise UsageError(f"this needs a terminal, and {reason}", hint=hint)
