"""A session as a workout for a watch, in the FIT format, by the library of those who keep that format.

The library is an optional part of the app: `pip install "coach[fit]"`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from coach.errors import UsageError
from coach.model.timeline import Timeline
from coach.service.steps import Repeat, Step, step_of, with_repeats

COMMON_STEPS: Final = 50
"""More steps than this are refused by many watches."""
_LONGEST: Final = 60
"""Octets of a name; watches show fewer."""


def fit_workout(timeline: Timeline, title: str, now: datetime) -> tuple[bytes, int]:
    """The bytes of a workout file, and how many steps it has.

    Args:
        timeline: the session.
        title: what the watch calls it.
        now: when it is made.

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
    encoder.on_mesg(numbers["FILE_ID"], _file_id(now))
    workout = {
        "wkt_name": _short(title),
        "sport": "training",
        "sub_sport": "strength_training",
        "num_valid_steps": len(steps),
    }
    encoder.on_mesg(numbers["WORKOUT"], workout)
    for place, step in enumerate(steps):
        encoder.on_mesg(numbers["WORKOUT_STEP"], {"message_index": place, **_message(step)})
    return bytes(encoder.close()), len(steps)


def _file_id(now: datetime) -> dict[str, object]:
    made = now.astimezone(UTC).replace(microsecond=0)
    return {
        "type": "workout",
        "manufacturer": "development",
        "product": 0,
        "time_created": made,
        "serial_number": int(made.timestamp()) % 2**32 or 1,
    }


def _message(step: Step | Repeat) -> dict[str, object]:
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
    """As much of a name as there is room for, no letter cut."""
    return name.encode()[:_LONGEST].decode(errors="ignore").strip() or "Session"
