"""Timers that save JSON: Just Another Workout Timer, OpenHIIT, TimeR Machine and Timero."""

from __future__ import annotations

from collections.abc import Callable
from json import JSONDecodeError, loads
from typing import Final, NamedTuple

from coach.model.program import LEAST_REST_SECONDS
from coach.programs.importers.draft import (
    MOST_COUNT,
    MOST_ROUNDS,
    MOST_SLOTS,
    NO_REST,
    Draft,
    DraftPart,
    Exercise,
    TimerStep,
    add_exercises,
    add_part,
    as_list,
    as_mapping,
    one_line,
    whole_number,
)

JAWT: Final = "Just Another Workout Timer"


def is_jawt(data: object) -> bool:
    """Whether a JSON document is a workout, or a backup of several."""
    workouts = as_list(as_mapping(data).get("workouts")) or [data]
    return all("sets" in as_mapping(one) and "title" in as_mapping(one) for one in workouts)


def read_jawt(data: object) -> list[Draft]:
    """The workouts of a document that fits.

    Repeated sets of exercises with seconds; a rest is an exercise.
    """
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


OPENHIIT: Final = "OpenHIIT"


def is_openhiit(data: object) -> bool:
    """Whether a JSON document is a list of timers."""
    timers = as_list(data)
    return bool(timers) and all("timeSettings" in as_mapping(timer) for timer in timers)


def read_openhiit(data: object) -> list[Draft]:
    """The timers of a document that fits.

    Equal intervals of work and rest with names, a warm-up, a cool-down and restarts.
    """
    drafts = []
    for timer in map(as_mapping, as_list(data)):
        draft = Draft(one_line(timer.get("name")) or "Intervals")
        settings = timer.get("timeSettings")
        if isinstance(settings, str):  # of JSON
            try:
                settings = loads(settings)
            except (JSONDecodeError, RecursionError):
                settings = None
        times = as_mapping(settings)
        work, rest = whole_number(times.get("workTime")), whole_number(times.get("restTime"))
        draft.ready_seconds = whole_number(times.get("getReadyTime"))
        if work is None:
            draft.note("the length of the work is missing: 30 s are put in")
            work = 30
        names = [one_line(name) or "Work" for name in as_list(timer.get("activities"))]
        count = (
            whole_number(timer.get("activeIntervals"), 1000)
            or len(names)
            or whole_number(timer.get("intervals"), 1000)
            or 1
        )
        rounds = 1 + (whole_number(times.get("restarts"), MOST_ROUNDS - 1) or 0)
        warmup, cooldown = whole_number(times.get("warmupTime")), whole_number(times.get("cooldownTime"))
        if warmup:
            draft.parts.append(
                DraftPart(
                    [Exercise("Warm-up", warmup)],
                    "Warm-up",
                    rest_rounds_seconds=rest or LEAST_REST_SECONDS,
                    warmup=True,
                )
            )
        draft.parts += _work_parts(
            draft, names, count, rounds, (work, rest, whole_number(times.get("breakTime")))
        )
        if cooldown:
            draft.parts.append(DraftPart([Exercise("Cool-down", cooldown)], "Cool-down"))
            draft.note("before the cool-down lies a rest as between rounds, where there was none")
        if timer.get("soundSettings"):
            draft.note("the sounds are those of your settings")
        drafts.append(draft)
    return drafts


def _work_parts(
    draft: Draft, names: list[str], count: int, rounds: int, times: tuple[int, int | None, int | None]
) -> list[DraftPart]:
    """The parts with the work: a circuit of names, or one exercise again and again."""
    work, rest, pause = times
    if rest is None:
        draft.note(NO_REST)
    between = rest or LEAST_REST_SECONDS
    after = pause or between
    if not names:
        count = min(count, MOST_ROUNDS)
        return [
            DraftPart([Exercise("Work", work, rest_seconds=None)], "Work", count, rest_rounds_seconds=between)
            for _ in range(rounds)
        ]
    if count > MOST_SLOTS:
        draft.note(f"{count} intervals are too many for a round: the first {MOST_SLOTS} are kept")
    exercises = [Exercise(names[index % len(names)], work) for index in range(min(count, MOST_SLOTS))]
    return [DraftPart(exercises, "Work", rounds, between, after)]


TIMER_MACHINE: Final = "TimeR Machine"
_DEEPEST: Final = 20
_MOST_STEPS: Final = 2_000
_QUIET: Final = frozenset({"beep", "count", "half", "halt", "notification", "screen", "vibration", ""})
"""Behaviours that need no note: the app has them in its own way, or they are carried over."""


def is_timer_machine(data: object) -> bool:
    """Whether a JSON document is an export."""
    timers = as_list(as_mapping(data).get("timers"))
    return bool(timers) and all("steps" in as_mapping(timer) for timer in timers)


def read_timer_machine(data: object) -> list[Draft]:
    """The timers of a document that fits.

    Steps and groups of steps with loops, each step with behaviours.
    """
    drafts = []
    for timer in map(as_mapping, as_list(as_mapping(data).get("timers"))):
        draft = Draft(one_line(timer.get("name")) or "Timer")
        loop = whole_number(timer.get("loop"), 1_000) or 1
        steps = [as_mapping(step) for step in as_list(timer.get("steps"))]
        start = _step(as_mapping(timer.get("startStep")), draft)
        end = _step(as_mapping(timer.get("endStep")), draft)
        if start:
            add_part(draft, start, title="Start")
        if any("steps" in step for step in steps):
            for _ in range(min(loop, 50)):
                _add_parts(steps, draft)
        else:
            add_part(draft, _flat(steps, draft, 0), rounds=loop)
        if end:
            add_part(draft, end, title="End")
        drafts.append(draft)
    if drafts and as_list(as_mapping(data).get("timerStamps")):
        drafts[0].note("what was done with it is not taken into the journal")
    if drafts and as_list(as_mapping(data).get("schedulers")):
        drafts[0].note("when it reminded you is not taken over: write a schedule")
    return drafts


def _add_parts(steps: list[dict[str, object]], draft: Draft) -> None:
    """Add a part for each group, and for the steps between two."""
    loose: list[TimerStep] = []
    for step in steps:
        if "steps" not in step:
            loose += _step(step, draft)
            continue
        add_part(draft, loose)
        loose = []
        inner = _flat([as_mapping(one) for one in as_list(step.get("steps"))], draft, 1)
        add_part(
            draft, inner, title=one_line(step.get("name")), rounds=whole_number(step.get("loop"), 1_000) or 1
        )
    add_part(draft, loose)


def _flat(steps: list[dict[str, object]], draft: Draft, depth: int) -> list[TimerStep]:
    """All steps in order, with the loops of groups written out."""
    flat: list[TimerStep] = []
    for step in steps:
        if "steps" not in step:
            flat += _step(step, draft)
        elif depth >= _DEEPEST:
            draft.note(f"groups more than {_DEEPEST} deep are left out")
        else:
            inner = _flat([as_mapping(one) for one in as_list(step.get("steps"))], draft, depth + 1)
            flat += inner * min(
                whole_number(step.get("loop"), 1_000) or 1, 1 + _MOST_STEPS // max(1, len(inner))
            )
        if len(flat) > _MOST_STEPS:
            draft.note(f"it has more than {_MOST_STEPS} steps: the end is left out")
            return flat[:_MOST_STEPS]
    return flat


def _step(step: dict[str, object], draft: Draft) -> list[TimerStep]:
    """One step; nothing for one without a length."""
    if not step:
        return []
    name = one_line(step.get("label")) or "Step"
    kinds = (as_mapping(one).get("type") for one in as_list(step.get("behaviour")))
    behaviours = {one_line(kind, 40).lower().replace("_", " ") for kind in kinds}
    for other in sorted(behaviours - _QUIET):
        draft.note(f"'{name}' had a {other} of its own")
    length = whole_number(step.get("length"), 36_000_000)
    if length is None:
        draft.note(f"'{name}' has no length: it is left out")
        return []
    if "halt" in behaviours:
        draft.note(f"'{name}' waited for you at its end: now it waits for you before it begins")
    return [TimerStep(name, max(1, round(length / 1000)), wait="halt" in behaviours)]


TIMERO: Final = "Timero"
_BREAK_SECONDS: Final = 20


def is_timero(data: object) -> bool:
    """Whether a JSON document is a list of routines."""
    routines = as_list(data)
    return bool(routines) and all(as_mapping(one).get("__type__") == "Routine" for one in routines)


def read_timero(data: object) -> list[Draft]:
    """The routines of a document that fits.

    Routines of exercises by duration or by repetitions.
    """
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


class TimerFormat(NamedTuple):
    """How the programs of one app are read."""

    app: str
    fits: Callable[[object], bool]
    """Whether a JSON document comes from it."""
    read: Callable[[object], list[Draft]]


TIMERS: Final = (
    TimerFormat(TIMERO, is_timero, read_timero),
    TimerFormat(OPENHIIT, is_openhiit, read_openhiit),
    TimerFormat(TIMER_MACHINE, is_timer_machine, read_timer_machine),
    TimerFormat(JAWT, is_jawt, read_jawt),
)
"""In the order in which they are tried."""
