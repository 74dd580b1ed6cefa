"""What was done of a slot in one day, when pieces add up: stretches, walks, breaths, repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from coach.coaching import words
from coach.model.events import SetRecord
from coach.model.program import Measure, Side, Slot

_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_UNITS: Final = {Measure.HOLD: "hold", Measure.REPS: "repetition", Measure.BREATHS: "breath"}


class SideDone(Struct, frozen=True, kw_only=True):
    """One side of a slot: seconds for a stretch or a walk, else a count of holds, repetitions or breaths."""

    side: Side | None
    """None for a drill without sides."""
    done: int
    to_go: int
    """What is missing until the next time round; 0 when there is nothing left to do today."""


class SlotDone(Struct, frozen=True, kw_only=True):
    """A slot on one day."""

    slot: str
    drill: str
    measure: Measure
    once: int
    """What one time round asks for on each side, in the unit of `SideDone.done`."""
    wanted: int
    """How many times round the day asks for."""
    times: int
    """How many times round both sides have reached."""
    sides: tuple[SideDone, ...]

    @property
    def ticked(self) -> bool:
        """Whether the day has all it asked for."""
        return 0 < self.wanted <= self.times

    @property
    def started(self) -> bool:
        """Whether anything was done at all."""
        return any(side.done for side in self.sides)

    @property
    def text(self) -> str:
        """What is still to do, each side by its name, as in `left: 40 s to go`; empty when all is done."""
        return ", ".join(self._to_go(side) for side in self.sides if side.to_go)

    def _to_go(self, side: SideDone) -> str:
        if self.measure is Measure.TIME:
            return words.seconds_to_go(side.side, side.to_go)
        return words.count_to_go(side.side, side.to_go, _UNITS[self.measure])


def once(slot: Slot) -> int:
    """What one time round a slot asks for on each side: all its sets together.

    Holds count as holds, since a paused hold is over; everything else adds up.
    """
    return slot.sets if slot.measure is Measure.HOLD else slot.amount * slot.sets


def piece(slot: Slot, record: SetRecord) -> int:
    """What one set adds to its slot, in the unit of `once`; 0 for what was not recorded."""
    seconds = record.seconds or 0
    match slot.measure:
        case Measure.TIME:
            return seconds
        case Measure.HOLD:
            return int(seconds >= slot.amount)
        case Measure.REPS:
            return record.reps if record.reps is not None else _paced(seconds, slot.pace_seconds)
        case Measure.BREATHS:
            cycle = slot.inhale_seconds + slot.exhale_seconds
            return record.reps if record.reps is not None else _paced(seconds, cycle)


def _paced(seconds: int, pace_seconds: int | None) -> int:
    return seconds // pace_seconds if pace_seconds else 0


def slot_done(slot: Slot, records: Iterable[SetRecord], *, wanted: int = 1) -> SlotDone:
    """Adds up the pieces of one day: a drill is done when each of its sides has reached its goal.

    Source: the guide's two minutes on each side, which may be split; pieces of one day add up in any order.

    Args:
        slot: the slot as the program has it.
        records: the sets of that slot on that day.
        wanted: how many times round the day asks for, 0 when it asks for nothing.
    """
    goal = once(slot)
    done = _by_side(slot, records)
    times = min(amount // goal for amount in done.values())
    target = min(times + 1, wanted) * goal
    sides = tuple(
        SideDone(side=side, done=amount, to_go=max(0, target - amount)) for side, amount in done.items()
    )
    return SlotDone(
        slot=slot.slot,
        drill=slot.drill,
        measure=slot.measure,
        once=goal,
        wanted=wanted,
        times=times,
        sides=sides,
    )


def _by_side(slot: Slot, records: Iterable[SetRecord]) -> dict[Side | None, int]:
    keys: Sequence[Side | None] = _SIDES if slot.sided else (None,)
    done = dict.fromkeys(keys, 0)
    for record in records:
        both = slot.sided and not slot.sided_with(record.drill)
        for key in keys if both else (record.side if slot.sided else None,):
            if key in done:
                done[key] += piece(slot, record)
    return done


def drills_of(slot: Slot) -> frozenset[str]:
    """Every drill that a slot may be done with."""
    return frozenset(slot.places) | {slot.drill}
