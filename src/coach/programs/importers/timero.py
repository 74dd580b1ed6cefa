"""Timero: routines of exercises by duration or by repetitions."""

from __future__ import annotations

from typing import Final

from coach.programs.importers.base import (
    MOST_COUNT,
    Draft,
    Exercise,
    add_exercises,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

NAME = "Timero"
_BREAK_SECONDS: Final = 20


def fits(data: object) -> bool:
    """Whether a JSON document is a list of routines."""
    routines = as_list(data)
    return bool(routines) and all(as_mapping(one).get("__type__") == "Routine" for one in routines)


def read(data: object) -> list[Draft]:
    """The routines of a document that fits."""
    drafts = []
    for routine in map(as_mapping, as_list(data)):
        draft = Draft(one_line(routine.get("name")) or "Routine")
        exercises: list[Exercise] = []
        for exercise in map(as_mapping, as_list(routine.get("exercises"))):
            name = one_line(exercise.get("name")) or "Exercise"
            seconds = whole_number(exercise.get("duration"))
            reps = whole_number(exercise.get("repetitions"), MOST_COUNT)
            if seconds is None and reps is None:
                draft.note(f"'{name}' has neither a length nor a number: it is left out")
            else:
                exercises.append(Exercise(name, seconds, None if seconds else reps))
        add_exercises(draft, exercises, _BREAK_SECONDS)
        draft.note(f"the break between exercises was a setting of the app: {_BREAK_SECONDS} s are put in")
        drafts.append(draft)
    return drafts
