"""The draft of a program that every format is read into: parts with exercises, and notes on what is lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct, field

from coach.model.program import LEAST_REST_SECONDS

MOST_SECONDS: Final = 36_000
MOST_COUNT: Final = 1_000
MOST_SLOTS: Final = 100
"""Of one part."""
MOST_PARTS: Final = 50
MOST_ROUNDS: Final = 100
MOST_NOTES: Final = 200
NO_REST: Final = f"there was no rest between exercises: {LEAST_REST_SECONDS} s are put in to change over"
_REST: Final = re.compile(
    r"\W*(?:active )?(?:rest|resting|break|pause|recover|recovery|ruhe|erholung|pausa|descanso|repos|riposo|"
    r"recupero|rust|hvile|vila|lepo|odpoczynek|отдых|перерыв|пауза|відпочинок|休憩|休息)\W*\d*\W*",
    re.IGNORECASE,
)


class Exercise(Struct):
    """One exercise of a part."""

    name: str
    seconds: int | None = None
    reps: int | None = None
    """Where it has no seconds."""
    rest_seconds: int | None = None
    """Rest after it; None: that of its part."""
    wait: bool = False
    cues: list[str] = field(default_factory=list)
    """How it is done."""


class DraftPart(Struct):
    """A part: a circuit of exercises."""

    exercises: list[Exercise]
    title: str = ""
    rounds: int = 1
    rest_between_seconds: int | None = None
    rest_rounds_seconds: int | None = None
    warmup: bool = False


class Draft(Struct):
    """A program that is being imported."""

    title: str
    parts: list[DraftPart] = field(default_factory=list)
    kind: str = "custom"
    ready_seconds: int | None = None
    notes: list[str] = field(default_factory=list)
    """What could not be carried over, a sentence each."""

    def note(self, text: str) -> None:
        """Add a note on something that could not be carried over, once."""
        line = one_line(text, 300)
        if line not in self.notes and len(self.notes) <= MOST_NOTES:
            more = "there is more that could not be carried over"
            self.notes.append(line if len(self.notes) < MOST_NOTES else more)


class TimerStep(Struct):
    """One interval of a timer, which may be a rest."""

    name: str
    seconds: int | None = None
    reps: int | None = None
    wait: bool = False
    cues: list[str] = field(default_factory=list)

    @property
    def is_rest(self) -> bool:
        """Whether it is a rest, by its name."""
        return self.reps is None and _REST.fullmatch(self.name) is not None


def one_line(value: object, longest: int = 120) -> str:
    """A text on one line: printable, without runs of space, not too long."""
    text = value if isinstance(value, str) else "" if value is None or isinstance(value, bool) else str(value)
    kept = "".join(
        mark if mark.isprintable() and mark != "\N{REPLACEMENT CHARACTER}" else " " for mark in text
    )
    line = " ".join(kept.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first free one with a number: `plank`, `plank-2`, `plank-3`."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def whole_number(value: object, most: int = MOST_SECONDS) -> int | None:
    """A whole number from 1 up, from a number or its digits; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,9})?\s*", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.5 <= value <= 1e12:
        return None
    return min(most, max(1, round(value)))


def as_list(value: object) -> list[object]:
    """A list, or nothing where there is none."""
    return list(value) if isinstance(value, list) else []


def as_mapping(value: object) -> dict[str, object]:
    """Keys with values, or none of them."""
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def add_part(draft: Draft, steps: Sequence[TimerStep], *, title: str = "", rounds: int = 1) -> None:
    """Add a part made of intervals, of which each rest is added to the exercise before it.

    A rest at the beginning is added to the part before, or is the time to get ready.
    """
    exercises: list[Exercise] = []
    for step in steps:
        if not step.is_rest:
            exercises.append(Exercise(step.name, step.seconds, step.reps, 0, step.wait, step.cues))
        elif step.seconds:
            before = exercises or (draft.parts[-1].exercises if draft.parts else [])
            if before:
                before[-1].rest_seconds = (before[-1].rest_seconds or 0) + step.seconds
            else:
                draft.ready_seconds = min(MOST_SECONDS, (draft.ready_seconds or 0) + step.seconds)
        if step.is_rest and step.wait and exercises:
            draft.note(f"'{step.name}' waited for you at its end: it goes on by the clock")
    if rounds > MOST_ROUNDS:
        draft.note(f"{rounds} rounds are more than there can be: it has {MOST_ROUNDS}")
    for start in range(0, len(exercises), MOST_SLOTS):
        piece = exercises[start : start + MOST_SLOTS]
        draft.parts.append(DraftPart(piece, title, min(rounds, MOST_ROUNDS)))
    if len(exercises) > MOST_SLOTS and rounds > 1:
        draft.note(
            f"a circuit of {len(exercises)} is too long: each {MOST_SLOTS} of it are gone round by themselves"
        )


def add_exercises(draft: Draft, exercises: Sequence[Exercise], rest_seconds: int) -> None:
    """Add exercises that are done once, with the same rest after each, in as many parts as needed."""
    for start in range(0, len(exercises), MOST_SLOTS):
        piece = list(exercises[start : start + MOST_SLOTS])
        draft.parts.append(
            DraftPart(piece, rest_between_seconds=rest_seconds, rest_rounds_seconds=rest_seconds)
        )
