"""The calendar of one program: the block, week and phase of a day.

The guide: blocks of four to six weeks, waves of load and recovery. Weeks are calendar weeks, so a missed
session never shifts the plan; time away and early light weeks begin a new block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.history import History, moment_key, trained, training_days, warmup_slots, week_of
from coach.coaching.safety import HealthState
from coach.model.plan import Phase
from coach.model.program import Program

RETURN_DAYS: Final = 7
NO_BLOCK: Final = 0
"""The number of the block in a program without blocks."""
RESTED_PARTS: Final = 3
"""With a third of its planned sessions, or fewer, a block has no light week."""
HALF_PARTS: Final = 2
"""With half of its planned sessions, or more, a block counts for a slot at the top of its ladder."""
_LAST_DAY_OF_FIRST_WEEK: Final = 3
"""Days after the start of the week: Monday to Thursday, for weeks that start on Monday."""


class BlockPosition(Struct, frozen=True):
    """Where a day is in the plan. Without blocks, `block`, `week` and `weeks` are 0."""

    phase: Phase
    block: int
    week: int
    """From 1."""
    weeks: int
    rested: bool = False
    """Whether the light week of its block is left out, because there was little training before it."""


class BlockSpan(Struct, frozen=True):
    """The days of a block, by the calendar alone."""

    start: int
    """Of the first block of a run the day on which it began; else the first day of its week 1."""
    light: int
    """The first day of its light week."""
    end: int
    """The day after its last week."""


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
        begin: the first of them; before it the current day.
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
        per_week = program.schedule.per_week
        self._planned = per_week * (self._weeks - 1) if per_week and self._weeks else None
        returns = _returns(days, health, program.away.ease)
        self.returns = [start.day for start in returns]
        self.begin = begin = days[0] if days else health.on
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

    def _span(self, index: int, number: int) -> BlockSpan:
        """A block of a run of blocks, its first one being 0."""
        first = self._firsts[index] + 7 * self._weeks * number
        end = first + 7 * self._weeks
        return BlockSpan(self._dates[index] if number == 0 else first, end - 7, end)

    def _trained(self, span: BlockSpan) -> int:
        """The training days of a block before its light week."""
        return max(0, bisect_left(self.days, span.light) - bisect_left(self.days, span.start))

    def _is_rested(self, span: BlockSpan) -> bool:
        """Whether a block needs no light week: at most a third of its planned sessions were done."""
        return self._planned is not None and RESTED_PARTS * self._trained(span) <= self._planned

    @cached_property
    def whole_blocks(self) -> tuple[BlockSpan, ...]:
        """The blocks that are over, with all their weeks, and in which half of the sessions were done."""
        found = []
        for index in range(len(self._dates) if self._planned is not None else 0):
            later = min([*self._dates[index + 1 : index + 2], self.health.on])
            number = 0
            while (span := self._span(index, number)).end <= later:
                if HALF_PARTS * self._trained(span) >= (self._planned or 0):
                    found.append(span)
                number += 1
        return tuple(found)

    def at(self, day: int) -> BlockPosition:
        """Block, week and phase of a day; in an early light week the calendar does not advance."""
        early = self.health.early_deload_at(day)
        first, week = self._block_and_week(early.start if early else day)
        weeks = self._weeks
        index = bisect_right(self.returns, day) - 1
        rested = False
        phase: Phase = "build"
        if weeks and week % weeks == weeks - 1:
            run = self._index_at(early.start if early else day)
            rested = self._is_rested(self._span(run, week // weeks))
            phase = "build" if rested else "deload"
        if restriction := self.health.restriction_on(day):
            phase = restriction
        elif index >= 0 and day < self.returns[index] + RETURN_DAYS:
            phase = "return"
        if not weeks:
            return BlockPosition(phase, NO_BLOCK, 0, 0)
        rested = rested and phase == "build"
        return BlockPosition(phase, first + week // weeks, week % weeks + 1, weeks, rested)


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
    sessions, ignored = history.sessions.get(program.id, {}), warmup_slots(program)
    late = set()
    for day, control in health.cleared_at.items():
        own = [one for one in sessions.get(day, ()) if trained((one,), ignored)]
        if own and all(moment_key(one) < moment_key(control) for one in own):
            late.add(day)
    if late:
        health = replace(health, clearances=[day + (day in late) for day in health.clearances])
    return Calendar(program, training_days(program, history), health, week_starts)
