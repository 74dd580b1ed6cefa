"""Single keys from a pseudo-terminal, whose modes are restored."""

from __future__ import annotations

import io
import os
import pty
import select
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.cli.commands.breaks import NoKeyboard, TerminalKeyboard, open_keyboard
from coach.cli.console import Console
from coach.cli.text_session import LineReader
from coach.errors import TerminalGoneError
from tests.app.test_breaks import NINE
from tests.support.commands import StillClock


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """The two ends of a pseudo-terminal: the typing one and the reading one."""
    typing, reading = pty.openpty()
    yield typing, reading
    os.close(typing)
    os.close(reading)


def modes(handle: int) -> int:
    """The line and echo modes of the terminal."""
    return int(termios.tcgetattr(handle)[3]) & (termios.ICANON | termios.ECHO)


def test_key_is_read_without_enter(terminal: tuple[int, int]) -> None:
    typing, reading = terminal
    before = modes(reading)
    assert before
    with TerminalKeyboard(reading).open() as keyboard:
        assert modes(reading) == 0
        assert keyboard.wait(0) is None
        os.write(typing, b"Z")
        assert keyboard.wait(5) == "z"
    assert modes(reading) == before


def test_arrows_and_enter_are_ignored(terminal: tuple[int, int]) -> None:
    typing, reading = terminal
    with TerminalKeyboard(reading).open() as keyboard:
        os.write(typing, b"\x1b[A")
        assert keyboard.wait(5) == ""
        os.write(typing, b"\n")
        assert keyboard.wait(5) == ""


def test_lent_terminal_has_its_usual_mode(terminal: tuple[int, int]) -> None:
    typing, reading = terminal
    usual = modes(reading)
    with TerminalKeyboard(reading).open() as keyboard:
        with keyboard.lend():
            assert modes(reading) == usual
            os.write(typing, b"typed meanwhile\n")
            assert select.select([reading], [], [], 5)[0]
        assert modes(reading) == 0
        assert keyboard.wait(0) is None, "what was typed at the other program is not an answer here"


def test_exception_restores_the_terminal(terminal: tuple[int, int]) -> None:
    _, reading = terminal
    before = modes(reading)
    with pytest.raises(KeyboardInterrupt), TerminalKeyboard(reading).open():
        raise KeyboardInterrupt
    assert modes(reading) == before


def console(stdin: io.StringIO | None, clock: StillClock) -> Console:
    return Console(
        open_screen=lambda _workspace, _request: 0,
        clock=clock,
        environment={},
        out=io.StringIO(),
        err=io.StringIO(),
        stdin=stdin,
    )


def test_without_a_terminal_waiting_only_sleeps() -> None:
    clock = StillClock(NINE)
    with open_keyboard(console(io.StringIO("s\n"), clock)) as keyboard:
        assert isinstance(keyboard, NoKeyboard)
        before = clock.monotonic()
        assert keyboard.wait(4) is None
        assert clock.monotonic() - before == 4
        with keyboard.lend():
            pass


def test_closed_terminal_raises_an_error() -> None:
    typing, reading = pty.openpty()
    with pytest.raises(TerminalGoneError), TerminalKeyboard(reading).open() as keyboard:
        with keyboard.lend():
            os.close(typing)
        keyboard.wait(5)
    with pytest.raises(TerminalGoneError), TerminalKeyboard(reading).open():
        pass
    os.close(reading)


def test_closed_terminal_ends_the_input(home: Path) -> None:
    typing, reading = pty.openpty()
    with os.fdopen(reading, "r") as stream:
        inbox = LineReader(stream)
        os.close(typing)
        assert inbox.wait("How much did it hurt?", lambda _question: None) == ""
        assert inbox.ended
