"""It hurts: what is asked, and what follows from the answer.

An answer is about one set: the one in progress, or in a rest the one before it. Until another set is begun
it may be corrected; what it left out then comes again.
"""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, STRONG_PAIN, WORST_PAIN
from coach.session.course import Course
from coach.session.marks import about
from coach.session.moves import before_set, resume, still, with_ready
from coach.session.records import amount_done, is_attempted, record_set, skipped, stronger
from coach.session.skips import past, rejoined, sets_of_drill, without
from coach.session.standing import Said, Standing, finished, noted, recorded, reopened


def report_pain(course: Course, at: Standing, now: float) -> Standing:
    """Stand still until it is said how much it hurts."""
    if at.mode not in ("running", "paused"):
        return at
    paused = at.mode == "paused"
    return replace(at if paused else still(course, at, now), mode="asking", was_paused=paused)


def leave_pain(course: Course, at: Standing, now: float) -> Standing:
    """Leave it unanswered, and go on; what was paused before stays paused."""
    if at.mode != "asking":
        return at
    paused = replace(at, mode="paused")
    return paused if at.was_paused else resume(course, paused, now)


def said_about(at: Standing) -> Said | None:
    """The answer that a new one would take the place of."""
    return at.said if at.said is not None and at.said.key == about(at) else None


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
    earlier = said_about(at)
    if earlier is not None:
        at = _taken_back(course, at, earlier)
    key = earlier.key if earlier is not None else about(at)
    if key is None and pain < MODERATE_PAIN:
        return resume(course, at, now)
    key = at.leg.key if key is None else key
    said = _new_answer(at, key, pain, earlier)
    if pain < MODERATE_PAIN:
        return _going_on(course, _noted_pain(course, at, said), said, earlier, now)
    at = _hurt(course, at, said)
    if pain >= STRONG_PAIN:
        return replace(finished(at, "pain", now), said=said)
    before = at
    at = _without_drill(course, at, key, now)
    skipped_now = frozenset(at.records.keys() - before.records.keys())
    return replace(at, said=replace(said, left_out=at.left_out - before.left_out, skipped=skipped_now))


def _new_answer(at: Standing, key: int, pain: int, earlier: Said | None) -> Said:
    record = at.records.get(key)
    before = earlier.before if earlier is not None else record.pain if record is not None else None
    last = earlier.last_set if earlier is not None else at.last_set
    return Said(key=key, pain=pain, before=before, last_set=last)


def _taken_back(course: Course, at: Standing, said: Said) -> Standing:
    """As if it had not been said; the set in progress and the way ahead stay as they are."""
    record = at.records.get(said.key)
    at = replace(at, left_out=at.left_out - said.left_out, pain=None)
    at = reopened(at, said.skipped)
    if record is None:
        return at
    if record.end == "pain":
        record = replace(record, end="early") if amount_done(record) else skipped(course.work(said.key))
    at = noted(at, said.key, replace(record, pain=said.before))
    return at if amount_done(record) else replace(at, last_set=said.last_set)


def _going_on(course: Course, at: Standing, said: Said, earlier: Said | None, now: float) -> Standing:
    """On as before; where an earlier answer had left sets out, they come again."""
    at = replace(at, said=said)
    if earlier is None or not earlier.left_out:
        return resume(course, at, now)
    at = replace(at, mode="running", moment=now)
    record = at.records.get(said.key)
    if record is not None and amount_done(record):
        return with_ready(course, past(course, at, said.key, now), now)
    return before_set(course, at, said.key, course.resume_seconds, now)


def _noted_pain(course: Course, at: Standing, said: Said) -> Standing:
    """With the pain in the record of the set it belongs to, which goes on where it can."""
    pain = stronger(said.before, said.pain)
    if at.in_set:
        at = replace(at, pain=said.pain)
        done = at.leg.seconds is not None and at.elapsed >= 1
        at = recorded(course, at, "early", at.elapsed) if done else at
    elif at.set_in_progress == said.key:
        at = replace(at, pain=said.pain)
    record = at.records.get(said.key)
    if record is None or not is_attempted(record):
        return at
    return noted(at, said.key, replace(record, pain=pain))


def _hurt(course: Course, at: Standing, said: Said) -> Standing:
    """With a set that hurt too much written down; one that was under way ends with it."""
    key, pain = said.key, stronger(said.before, said.pain)
    interrupted = at.ended or (at.set_in_progress == key and not at.in_set)
    if at.in_set:
        at = recorded(course, at, "pain", at.elapsed)
    record = at.records.get(key)
    if record is None or not is_attempted(record):
        return noted(at, key, record_set(course.work(key), 0, "pain", form=None, pain=pain))
    end = "pain" if interrupted else record.end
    return noted(at, key, replace(record, pain=pain, end=end))


def _without_drill(course: Course, at: Standing, key: int, now: float) -> Standing:
    """Going on without a drill, with a short get-ready where nothing else gives time."""
    under_way = at.leg.interval.is_set or at.set_in_progress is not None
    leg_key = at.leg.key
    at = without(course, replace(at, mode="running", moment=now), sets_of_drill(course, key))
    at = past(course, at, leg_key, now) if under_way else rejoined(course, at, now)
    return with_ready(course, at, now)
