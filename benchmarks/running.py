"""What a running session costs: processor, bytes to the terminal, memory; with all that it has started."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Row, python
from benchmarks.starting import BARE_APP, as_installed
from tests.support.terminal import Terminal

SESSION = python("-m", "coach", "run", "core")
SAFETY = ("do you have any of these", "n")
HEALTH = ("Does any of this fit you", "n")
WEIGHT = ("the weight you carry", "enter")
START = ("plank", "enter")
"""Ends the introduction of new drills; in a running session it does nothing."""
_SETTLING_SECONDS = 4.0
_READING_SECONDS = 1.0


@dataclass(frozen=True)
class Cost:
    """What one app used while it was watched, together with the processes that it has started."""

    core_percent: float
    bytes_a_second: float
    memory_mb: float
    """Of the app itself."""
    helpers_mb: float
    """Of the processes that it has started; pages that several share count in each."""


def watch(
    argv: Sequence[str],
    pattern: str,
    environment: Mapping[str, str],
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
            # A key that comes before it can have been read is no answer.
            terminal.read(_READING_SECONDS)
            terminal.send(key)
        terminal.wait_for(pattern)
        terminal.read(_SETTLING_SECONDS)
        started, cpu, written = time.perf_counter(), _processor(terminal.pid), terminal.bytes_written
        terminal.read(seconds)
        passed = time.perf_counter() - started
        return Cost(
            core_percent=100 * (_processor(terminal.pid) - cpu) / passed,
            bytes_a_second=(terminal.bytes_written - written) / passed,
            memory_mb=terminal.memory_mb(),
            helpers_mb=sum(map(_memory_mb, [one for one in _family(terminal.pid) if one != terminal.pid])),
        )


def watch_session(home: Path, seconds: int, environment: Mapping[str, str]) -> Cost:
    """A session of the core holds, from its first set on, of somebody who has answered about health."""
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "config.yaml"
    if not settings.exists():
        settings.write_text("health: []\n", "utf-8")
    return watch(SESSION, "plank", {**environment, "COACH_HOME": str(home)}, seconds, [SAFETY, WEIGHT, START])


def warm_up(folder: Path, environment: Mapping[str, str]) -> None:
    """Have every module of a session compiled: that takes memory which an installed app never needs."""
    if not (folder / "warm-up").exists():
        watch_session(folder / "warm-up", 1, environment)


def _fields(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def _family(pid: int) -> Iterator[int]:
    """A process, and all that descend from it."""
    yield pid
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int(_fields(int(entry.name))[1]) == pid:
                    yield from _family(int(entry.name))


def _processor(pid: int) -> float:
    """Seconds of processor time of a process and its family, with those that have ended."""
    total = 0
    for one in _family(pid):
        with contextlib.suppress(OSError):
            total += sum(map(int, _fields(one)[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        return int(_fields(pid)[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def rows(folder: Path, seconds: int, environment: Mapping[str, str], card: str) -> list[Row]:
    """A running session beside the same app idle, and beside a bare one.

    Args:
        folder: for the homes.
        seconds: how long each is watched.
        environment: in which the sound card is found.
        card: what there is to play on, in words.
    """
    installed = {**as_installed(folder), **environment}
    warm_up(folder, installed)
    session = watch_session(folder / "running", seconds, installed)
    first = [("What do you mostly do", "escape"), SAFETY, HEALTH]
    home = {"COACH_HOME": str(folder / "idle")}
    idle = watch(python("-m", "coach"), "core", {**installed, **home}, seconds, first)
    bare = watch(BARE_APP, "ready to go", installed, seconds)
    name = f"a session {card}"
    return [
        Row(
            f"{name}: share of a core",
            session.core_percent,
            idle.core_percent,
            "%",
            "2 % more",
            "the app idle",
        ),
        Row(
            f"{name}: bytes to the terminal",
            session.bytes_a_second,
            idle.bytes_a_second,
            "B/s",
            "",
            "the app idle",
        ),
        Row(f"{name}: memory", session.memory_mb, bare.memory_mb, "MB", "1.6", "a bare Textual app"),
        Row(
            f"{name}: memory with its player of sounds",
            session.memory_mb + session.helpers_mb,
            bare.memory_mb,
            "MB",
            "",
            "a bare Textual app",
        ),
    ]
