"""Which events can matter to a plan, so that a reader need not decode the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coach.coaching.days import taken_back, trained, warmup_slots
from coach.coaching.levels import is_tracked
from coach.coaching.safety import has_strong_pain
from coach.model.events import Activity, Event, Session
from coach.model.program import Kind, Program

RETURN_AND_TODAY = 8
"""The days of a first week back, and the one that is asked about."""


def history_days(program: Program) -> int | None:
    """How many days of its own sessions, up to and including the day asked about, a program's plan needs.

    None: all of them, because its levels or its blocks rest on the whole of its history. With a number, the
    newest session before those days that `counts_as_training` is needed too: it tells a return from a
    beginning. Of other programs' sessions only those with pain of 6 or more matter, and those of the day
    itself; of activities those of the day, to breathing; check-ins, controls and tombstones always, and what
    replaces another event, which may have been of any program. Practice also looks at core work, after which
    it counts as practised when tired.
    """
    if program.block is not None or any(is_tracked(slot) for slot in program.slots):
        return None
    if program.kind is Kind.PRACTICE:
        return None
    return program.away.ease + RETURN_AND_TODAY


def matters(event: Event, program: Program, on: date) -> bool:
    """Whether one event can change the plan of a program, by its own look alone.

    The newest own session before the days of `history_days` is not told from the others of that time; see
    `relevant`.
    """
    if isinstance(event, Activity):
        return program.kind is Kind.BREATHING and event.date == on
    if not isinstance(event, Session) or event.date == on or has_strong_pain(event) or event.replaces:
        return True
    if event.program != program.id:
        return program.kind is Kind.PRACTICE and event.kind == Kind.CORE
    days = history_days(program)
    return days is None or (on - event.date).days < days


def relevant(program: Program, events: Sequence[Event], on: date) -> list[Event]:
    """The events that a program's plan of a day rests on: the plan from these alone is the same."""
    days = history_days(program)
    before = None if days is None else _newest_before(program, events, on, days)
    return [event for event in events if event is before or matters(event, program, on)]


def counts_as_training(program: Program, session: Session) -> bool:
    """Whether a session has a tried set of a program outside its warm-up."""
    return trained((session,), warmup_slots(program))


def _newest_before(program: Program, events: Sequence[Event], on: date, days: int) -> Session | None:
    gone = taken_back(events, on.toordinal())
    earlier = (
        event
        for event in events
        if isinstance(event, Session)
        and event.program == program.id
        and (on - event.date).days >= days
        and event.id not in gone
        and counts_as_training(program, event)
    )
    return max(earlier, key=lambda session: session.date, default=None)
