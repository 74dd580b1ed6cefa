"""The calendar of one program: the block, week and phase of a day, and whether the program is due or done.

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
from coach.model.events import has_strong_pain
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


class _BlockStart(Struct, frozen=True):
    """A day on which a new block begins."""

    day: int
    decided: int
    """The day in whose block it was decided."""


def first_week(day: int, week_starts: int = 0) -> int:
    """The first day of week 1 of a block that begins on a day.

    Its own week while at least four days of it are left; else the next one, and the days before lead in.
    """
    start = week_of(day, week_starts)
    return start if day - start <= _LAST_DAY_OF_FIRST_WEEK else start + 7


class Calendar:
    """Blocks, weeks and phases of one program, for any day up to the current one.

    Attributes:
        days: the training days, in order.
        returns: the first days back after 14 days or more, or after a clearance; the last may be `on` itself.
    """

    def __init__(
        self, program: Program, days: Sequence[int], health: HealthState, week_starts: int = 0
    ) -> None:
        """Find the blocks.

        Args:
            program: for the length of its blocks and its tiers of time away.
            days: its training days, in order, none later than `health.on`.
            health: early light weeks, locks and pauses.
            week_starts: the weekday on which weeks start, 0 for Monday.
        """
        self.week_starts = week_starts
        self.days = days
        self.health = health
        self._weeks = program.block.weeks if program.block else 0
        returns = _returns(days, health, program.away.ease)
        self.returns = [start.day for start in returns]
        begin = days[0] if days else health.on
        self._dates, self._firsts, self._numbers = [begin], [first_week(begin, week_starts)], [1]
        starts = [
            *(
                _BlockStart(early.end + 1, early.start)
                for early in health.early_deloads
                if early.closes_block
            ),
            *(_BlockStart(day, day - 1) for day in health.new_blocks),
            *returns,
        ]
        for start in sorted(starts, key=lambda start: (start.day, start.decided)):
            if start.day <= begin:
                continue
            decided, early = start.decided, health.early_deload_at(start.decided)
            # In an early light week its first day counts, unless a block began since.
            if early is not None and early.start >= self._dates[self._index_at(decided)]:
                decided = early.start
            block, week = self._block_and_week(decided)
            block += week // self._weeks if self._weeks else 0
            self._dates.append(start.day)
            self._firsts.append(first_week(start.day, week_starts))
            self._numbers.append(max(self._numbers[-1], block + 1))

    def _index_at(self, day: int) -> int:
        return max(0, bisect_right(self._dates, day) - 1)

    def _block_and_week(self, day: int) -> tuple[int, int]:
        """The first block of the run of blocks that a day is in, and the full weeks since that run began."""
        index = self._index_at(day)
        return self._numbers[index], max(0, day - self._firsts[index]) // 7

    def at(self, day: int) -> BlockPosition:
        """Block, week and phase of a day; in an early light week the calendar does not advance."""
        early = self.health.early_deload_at(day)
        first, week = self._block_and_week(early.start if early else day)
        weeks = self._weeks
        index = bisect_right(self.returns, day) - 1
        phase: Phase = "deload" if weeks and week % weeks == weeks - 1 else "build"
        if restriction := self.health.restriction_on(day):
            phase = restriction
        elif index >= 0 and day < self.returns[index] + RETURN_DAYS:
            phase = "return"
        if not weeks:
            return BlockPosition(phase, 0, 0, 0)
        return BlockPosition(phase, first + week // weeks, week % weeks + 1, weeks)


def _returns(days: Sequence[int], health: HealthState, ease: int) -> list[_BlockStart]:
    """The first days back: after a gap, or after a clearance; `on` itself when it would be one."""
    asked = [*days, health.on] if not days or days[-1] < health.on else list(days)
    found = []
    if health.clearances and health.clearances[0] <= asked[0]:
        # Cleared before the first training: the first day is light too, and closes no block.
        found.append(_BlockStart(asked[0], asked[0]))
    for last, day in pairwise(asked):
        if day - last >= ease or (health.clearances and health.cleared_between(last, day)):
            found.append(_BlockStart(day, last))
    return found


def calendar_of(program: Program, history: History, health: HealthState, week_starts: int = 0) -> Calendar:
    """The calendar of a program, from its sessions and the state of health.

    A clearance counts from the first day whose training can come after it: with training in the morning and a
    clearance in the evening, that is a later day.
    """
    sessions = history.sessions.get(program.id, {})
    late = {
        day
        for day, control in health.cleared_at.items()
        if any(is_session(one) and moment_key(one) < moment_key(control) for one in sessions.get(day, ()))
    }
    if late:
        health = replace(health, clearances=[day + (day in late) for day in health.clearances])
    return Calendar(program, training_days(program, history), health, week_starts)


EARLY_TIMES: Final = 2
"""The guide: double down on mobility."""
AT_WILL: Final = frozenset({PhaseEffect.OPTIONAL, PhaseEffect.GENTLE, PhaseEffect.EASY_WALK})
"""Effects under which a program is optional: with a spasm, whatever feels good."""


def times_today(program: Program, effect: PhaseEffect) -> int:
    """How often a day asks for a program; 0 for an optional one, and for one by the clock."""
    if program.schedule.every_seconds is not None or effect in AT_WILL:
        return 0
    return max(1, program.schedule.per_day or 1) * (EARLY_TIMES if effect is PhaseEffect.TWICE else 1)


def is_due(program: Program, days: list[int], on: int, week_starts: int = 0) -> bool:
    """Whether the schedule asks for a program on a day; a missed session is never made up by doubling.

    On named weekdays while the week still has sessions left; without named days, with a day between
    as long as the rest of the week has room for it. Daily and by-the-clock programs are always due, one
    without a schedule never.
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
