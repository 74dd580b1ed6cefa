"""Light weeks: what a phase does to a dose, how a dose is trimmed, and when an early light week runs.

The guide: deload by trimming sets or mileage by 30 %. A day has at most one cut, and the level itself does
not change. Halves are rounded down, towards less work, and all arithmetic is in whole numbers.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, Literal

from msgspec import Struct

from coach.model.plan import Phase
from coach.model.program import Kind, Measure, Program, Progress, Slot

LIGHT: Final[frozenset[Phase]] = frozenset({"deload", "early_deload", "return"})
"""The phases in which less is asked and nothing progresses."""
CLOSED: Final[frozenset[Phase]] = frozenset({"paused", "locked"})
"""The phases in which nothing, or next to nothing, is asked."""
MOST_OF_A_WEEK: Final = 4
"""The least number of light days for a week to count as a light one."""
WINDOW_DAYS: Final = 7
"""How long an early light week lasts from its latest sign: as long as a planned one."""
COUNTS_AS_LIGHT_WEEK: Final = 4
"""An early light week that reached this day closes its block."""

TRIM_PERCENT: Final = 30
TIME_GRID: Final = 5
"""Seconds in light weeks are multiples of this."""
_CLOSE_ENOUGH: Final = 10
"""Percentage points that whole sets may miss the cut by, before time is trimmed in their place."""


class PhaseEffect(Enum):
    """What a phase does to one kind of program."""

    FULL = auto()
    TRIM = auto()
    TWICE = auto()
    """The same, twice a day: the guide doubles down on mobility."""
    OPTIONAL = auto()
    """Offered, in a range that does not hurt."""
    GENTLE = auto()
    """Of a morning, the walk and the gentle cat-camel."""
    EASY_WALK = auto()
    BY_DRILL = auto()
    """While training is off each drill itself defines whether it may be done."""
    NONE = auto()


_NEVER: Final[dict[Phase, PhaseEffect]] = {"paused": PhaseEffect.NONE}
_TRIMMED: Final[dict[Phase, PhaseEffect]] = {
    "deload": PhaseEffect.TRIM,
    "early_deload": PhaseEffect.TRIM,
    "return": PhaseEffect.TRIM,
    **_NEVER,
}
PHASE_EFFECTS: Final[dict[Kind, dict[Phase, PhaseEffect]]] = {
    Kind.CORE: _TRIMMED,
    Kind.CUSTOM: _TRIMMED,
    Kind.CARDIO: {**_TRIMMED, "paused": PhaseEffect.EASY_WALK},
    Kind.MOBILITY: {"early_deload": PhaseEffect.TWICE, "paused": PhaseEffect.OPTIONAL},
    Kind.MORNING: {"paused": PhaseEffect.GENTLE},
    Kind.BREAK: {},
    Kind.BREATHING: {},
    Kind.PRACTICE: _NEVER,
}
"""A phase that is not listed has no effect; while training is off it depends on the drill, in every kind."""


def phase_effect(program: Program, phase: Phase) -> PhaseEffect:
    """What a phase does to a program.

    A custom program that neither progresses nor has blocks is no load, and is never trimmed.
    """
    if phase == "locked":
        return PhaseEffect.BY_DRILL
    effect = PHASE_EFFECTS[program.kind].get(phase, PhaseEffect.FULL)
    if effect is PhaseEffect.TRIM and program.kind is Kind.CUSTOM and program.block is None:
        grows = any(slot.progress is not Progress.NONE or slot.load for slot in program.slots)
        return effect if grows else PhaseEffect.FULL
    return effect


def trim_percent(program: Program) -> int:
    """By how much a light week of a program is lighter."""
    return program.block.trim_percent if program.block else TRIM_PERCENT


def includes(effect: PhaseEffect, slot: Slot) -> bool:
    """Whether a slot is asked for; with `BY_DRILL` it depends on its drill of the day."""
    match effect:
        case PhaseEffect.NONE:
            return False
        case PhaseEffect.EASY_WALK:
            return "walk" in slot.drill
        case PhaseEffect.GENTLE:
            return "walk" in slot.drill or "cat-camel" in slot.drill
        case _:
            return True


def round_half_down(number: int, by: int) -> int:
    """The nearest whole number to `number / by`, halves down; both at least 0."""
    return (2 * number + by - 1) // (2 * by)


def trim_sets(sets: int, percent: int = TRIM_PERCENT) -> int | None:
    """The sets of a light week; None where whole sets cannot come within 10 points of the cut."""
    if sets < 2:
        return None
    kept = min(max(round_half_down(sets * (100 - percent), 100), 1), sets - 1)
    off = abs((sets - kept) * 100 - percent * sets)
    return kept if off <= _CLOSE_ENOUGH * sets else None


def trim_time(seconds: int, percent: int = TRIM_PERCENT, grid: int = TIME_GRID) -> int:
    """The seconds of a light week: on the grid, at least one step less, and at least one step.

    With `grid` 1 it trims a count of repetitions or breaths in the same way.
    """
    nearest = round_half_down(seconds * (100 - percent), 100 * grid) * grid
    return max(min(nearest, seconds - grid), min(grid, seconds))


def trim_minutes(minutes: int, percent: int = TRIM_PERCENT) -> int:
    """The minutes of a light week, to the minute: 150 become 105."""
    return round_half_down(minutes * (100 - percent), 100)


def trim(slot: Slot, sets: int, amount: int, kind: Kind, percent: int) -> tuple[int, int]:
    """(sets, amount of one set) of a slot in a light week: strictly less, but never nothing.

    Sets are trimmed where that comes near the cut, time otherwise; cardio is trimmed in whole minutes.
    """
    if kind is Kind.CARDIO and slot.measure is Measure.TIME:
        minutes, rest = divmod(amount, 60)
        in_minutes = not rest and minutes >= 2
        return sets, 60 * trim_minutes(minutes, percent) if in_minutes else trim_time(amount, percent)
    fewer = trim_sets(sets, percent)
    if fewer is not None:
        return fewer, amount
    grid = TIME_GRID if slot.measure.in_seconds else 1
    shorter = trim_time(amount, percent, grid)
    return (sets, shorter) if shorter < amount else (max(1, sets - 1), amount)


Cause = Literal["stiff", "tug", "short_leg", "spasm", "strong_pain", "by_hand"]


class Trigger(Struct, frozen=True):
    """A sign on one day that starts or extends an early light week."""

    day: int
    cause: Cause
    stiff_mornings: int = 0
    """With cause `stiff`: the length of the run up to that day."""


class EarlyDeload(Struct):
    """An early light week, with everything that merged into it."""

    start: int
    end: int
    """Its last light day."""
    triggers: list[Trigger]
    ran: int
    """Days counted from the first; the day on which the user ended it counts too."""
    ended: bool = False
    """Ended by the user, and not started again since."""

    @property
    def closes_block(self) -> bool:
        """Whether it was the light week of its block; one that ended sooner has no effect on the blocks."""
        return self.ran >= COUNTS_AS_LIGHT_WEEK

    def latest(self, day: int) -> tuple[Trigger, ...]:
        """The triggers of the latest day, up to `day`, that had any."""
        seen = [trigger for trigger in self.triggers if trigger.day <= day]
        return tuple(trigger for trigger in seen if trigger.day == seen[-1].day)


def start_early_deload(early_deloads: list[EarlyDeload], trigger: Trigger) -> None:
    """Start an early light week, or extend the one that is running or ended on the day before."""
    end = trigger.day + WINDOW_DAYS - 1
    if not early_deloads or trigger.day > early_deloads[-1].end + 1:
        early_deloads.append(EarlyDeload(trigger.day, end, [trigger], WINDOW_DAYS))
        return
    current = early_deloads[-1]
    current.end, current.ended = end, False
    current.ran = end - current.start + 1
    current.triggers.append(trigger)


def end_early_deload(early_deloads: list[EarlyDeload], day: int) -> None:
    """End the early light week that is running on a day; one that began on that day is removed."""
    if not early_deloads or day > early_deloads[-1].end:
        return
    current = early_deloads[-1]
    current.end, current.ended = day - 1, True
    current.ran = day - current.start + 1
    if current.end < current.start:
        early_deloads.pop()
