"""Whether a program is due on a day, and whether the day already has what it asks for."""

from __future__ import annotations

from typing import Final

from coach.coaching.deload import PhaseEffect
from coach.coaching.habits.mobility import judged_slots, mobility_day, sets_of, slot_done
from coach.coaching.habits.morning import morning_day
from coach.coaching.history import History, week_of, weekday
from coach.model.events import Session, has_strong_pain
from coach.model.plan import Phase
from coach.model.program import WEEKDAYS, Kind, Program

EARLY_TIMES: Final = 2
"""The guide: double down on mobility."""
AT_WILL: Final = frozenset({PhaseEffect.OPTIONAL, PhaseEffect.GENTLE, PhaseEffect.EASY_WALK})
"""Views under which a program may be done, and is not asked for: with a spasm one does what feels good."""


def times_today(program: Program, view: PhaseEffect) -> int:
    """How often a day asks for a program; 0 by the clock, which has no number, and for what is optional."""
    if program.schedule.every_seconds is not None or view in AT_WILL:
        return 0
    return max(1, program.schedule.per_day or 1) * (EARLY_TIMES if view is PhaseEffect.TWICE else 1)


def is_due(program: Program, days: list[int], on: int, week_starts: int = 0) -> bool:
    """Whether the schedule asks for a program on a day; a missed session is never made up by doubling.

    On named weekdays while the week still has sessions left; without named days, with a day between
    as long as the rest of the week has room for it. Daily and by-the-clock programs are always due, one
    without a schedule never.

    Args:
        program: for its schedule.
        days: its training days, in order, none later than `on`.
        on: the day that is asked about.
        week_starts: the weekday on which weeks start, 0 for Monday.
    """
    schedule = program.schedule
    if schedule.per_day or schedule.every_seconds:
        return True
    if schedule.days and WEEKDAYS[weekday(on)] not in schedule.days:
        return False
    if schedule.per_week is None:
        return bool(schedule.days)
    start = week_of(on, week_starts)
    earlier = days[:-1] if days[-1:] == [on] else days
    left = schedule.per_week - sum(day >= start for day in earlier[-7:])
    if left <= 0 or schedule.days or earlier[-1:] != [on - 1]:
        return left > 0
    room = start + 7 - on - 1
    return left > (room + 1) // 2


def is_done(program: Program, history: History, days: list[int], phase: Phase, times: int) -> bool:
    """Whether a day already has what it asks for.

    A program by the week: any set of it that was tried, but in a session that was only begun. By the day: all
    of it, as often as asked; pieces of one day add up. By the clock: never, the next one comes.
    """
    if program.schedule.every_seconds is not None:
        return False
    if program.schedule.per_day is None:
        return days[-1:] == [history.on]
    sessions = [one for own in history.sessions.values() for one in own.get(history.on, ())]
    return bool(sessions) and bool(judged_slots(program)) and _all_of_it(program, sessions, phase, times)


def hurt_too_much(program: Program, history: History) -> bool:
    """Whether the day has a session of it with strong pain: that is enough of it for the day."""
    today = history.sessions.get(program.id, {}).get(history.on, ())
    return any(has_strong_pain(session.sets) for session in today)


def _all_of_it(program: Program, sessions: list[Session], phase: Phase, times: int) -> bool:
    on = sessions[0].date
    if program.kind is Kind.MOBILITY:
        day = mobility_day(program, sessions, on, phase)
        return day.ticked and all(drill.times >= times for drill in day.drills)
    if program.kind is Kind.MORNING and times <= 1:
        return morning_day(program, sessions, on).ticked
    own = [session for session in sessions if session.program == program.id]
    return all(
        slot_done(slot, sets_of(program, slot, own), wanted=times).times >= times
        for slot in judged_slots(program)
    )
