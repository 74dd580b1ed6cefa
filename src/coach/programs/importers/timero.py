"""Timero: routines of exercises by duration or by repetitions."""

from __future__ import annotations

from typing import Final

from coach.programs.importers.base import (
    MOST_COUNT,
    MOST_SLOTS,
    Draft,
    DraftPart,
    Exercise,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

NAME = "Timero"
_BREAK: Final = 20
"""Seconds."""


def fits(data: object) -> bool:
    """Whether a JSON document is a list of routines."""
    routines = as_list(data)
    return bool(routines) and all(as_mapping(one).get("__type__") == "Routine" for one in routines)


def read(data: object) -> list[Draft]:
    """The routines of a document that fits."""
    return [_routine(as_mapping(routine)) for routine in as_list(data)]


def _routine(routine: dict[str, object]) -> Draft:
    draft = Draft(one_line(routine.get("name")) or "Routine")
    exercises: list[Exercise] = []
    for exercise in (as_mapping(one) for one in as_list(routine.get("exercises"))):
        name = one_line(exercise.get("name")) or "Exercise"
        seconds = whole_number(exercise.get("duration"))
        reps = whole_number(exercise.get("repetitions"), MOST_COUNT)
        if seconds is None and reps is None:
            draft.note(f"'{name}' has neither a length nor a number: it is left out")
        else:
            exercises.append(Exercise(name, seconds, None if seconds else reps))
    for start in range(0, len(exercises), MOST_SLOTS):
        piece = exercises[start : start + MOST_SLOTS]
        draft.parts.append(DraftPart(piece, rest_between_seconds=_BREAK, rest_rounds_seconds=_BREAK))
    draft.note(f"the break between exercises was a setting of the app: {_BREAK} s are put in")
    return draft
