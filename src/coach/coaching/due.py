"""Whether a program is due on a day, how often, and whether the day already has what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from coach.coaching.deload import CLOSED, PhaseEffect
from coach.coaching.habits.mobility import judged_slots, mobility_day, sets_of, slot_done
from coach.coaching.habits.morning import morning_day
from coach.coaching.history import History, week_of, weekday
from coach.coaching.safety import HealthState
from coach.model.events import has_strong_pain
from coach.model.plan import Phase
from coach.model.program import WEEKDAYS, Kind, Program

EARLY_TIMES: Final = 2
"""The guide: double down on mobility."""
AT_WILL: Final = frozenset({PhaseEffect.OPTIONAL, PhaseEffect.GENTLE, PhaseEffect.EASY_WALK})
"""Effects under which a program is optional: with a spasm, whatever feels good."""


def times_today(program: Program, effect: PhaseEffect) -> int:
    """How often a day asks for a program; 0 for an optional one, and for one by the clock."""
    if program.schedule.every_seconds is not None or effect in AT_WILL:
        return 0
    return max(1, program.schedule.per_day or 1) * (EARLY_TIMES if effect is PhaseEffect.TWICE else 1)


def is_due(
    program: Program,
    days: Sequence[int],
    on: int,
    week_starts: int = 0,
    *,
    is_off: Callable[[int], bool] | None = None,
) -> bool:
    """Whether the schedule asks for a program on a day; a missed session is never made up by doubling.

    On its preferred weekdays while the week still has sessions left, and on another day of the week when one
    of them was missed and the day before had no session. Without preferred days, with a day between as long
    as the rest of the week has room for it. Daily and by-the-clock programs are always due, one without a
    schedule never.

    Args:
        program: for its schedule.
        days: its training days, in order, none later than `on`.
        on: the day.
        week_starts: the weekday on which weeks start, 0 for Monday.
        is_off: whether a day cannot be missed; None: each before the first training day.
    """
    schedule = program.schedule
    if schedule.per_day or schedule.every_seconds:
        return True
    per_week = schedule.per_week or len(schedule.days)
    start = week_of(on, week_starts)
    earlier = days[:-1] if days[-1:] == [on] else days
    done = sum(day >= start for day in earlier[-7:])
    left, rested = per_week - done, not earlier or earlier[-1] != on - 1
    if left <= 0:
        return False
    if not schedule.days:
        room = start + 7 - on - 1
        return left > (room + 1) // 2 if not rested else True
    if WEEKDAYS[weekday(on)] in schedule.days:
        return True
    asked = sum(
        day >= earlier[0] and WEEKDAYS[weekday(day)] in schedule.days and not (is_off and is_off(day))
        for day in (range(start, on) if earlier else ())
    )
    return rested and asked > done


def off_days(health: HealthState, event: date | None) -> Callable[[int], bool]:
    """The days on which no session can be missed: under a lock, in a pause, and for an event.

    Source: an event has its own day, and the day before it is for rest.
    """
    own = set() if event is None else {event.toordinal(), event.toordinal() - 1}
    return lambda day: day in own or health.restriction_on(day) in CLOSED


def is_done(program: Program, history: History, days: list[int], phase: Phase, times: int) -> bool:
    """Whether a day already has what it asks for.

    A program by the week: any set that was tried, but not in a session that was only begun. By the day: all
    of it, as often as asked; sets of one day add up. By the clock: never, since the next one comes.
    """
    if program.schedule.every_seconds is not None:
        return False
    if program.schedule.per_day is None:
        return days[-1:] == [history.on]
    sessions = [one for own in history.sessions.values() for one in own.get(history.on, ())]
    slots = judged_slots(program)
    if not sessions or not slots:
        return False
    if program.kind is Kind.MOBILITY:
        mobility = mobility_day(program, sessions, sessions[0].date, phase)
        return mobility.ticked and all(drill.times >= times for drill in mobility.drills)
    if program.kind is Kind.MORNING and times <= 1:
        return morning_day(program, sessions, sessions[0].date).ticked
    own = [session for session in sessions if session.program == program.id]
    return all(slot_done(slot, sets_of(program, slot, own), wanted=times).times >= times for slot in slots)


def had_strong_pain_today(program: Program, history: History) -> bool:
    """Whether a session of the program had strong pain today: then it is done for the day."""
    today = history.sessions.get(program.id, {}).get(history.on, ())
    return any(has_strong_pain(session.sets) for session in today)
