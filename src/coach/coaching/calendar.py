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

from coach.coaching.history import History, is_session, moment_key, training_days, week_of
from coach.coaching.safety import HealthState
from coach.model.plan import Phase
from coach.model.program import Program

RETURN_DAYS: Final = 7
LIGHT: Final[frozenset[Phase]] = frozenset({"deload", "early_deload", "return"})
"""The phases in which less is asked and nothing progresses."""
CLOSED: Final[frozenset[Phase]] = frozenset({"paused", "locked"})
"""The phases in which nothing, or next to nothing, is asked."""
MOST_OF_A_WEEK: Final = 4
"""From so many light days on a week counts as a light one."""
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
        self, program: Program, days: Sequence[int], body: HealthState, week_starts: int = 0
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
        self.body = body
        self._weeks = program.block.weeks if program.block else 0
        found = _returns(days, body, program.away.ease)
        self.returns = [anchor.day for anchor in found]
        begin = days[0] if days else body.on
        self._dates, self._firsts, self._numbers = [begin], [first_week(begin, week_starts)], [1]
        for anchor in self._anchors(found):
            if anchor.day > begin:
                self._begin_block(anchor)

    def _anchors(self, returns: list[_Anchor]) -> list[_Anchor]:
        windows = (_Anchor(w.end + 1, w.start) for w in self.body.windows if w.closes_block)
        by_hand = (_Anchor(day, day - 1) for day in self.body.new_blocks)
        return sorted([*windows, *by_hand, *returns], key=lambda anchor: (anchor.day, anchor.starts))

    def _begin_block(self, anchor: _Anchor) -> None:
        number = max(self._numbers[-1], self._block_at(self._standing_still(anchor.starts)) + 1)
        self._dates.append(anchor.day)
        self._firsts.append(first_week(anchor.day, self.week_starts))
        self._numbers.append(number)

    def _standing_still(self, day: int) -> int:
        """The day whose block counts: in an early light week its first one, unless a block began since."""
        window = self.body.window_at(day)
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
        window = self.body.window_at(day)
        first, week = self._segment(window.start if window else day)
        phase = self._phase(day, week)
        if not self._weeks:
            return BlockPosition(phase, 0, 0, 0)
        return BlockPosition(phase, first + week // self._weeks, week % self._weeks + 1, self._weeks)

    def _phase(self, day: int, week: int) -> Phase:
        cover = self.body.cover(day)
        if cover:
            return cover
        back = bisect_right(self.returns, day) - 1
        if back >= 0 and day < self.returns[back] + RETURN_DAYS:
            return "return"
        return "deload" if self._weeks and week % self._weeks == self._weeks - 1 else "build"


def _returns(days: Sequence[int], body: HealthState, ease: int) -> list[_Anchor]:
    """The first days back: after a gap, or after a clearance; `on` itself when it would be one."""
    asked = [*days, body.on] if not days or days[-1] < body.on else list(days)
    found = []
    if body.clearances and body.clearances[0] <= asked[0]:
        # Cleared before they ever trained: the first day is light too, and closes no block.
        found.append(_Anchor(asked[0], asked[0]))
    for last, day in pairwise(asked):
        if day - last >= ease or (body.clearances and body.cleared_between(last, day)):
            found.append(_Anchor(day, last))
    return found


def calendar_of(program: Program, history: History, body: HealthState, week_starts: int = 0) -> Calendar:
    """The calendar of a program, from what was done and what the body said."""
    return Calendar(program, training_days(program, history), _as_met(program, history, body), week_starts)


def _as_met(program: Program, history: History, body: HealthState) -> HealthState:
    """The body with each clearance on the first day whose training can come after it.

    Someone who trained in the morning and was cleared in the evening comes back on a later day.
    """
    sessions = history.sessions.get(program.id, {})
    late = {
        day
        for day, control in body.cleared_at.items()
        if any(is_session(one) and moment_key(one) < moment_key(control) for one in sessions.get(day, ()))
    }
    if not late:
        return body
    return replace(body, clearances=[day + (day in late) for day in body.clearances])
