"""The first minutes of the day: lying, on all fours, then standing and walking, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching import words
from coach.coaching.mobility import judged_slots, sessions_on, sets_of
from coach.coaching.pieces import SlotDone, drills_of, slot_done
from coach.model.events import Event, Session, SetRecord
from coach.model.program import Kind, Measure, Part, Program, Rung, Slot

KNEE_TO_CHEST: Final = frozenset({"knee-to-chest", "heel-slide"})
SMALL_CAT_CAMEL: Final = "cat-camel-small"

_SMALL_BREATHS: Final = 6
_SMALL_BREATH_SECONDS: Final = 4


class Posture(IntEnum):
    """How high up the body is; the morning only ever goes up."""

    LYING = 0
    ALL_FOURS = 1
    STANDING = 2
    WALKING = 3


_POSTURES: Final = {
    "knee-to-chest": Posture.LYING,
    "heel-slide": Posture.LYING,
    SMALL_CAT_CAMEL: Posture.ALL_FOURS,
    "cat-camel": Posture.ALL_FOURS,
    "cat-camel-seated": Posture.ALL_FOURS,
    "stand": Posture.STANDING,
    "walk-5": Posture.WALKING,
    "brisk-walk": Posture.WALKING,
}


class MorningDay(Struct, frozen=True, kw_only=True):
    """A morning program on one day."""

    steps: tuple[SlotDone, ...]
    """In the order in which they are done; a step counts once those before it are complete."""
    logged: bool
    """Whether anything of it was done."""
    ticked: bool
    words: tuple[str, ...]


def in_morning_order(program: Program) -> Program:
    """The same program with its steps from lying to walking; any other kind comes back as it is.

    Source: the guide starts lying down, goes on to hands and knees, then standing and walking. Steps that the
    coach does not know stay behind the step before them.
    """
    if program.kind is not Kind.MORNING:
        return program
    parts = tuple(replace(part, slots=_ordered(part.slots)) for part in program.parts)
    return replace(program, parts=tuple(sorted(parts, key=_part_posture)))


def _ordered(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    ranked: list[tuple[Posture, Slot]] = []
    posture = Posture.LYING
    for slot in slots:
        known = _posture(slot)
        posture = posture if known is None else known
        ranked.append((posture, slot))
    return tuple(slot for _, slot in sorted(ranked, key=lambda pair: pair[0]))


def _posture(slot: Slot) -> Posture | None:
    return _POSTURES.get(slot.drill)


def _part_posture(part: Part) -> tuple[bool, Posture]:
    known = [posture for slot in part.slots if (posture := _posture(slot)) is not None]
    return (not part.warmup, min(known, default=Posture.LYING))


def may_be_left_out(slot: Slot) -> bool:
    """Whether the morning counts without this step: knee to chest, and what stands in for it.

    Source: some back specialists advise against bending in the first hour, so that step is free.
    """
    return bool(drills_of(slot) & KNEE_TO_CHEST) or slot.slot == SMALL_CAT_CAMEL


def morning_day(program: Program, events: Sequence[Event], on: date) -> MorningDay:
    """What was done of the morning on a day: partly done is logged, all of it in order is ticked.

    Args:
        program: of kind morning.
        events: the whole journal or any part of it that holds the day.
        on: the training day.
    """
    slots = judged_slots(in_morning_order(program))
    sessions = sessions_on(events, on)
    steps = tuple(
        slot_done(slot, records)
        for slot, records in zip(slots, _in_turn(program, slots, sessions), strict=True)
    )
    needed = [step for step, slot in zip(steps, slots, strict=True) if not may_be_left_out(slot)] or list(
        steps
    )
    logged = any(slot_done(slot, sets_of(program, slot, sessions)).started for slot in slots)
    ticked = bool(steps) and all(step.ticked for step in needed)
    return MorningDay(steps=steps, logged=logged, ticked=ticked, words=_words(logged, ticked, slots))


def _words(logged: bool, ticked: bool, slots: Sequence[Slot]) -> tuple[str, ...]:
    if ticked:
        return (words.MORNING_DONE,)
    if logged:
        return words.MORNING_PARTLY, words.MORNING_ORDER
    if any(slot.slot == SMALL_CAT_CAMEL for slot in slots):
        return words.NOTHING_YET, words.KNEE_REPLACED
    return words.NOTHING_YET, words.KNEE_OPTIONAL


def _in_turn(
    program: Program, slots: Sequence[Slot], sessions: Sequence[Session]
) -> tuple[tuple[SetRecord, ...], ...]:
    """The sets of each step that were done when it was that step's turn."""
    counted: list[list[SetRecord]] = [[] for _ in slots]
    for session in sessions:
        for record in session.sets:
            place = _place(program, slots, session, record)
            if place is not None and _turn(slots, counted, place):
                counted[place].append(record)
    return tuple(tuple(records) for records in counted)


def _place(program: Program, slots: Sequence[Slot], session: Session, record: SetRecord) -> int | None:
    own = replace(session, sets=(record,))
    return next((place for place, slot in enumerate(slots) if sets_of(program, slot, (own,))), None)


def _turn(slots: Sequence[Slot], counted: Sequence[Sequence[SetRecord]], place: int) -> bool:
    before = zip(slots[:place], counted[:place], strict=True)
    return all(may_be_left_out(slot) or slot_done(slot, records).ticked for slot, records in before)


def for_fragile_bones(program: Program) -> Program:
    """The same program with knee to chest replaced by small cat-camels; others come back as they are.

    Source: with osteoporosis, knee-to-chest pulls are advised against; a small range on all fours is not.
    """
    parts = tuple(_softened_part(part) for part in program.parts)
    return program if parts == program.parts else replace(program, parts=parts)


def _softened_part(part: Part) -> Part:
    slots = tuple(_softened(slot) for slot in part.slots)
    if slots == part.slots:
        return part
    return replace(part, slots=slots, rounds=max(slot.sets for slot in slots))


def _softened(slot: Slot) -> Slot:
    if not drills_of(slot) & KNEE_TO_CHEST:
        return slot
    rung = Rung(drill=SMALL_CAT_CAMEL, start=_SMALL_BREATHS, upto=_SMALL_BREATHS)
    return Slot(
        slot=SMALL_CAT_CAMEL,
        drill=SMALL_CAT_CAMEL,
        measure=Measure.BREATHS,
        amount=_SMALL_BREATHS,
        upto=_SMALL_BREATHS,
        sided=False,
        sets=1,
        ladder=(rung,),
        start_rung=0,
        inhale_seconds=_SMALL_BREATH_SECONDS,
        exhale_seconds=_SMALL_BREATH_SECONDS,
        rest_seconds=slot.rest_seconds,
        wait=slot.wait,
    )


def suited(program: Program, *, osteoporosis: bool = False) -> Program:
    """The program as it suits one person: everything else of the app is to work with what this returns.

    Args:
        program: as it was read.
        osteoporosis: whether they said so in their settings.
    """
    return in_morning_order(for_fragile_bones(program) if osteoporosis else program)
