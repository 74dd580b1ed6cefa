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
    drafts = []
    for workout in map(as_mapping, workouts):
        # It counts down ten seconds before the first exercise, always.
        draft = Draft(one_line(workout.get("title")) or "Workout", ready_seconds=10)
        for number, one in enumerate(map(as_mapping, as_list(workout.get("sets"))), start=1):
            steps: list[TimerStep] = []
            for exercise in map(as_mapping, as_list(one.get("exercises"))):
                name = one_line(exercise.get("name")) or "Exercise"
                seconds = whole_number(exercise.get("duration"))
                if seconds is None:
                    draft.note(f"'{name}' in set {number} has no length: it is left out")
                else:
                    steps.append(TimerStep(name, seconds))
            add_part(draft, steps, rounds=whole_number(one.get("repetitions"), 10_000) or 1)
        drafts.append(draft)
    return drafts
