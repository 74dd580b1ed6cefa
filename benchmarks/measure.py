"""How things are timed, alternating, many times, and the middle one counts; and how it is told."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.support.terminal import Terminal


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, beside what it is measured against.

    Attributes:
        what: was measured.
        ours: the figure.
        base: the figure it is measured against; None where the budget is a figure and no ratio.
        unit: of both.
        budget: `1.4` is a ratio, `2 % more` a difference, `40 ms` a figure; anything else is none.
        against: what the base is.
    """

    what: str
    ours: float
    base: float | None
    unit: str
    budget: str
    against: str

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the base."""
        return self.ours / self.base if self.base else None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        found = re.fullmatch(r"([\d.]+)( \S+)?( more)?", self.budget)
        if found is None:
            return None
        most = float(found[1])
        if found[2] is None:
            return self.ratio is not None and self.ratio <= most
        return self.ours - (self.base or 0.0 if found[3] else 0.0) <= most

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        base = self.against if self.base is None else f"{_figure(self.base)} {self.unit} ({self.against})"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        budget = "" if self.kept is None else self.budget
        kept = {None: "", True: "yes", False: "**no**"}[self.kept]
        return (self.what, f"{_figure(self.ours)} {self.unit}", base, ratio, budget, kept)


@dataclass(frozen=True)
class Missing:
    """What could not be measured here, and why."""

    what: str
    why: str

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        return (self.what, f"not measured: {self.why}", "", "", "", "")


Line = Row | Missing


def table(lines: Sequence[Line]) -> Iterator[str]:
    """The lines of a Markdown table."""
    heads = ("what", "ours", "beside", "ratio", "budget", "kept")
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for line in lines:
        yield f"| {' | '.join(line.cells())} |"


def _figure(value: float) -> str:
    """Three digits that count, without an exponent."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def command_seconds(argv: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long one command takes from its start to its end."""
    started = time.perf_counter()
    _run(argv, environment)
    return time.perf_counter() - started


def processor_seconds(argv: Sequence[str], environment: Mapping[str, str]) -> float:
    """How much processor time one command takes, whatever else the machine does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(argv, environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(argv: Sequence[str], environment: Mapping[str, str]) -> None:
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})


def paint_seconds(argv: Sequence[str], pattern: str, environment: Mapping[str, str]) -> float:
    """How long an app takes from its start until `pattern` is on its screen."""
    with Terminal(argv, environment=environment) as terminal:
        return terminal.wait_for(pattern)


def in_turns(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float]:
    """The medians of two measurements made in turns, so that a busy moment of the machine hits both."""
    one, two = all_in_turns((first, second), times)
    return one, two


def all_in_turns(measurements: Sequence[Callable[[], float]], times: int) -> list[float]:
    """The medians of several measurements made in turns; what the first round warms up does not count."""
    for measure in measurements:
        measure()
    rounds = [[measure() for measure in measurements] for _ in range(times)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def python(*words: str) -> list[str]:
    """A command line for the Python that runs the benchmarks."""
    return [sys.executable, *words]
