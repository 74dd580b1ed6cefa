"""How things are timed: alternating, many times, and the middle one counts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.support.terminal import Terminal


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, beside what it is measured against."""

    what: str
    ours: float
    base: float
    unit: str
    budget: str
    against: str

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the base."""
        return self.ours / self.base if self.base else float("nan")


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows as a Markdown table."""
    print("| what | ours | against | ratio | budget |")
    print("|---|---|---|---|---|")
    for row in rows:
        ours = f"{row.ours:.3g} {row.unit}"
        base = f"{row.base:.3g} {row.unit} ({row.against})"
        print(f"| {row.what} | {ours} | {base} | {row.ratio:.2f} | {row.budget} |")


def command_seconds(argv: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long one command takes from its start to its end."""
    started = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    return time.perf_counter() - started


def paint_seconds(argv: Sequence[str], pattern: str, environment: Mapping[str, str]) -> float:
    """How long an app takes from its start until `pattern` is on its screen."""
    with Terminal(argv, environment=environment) as terminal:
        return terminal.wait_for(pattern)


def in_turns(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float]:
    """The medians of two measurements made in turns, so that a busy moment of the machine hits both."""
    first(), second()
    pairs = [(first(), second()) for _ in range(times)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def python(*words: str) -> list[str]:
    """A command line for the Python that runs the benchmarks."""
    return [sys.executable, *words]
