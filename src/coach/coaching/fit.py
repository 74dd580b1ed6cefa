"""A program as it suits one person, before anything is worked out from it."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.morning import suited
from coach.model.program import Load, Part, Program, Slot
from coach.model.settings import Settings


def fitted(program: Program, settings: Settings) -> Program:
    """The program with what a person cannot do replaced, and with the load they really begin with.

    Doing it twice changes nothing more, so a program that is already fitted may be handed in.
    """
    program = suited(program, osteoporosis=settings.osteoporosis)
    if settings.carry_kg is None and settings.load_step_kg is None:
        return program
    return replace(program, parts=tuple(_part(part, settings) for part in program.parts))


def _part(part: Part, settings: Settings) -> Part:
    return replace(part, slots=tuple(_slot(slot, settings) for slot in part.slots))


def _slot(slot: Slot, settings: Settings) -> Slot:
    if slot.load is None:
        return slot
    start = settings.carry_kg or slot.load.start_kg
    step = settings.load_step_kg or slot.load.step_kg
    load = Load(start_kg=start, step_kg=step, max_kg=max(start, slot.load.max_kg))
    return replace(slot, load=load)
