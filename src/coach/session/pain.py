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
from coach.session.standing import PainAnswer, Standing, finished, noted, recorded, reopened


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


def answer_about(at: Standing) -> PainAnswer | None:
    """The answer that a new one would take the place of."""
    return at.pain_answer if at.pain_answer is not None and at.pain_answer.key == about(at) else None


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
    earlier = answer_about(at)
    if earlier is not None:
        at = _taken_back(course, at, earlier)
    key = earlier.key if earlier is not None else about(at)
    if key is None and pain < MODERATE_PAIN:
        return resume(course, at, now)
    key = at.leg.key if key is None else key
    answer = _new_answer(at, key, pain, earlier)
    if pain < MODERATE_PAIN:
        return _going_on(course, _noted_pain(course, at, answer), answer, earlier, now)
    at = _hurt(course, at, answer)
    if pain >= STRONG_PAIN:
        return replace(finished(at, "pain", now), pain_answer=answer)
    before = at
    at = _without_drill(course, at, key, now)
    skipped_now = frozenset(at.records.keys() - before.records.keys())
    return replace(
        at, pain_answer=replace(answer, left_out=at.left_out - before.left_out, skipped=skipped_now)
    )


def _new_answer(at: Standing, key: int, pain: int, earlier: PainAnswer | None) -> PainAnswer:
    record = at.records.get(key)
    before = earlier.before if earlier is not None else record.pain if record is not None else None
    last = earlier.last_set if earlier is not None else at.last_set
    return PainAnswer(key=key, pain=pain, before=before, last_set=last)


def _taken_back(course: Course, at: Standing, answer: PainAnswer) -> Standing:
    """As if it had not been said; the set in progress and the way ahead stay as they are."""
    record = at.records.get(answer.key)
    at = replace(at, left_out=at.left_out - answer.left_out, pain=None)
    at = reopened(at, answer.skipped)
    if record is None:
        return at
    if record.end == "pain":
        record = replace(record, end="early") if amount_done(record) else skipped(course.work(answer.key))
    at = noted(at, answer.key, replace(record, pain=answer.before))
    return at if amount_done(record) else replace(at, last_set=answer.last_set)


def _going_on(
    course: Course, at: Standing, answer: PainAnswer, earlier: PainAnswer | None, now: float
) -> Standing:
    """On as before; where an earlier answer had left sets out, they come again."""
    at = replace(at, pain_answer=answer)
    if earlier is None or not earlier.left_out:
        return resume(course, at, now)
    at = replace(at, mode="running", moment=now)
    record = at.records.get(answer.key)
    if record is not None and amount_done(record):
        return with_ready(course, past(course, at, answer.key, now), now)
    return before_set(course, at, answer.key, course.resume_seconds, now)


def _noted_pain(course: Course, at: Standing, answer: PainAnswer) -> Standing:
    """With the pain in the record of the set it belongs to, which goes on where it can."""
    pain = stronger(answer.before, answer.pain)
    if at.in_set:
        at = replace(at, pain=answer.pain)
        done = at.leg.seconds is not None and at.elapsed >= 1
        at = recorded(course, at, "early", at.elapsed) if done else at
    elif at.set_in_progress == answer.key:
        at = replace(at, pain=answer.pain)
    record = at.records.get(answer.key)
    if record is None or not is_attempted(record):
        return at
    return noted(at, answer.key, replace(record, pain=pain))


def _hurt(course: Course, at: Standing, answer: PainAnswer) -> Standing:
    """With a set that hurt too much written down; one that was under way ends with it."""
    key, pain = answer.key, stronger(answer.before, answer.pain)
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
