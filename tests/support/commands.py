"""Runs a command in this process: words in; status, output and errors out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.app.workspace import Workspace
from coach.cli.console import Console
from coach.cli.main import run_command
from coach.clock import Clock
from coach.paths import ScreenRequest


@dataclass(frozen=True)
class Result:
    """The result of a command."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The output, line by line."""
        return self.out.splitlines()

    @property
    def json(self) -> object:
        """The output, parsed as one JSON document."""
        return json.loads(self.out)


class StillClock:
    """A clock that moves only by `advance` and `sleep`."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._seconds = 1000.0

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return self._seconds

    def now(self) -> datetime:
        """Wall time."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds
        self._now += timedelta(seconds=seconds)


MONDAY = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


class TypedInput(io.StringIO):
    """Standard input that claims to be a terminal."""

    def isatty(self) -> bool:
        """True."""
        return True


def coach(
    *words: str,
    home: Path,
    clock: Clock | None = None,
    typed: Iterable[str] | None = None,
    opened: list[ScreenRequest] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Result:
    """Run `coach WORDS…`.

    Args:
        words: what follows the command's name.
        home: the folder of the user's data.
        clock: None is half past seven on Monday, 5 January 2026.
        typed: lines that somebody at a terminal types; None: standard input is closed.
        opened: takes the requests to open a screen.
        environment: variables besides `COACH_HOME`.
    """
    out, err = io.StringIO(), io.StringIO()

    def open_screen(_workspace: Workspace, request: ScreenRequest) -> int:
        if opened is not None:
            opened.append(request)
        return 0

    console = Console(
        open_screen=open_screen,
        clock=clock or StillClock(MONDAY),
        environment={"COACH_HOME": str(home), **(environment or {})},
        out=out,
        err=err,
        stdin=None if typed is None else TypedInput("".join(f"{line}\n" for line in typed)),
    )
    status = run_command(words, open_screen=open_screen, console=console)
    return Result(status, out.getvalue(), err.getvalue())
