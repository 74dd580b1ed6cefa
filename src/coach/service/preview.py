"""What a program will do before it is trusted: its session, what it needs, and the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.library.problems import Problem
from coach.model.program import Drill, Program
from coach.model.settings import Settings
from coach.model.timeline import Interval, IntervalKind, Timeline

if TYPE_CHECKING:
    from coach.coaching.simulate import SessionAhead
    from coach.service.coach import Coach

WEEKS_AHEAD: Final = 6
_WAIT_SECONDS: Final = 10
_REPETITION_SECONDS: Final = 4
"""How wide what has no length is drawn."""


class Preview(Struct, frozen=True, kw_only=True):
    """What a text will do, or what is wrong with it."""

    program: Program | None = None
    problems: tuple[Problem, ...] = ()
    timeline: Timeline | None = None
    """The first session; None while there are problems."""
    equipment: tuple[str, ...] = ()
    waits: int = 0
    """How often it stands still for the user: so much longer than its total it takes."""


def preview(coach: Coach, text: str, path: Path) -> Preview:
    """What a text that is being edited will do; nothing of it needs to be on disk.

    Args:
        coach: whose drills and settings count.
        text: as it is being typed.
        path: the file it belongs to; its name is the id that it must have.
    """
    from coach.library.check import check_text

    drills = coach.library.drills
    program, problems = check_text(text, path, drills)
    if program is None:
        return Preview(problems=problems)
    timeline = starting_timeline(program, drills, coach.today(), coach.settings)
    waits = sum(one.kind is IntervalKind.WAIT for one in timeline.intervals)
    return Preview(
        program=program,
        problems=problems,
        timeline=timeline,
        equipment=equipment(timeline, drills),
        waits=waits,
    )


def weeks_ahead(coach: Coach, program: Program, weeks: int = WEEKS_AHEAD) -> tuple[SessionAhead, ...]:
    """The sessions of the next weeks, if all goes well, from where its owner stands today.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.simulate import simulate

    return simulate(
        program,
        coach.journal.events(),
        coach.today(),
        weeks,
        drills=coach.library.drills,
        settings=coach.settings,
        now=True,
    )


def starting_timeline(
    program: Program, drills: Mapping[str, Drill], on: date, settings: Settings | None = None
) -> Timeline:
    """The very first session of a program, as someone with an empty journal would have it."""
    from coach.coaching.fit import fitted
    from coach.coaching.prescribe import plan_day
    from coach.session.compile import compile_timeline

    program = fitted(program, settings or Settings())
    (plan,) = plan_day([program], (), on, drills=drills, settings=settings).programs
    return compile_timeline(program, plan, drills, on)


def equipment(timeline: Timeline, drills: Mapping[str, Drill]) -> tuple[str, ...]:
    """What to have at hand for a session, in the order in which it is needed."""
    used = dict.fromkeys(one.drill for one in timeline.intervals)
    return tuple(dict.fromkeys(thing for name in used if name in drills for thing in drills[name].equipment))


def strip(timeline: Timeline, width: int) -> tuple[IntervalKind, ...]:
    """A session as a row of cells, each the kind of interval that most of it is.

    Args:
        timeline: the session.
        width: how many cells; fewer come out only for a session without intervals.
    """
    whole = sum(map(_width, timeline.intervals))
    if not whole or width < 1:
        return ()
    cells: list[dict[IntervalKind, float]] = [{} for _ in range(width)]
    start = 0.0
    for one in timeline.intervals:
        end = start + _width(one) * width / whole
        _fill(cells, one, start, end)
        start = end
    return tuple(_most(cell) for cell in cells)


def _fill(cells: list[dict[IntervalKind, float]], one: Interval, start: float, end: float) -> None:
    """Add an interval to every cell that it covers, each as far as it does."""
    kind = IntervalKind.WORK if one.is_set else one.kind
    for place in range(int(start), min(len(cells), int(end) + 1)):
        covered = min(end, place + 1) - max(start, place)
        if covered > 0:
            cells[place][kind] = cells[place].get(kind, 0.0) + covered


def _most(cell: dict[IntervalKind, float]) -> IntervalKind:
    """What covers most of a cell; work wins where it is as much as anything else."""
    return max(cell, key=lambda kind: (round(cell[kind], 6), kind is IntervalKind.WORK))


def _width(one: Interval) -> int:
    if one.seconds is not None:
        return one.seconds
    return _REPETITION_SECONDS * one.reps if one.reps else _WAIT_SECONDS
