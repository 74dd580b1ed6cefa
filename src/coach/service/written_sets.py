"""Sets as they are written on a command line: `plank=30,30,28~` or `side-plank.left=30,24`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from coach.errors import UsageError
from coach.model.events import WORST_PAIN, SetRecord
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Measure, Program, Side, Slot
from coach.model.quantities import parse_duration, parse_load, whole_number

SHAKY: Final = "~"
PAIN: Final = "!"

HELP: Final = (
    "what was done of a slot: seconds of each set, or repetitions, as in plank=30,30,28; a side as in "
    "side-plank.left=30,24; ~ behind a set that was shaky, !4 behind one that hurt; @6kg behind them all"
)


def parse_sets(
    written: Sequence[str], program: Program, plan: ProgramPlan, *, pain: int | None
) -> tuple[SetRecord, ...]:
    """The sets of one session.

    Args:
        written: one text for each slot and side.
        program: whose slots they are.
        plan: what was asked that day; goes into each set.
        pain: of every set that names none of its own, 0 to 10.

    Raises:
        UsageError: a text that cannot be read, with what would be right.
    """
    records = (record for text in written for record in _slot_sets(text, program, plan))
    return tuple(replace(record, pain=pain) if record.pain is None else record for record in records)


def sets_as_asked(plan: ProgramPlan, *, pain: int | None) -> tuple[SetRecord, ...]:
    """Every set exactly as the plan asks for it, for someone who says so.

    Raises:
        UsageError: nothing was asked.
    """
    if not plan.slots:
        raise UsageError(
            f"nothing of {plan.id} is asked on that day", hint="write down the sets that were done"
        )
    return tuple(
        SetRecord(
            slot=dose.slot,
            drill=dose.drill,
            round=turn,
            side=side,
            asked_seconds=dose.seconds,
            seconds=dose.seconds,
            asked_reps=dose.reps,
            reps=dose.reps,
            load_kg=dose.load_kg,
            form="clean",
            pain=pain,
            end="full",
        )
        for dose in plan.slots
        for turn in range(1, dose.sets + 1)
        for side in (dose.sides or (None,))
    )


def _slot_sets(text: str, program: Program, plan: ProgramPlan) -> list[SetRecord]:
    name, equals, values = text.partition("=")
    slot_name, _, side = name.partition(".")
    slot = next((slot for slot in program.slots if slot.slot == slot_name), None)
    if not equals or slot is None:
        known = ", ".join(slot.slot for slot in program.slots)
        raise UsageError(
            f"'{text}' is not a set of {program.id}", hint=f"write SLOT=30,30,30 with one of {known}"
        )
    values, _, load = values.partition("@")
    dose = next((dose for dose in plan.slots if dose.slot == slot_name), None)
    load_kg = _load(load) if load else dose.load_kg if dose else None
    sided = bool(dose.sides) if dose else slot.sided
    return [
        _record(slot, dose, turn, _side(side, slot, sided=sided), value, load_kg)
        for turn, value in enumerate(values.split(","), start=1)
    ]


def _record(
    slot: Slot, dose: Dose | None, turn: int, side: Side | None, value: str, load_kg: float | None
) -> SetRecord:
    value, hurts, pain = value.partition(PAIN)
    shaky = value.endswith(SHAKY)
    amount = _amount(value.removesuffix(SHAKY))
    counted = slot.measure in {Measure.REPS, Measure.BREATHS}
    asked = (dose.reps if counted else dose.seconds) if dose else None
    return SetRecord(
        slot=slot.slot,
        drill=dose.drill if dose else None,
        round=turn,
        side=side,
        asked_seconds=None if counted else asked,
        seconds=None if counted else amount,
        asked_reps=asked if counted else None,
        reps=amount if counted else None,
        load_kg=load_kg,
        form="shaky" if shaky else "clean",
        pain=_pain(pain) if hurts else None,
        end="full" if asked is None or amount >= asked else "early",
    )


def _pain(text: str) -> int:
    pain = whole_number(text)
    if pain is not None and pain <= WORST_PAIN:
        return pain
    hint = f"write {PAIN}0 to {PAIN}{WORST_PAIN} behind the seconds"
    raise UsageError(f"'{PAIN}{text}' is not a pain", hint=hint)


def _amount(text: str) -> int:
    if text.strip() == "0":
        return 0
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _load(text: str) -> float:
    try:
        return parse_load(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _side(text: str, slot: Slot, *, sided: bool) -> Side | None:
    if text == "left":
        return "left"
    if text == "right":
        return "right"
    if text:
        raise UsageError(f"'{text}' is not a side", hint=f"write {slot.slot}.left or {slot.slot}.right")
    if sided:
        raise UsageError(
            f"{slot.slot} is done on each side", hint=f"write {slot.slot}.left=… and {slot.slot}.right=…"
        )
    return None
