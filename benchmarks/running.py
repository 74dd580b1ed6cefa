"""What a running session costs: processor, bytes to the terminal, memory."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Row, python
from benchmarks.starting import BARE_APP
from tests.support.terminal import Terminal


@dataclass(frozen=True)
class Cost:
    """What one app used while it was watched."""

    core_percent: float
    bytes_a_second: float
    memory_mb: float


def watch(
    argv: Sequence[str],
    pattern: str,
    environment: dict[str, str],
    seconds: int,
    answers: Sequence[tuple[str, str]] = (),
) -> Cost:
    """Let an app settle, then watch it for so many seconds.

    Args:
        argv: the command.
        pattern: what is on its screen once it has started.
        environment: of the command, beside that of this process.
        seconds: how long it is watched.
        answers: what it asks before, each with the key that answers it.
    """
    with Terminal(argv, columns=120, rows=40, environment=environment) as terminal:
        for asked, key in answers:
            terminal.wait_for(asked)
            terminal.send(key)
        terminal.wait_for(pattern)
        terminal.read(3)
        started, cpu, written = time.perf_counter(), terminal.cpu_seconds(), terminal.bytes_written
        terminal.read(seconds)
        passed = time.perf_counter() - started
        return Cost(
            core_percent=100 * (terminal.cpu_seconds() - cpu) / passed,
            bytes_a_second=(terminal.bytes_written - written) / passed,
            memory_mb=terminal.memory_mb(),
        )


def rows(folder: Path, seconds: int) -> list[Row]:
    """A running session beside the same app idle, and beside a bare one."""
    home = {"COACH_HOME": str(folder / "running")}
    safety = ("do you have any of these", "n")
    session = watch(python("-m", "coach", "run", "core"), "plank", home, seconds, [safety])
    first = [("What do you mostly do", "escape"), safety]
    idle = watch(python("-m", "coach"), "core", {"COACH_HOME": str(folder / "idle")}, seconds, first)
    bare = watch(BARE_APP, "ready to go", {}, seconds)
    return [
        Row(
            "a running session, share of a core",
            session.core_percent,
            idle.core_percent,
            "%",
            "2 % more",
            "the app idle",
        ),
        Row(
            "a running session, bytes to the terminal",
            session.bytes_a_second,
            idle.bytes_a_second,
            "B/s",
            "none",
            "the app idle",
        ),
        Row(
            "a running session, memory", session.memory_mb, bare.memory_mb, "MB", "1.6", "a bare Textual app"
        ),
    ]
