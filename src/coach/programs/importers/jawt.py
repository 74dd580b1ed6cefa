"""Just Another Workout Timer: repeated sets of exercises with seconds; a rest is an exercise."""

from __future__ import annotations

from coach.programs.importers.base import (
    Draft,
    TimerStep,
    add_part,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

NAME = "Just Another Workout Timer"


def fits(data: object) -> bool:
    """Whether a JSON document is a workout, or a backup of several."""
    workouts = as_list(as_mapping(data).get("workouts")) or [data]
    return all("sets" in as_mapping(one) and "title" in as_mapping(one) for one in workouts)


def read(data: object) -> list[Draft]:
    """The workouts of a document that fits."""
    workouts = as_list(as_mapping(data).get("workouts")) or [data]
    return [_workout(as_mapping(workout)) for workout in workouts]


def _workout(workout: dict[str, object]) -> Draft:
    draft = Draft(one_line(workout.get("title")) or "Workout")
    # It counts down ten seconds before the first exercise, always.
    draft.ready_seconds = 10
    for number, one in enumerate(as_list(workout.get("sets")), start=1):
        steps: list[TimerStep] = []
        for exercise in as_list(as_mapping(one).get("exercises")):
            name = one_line(as_mapping(exercise).get("name")) or "Exercise"
            seconds = whole_number(as_mapping(exercise).get("duration"))
            if seconds is None:
                draft.note(f"'{name}' in set {number} has no length: it is left out")
            else:
                steps.append(TimerStep(name, seconds))
        add_part(draft, steps, rounds=whole_number(as_mapping(one).get("repetitions"), 10_000) or 1)
    return draft
