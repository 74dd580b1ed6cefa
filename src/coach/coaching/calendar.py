"""The calendar of one program: which block, week and phase a day is in.

The guide: blocks of four to six weeks, waves of load and recovery. Weeks are calendar weeks, so a missed
session never shifts the plan; time away and early light weeks begin a new block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.deload import PhaseEffect
from coach.coaching.habits.mobility import judged_slots, mobility_day, sets_of, slot_done
from coach.coaching.habits.morning import morning_day
from coach.coaching.history import History, is_session, moment_key, training_days, week_of, weekday
from coach.coaching.safety import HealthState
from coach.model.events import Session, has_strong_pain
from coach.model.plan import Phase
from coach.model.program import WEEKDAYS, Kind, Program

RETURN_DAYS: Final = 7
_LAST_DAY_OF_FIRST_WEEK: Final = 3
"""Days after the start of the week: Monday to Thursday, for weeks that start on Monday."""


class BlockPosition(Struct, frozen=True):
    """Where a day is in the plan. Without blocks, `block`, `week` and `weeks` are 0."""

    phase: Phase
    block: int
    week: int
    """From 1."""
    weeks: int


class _Anchor(Struct, frozen=True):
    """A day on which a new block begins, and the day in whose block it was decided."""

    day: int
    starts: int


def first_week(day: int, week_starts: int = 0) -> int:
    """The first day of week 1 of a block that begins on a day.

    Its own week while at least four days of it are left; else the next one, and the days before lead in.
    """
    start = week_of(day, week_starts)
    return start if day - start <= _LAST_DAY_OF_FIRST_WEEK else start + 7


class Calendar:
    """Blocks, weeks and phases of one program, for any day up to the one that is asked about.

    Attributes:
        days: the training days, in order.
        returns: the first days back after 14 days or more, or after a clearance; the last may be `on` itself.
    """

    def __init__(
        self, program: Program, days: Sequence[int], health: HealthState, week_starts: int = 0
    ) -> None:
        """Lay the calendar out.

        Args:
            program: for the length of its blocks and its tiers of time away.
            days: its training days, in order, none later than `body.on`.
            body: early light weeks, locks and what else reaches every program.
            week_starts: the weekday on which weeks start, 0 for Monday.
        """
        self.week_starts = week_starts
        self.days = days
        self.health = health
        self._weeks = program.block.weeks if program.block else 0
        found = _returns(days, health, program.away.ease)
        self.returns = [anchor.day for anchor in found]
        begin = days[0] if days else health.on
        self._dates, self._firsts, self._numbers = [begin], [first_week(begin, week_starts)], [1]
        for anchor in self._anchors(found):
            if anchor.day > begin:
                self._begin_block(anchor)

    def _anchors(self, returns: list[_Anchor]) -> list[_Anchor]:
        early_deloads = (_Anchor(w.end + 1, w.start) for w in self.health.early_deloads if w.closes_block)
        by_hand = (_Anchor(day, day - 1) for day in self.health.new_blocks)
        return sorted([*early_deloads, *by_hand, *returns], key=lambda anchor: (anchor.day, anchor.starts))

    def _begin_block(self, anchor: _Anchor) -> None:
        number = max(self._numbers[-1], self._block_at(self._standing_still(anchor.starts)) + 1)
        self._dates.append(anchor.day)
        self._firsts.append(first_week(anchor.day, self.week_starts))
        self._numbers.append(number)

    def _standing_still(self, day: int) -> int:
        """The day whose block counts: in an early light week its first one, unless a block began since."""
        window = self.health.early_deload_at(day)
        if window is None:
            return day
        began = self._dates[max(0, bisect_right(self._dates, day) - 1)]
        return day if window.start < began else window.start

    def _segment(self, day: int) -> tuple[int, int]:
        """(first block of the stretch that a day is in, weeks since that stretch began)."""
        at = max(0, bisect_right(self._dates, day) - 1)
        return self._numbers[at], max(0, day - self._firsts[at]) // 7

    def _block_at(self, day: int) -> int:
        first, week = self._segment(day)
        return first + week // self._weeks if self._weeks else first

    def at(self, day: int) -> BlockPosition:
        """Block, week and phase of a day; inside an early light week the calendar stands still."""
        window = self.health.early_deload_at(day)
        first, week = self._segment(window.start if window else day)
        phase = self._phase(day, week)
        if not self._weeks:
            return BlockPosition(phase, 0, 0, 0)
        return BlockPosition(phase, first + week // self._weeks, week % self._weeks + 1, self._weeks)

    def _phase(self, day: int, week: int) -> Phase:
        restriction_on = self.health.restriction_on(day)
        if restriction_on:
            return restriction_on
        back = bisect_right(self.returns, day) - 1
        if back >= 0 and day < self.returns[back] + RETURN_DAYS:
            return "return"
        return "deload" if self._weeks and week % self._weeks == self._weeks - 1 else "build"


def _returns(days: Sequence[int], health: HealthState, ease: int) -> list[_Anchor]:
    """The first days back: after a gap, or after a clearance; `on` itself when it would be one."""
    asked = [*days, health.on] if not days or days[-1] < health.on else list(days)
    found = []
    if health.clearances and health.clearances[0] <= asked[0]:
        # Cleared before they ever trained: the first day is light too, and closes no block.
        found.append(_Anchor(asked[0], asked[0]))
    for last, day in pairwise(asked):
        if day - last >= ease or (health.clearances and health.cleared_between(last, day)):
            found.append(_Anchor(day, last))
    return found


def calendar_of(program: Program, history: History, health: HealthState, week_starts: int = 0) -> Calendar:
    """The calendar of a program, from what was done and what the body said."""
    return Calendar(program, training_days(program, history), _as_met(program, history, health), week_starts)


def _as_met(program: Program, history: History, health: HealthState) -> HealthState:
    """The body with each clearance on the first day whose training can come after it.

    Someone who trained in the morning and was cleared in the evening comes back on a later day.
    """
    sessions = history.sessions.get(program.id, {})
    late = {
        day
        for day, control in health.cleared_at.items()
        if any(is_session(one) and moment_key(one) < moment_key(control) for one in sessions.get(day, ()))
    }
    if not late:
        return health
    return replace(health, clearances=[day + (day in late) for day in health.clearances])


EARLY_TIMES: Final = 2
"""The guide: double down on mobility."""
AT_WILL: Final = frozenset({PhaseEffect.OPTIONAL, PhaseEffect.GENTLE, PhaseEffect.EASY_WALK})
"""Views under which a program may be done, and is not asked for: with a spasm one does what feels good."""


def times_today(program: Program, effect: PhaseEffect) -> int:
    """How often a day asks for a program; 0 by the clock, which has no number, and for what is optional."""
    if program.schedule.every_seconds is not None or effect in AT_WILL:
        return 0
    return max(1, program.schedule.per_day or 1) * (EARLY_TIMES if effect is PhaseEffect.TWICE else 1)


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
