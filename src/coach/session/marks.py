"""What someone says about a set: it was shaky, it hurts, it did not."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, STRONG_PAIN, WORST_PAIN, SetRecord
from coach.session.course import Course
from coach.session.moves import resume, still, with_ready
from coach.session.records import is_attempted, record_set, stronger
from coach.session.skips import past, rejoined, rest_of_drill, without
from coach.session.standing import Standing, finished, noted, recorded


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


def report_pain(course: Course, at: Standing, now: float) -> Standing:
    """Stand still until it is said how much it hurts."""
    if at.mode not in ("running", "paused"):
        return at
    stands = at if at.mode == "paused" else still(course, at, now)
    return replace(stands, mode="asking")


def answer_pain(course: Course, at: Standing, now: float, pain: int) -> Standing:
    """Take the answer: 0 to 2 goes on, 3 to 5 leaves the drill out, from 6 the session ends.

    The guide's check for the plank is no pain; the three steps are the ones pain is watched by in
    rehabilitation.

    Raises:
        ValueError: when pain is not 0 to 10.
    """
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"pain is a number from 0 to {WORST_PAIN}, not {pain}")
    if at.mode != "asking":
        return at
    key = about(at)
    if pain < MODERATE_PAIN:
        return resume(course, _noted_pain(course, at, pain), now)
    if key is None:
        key = at.leg.key
    at = _hurt(course, at, key, pain)
    if pain >= STRONG_PAIN:
        return finished(at, "pain", now)
    return _without_drill(course, at, key, now)


def _noted_pain(course: Course, at: Standing, pain: int) -> Standing:
    """With the pain in the record of the set it belongs to, which goes on where it can."""
    if at.in_set:
        at = replace(at, pain=stronger(at.pain, pain))
        done = at.leg.seconds is not None and at.elapsed >= 1
        return recorded(course, at, "early", at.elapsed) if done else at
    key = about(at)
    record = None if key is None else at.records.get(key)
    if key is None or record is None:
        return at
    at = replace(at, pain=stronger(at.pain, pain)) if at.set_in_progress == key else at
    return noted(at, key, replace(record, pain=stronger(record.pain, pain)))


def _hurt(course: Course, at: Standing, key: int, pain: int) -> Standing:
    """With a set that hurt too much written down; one that was under way ends with it."""
    if at.in_set:
        return recorded(course, at, "pain", at.elapsed, pain=pain)
    record = at.records.get(key)
    if record is None:
        return noted(at, key, record_set(course.work(key), 0, "pain", form=None, pain=pain))
    interrupted = at.ended or at.set_in_progress == key
    end = "pain" if interrupted else record.end
    return noted(at, key, replace(record, pain=stronger(record.pain, pain), end=end))


def _without_drill(course: Course, at: Standing, key: int, now: float) -> Standing:
    """Going on without the rest of a drill, with a short get-ready where nothing else gives time."""
    under_way = at.leg.interval.is_set or at.set_in_progress is not None
    leg_key = at.leg.key
    at = without(course, replace(at, mode="running", moment=now), rest_of_drill(course, key))
    if under_way:
        return with_ready(course, past(course, at, leg_key, now), now)
    rejoins = rejoined(course, at, now)
    if rejoins is not at:
        return rejoins
    return resume(course, replace(at, mode="paused"), now)


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
