"""Records of sets: what was asked, what was done, and which of two attempts is kept."""

from __future__ import annotations

from math import floor
from typing import Final

from msgspec.structs import replace

from coach.model.events import End, Form, SetRecord
from coach.model.program import Measure
from coach.model.timeline import Interval

EPSILON_SECONDS: Final = 1e-6
"""Tolerance for sums of floating-point seconds; far below anything audible."""


def whole_seconds(elapsed: float) -> int:
    """The whole seconds in a duration, with a tolerance of `EPSILON_SECONDS`."""
    return max(0, floor(elapsed + EPSILON_SECONDS))


def new_record(
    work: Interval, elapsed: float, end: End, *, form: Form | None, pain: int | None = None
) -> SetRecord:
    """The record of a set that ends now.

    Seconds and repetitions are those really done, whole ones only, and never more than was asked. A set of
    which nothing was done counts as skipped, unless it hurt. Repetitions without a pace are those asked when
    the set is full, and else unknown.

    Args:
        elapsed: seconds in the set, without pauses.
    """
    timed = work.measure in (Measure.HOLD, Measure.TIME)
    asked_seconds = work.seconds if timed else None
    seconds = min(asked_seconds, whole_seconds(elapsed)) if asked_seconds is not None else None
    reps = None if timed else _repetitions(work, elapsed, end)
    done = seconds if timed else reps
    if done == 0 and end in ("early", "stopped"):
        end = "skipped"
    return SetRecord(
        slot=work.slot,
        drill=work.drill,
        round=work.round,
        side=work.side,
        asked_seconds=asked_seconds,
        seconds=seconds,
        asked_reps=None if timed else work.reps,
        reps=reps,
        load_kg=work.load_kg,
        form=form if done != 0 else None,
        pain=pain,
        end=end,
    )


def unattended_record(work: Interval) -> SetRecord:
    """The record of repetitions that wait for the user where nobody is there to count them."""
    record = new_record(work, 0, "early", form=None)
    return replace(record, reps=None, form=None, end=None)


def skipped_record(work: Interval) -> SetRecord:
    """The record of a set that was left out."""
    return new_record(work, 0, "skipped", form=None)


def amount_done(record: SetRecord) -> int:
    """Seconds, repetitions or breaths done; 0 where they are not known."""
    return (record.seconds if record.asked_reps is None else record.reps) or 0


def is_attempted(record: SetRecord) -> bool:
    """Whether the set was begun, and not left out."""
    return amount_done(record) > 0 or record.end != "skipped"


def better_record(old: SetRecord | None, new: SetRecord) -> SetRecord:
    """The better record of a set: the attempt in which more was done, the later one of equals.

    Pain that was named in either of them stays.
    """
    if old is None:
        return new
    stands = new if amount_done(new) >= amount_done(old) and is_attempted(new) else old
    return replace(stands, pain=stronger_pain(old.pain, new.pain))


def stronger_pain(one: int | None, other: int | None) -> int | None:
    """The stronger of two answers about pain; None only where neither was given."""
    return max((pain for pain in (one, other) if pain is not None), default=None)


def _repetitions(work: Interval, elapsed: float, end: End) -> int | None:
    """Repetitions or breaths done, or None where nobody counted them."""
    asked = work.reps or 0
    if end == "full":
        return asked
    each = work.pace_seconds
    if work.measure is Measure.BREATHS:
        each = (work.inhale_seconds or 0) + (work.exhale_seconds or 0)
    if each:
        return min(asked, whole_seconds(elapsed) // each)
    return 0 if end == "skipped" else None
