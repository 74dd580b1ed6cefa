"""The morning program: lying, on all fours, then standing and walking, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.habits import messages
from coach.coaching.habits.mobility import (
    SlotDone,
    adds_up,
    drills_of,
    judged_slots,
    sessions_on,
    sets_of,
    slot_done,
)
from coach.model.events import Event, Session, SetRecord
from coach.model.program import Kind, Part, Program, Slot

KNEE_TO_CHEST: Final = frozenset({"knee-to-chest", "heel-slide"})
SMALL_CAT_CAMEL: Final = "cat-camel-small"


class Posture(IntEnum):
    """The postures, in the order of the morning."""

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

Step = TypeVar("Step", Slot, Part)


class MorningDay(Struct, frozen=True, kw_only=True):
    """A morning program on one day."""

    steps: tuple[SlotDone, ...]
    """In order; a step counts once those before it are complete."""
    logged: bool
    """Whether anything of it was done."""
    ticked: bool
    words: tuple[str, ...]


def in_morning_order(program: Program) -> Program:
    """The program with its steps from lying to walking; of another kind, the program itself.

    Source: the guide starts lying down, goes on to hands and knees, then standing and walking. Unknown steps
    stay behind the step before them.
    """
    if program.kind is not Kind.MORNING:
        return program
    warm_up: list[Part] = []
    others: list[Part] = []
    for part in program.parts:
        postures = [_POSTURES.get(slot.drill) for slot in part.slots]
        (warm_up if part.warmup else others).append(replace(part, slots=_rising(part.slots, postures)))
    lowest = [
        min((_POSTURES[slot.drill] for slot in part.slots if slot.drill in _POSTURES), default=None)
        for part in others
    ]
    return replace(program, parts=(*warm_up, *_rising(others, lowest)))


def _rising(steps: Sequence[Step], postures: Sequence[Posture | None]) -> tuple[Step, ...]:
    """The steps in the order of their postures; an unknown one stays behind the one before it."""
    ranked: list[tuple[Posture, Step]] = []
    posture = Posture.LYING
    for step, known in zip(steps, postures, strict=True):
        posture = posture if known is None else known
        ranked.append((posture, step))
    return tuple(step for _, step in sorted(ranked, key=lambda pair: pair[0]))


def is_optional(slot: Slot) -> bool:
    """Whether a step is optional: knee to chest, and its easier form.

    Source: some back specialists advise against bending in the first hour.
    """
    return bool(drills_of(slot) & KNEE_TO_CHEST)


def morning_day(program: Program, events: Sequence[Event], on: date) -> MorningDay:
    """What was done of a morning program on a day: a part of it is logged, all of it in order is ticked."""
    ordered = in_morning_order(program)
    slots = judged_slots(ordered)
    sessions = sessions_on(events, on)
    in_turn = _in_turn(ordered, slots, sessions)
    steps = tuple(slot_done(slot, records) for slot, records in zip(slots, in_turn, strict=True))
    needed = [step for step, slot in zip(steps, slots, strict=True) if not is_optional(slot)] or steps
    logged = any(slot_done(slot, sets_of(program, slot, sessions)).started for slot in slots)
    ticked = bool(steps) and all(step.ticked for step in needed)
    texts: tuple[str, ...] = (messages.NOTHING_YET,)
    if ticked:
        texts = (messages.MORNING_DONE,)
    elif logged:
        texts = (messages.MORNING_PARTLY, messages.MORNING_ORDER)
    elif any(map(is_optional, slots)):
        texts = (*texts, messages.KNEE_OPTIONAL)
    elif any(slot.drill == SMALL_CAT_CAMEL for slot in slots):
        texts = (*texts, messages.SMALL_BENDS)
    return MorningDay(steps=steps, logged=logged, ticked=ticked, words=texts)


def _in_turn(program: Program, slots: Sequence[Slot], sessions: Sequence[Session]) -> list[list[SetRecord]]:
    """The sets of each step that were done once all steps before it, but for optional ones, were complete."""
    stages: list[int] = []  # Of each slot; those of a circuit share one.
    for part in program.parts:
        if not part.warmup:
            first = stages[-1] + 1 if stages else 0
            stages += [first if part.rounds > 1 else first + index for index in range(len(part.slots))]
    counted: list[list[SetRecord]] = [[] for _ in slots]
    for session in sessions:
        for record in session.sets:
            own = replace(session, sets=(record,), stopped=False)
            index = next((at for at, slot in enumerate(slots) if sets_of(program, slot, (own,))), None)
            if index is None or not adds_up(slots[index], session):
                continue
            if all(
                is_optional(slot) or slot_done(slot, records).ticked
                for slot, stage, records in zip(slots, stages, counted, strict=True)
                if stage < stages[index]
            ):
                counted[index].append(record)
    return counted
