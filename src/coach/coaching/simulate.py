"""The sessions ahead, if all goes well or with some that do not: the rules fed with their own answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.calendar import is_due
from coach.coaching.history import live_events, read_history, training_days
from coach.coaching.locks import standing_flags
from coach.coaching.planner import personalise, plan_day
from coach.model.events import Activity, CheckIn, Event, Session, SetRecord, has_strong_pain
from coach.model.plan import Dose, Notice, Phase, ProgramPlan
from coach.model.program import WEEKDAYS, Drill, Measure, Program, Schedule, Side
from coach.model.settings import Settings

Answer = Literal["clean", "short", "left_out", "none"]
"""How a session ahead is taken to go; none: nothing may be done that day."""

UNSCHEDULED: Final = Schedule(per_week=3)
"""For a program that does not say when it is done."""

_NOON: Final = time(12)


class SessionAhead(Struct, frozen=True, kw_only=True):
    """One session ahead: its day, its place in the block, what it will ask for and why."""

    number: int
    """From 1."""
    date: date
    phase: Phase
    block: int
    week: int
    weeks: int
    doses: tuple[Dose, ...]
    """Each with its reasons; empty while training is paused or off."""
    answer: Answer
    notices: tuple[Notice, ...] = ()


def simulate(
    program: Program,
    events: Sequence[Event],
    on: date,
    weeks: int,
    misses: Collection[int] = (),
    *,
    skips: Collection[int] = (),
    drills: Mapping[str, Drill] | None = None,
    settings: Settings | None = None,
    now: bool = False,
) -> tuple[SessionAhead, ...]:
    """The sessions of the weeks from a day on.

    Each is what the rules ask for on its day; it is then answered with exactly that, clean and without pain,
    and the next one follows from it. Nothing is foreseen but that: no sore mornings, no time away.

    Args:
        program: the one to look ahead in.
        events: the journal in any order; what is dated later than `on` is not seen.
        on: the day from which to look ahead; left out when its session is already done.
        weeks: how many weeks of seven days; with 0 or less there is nothing to see.
        misses: sessions, counted from 1, that come up one step short.
        skips: sessions, counted from 1, that are left out.
        drills: the catalogue, for the names in sentences.
        settings: as for the plan of a day.
        now: `on` is this very day: a red flag that nothing has lifted counts whatever its date.
    """
    settings = settings or Settings()
    program = personalise(_scheduled(program), settings)
    journal = _own(program, events, on)
    if now:
        journal += _flags_of_later(events, on)
    trained = training_days(program, read_history(journal, on))
    week_starts = WEEKDAYS.index(settings.week_start)
    rows: list[SessionAhead] = []
    for offset in range(7 * max(0, weeks)):
        day = on + timedelta(days=offset)
        if not is_due(program, trained, day.toordinal(), week_starts):
            continue
        plan = plan_day((program,), journal, day, drills=drills, settings=settings)
        if plan.programs[0].done:
            continue
        number = len(rows) + 1
        answer = _answer(plan.programs[0], number, misses, skips)
        rows.append(_row(plan.programs[0], day, number, answer, plan.notices))
        if answer in ("clean", "short"):
            journal.append(_session(program, rows[-1]))
            trained.append(day.toordinal())
    return tuple(rows)


def _scheduled(program: Program) -> Program:
    return program if program.schedule != Schedule() else replace(program, schedule=UNSCHEDULED)


def _own(program: Program, events: Sequence[Event], on: date) -> list[Event]:
    """What can matter to the program, with everything taken back already gone."""
    return [event for event in live_events(events, on) if _matters(program, event)]


def _flags_of_later(events: Sequence[Event], on: date) -> list[Event]:
    """The red flags that stand and are dated later, as if they had been said on the day."""
    flagged = standing_flags(read_history(events, on, now=on))
    return [
        CheckIn(id=one.id, date=on, at=one.at, kind=one.kind, red_flags=one.red_flags)
        for one in flagged
        if one.date > on
    ]


def _matters(program: Program, event: Event) -> bool:
    if isinstance(event, Session):
        return event.program == program.id or has_strong_pain(event.sets)
    return not isinstance(event, Activity)


def _answer(plan: ProgramPlan, number: int, misses: Collection[int], skips: Collection[int]) -> Answer:
    if not plan.slots:
        return "none"
    if number in skips:
        return "left_out"
    return "short" if number in misses else "clean"


def _row(
    plan: ProgramPlan, day: date, number: int, answer: Answer, notices: tuple[Notice, ...]
) -> SessionAhead:
    return SessionAhead(
        number=number,
        date=day,
        phase=plan.phase,
        block=plan.block,
        week=plan.week,
        weeks=plan.weeks,
        doses=plan.slots,
        answer=answer,
        notices=notices,
    )


def _session(program: Program, row: SessionAhead) -> Session:
    """The session as it is taken to go."""
    short_by = program.progression.step_seconds if row.answer == "short" else 0
    return Session(
        id=f"ahead-{row.number:06}",
        date=row.date,
        at=datetime.combine(row.date, _NOON, UTC),
        program=program.id,
        kind=program.kind.value,
        sets=tuple(record for dose in row.doses for record in _sets(dose, short_by)),
    )


def _sets(dose: Dose, short_by: int) -> list[SetRecord]:
    sides: Sequence[Side | None] = dose.sides or (None,)
    return [_set(dose, number, side, short_by) for number in range(1, dose.sets + 1) for side in sides]


def _set(dose: Dose, number: int, side: Side | None, short_by: int) -> SetRecord:
    record = SetRecord(
        slot=dose.slot,
        drill=dose.drill,
        round=number,
        side=side,
        asked_seconds=dose.seconds,
        asked_reps=dose.reps,
        load_kg=dose.load_kg,
        form="clean",
        pain=0,
        end="early" if short_by else "full",
    )
    if dose.measure in (Measure.HOLD, Measure.TIME):
        return replace(record, seconds=max(1, (dose.seconds or 0) - short_by))
    return replace(record, reps=max(1, (dose.reps or 0) - min(1, short_by)))
