"""The budgets of starting once more, in processor time: what else the machine does hardly matters to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.measure import Row, in_turns, processor_seconds, python
from benchmarks.starting import A_DOSE, BARE_APP, BARE_IMPORTS, as_installed, current_home, home_with
from tests.support.lifetime import LAST_DAY
from tests.support.terminal import Terminal


def rows(folder: Path, times: int) -> list[Row]:
    """First paint and `coach today --json`, with ten years in the journal."""
    home, current, bare = home_with(10, folder), current_home(folder), as_installed(folder)
    today = python("-m", "coach", "today", "--json", "--on", LAST_DAY.isoformat())
    paint = in_turns(
        partial(_until_painted, python("-m", "coach"), A_DOSE, current),
        partial(_until_painted, BARE_APP, "ready to go", bare),
        times,
    )
    day = in_turns(
        partial(processor_seconds, today, home), partial(processor_seconds, BARE_IMPORTS, bare), times
    )
    return [
        Row(
            "first paint of the whole day, ten years, in processor time",
            *paint,
            "s",
            "1.4",
            "a bare Textual app",
        ),
        Row("`coach today --json`, ten years, in processor time", *day, "s", "3", "bare imports"),
    ]


def _until_painted(argv: Sequence[str], pattern: str, environment: Mapping[str, str]) -> float:
    """Seconds that the app's process has computed until `pattern` is on its screen."""
    with Terminal(argv, environment=environment) as terminal:
        terminal.wait_for(pattern)
        return terminal.cpu_seconds()
