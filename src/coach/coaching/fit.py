"""A program as it suits one person, before anything is worked out from it."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.health import CARRIES, suited
from coach.coaching.morning import in_morning_order
from coach.model.program import Load, Part, Program, Slot
from coach.model.settings import Settings


def fitted(program: Program, settings: Settings) -> Program:
    """The program with what a person cannot do replaced, and with the load they really begin with.

    Doing it twice changes nothing more, so a program that is already fitted may be handed in.
    """
    if settings.carry_kg is not None or settings.load_step_kg is not None:
        program = replace(program, parts=tuple(_part(part, settings) for part in program.parts))
    return in_morning_order(suited(program, settings))


def _part(part: Part, settings: Settings) -> Part:
    return replace(part, slots=tuple(_slot(slot, settings) for slot in part.slots))


def _slot(slot: Slot, settings: Settings) -> Slot:
    if slot.load is None:
        return slot
    written = slot.load
    carry = settings.carry_kg if _is_carry(slot) else None
    start = written.start_kg if carry is None else carry
    step = settings.load_step_kg or written.step_kg
    load = Load(
        start_kg=start,
        step_kg=step,
        max_kg=max(start, written.max_kg),
        least_kg=min(start, written.floor_kg),
    )
    return replace(slot, load=load)


def _is_carry(slot: Slot) -> bool:
    """Whether a load is what is carried in the hands, and not a plate on a back or a weight on a hip."""
    return "carry" in slot.slot or any("carry" in drill or drill in CARRIES for drill in slot.places)
