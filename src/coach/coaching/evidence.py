"""One session's sets of one slot, read as one outcome.

Pain comes before everything. Extra sets and extra seconds earn nothing; what was not answered is not a no.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from msgspec import Struct

from coach.coaching.days import tried
from coach.coaching.levels import Level
from coach.coaching.safety import STRONG_PAIN
from coach.model.events import SetRecord
from coach.model.program import Measure, Slot

MODERATE_PAIN: Final = 3
"""From here on a drill ends for the day and becomes one step easier."""


class Outcome(IntEnum):
    """What a session says about a slot; of several on one day the strongest counts."""

    NONE = 0
    """Nothing was tried: neither good nor bad."""
    PARTIAL = 1
    MISS = 2
    CLEAN = 3
    PAIN_LOW = 4
    PAIN_MID = 5
    PAIN_HIGH = 6


class Reading(Struct, frozen=True):
    """A session read for one slot."""

    outcome: Outcome
    weakest: int | None = None
    """The shortest of the sets that count, in the unit of the slot; only told where it can matter."""
    sets: Sequence[SetRecord] = ()
    below_asked: bool = True
    """False with PARTIAL: what was asked then was done; the level is higher only in hindsight."""


NOTHING: Final = Reading(Outcome.NONE)


def in_seconds(slot: Slot) -> bool:
    """Whether a slot is counted in seconds."""
    return slot.measure in (Measure.HOLD, Measure.TIME)


def amount_of(slot: Slot, done: SetRecord) -> int | None:
    """What was done in one set, in the unit of the slot; None when it was not recorded."""
    return done.seconds if in_seconds(slot) else done.reps


def asked_of(slot: Slot, done: SetRecord) -> int | None:
    """What was asked of one set, in the unit of the slot; None when it was not recorded."""
    return done.asked_seconds if in_seconds(slot) else done.asked_reps


def judge(slot: Slot, rungs: dict[str, int], level: Level, sets: Sequence[SetRecord]) -> Reading:
    """Read the sets of one slot in one session against its level.

    Only the first sets of each side count, as many as the slot has. Short of the level but not of what was
    asked then is never a miss. A set of an easier drill, or of one that is not on the ladder, is partly done
    at best; a set of a harder drill counts when it reaches the level's time, and never against anyone.

    Args:
        slot: the slot as the program has it today.
        rungs: the place of each drill on its ladder.
        level: what the slot stood at that day.
        sets: its sets in one session, in order.
    """
    if _plainly_clean(slot, level, sets):
        return Reading(Outcome.CLEAN, sets=sets)
    pain = 0
    tally = _Tally(slot, rungs, level)
    for one in sets:
        if one.pain and one.pain > pain:
            pain = one.pain
        if tried(one):
            tally.add(one)
    if pain:
        return Reading(_pain(pain), sets=sets)
    if not tally.tried:
        return NOTHING
    return Reading(tally.outcome(), tally.weakest, sets, below_asked=not tally.as_asked)


def _plainly_clean(slot: Slot, level: Level, sets: Sequence[SetRecord]) -> bool:
    """Whether nothing at all has to be weighed: the usual case, and most of a long journal."""
    drill, amount, grams, seconds = slot.ladder[level.rung].drill, level.amount, level.grams, in_seconds(slot)
    left = right = other = 0
    for one in sets:
        done = one.seconds if seconds else one.reps
        if one.pain or one.form == "shaky" or done is None or done < amount:
            return False
        if one.drill is not None and one.drill != drill:
            return False
        if grams is not None and one.load_kg is not None and one.load_kg * 1000 < grams:
            return False
        if one.side == "left":
            left += 1
        elif one.side == "right":
            right += 1
        else:
            other += 1
    sided = slot.sided_on(level.rung)
    return min(left, right) >= slot.sets if sided else left + right + other >= slot.sets


def _pain(pain: int) -> Outcome:
    if pain >= STRONG_PAIN:
        return Outcome.PAIN_HIGH
    return Outcome.PAIN_MID if pain >= MODERATE_PAIN else Outcome.PAIN_LOW


class _Tally:
    """The sets that count, added up one by one."""

    __slots__ = (
        *("_counts", "_level", "_miss", "_partial", "_rungs", "_seconds", "_sided", "_slot"),
        *("as_asked", "tried", "weakest"),
    )

    def __init__(self, slot: Slot, rungs: dict[str, int], level: Level) -> None:
        self._slot = slot
        self._rungs = rungs
        self._level = level
        self._counts: dict[str | None, int] = {}
        self._seconds = in_seconds(slot)
        self._sided = slot.sided_on(level.rung)
        self._miss = False
        self._partial = False
        self.tried = False
        self.as_asked = False
        """Some set was short of the level, and not of what was asked."""
        self.weakest: int | None = None

    def add(self, done: SetRecord) -> None:
        """Weigh one tried set, unless its side already has as many as count."""
        slot, level = self._slot, self._level
        self.tried = True
        side = done.side if self._sided else None
        count = self._counts.get(side, 0)
        if count >= slot.sets:
            return
        self._counts[side] = count + 1
        rung = level.rung if done.drill is None else self._rungs.get(done.drill, -1)
        amount = done.seconds if self._seconds else done.reps
        if rung < level.rung or amount is None:
            self._partial = True
            self._miss = self._miss or (rung == level.rung and done.form == "shaky")
            return
        if self.weakest is None or amount < self.weakest:
            self.weakest = amount
        if done.form == "shaky" or amount < level.amount:
            self._fell_short(done, amount, rung)
        if level.grams is not None and done.load_kg is not None:
            self._partial = self._partial or round(done.load_kg * 1000) < level.grams

    def _fell_short(self, done: SetRecord, amount: int, rung: int) -> None:
        asked = asked_of(self._slot, done)
        if rung > self._level.rung:
            self._partial = True
        elif done.form != "shaky" and asked is not None and amount >= asked:
            self._partial = self.as_asked = True
        else:
            self._miss = True

    def outcome(self) -> Outcome:
        """What the sets say together, pain aside."""
        if self._miss:
            return Outcome.MISS
        if self._partial:
            return Outcome.PARTIAL
        sides = ("left", "right") if self._sided else (None,)
        complete = all(self._counts.get(side, 0) >= self._slot.sets for side in sides)
        return Outcome.CLEAN if complete else Outcome.PARTIAL
