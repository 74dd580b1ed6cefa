"""What has to hold where sets start at fixed times: each is over before the next one begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import UNSET

from coach.library.documents import Measured, PartDocument, ProgramDocument, SlotDocument
from coach.library.nodes import shown
from coach.library.reading import Reading
from coach.library.slot_rules import drill_of, measure_of
from coach.model.program import (
    EXHALE_SECONDS,
    INHALE_SECONDS,
    LEAST_REST_SECONDS,
    SWITCH_SECONDS,
    Drill,
    Measure,
)
from coach.model.quantities import duration_text


def check_starts(document: ProgramDocument, drills: Mapping[str, Drill], reading: Reading) -> None:
    """Say where a set, at its longest, leaves no time before the next start."""
    parts: list[ProgramDocument | PartDocument] = [document]
    parts += [] if document.parts is UNSET else document.parts
    switch = SWITCH_SECONDS if document.switch is UNSET else int(document.switch)
    for part in parts:
        if reading.has(part, "every") and reading.has(part, "rest"):
            place = reading.at_key(part, "every")
            reading.say(place, "every and rest cannot both say when the next set starts", "keep one of them")
        for slot in [] if part.slots is UNSET else part.slots:
            _check_slot(part, slot, switch, drills, reading)


def _check_slot(
    part: ProgramDocument | PartDocument,
    slot: SlotDocument,
    switch: int,
    drills: Mapping[str, Drill],
    reading: Reading,
) -> None:
    own = slot.every is not UNSET
    every = slot.every if own or reading.has(slot, "rest") else part.every
    if every is UNSET:
        return
    least = max(_longest(slot, switch, drills), default=0) + LEAST_REST_SECONDS
    if not own and slot.wait is True:
        reading.say(
            reading.at_key(slot, "wait"), "every starts by the clock, and wait does not", "keep one of them"
        )
    if least > every:
        message = f"every: {duration_text(every)} leaves no rest after {shown(slot.slot)}"
        place = reading.at(slot if own else part, "every")
        reading.say(place, message, f"write {duration_text(least)} or more, or make the set shorter")


def _longest(slot: SlotDocument, switch: int, drills: Mapping[str, Drill]) -> Iterator[int]:
    """The seconds that a set may come to take, with both of its sides, drill by drill."""
    rungs: list[tuple[str, Measured]] = [(drill_of(slot), slot)]
    rungs += [] if slot.ladder is UNSET else [(rung.drill, rung) for rung in slot.ladder]
    for name, rung in rungs:
        found = measure_of(rung)
        if found is None:
            continue
        measure, amount = found
        most = max(amount, amount if rung.upto is UNSET else rung.upto)
        seconds = int(most * _each(slot, measure))
        sided = slot.sides == "each" if slot.sides is not UNSET else name in drills and drills[name].sides
        yield 2 * seconds + switch if sided else seconds


def _each(slot: SlotDocument, measure: Measure) -> int:
    """Seconds for one of what is measured; 0 for repetitions that wait for the user."""
    if measure is Measure.BREATHS:
        inhale = INHALE_SECONDS if slot.inhale is UNSET else int(slot.inhale)
        return inhale + (EXHALE_SECONDS if slot.exhale is UNSET else int(slot.exhale))
    return repetition_seconds(slot) or 0 if measure is Measure.REPS else 1


def repetition_seconds(slot: SlotDocument) -> int | None:
    """Seconds for one repetition, by its pace, its tempo or its breath; None where it waits for the user."""
    if slot.tempo is not UNSET:
        return sum(int(part) for part in slot.tempo.split("-"))
    if slot.inhale is not UNSET and slot.exhale is not UNSET:
        return int(slot.inhale + slot.exhale)
    return None if slot.pace is UNSET else int(slot.pace)
