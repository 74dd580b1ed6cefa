"""A session as a workout for a watch, in the FIT format by the library of its makers, and for intervals.icu.

The library is an optional part of the app: `pip install "coach[fit]"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from coach.control_characters import harmless, one_line
from coach.errors import UsageError
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.model.units import duration_text

_LONGEST_ROUND: Final = 100
"""The most steps of a round that is found."""
_LEADS: Final = {
    IntervalKind.READY: "Get ready",
    IntervalKind.SWITCH: "Switch",
    IntervalKind.REST: "Rest",
    IntervalKind.ROUND_REST: "Rest",
    IntervalKind.WAIT: "Go on when ready",
}


class WorkoutStep(Struct, frozen=True):
    """One step of a workout."""

    name: str
    seconds: int | None
    """None: it ends when its button is pressed."""
    reps: int | None
    active: bool
    warmup: bool
    load_kg: float | None


class Repeat(Struct, frozen=True):
    """Steps that are repeated."""

    first: int
    length: int
    times: int


def with_repeats(steps: Sequence[WorkoutStep]) -> list[WorkoutStep | Repeat]:
    """The steps, with equal rounds in a row replaced by one round and a `Repeat`."""
    shortened: list[WorkoutStep | Repeat] = []
    index = 0
    while index < len(steps):
        # The round that leaves out most steps, and of several the shortest.
        length, times = max(_rounds(steps, index), key=lambda one: (one[0] * (one[1] - 1), -one[0]))
        first = len(shortened)
        shortened += steps[index : index + length]
        if times > 1:
            shortened.append(Repeat(first, length, times))
        index += length * times
    return shortened


def _rounds(steps: Sequence[WorkoutStep], index: int) -> Iterator[tuple[int, int]]:
    """The lengths of the rounds that begin at an index, and how often each comes in a row."""
    yield 1, 1
    for length in range(2, min(_LONGEST_ROUND, (len(steps) - index) // 2) + 1):
        first, times = steps[index : index + length], 1
        while steps[index + times * length : index + (times + 1) * length] == first:
            times += 1
        if times > 1:
            yield length, times


def step_of(one: Interval) -> WorkoutStep:
    """An interval as a step."""
    name = f"{one.name}, {one.side}" if one.side else one.name
    if not one.is_set:
        return WorkoutStep(_LEADS[one.kind], one.seconds, None, False, one.warmup, None)
    return WorkoutStep(name, one.seconds, one.reps, True, one.warmup, one.load_kg)


COMMON_STEPS: Final = 50
"""More steps than this are refused by many watches."""
_LONGEST: Final = 60
"""Bytes of a name; watches show fewer."""


def fit_workout(timeline: Timeline, title: str, now: datetime) -> tuple[bytes, int]:
    """The bytes of a workout file, and how many steps it has.

    Raises:
        UsageError: the library is not installed.
    """
    try:
        from garmin_fit_sdk import Encoder, Profile
    except ImportError as error:
        hint = 'install it: pip install "coach[fit]"'
        raise UsageError("the library that writes FIT files is not installed", hint=hint) from error
    steps = with_repeats([step_of(one) for one in timeline.intervals])
    numbers = Profile["mesg_num"]
    encoder = Encoder()
    made = now.astimezone(UTC).replace(microsecond=0)
    file_id = {
        "type": "workout",
        "manufacturer": "development",
        "product": 0,
        "time_created": made,
        "serial_number": int(made.timestamp()) % 2**32 or 1,
    }
    encoder.on_mesg(numbers["FILE_ID"], file_id)
    workout = {
        "wkt_name": _short(title),
        "sport": "training",
        "sub_sport": "strength_training",
        "num_valid_steps": len(steps),
    }
    encoder.on_mesg(numbers["WORKOUT"], workout)
    for index, step in enumerate(steps):
        encoder.on_mesg(numbers["WORKOUT_STEP"], {"message_index": index, **_message(step)})
    return bytes(encoder.close()), len(steps)


def _message(step: WorkoutStep | Repeat) -> dict[str, object]:
    if isinstance(step, Repeat):
        return {
            "duration_type": "repeat_until_steps_cmplt",
            "duration_value": step.first,
            "target_type": "open",
            "target_value": step.times,
        }
    message: dict[str, object] = {
        "wkt_step_name": _short(step.name),
        "target_type": "open",
        "target_value": 0,
    }
    message["intensity"] = "rest" if not step.active else "warmup" if step.warmup else "active"
    if step.seconds is not None:
        message |= {"duration_type": "time", "duration_value": 1000 * step.seconds}
    elif step.reps is not None:
        message |= {"duration_type": "reps", "duration_value": step.reps}
    else:
        message |= {"duration_type": "open", "duration_value": 0}
    if step.load_kg is not None:
        message["exercise_weight"] = step.load_kg
    return message


def _short(name: str) -> str:
    """A name cut to the length of the format, between two letters."""
    return name.encode()[:_LONGEST].decode(errors="ignore").strip() or "Session"


def intervals_text(timeline: Timeline) -> str:
    """The steps of a session for intervals.icu, one a line, with equal rounds once."""
    blocks: list[str] = []
    steps: list[WorkoutStep] = []
    for one in with_repeats([step_of(interval) for interval in timeline.intervals]):
        if isinstance(one, WorkoutStep):
            steps.append(one)
            continue
        first = len(steps) - one.length
        blocks += [_block(steps[:first], 1), _block(steps[first:], one.times)]
        steps = []
    blocks.append(_block(steps, 1))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(steps: list[WorkoutStep], times: int) -> str:
    lines = [f"{times}x"] if times > 1 and steps else []
    for step in steps:
        # A line is a step here, and most of what is copied from it goes through a terminal.
        name = harmless(one_line(step.name), order="")
        if step.seconds is not None:
            lines.append(f"- {name} {duration_text(step.seconds)}")
        else:
            lines.append(f"- {name}{f', {step.reps} repetitions' if step.reps else ''} press lap")
    return "\n".join(lines)
