"""The sessions ahead, as the rules plan them from simulated answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.due import is_due, off_days
from coach.coaching.history import live_events, read_history, training_days
from coach.coaching.locks import standing_flags
from coach.coaching.planner import personalise, plan_day
from coach.coaching.safety import read_health
from coach.model.events import Activity, CheckIn, Event, Session, SetRecord, has_strong_pain
from coach.model.plan import Dose, Notice, Phase, Plan
from coach.model.program import WEEKDAYS, Drill, Program, Schedule
from coach.model.settings import Settings

Answer = Literal["clean", "short", "left_out", "none"]
"""How a session ahead is simulated; none: nothing may be done that day."""

UNSCHEDULED: Final = Schedule(per_week=3)
"""For a program without a schedule."""

_NOON: Final = time(12)


class SessionAhead(Struct, frozen=True, kw_only=True):
    """One session ahead: its day, its position in the block, and its doses."""

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

    Each is planned for its day, then answered with exactly what was asked, clean and without pain, and the
    next one follows from it. Sore mornings and time away are not simulated.

    Args:
        events: the journal in any order; events later than `on` are ignored.
        on: the first day; it is left out when its session is already done.
        misses: sessions, counted from 1, that come up one step short.
        skips: sessions, counted from 1, that are left out, and not made up on another day.
        drills: the catalogue, for the names in sentences.
        settings: as for the plan of a day.
        now: `on` is this very day: a red flag that nothing has lifted counts whatever its date.
    """
    settings = settings or Settings()
    if program.schedule == Schedule():
        program = replace(program, schedule=UNSCHEDULED)
    program = personalise(program, settings)
    journal = _events_until(program, events, on, now=now)
    history = read_history(journal, on)
    trained, closed = training_days(program, history), off_days(read_health(history), settings.event_date)
    left_out: set[int] = set()

    def is_off(one: int) -> bool:
        return one in left_out or closed(one)

    week_starts = WEEKDAYS.index(settings.week_start)
    rows: list[SessionAhead] = []
    for offset in range(7 * max(0, weeks)):
        day = on + timedelta(days=offset)
        if not is_due(program, trained, day.toordinal(), week_starts, is_off=is_off):
            continue
        plan = plan_day((program,), journal, day, drills=drills, settings=settings)
        if plan.programs[0].done:
            continue
        row = _session_ahead(plan, len(rows) + 1, misses, skips)
        rows.append(row)
        if row.answer in ("clean", "short"):
            journal.append(_session(program, row))
            trained.append(day.toordinal())
        else:
            left_out.add(day.toordinal())
    return tuple(rows)


def _events_until(program: Program, events: Sequence[Event], on: date, *, now: bool) -> list[Event]:
    """What the simulated sessions follow: those of the program, those that hurt, and all that was said."""
    journal: list[Event] = [
        event
        for event in live_events(events, on)
        if not isinstance(event, Activity)
        and (not isinstance(event, Session) or event.program == program.id or has_strong_pain(event.sets))
    ]
    if now:
        # The red flags that are not lifted and dated later.
        journal += [
            CheckIn(id=one.id, date=on, at=one.at, kind=one.kind, red_flags=one.red_flags)
            for one in standing_flags(read_history(events, on, now=on))
            if one.date > on
        ]
    return journal


def _session_ahead(plan: Plan, number: int, misses: Collection[int], skips: Collection[int]) -> SessionAhead:
    asked = plan.programs[0]
    answer: Answer = "short" if number in misses else "clean"
    if number in skips:
        answer = "left_out"
    if not asked.slots:
        answer = "none"
    return SessionAhead(
        number=number,
        date=plan.date,
        phase=asked.phase,
        block=asked.block,
        week=asked.week,
        weeks=asked.weeks,
        doses=asked.slots,
        answer=answer,
        notices=plan.notices,
    )


def _session(program: Program, row: SessionAhead) -> Session:
    """The session as it is simulated."""
    short_by = program.progression.step_seconds if row.answer == "short" else 0
    sets: list[SetRecord] = []
    for dose in row.doses:
        timed = dose.measure.in_seconds
        record = SetRecord(
            slot=dose.slot,
            drill=dose.drill,
            asked_seconds=dose.seconds,
            seconds=max(1, (dose.seconds or 0) - short_by) if timed else None,
            asked_reps=dose.reps,
            reps=None if timed else max(1, (dose.reps or 0) - min(1, short_by)),
            load_kg=dose.load_kg,
            form="clean",
            pain=0,
            end="early" if short_by else "full",
        )
        sides = dose.sides or (None,)
        sets += [replace(record, round=n, side=side) for n in range(1, dose.sets + 1) for side in sides]
    return Session(
        id=f"ahead-{row.number:06}",
        date=row.date,
        at=datetime.combine(row.date, _NOON, UTC),
        program=program.id,
        kind=program.kind.value,
        sets=tuple(sets),
    )
