"""The assessment of one session's sets of one slot.

Pain comes first. Extra sets and extra seconds do not count; a question without an answer is not a no.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.history import tried
from coach.coaching.levels import Level, carried
from coach.model.events import MODERATE_PAIN, STRONG_PAIN, SetRecord
from coach.model.program import Slot


class Outcome(IntEnum):
    """The outcome of a session for a slot; of several on one day the strongest counts."""

    NONE = 0
    """Nothing was tried: neither good nor bad."""
    PARTIAL = 1
    MISS = 2
    CLEAN = 3
    PAIN_LOW = 4
    PAIN_MID = 5
    PAIN_HIGH = 6


class Assessment(Struct, frozen=True):
    """The outcome of a session for one slot."""

    outcome: Outcome
    weakest: int | None = None
    """The shortest of the sets that count, in the unit of the slot; only given where it matters."""
    sets: Sequence[SetRecord] = ()
    below_asked: bool = True
    """False with PARTIAL: what was asked then was done; the level was raised only later."""

    def at_most_partial(self) -> Assessment:
        """The same of a day on which less was asked at the user's wish: only pain counts in full."""
        if self.outcome in (Outcome.CLEAN, Outcome.MISS):
            return replace(self, outcome=Outcome.PARTIAL)
        return self


NOTHING: Final = Assessment(Outcome.NONE)


def amount_of(slot: Slot, done: SetRecord) -> int | None:
    """What was done in one set, in the unit of the slot; None when it was not recorded."""
    return done.seconds if slot.measure.in_seconds else done.reps


def asked_of(slot: Slot, done: SetRecord) -> int | None:
    """What was asked of one set, in the unit of the slot; None when it was not recorded."""
    return done.asked_seconds if slot.measure.in_seconds else done.asked_reps


def assess(
    slot: Slot, rungs: dict[str, int], level: Level, sets: Sequence[SetRecord], wanted: int
) -> Assessment:
    """Assess the sets of one slot in one session against its level.

    Only the first sets of each side count, as many as are wanted. Short of the level but not of what was
    asked then is never a miss. A set of an easier drill, or of one that is not on the ladder, is partly done
    at best; a set of a harder drill counts when it reaches the level's time, and never against anyone. A
    set that was short or shaky because the session was stopped is partly done.
    """
    if _is_plainly_clean(slot, level, sets, wanted):
        return Assessment(Outcome.CLEAN, sets=sets)
    # In one loop, since a long journal has a hundred thousand sets.
    seconds, sided, grams = slot.measure.in_seconds, slot.sided_on(level.rung), carried(slot, level)
    counts: dict[str | None, int] = {}
    some_tried = miss = partial = as_asked = False
    weakest: int | None = None
    pain = 0
    for one in sets:
        if one.pain and one.pain > pain:
            pain = one.pain
        if not tried(one):
            continue
        some_tried = True
        side = one.side if sided else None
        count = counts.get(side, 0)
        if count >= wanted:
            continue
        counts[side] = count + 1
        rung = level.rung if one.drill is None else rungs.get(one.drill, -1)
        amount = one.seconds if seconds else one.reps
        shaky = one.form == "shaky"
        if one.end == "stopped" and (shaky or amount is None or amount < level.amount):
            # A set that ended because the session was stopped is not a miss.
            partial = True
            continue
        if rung < level.rung or amount is None:
            partial = True
            miss = miss or (shaky and rung == level.rung)
            continue
        if weakest is None or amount < weakest:
            weakest = amount
        if shaky or amount < level.amount:
            if rung > level.rung:
                partial = True
            elif shaky or (asked := asked_of(slot, one)) is None or amount < asked:
                miss = True
            else:
                partial = as_asked = True
        if grams is not None and one.load_kg is not None and round(one.load_kg * 1000) < grams:
            partial = True
    if pain:
        strength = Outcome.PAIN_MID if pain >= MODERATE_PAIN else Outcome.PAIN_LOW
        return Assessment(Outcome.PAIN_HIGH if pain >= STRONG_PAIN else strength, sets=sets)
    if not some_tried:
        return NOTHING
    complete = all(counts.get(side, 0) >= wanted for side in (("left", "right") if sided else (None,)))
    outcome = Outcome.MISS if miss else Outcome.CLEAN if complete and not partial else Outcome.PARTIAL
    return Assessment(outcome, weakest, sets, below_asked=not as_asked)


def _is_plainly_clean(slot: Slot, level: Level, sets: Sequence[SetRecord], wanted: int) -> bool:
    """Whether all sets are clean: the usual case, and most of a long journal."""
    drill, amount, seconds = slot.ladder[level.rung].drill, level.amount, slot.measure.in_seconds
    grams = carried(slot, level)
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
    return min(left, right) >= wanted if sided else left + right + other >= wanted
