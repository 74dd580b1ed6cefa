"""What has to hold between the parts of a whole program."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from msgspec import UNSET, UnsetType

from coach.library.documents import (
    AwayDocument,
    PartDocument,
    ProgramDocument,
    ScheduleDocument,
    SlotDocument,
)
from coach.library.nodes import shown
from coach.library.reading import Reading
from coach.library.slot_rules import check_slot
from coach.library.start_rules import check_starts
from coach.model.program import Away, Drill

MAX_SETS: Final = 2_000
"""The most sets of one session, each side counting."""
_RHYTHMS: Final = ("per_week", "per_day", "every")


def check_program(document: ProgramDocument, drills: Mapping[str, Drill], reading: Reading) -> None:
    """Say everything that is wrong with a program beyond its single values."""
    _check_id(document, reading)
    _check_layout(document, reading)
    if document.schedule is not UNSET:
        _check_schedule(document.schedule, reading)
    if document.away is not UNSET:
        _check_away(document.away, reading)
    slots = slots_of(document)
    for slot in slots:
        check_slot(slot, drills, reading)
    _check_slot_names(slots, reading)
    _check_sets(document, reading)
    check_starts(document, drills, reading)


def slots_of(document: ProgramDocument) -> list[SlotDocument]:
    """Every slot, in the order of the file."""
    slots = [] if document.slots is UNSET else list(document.slots)
    parts = [] if document.parts is UNSET else document.parts
    return slots + [slot for part in parts for slot in part.slots]


def _check_id(document: ProgramDocument, reading: Reading) -> None:
    stem = reading.path.stem
    if reading.good(document, "id") and document.id != stem:
        message = f"id: '{document.id}' is not the file's name"
        reading.say(reading.at(document, "id"), message, f"write {stem}, or name the file {document.id}.yaml")


def _check_layout(document: ProgramDocument, reading: Reading) -> None:
    """Either slots, with rounds, or parts."""
    if not reading.has(document, "parts"):
        if not reading.has(document, "slots"):
            reading.say(
                reading.whole(document), "the key 'slots' is missing", "write slots: and what is done"
            )
        return
    for key in ("slots", "rounds", "every"):
        if reading.has(document, key):
            hint = "move it into a part, or take parts away"
            reading.say(reading.at_key(document, key), f"{key} and parts cannot stand side by side", hint)
    parts = [] if document.parts is UNSET else document.parts
    if parts and all(part.warmup is True for part in parts):
        message = "every part is a warm-up, so that all of it may be skipped"
        reading.say(reading.at_key(document, "parts"), message, "leave warmup out of one of them")


def _check_schedule(schedule: ScheduleDocument, reading: Reading) -> None:
    written = [key for key in _RHYTHMS if reading.has(schedule, key)]
    if not written:
        hint = f"write one of: {', '.join(_RHYTHMS)}, or leave schedule out"
        reading.say(reading.whole(schedule), "schedule: how often is missing", hint)
    for key in written[1:]:
        place = reading.at_key(schedule, key)
        reading.say(place, f"schedule: {written[0]} and {key} cannot both hold", "keep one of them")
    _check_days(schedule, reading)
    _check_hours(schedule, reading)


def _check_days(schedule: ScheduleDocument, reading: Reading) -> None:
    if not reading.has(schedule, "days"):
        return
    if not reading.has(schedule, "per_week"):
        reading.say(
            reading.at_key(schedule, "days"), "schedule: days goes with per_week only", "write per_week:"
        )
    if schedule.days is UNSET:
        return
    for index, day in enumerate(schedule.days):
        if day in schedule.days[:index]:
            reading.say(
                reading.at(schedule, "days", index), f"schedule: {day} stands here twice", "name it once"
            )
    if schedule.per_week is not UNSET and len(schedule.days) != schedule.per_week:
        message = f"schedule: {len(schedule.days)} days for per_week: {schedule.per_week}"
        hint = f"name {schedule.per_week}, or write per_week: {len(schedule.days)}"
        reading.say(reading.at(schedule, "days"), message, hint)


def _check_hours(schedule: ScheduleDocument, reading: Reading) -> None:
    for key, other in (("from", "until"), ("until", "from")):
        if not reading.has(schedule, key):
            continue
        place = reading.at_key(schedule, key)
        if not reading.has(schedule, "every"):
            reading.say(place, f"schedule: {key} goes with every only", "write every: 30m")
        elif not reading.has(schedule, other):
            reading.say(place, f"schedule: {key} without {other}", f"write {other}: too")
    start, end = schedule.from_, schedule.until
    if start is not UNSET and end is not UNSET and end <= start:
        reading.say(
            reading.at(schedule, "until"),
            f"schedule: until {end} is not after from {start}",
            "write a later time",
        )


def _check_away(away: AwayDocument, reading: Reading) -> None:
    """Each tier comes after the one before it, those that are not written counting with their default."""
    usual = Away()
    tiers: list[tuple[str, int | UnsetType, int]] = [
        ("recount", away.recount, usual.recount),
        ("ease", away.ease, usual.ease),
        ("restart", away.restart, usual.restart),
        ("reset", away.reset, usual.reset),
    ]
    days = [(key, default if value is UNSET else value) for key, value, default in tiers]
    for (key, fewer), (later, more) in pairwise(days):
        if more <= fewer and not (reading.has(away, key) and not reading.good(away, key)):
            place = reading.at(away, later if reading.has(away, later) else key)
            message = f"away: {later} after {more} days is not later than {key} after {fewer}"
            reading.say(place, message, "recount, ease, restart and reset come one after the other")


def _check_slot_names(slots: list[SlotDocument], reading: Reading) -> None:
    lines: dict[str, int] = {}
    for slot in slots:
        if not reading.good(slot, "slot"):
            continue
        place = reading.at(slot, "slot")
        if slot.slot in lines:
            message = f"the slot '{shown(slot.slot)}' stands here a second time"
            hint = f"it is in line {lines[slot.slot]} already: give it a name of its own, and say drill:"
            reading.say(place, message, hint)
        lines.setdefault(slot.slot, place.line)


def _check_sets(document: ProgramDocument, reading: Reading) -> None:
    """No slot has more sets than there are rounds, and the session comes to an end."""
    parts: list[ProgramDocument | PartDocument] = [document]
    parts += [] if document.parts is UNSET else document.parts
    total = 0
    for part in parts:
        slots = [] if part.slots is UNSET else part.slots
        rounds = rounds_of(part)
        total += sum(2 * (rounds if slot.sets is UNSET else slot.sets) for slot in slots)
        for slot in slots:
            if part.rounds is not UNSET and slot.sets is not UNSET and slot.sets > part.rounds:
                message = f"sets: {slot.sets} in {part.rounds} rounds"
                reading.say(reading.at(slot, "sets"), message, f"at most {part.rounds}, or write more rounds")
    if total > MAX_SETS:
        place = reading.at_key(document, "parts" if reading.has(document, "parts") else "slots")
        reading.say(place, f"this session has about {total} sets", f"at most {MAX_SETS}")


def rounds_of(part: ProgramDocument | PartDocument) -> int:
    """How many times round: as written, or else as often as the slot with the most sets."""
    if part.rounds is not UNSET:
        return part.rounds
    slots = [] if part.slots is UNSET else part.slots
    return max((slot.sets for slot in slots if slot.sets is not UNSET), default=1)
