"""Single keys from a terminal, without Enter and without a screen."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from coach.cli.console import Console
from coach.clock import Clock
from coach.errors import TerminalGoneError


class Keyboard(Protocol):
    """Where keys come from."""

    def wait(self, seconds: float) -> str | None:
        """The next key, in lower case; None when none came within `seconds`.

        Raises:
            TerminalGoneError: none will ever come.
        """
        ...

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Leave the terminal to something else for a while."""
        ...


class NoKeyboard:
    """Nobody is there: time passes."""

    def __init__(self, clock: Clock) -> None:
        """Let time pass by `clock`."""
        self._clock = clock

    def wait(self, seconds: float) -> str | None:
        """Let that much time pass."""
        self._clock.sleep(seconds)
        return None

    @contextmanager
    def lend(self) -> Iterator[None]:
        """There is nothing to lend."""
        yield


class TerminalKeyboard:
    """The keys of a terminal, one by one, for as long as it is `open`."""

    def __init__(self, handle: int) -> None:
        """Read from the file descriptor of a terminal."""
        self._handle = handle

    def wait(self, seconds: float) -> str | None:
        """The next key; None when none came within `seconds`.

        Raises:
            TerminalGoneError: the terminal can be read at any time, and has nothing to give.
        """
        try:
            ready, _, _ = select.select([self._handle], [], [], max(0.0, seconds))
            if not ready:
                return None
            typed = os.read(self._handle, 64)
        except BlockingIOError:
            # Somebody else has read it first.
            return None
        except OSError as error:
            raise TerminalGoneError from error
        if not typed:
            raise TerminalGoneError
        pressed = typed.decode("utf-8", "ignore").strip().lower()
        # An arrow is several characters and means nothing here; typed text counts by its first letter.
        return pressed[:1] if pressed.isprintable() else ""

    @contextmanager
    def open(self) -> Iterator[TerminalKeyboard]:
        """Take single keys, without showing them; afterwards the terminal is as it was."""
        import termios
        import tty

        try:
            before = termios.tcgetattr(self._handle)
            tty.setcbreak(self._handle)
        except termios.error as error:
            raise TerminalGoneError from error
        try:
            yield self
        finally:
            # One that has gone needs nothing put back.
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSADRAIN, before)

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Put the terminal back as most programs expect it, for a while."""
        import termios
        import tty

        try:
            now = termios.tcgetattr(self._handle)
            usual = termios.tcgetattr(self._handle)
            usual[3] |= termios.ICANON | termios.ECHO
            termios.tcsetattr(self._handle, termios.TCSADRAIN, usual)
        except termios.error as error:
            raise TerminalGoneError from error
        try:
            yield
        finally:
            # The next key that is asked for tells that it has gone.
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSAFLUSH, now)
                tty.setcbreak(self._handle)


@contextmanager
def open_keyboard(console: Console) -> Iterator[Keyboard]:
    """The terminal's keys where somebody sits at one that gives single keys; else nobody's."""
    if sys.platform == "win32" or not console.interactive or console.stdin is None:
        yield NoKeyboard(console.clock)
        return
    with TerminalKeyboard(console.stdin.fileno()).open() as keyboard:
        yield keyboard
