"""The level of a slot (rung of the ladder, amount, load), and how it moves.

Up after full, clean sessions; down after misses, pain or time away. Time away never makes anything harder.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from coach.model.events import Control
from coach.model.program import Away, Load, Progress, Progression, Rung, Slot

COUNT_STEP: Final = 1
"""One step of repetitions or breaths."""
COUNT_FLOOR: Final = 3
"""Fewer repetitions or breaths than this are never asked."""
EASE_STEPS: Final = 2
"""Steps that come off after two to four weeks away, and on an easier day: 10 s with the usual step of 5 s."""

StepUp = Literal["step_time", "step_load", "step_variant", "top_of_ladder"]
AwayCode = Literal["away_count", "away_backoff", "away_restart", "away_reset", "cleared", "spasm_backoff"]


class Level(Struct):
    """The level of a slot."""

    rung: int
    amount: int
    """Seconds, or a count for repetitions and breaths."""
    grams: int | None = None
    """What is carried in a hand, remembered on a rung without load; None for a slot without load."""
    clean: int = 0
    """Clean sessions since the last step, below `progression.after`."""
    miss: int = 0
    """Short or shaky sessions in a row, below `progression.misses`."""

    def copy(self) -> Level:
        """A copy."""
        return Level(self.rung, self.amount, self.grams, self.clean, self.miss)

    def same_work(self, other: Level) -> bool:
        """Whether both ask for the same, whatever their counts."""
        return (self.rung, self.amount, self.grams) == (other.rung, other.amount, other.grams)


class Steps(Struct, frozen=True):
    """How far a slot moves at a time, in the unit of its measure."""

    step: int
    floor: int

    @property
    def variant_below(self) -> int:
        """Below this an easier drill trains better than a short struggle: 15 s with the usual figures."""
        return self.floor + self.step


def steps_of(slot: Slot, progression: Progression) -> Steps:
    """The steps of a slot: the program's seconds, or one repetition or breath at a time."""
    if slot.measure.in_seconds:
        return Steps(max(1, progression.step_seconds), progression.floor_seconds)
    return Steps(COUNT_STEP, COUNT_FLOOR)


def is_tracked(slot: Slot) -> bool:
    """Whether the level of a slot moves at all."""
    return slot.progress is not Progress.NONE


def in_grams(kilograms: float) -> int:
    """Whole grams, so that loads add up exactly."""
    return round(kilograms * 1000)


def start_level(slot: Slot) -> Level:
    """The program's starting dose; the guide: three rounds of 30 seconds."""
    return Level(slot.start_rung, slot.amount, in_grams(slot.load.start_kg) if slot.load else None)


def carried(slot: Slot, level: Level) -> int | None:
    """What is carried in a hand, in grams; None where the slot or the rung has no load."""
    return level.grams if slot.ladder[level.rung].loaded else None


def rung_start(slot: Slot, rung: int) -> int:
    """The start of a rung; the starting rung begins at the slot's own amount."""
    return slot.amount if rung == slot.start_rung else slot.ladder[rung].start


def rung_top(slot: Slot, rung: int) -> int:
    """The ceiling of a rung."""
    entry: Rung = slot.ladder[rung]
    return max(slot.upto, slot.amount) if rung == slot.start_rung else max(entry.upto, entry.start)


def step_up(slot: Slot, level: Level, steps: Steps) -> StepUp:
    """One step harder: more time, then more load or the next drill; the guide: add load or time.

    At the top of the ladder the level stays. The counts start again in any case.
    """
    level.clean = level.miss = 0
    top = rung_top(slot, level.rung)
    if level.amount < top:
        level.amount = min(level.amount + steps.step, top)
        return "step_time"
    grams = carried(slot, level)
    if slot.progress is Progress.TIME_THEN_LOAD and slot.load is not None and grams is not None:
        heavier = grams + in_grams(slot.load.step_kg)
        if grams < heavier <= in_grams(slot.load.max_kg):
            level.grams, level.amount = heavier, rung_start(slot, level.rung)
            return "step_load"
    if level.rung + 1 < len(slot.ladder):
        below = slot.ladder[level.rung]
        level.rung += 1
        if slot.load is not None and level.grams is not None:
            level.grams = _grams_above(slot.load, below, slot.ladder[level.rung], level.grams)
        level.amount = rung_start(slot, level.rung)
        return "step_variant"
    return "top_of_ladder"


def next_level(slot: Slot, level: Level, steps: Steps) -> Level | None:
    """The level to which a step up would lead; None at the top of the ladder."""
    above = level.copy()
    return None if step_up(slot, above, steps) == "top_of_ladder" else above


Work = tuple[int, int, int]
"""What a level asks for: rung, grams (0 without a load), amount. Along a ladder it only grows."""


def work_of(slot: Slot, level: Level) -> Work:
    """What a level asks for."""
    return level.rung, carried(slot, level) or 0, level.amount


def _grams_above(load: Load, below: Rung, above: Rung, grams: int) -> int:
    """The load with which a harder rung begins: never more than before, and nothing is rounded up.

    One hand takes half of what two did. After a rung without load, which only remembers one, it is one step
    lighter than what was given up. Every other drill begins at the start.
    """
    start, step, floor = in_grams(load.start_kg), in_grams(load.step_kg), in_grams(load.floor_kg)
    if not above.loaded:
        return min(grams, start) if below.loaded else grams
    if not below.loaded:
        return max(grams - step, min(grams, floor))
    if above.one_hand and not below.one_hand:
        return max(grams // 2 // step * step, min(grams, floor))
    return min(grams, start)


def step_down_missed(slot: Slot, level: Level, steps: Steps, weakest: int | None) -> None:
    """Down to what was held well, after misses in a row; under 15 s to an easier drill at its start."""
    level.clean = level.miss = 0
    amount = level.amount - steps.step
    if weakest is not None:
        amount = min(amount, weakest // steps.step * steps.step)
    if amount < steps.variant_below and level.rung > 0:
        level.rung -= 1
        level.amount = rung_start(slot, level.rung)
    else:
        level.amount = _floored(slot, level, steps, amount)


def step_down_pained(slot: Slot, level: Level, steps: Steps) -> None:
    """One step easier after pain: less time above the drill's start, else an easier drill, else less."""
    level.clean = level.miss = 0
    if level.amount <= rung_start(slot, level.rung) and level.rung > 0:
        level.rung -= 1
        level.amount = rung_start(slot, level.rung)
    else:
        level.amount = _floored(slot, level, steps, level.amount - steps.step)


def ease_for_a_day(slot: Slot, level: Level, steps: Steps) -> None:
    """What an easier day asks for: two steps less, but not below the start of the rung; from there the easier
    drill at its start; on the easiest drill two steps less, not below the floor.
    """
    start, less = rung_start(slot, level.rung), level.amount - EASE_STEPS * steps.step
    if level.amount > start:
        level.amount = max(less, start)
    elif level.rung > 0:
        level.rung -= 1
        level.amount = rung_start(slot, level.rung)
    else:
        level.amount = _floored(slot, level, steps, less)


def _floored(slot: Slot, level: Level, steps: Steps, amount: int) -> int:
    return min(level.amount, max(amount, min(steps.floor, rung_start(slot, level.rung))))


def away(
    slot: Slot,
    level: Level,
    steps: Steps,
    tiers: Away,
    days: int,
    *,
    cleared: bool = False,
    spasm: bool = False,
) -> AwayCode | None:
    """Ease a level after days without this slot; strength keeps for about two weeks and fades after four.

    After a clinician's clearance, and after a spasm, it counts as at least the second tier, however few the
    days. A reset goes back to the program's start, or to the start of the current easier rung.
    """
    if days < tiers.recount and not cleared and not spasm:
        return None
    level.clean = level.miss = 0
    if days >= tiers.restart:
        reset = days >= tiers.reset
        if reset and level.rung > slot.start_rung:
            level.rung, level.amount = slot.start_rung, slot.amount
        else:
            level.amount = min(level.amount, rung_start(slot, level.rung))
        if level.grams is not None and slot.load:
            start, step = in_grams(slot.load.start_kg), in_grams(slot.load.step_kg)
            level.grams = min(level.grams, start if reset else max(level.grams - step, start))
        return "away_reset" if reset else "away_restart"
    if days < tiers.ease and not cleared and not spasm:
        return "away_count"
    eased = max(level.amount - EASE_STEPS * steps.step, rung_start(slot, level.rung))
    level.amount = min(level.amount, eased)
    return "cleared" if cleared else "spasm_backoff" if spasm else "away_backoff"


def set_level(slot: Slot, level: Level, steps: Steps, control: Control) -> bool:
    """Set a level by hand; False, and nothing changed, for a drill that is not on the ladder.

    What was not named stays, or is the start of a newly named drill. A level that grows is kept between the
    floor and the ceiling of the drill, a load at or under its maximum. On a rung without load none is read.
    """
    rung = level.rung if control.drill is None else slot.rungs.get(control.drill)
    if rung is None:
        return False
    amount = level.amount if rung == level.rung else rung_start(slot, rung)
    asked = control.seconds if slot.measure.in_seconds else control.reps
    if asked is not None:
        amount = max(asked, min(steps.floor, rung_start(slot, rung)))
        amount = min(amount, rung_top(slot, rung)) if is_tracked(slot) else amount
        amount = amount if slot.never_over is None else min(amount, slot.never_over)
    level.rung, level.amount, level.clean, level.miss = rung, amount, 0, 0
    load = control.load_kg or 0
    if load > 0 and slot.load and carried(slot, level) is not None:
        level.grams = min(in_grams(load), in_grams(slot.load.max_kg))
    return True
