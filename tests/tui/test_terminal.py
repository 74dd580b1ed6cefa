"""The session screen in a real terminal: signals, a stopped process, and how much is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.short_session import make_short_home
from tests.support.terminal import READING, Terminal, start_new

pytestmark = pytest.mark.terminal

COACH = [sys.executable, "-m", "coach"]


def session(home: Path, *, columns: int = 80, rows: int = 24, **environment: str) -> Terminal:
    """The tiny program on the screen."""
    return Terminal(
        [*COACH, "run", "tiny", "--mute"],
        columns=columns,
        rows=rows,
        environment={"COACH_HOME": str(home), **environment},
    )


def begin(terminal: Terminal) -> None:
    """Answer what is asked before core work."""
    terminal.wait_for("Before you start")
    start_new(terminal)


def sets_of(home: Path) -> list[dict[str, Any]]:
    """What the journal has of the newest session."""
    done = subprocess.run(
        [*COACH, "history", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COACH_HOME": str(home)},
    )
    sessions = json.loads(done.stdout)
    return sessions[0]["sets"] if sessions else []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signal_exits_and_next_start_resumes(home: Path, number: signal.Signals) -> None:
    make_short_home(home)
    with session(home) as terminal:
        begin(terminal)
        terminal.wait_for("(10 s|all rests) +s shaky")
        terminal.signal(number)
        assert terminal.exit_status() == 128 + number
    assert sets_of(home) == []
    with session(home) as again:
        again.wait_for("after 1 of 6 sets")
        again.read(READING)
        again.send("enter")
        again.wait_for("left, done at")
        again.send("q")
        again.wait_for("Stop here")
        again.send("y")
        again.wait_for("did anything hurt")
        again.send("0")
        again.wait_for("space close")
        again.send("space")
        assert again.exit_status() == 0
    assert [(one["slot"], one["seconds"]) for one in sets_of(home)] == [("plank", 2)]


def test_closed_terminal_keeps_finished_sets(home: Path) -> None:
    make_short_home(home)
    with session(home) as terminal:
        begin(terminal)
        terminal.wait_for("(10 s|all rests) +s shaky")
        terminal.hang_up()
    with session(home) as again:
        again.wait_for("after 1 of 6 sets")
        again.send("s")
        again.wait_for("New to you")
        again.read(READING)
        again.send("enter")
        again.wait_for("left, done at")
    assert [(one["slot"], one["seconds"]) for one in sets_of(home)] == [("plank", 2)]


def test_stopped_process_loses_no_set(home: Path) -> None:
    make_short_home(home)
    with session(home, columns=120, rows=40) as terminal:
        begin(terminal)
        terminal.wait_for("s shaky")
        terminal.signal(signal.SIGSTOP)
        terminal.read(5)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("The screen stood still for [4-6] s")
        terminal.wait_for("round 2 of 2")
        terminal.send("q")
        terminal.wait_for("Stop here")
        terminal.send("y")
        terminal.wait_for("did anything hurt")
        terminal.send("0")
        terminal.wait_for("space close")
        terminal.send("space")
        assert terminal.exit_status() == 0
    sets = [(one["slot"], one["side"], one["seconds"], one["end"]) for one in sets_of(home)]
    assert sets[:2] == [("plank", None, 2, "full"), ("side-plank", "left", 2, "full")]


def test_ctrl_z_pauses_session(home: Path) -> None:
    make_short_home(home)
    with session(home) as terminal:
        begin(terminal)
        terminal.wait_for("s shaky")
        terminal.send("ctrl+z")
        terminal.read(3)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("space go on")


def test_bytes_per_second_stay_small(home: Path) -> None:
    make_short_home(home)
    with session(home, columns=120, rows=40) as terminal:
        begin(terminal)
        terminal.wait_for("left, done at")
        terminal.send("+", "+", "+", settle=0.3)
        terminal.read(1.5)
        before = terminal.bytes_written
        terminal.read(5)
        # The figure moves, and one cue in large letters takes the place of the other.
        assert terminal.bytes_written - before < 5 * 3500
        terminal.send("space", settle=1)
        before = terminal.bytes_written
        terminal.read(1)
        # Only the minute in which it would end may change while it stands still.
        assert terminal.bytes_written - before < 200


def test_terminal_resize_without_colour(home: Path) -> None:
    make_short_home(home)
    with session(home, NO_COLOR="1") as terminal:
        begin(terminal)
        terminal.wait_for("left, done at")
        for columns, rows in ((40, 12), (120, 40), (50, 16)):
            terminal.resize(columns, rows)
            terminal.read(0.5)
            terminal.wait_for("round [12] of 2")
            terminal.wait_for("q stop")
