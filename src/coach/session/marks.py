"""What someone says about a set: it was shaky; and at the end, how much it hurt."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import WORST_PAIN, SetRecord
from coach.session.course import Course
from coach.session.records import is_attempted, stronger
from coach.session.standing import Standing, noted


def about(at: Standing) -> int | None:
    """The place of the set that an answer belongs to: the one in progress, or the one attempted last."""
    in_progress = at.set_in_progress
    return at.last_set if in_progress is None else in_progress


def is_shaky(at: Standing) -> bool:
    """Whether the set that an answer belongs to is marked shaky."""
    if at.set_in_progress is not None:
        return at.shaky
    return at.last_set is not None and at.records[at.last_set].form == "shaky"


def mark_shaky(course: Course, at: Standing) -> Standing:
    """Mark the set of this moment, or the one before it, as shaky; asked again, take the mark away."""
    if at.mode == "unstarted":
        return at
    key = at.set_in_progress
    if key is not None:
        at = replace(at, shaky=not at.shaky)
    else:
        key = at.last_set
    record = None if key is None else at.records.get(key)
    if key is None or record is None or not is_attempted(record):
        return at
    return noted(at, key, _toggled(course, record))


def _toggled(course: Course, record: SetRecord) -> SetRecord:
    if record.form != "shaky":
        return replace(record, form="shaky")
    return replace(record, form="clean" if course.attended else None)


def answer_check(at: Standing, pain: int, slot: str | None) -> Standing:
    """Take the answer at the end of the session: how much it hurt, in one drill or in all of them.

    Sets that have an answer keep it unless this one is worse.

    Raises:
        ValueError: when pain is not 0 to 10.
    """
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"pain is a number from 0 to {WORST_PAIN}, not {pain}")
    if at.mode != "over":
        return at
    for key, record in sorted(at.records.items()):
        if is_attempted(record) and slot in (None, record.slot):
            at = noted(at, key, replace(record, pain=stronger(record.pain, pain)))
    return at
