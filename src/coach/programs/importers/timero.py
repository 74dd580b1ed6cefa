"""Timero: routines of exercises by duration or by repetitions."""

from __future__ import annotations

from typing import Final

from coach.programs.importers.base import (
    MOST_COUNT,
    MOST_SLOTS,
    Draft,
    Stretch,
    WorkStep,
    as_list,
    as_map,
    one_line,
    whole,
)

NAME = "Timero"
_BREAK: Final = 20
"""Seconds."""


def fits(data: object) -> bool:
    """Whether a JSON document is a list of routines."""
    routines = as_list(data)
    return bool(routines) and all(as_map(one).get("__type__") == "Routine" for one in routines)


def read(data: object) -> list[Draft]:
    """The routines of a document that fits."""
    return [_routine(as_map(routine)) for routine in as_list(data)]


def _routine(routine: dict[str, object]) -> Draft:
    draft = Draft(one_line(routine.get("name")) or "Routine")
    efforts: list[WorkStep] = []
    for exercise in (as_map(one) for one in as_list(routine.get("exercises"))):
        name = one_line(exercise.get("name")) or "Exercise"
        seconds = whole(exercise.get("duration"))
        reps = whole(exercise.get("repetitions"), MOST_COUNT)
        if seconds is None and reps is None:
            draft.note(f"'{name}' has neither a length nor a number: it is left out")
        else:
            efforts.append(WorkStep(name, seconds, None if seconds else reps))
    for start in range(0, len(efforts), MOST_SLOTS):
        piece = efforts[start : start + MOST_SLOTS]
        draft.parts.append(Stretch(piece, rest_between_seconds=_BREAK, rest_rounds_seconds=_BREAK))
    draft.note(f"the break between exercises was a setting of the app: {_BREAK} s are put in")
    return draft
