"""What a command that steers does: a standing in, the next one out; the same one where it means nothing."""

from __future__ import annotations

from math import ceil
from typing import Final

from msgspec.structs import replace

from coach.model.program import Measure
from coach.session.course import RESTS, Course
from coach.session.standing import (
    Standing,
    by_the_clock,
    finished,
    noted,
    on_way,
    paused_piece,
    recorded,
    stepped,
)

BACK_SECONDS: Final = 2
"""So long after its start, going back means the work before it."""
COUNT_SECONDS: Final = 3
"""What a shortened rest keeps, so that the count before work is still heard."""


def pause(course: Course, at: Standing, now: float) -> Standing:
    """Stand still."""
    if at.mode != "running":
        return at
    return replace(still(course, at, now), mode="paused")


def still(course: Course, at: Standing, now: float) -> Standing:
    """Where it would stand still now; the mode is the caller's."""
    elapsed = at.elapsed_at(now)
    if at.in_set:
        return paused_piece(course, at, elapsed, now=now)
    return replace(at, moment=now, elapsed=elapsed)


def resume(course: Course, at: Standing, now: float) -> Standing:
    """Go on, after a short get-ready where a position has to be taken again."""
    if at.mode not in ("paused", "asking"):
        return at
    at = replace(at, mode="running", moment=now)
    if at.ended:
        return with_ready(course, stepped(at, now), now)
    if at.leg.interval.is_set:
        return with_ready(course, at, now)
    if at.leg.seconds is None:
        return at
    latest = max(0.0, at.leg.seconds - course.resume_seconds)
    return replace(at, elapsed=min(at.elapsed, latest))


def with_ready(course: Course, at: Standing, now: float) -> Standing:
    """With a short get-ready before a set that would begin, or go on, at once; one that waits needs none."""
    if at.mode != "running" or not at.leg.interval.is_set or at.leg.seconds is None:
        return at
    legs = course.resumed(at.leg, at.elapsed)
    return replace(
        at,
        legs=(*at.legs[: at.position], *legs, *at.legs[at.position + 1 :]),
        elapsed=legs[0].begin,
        moment=now,
    )


def go_on(course: Course, at: Standing, now: float) -> Standing:
    """On from an interval that waits for the user: repetitions are done, a wait before a set is over."""
    if at.mode != "running" or at.leg.seconds is not None:
        return at
    if at.in_set:
        at = by_the_clock(course, recorded(course, at, "full"), at.elapsed_at(now))
    return stepped(at, now)


def skip_interval(course: Course, at: Standing, now: float) -> Standing:
    """End this interval and go to the next; what waits counts as done, a hold with the seconds held."""
    if at.mode not in ("running", "paused"):
        return at
    if at.in_set and not at.ended:
        waits = at.leg.seconds is None
        elapsed = at.elapsed_at(now)
        at = by_the_clock(course, recorded(course, at, "full" if waits else "early", elapsed), elapsed)
    return stepped(at, now)


def redo(course: Course, at: Standing, now: float) -> Standing:
    """Do the hold that ended early once more, from its get-ready."""
    key = redo_offered(course, at)
    if key is None:
        return at
    return replace(before_set(course, at, key, course.ready_seconds, now), mode="running")


def redo_offered(course: Course, at: Standing) -> int | None:
    """The place of the hold that could be done once more, or None."""
    if at.mode in ("unstarted", "asking", "over") or at.last_set is None or at.set_in_progress is not None:
        return None
    key = at.last_set
    behind = at.leg.key > key or at.ended
    early = at.records[key].end == "early" and course.work(key).measure is Measure.HOLD
    return key if behind and early and key not in at.left_out else None


def go_back(course: Course, at: Standing, now: float) -> Standing:
    """To the start of this interval, or within its first two seconds to the work before it.

    A set that is left this way keeps what was done of it until it is done again.
    """
    if at.mode not in ("running", "paused"):
        return at
    elapsed = at.elapsed_at(now)
    key = at.leg.key
    if at.in_set and at.leg.seconds is not None:
        at = recorded(course, at, "early", elapsed) if elapsed >= 1 else at
    if at.ended or (elapsed - at.leg.begin >= BACK_SECONDS and at.leg.interval.is_set):
        return before_set(course, at, key, course.resume_seconds, now)
    if elapsed >= BACK_SECONDS:
        return replace(at, moment=now, elapsed=0.0)
    before = [k for k in course.set_keys if k < key and k not in at.left_out]
    if before:
        return before_set(course, at, before[-1], course.resume_seconds, now)
    if at.leg.interval.is_set:
        return before_set(course, at, key, course.resume_seconds, now)
    return replace(at, moment=now, elapsed=0.0)


def before_set(course: Course, at: Standing, key: int, ready_seconds: int, now: float) -> Standing:
    """Before this set, with a get-ready, and everything after it still to come: a new attempt."""
    keys = [k for k in course.set_keys if k >= key and k not in at.left_out]
    opening = course.ready(key, ready_seconds)
    at = replace(at, pain_answer=None)
    return on_way(at, course.way(keys, opening=opening, rests_delta_seconds=at.rests_delta_seconds), now)


def adjust_interval(course: Course, at: Standing, now: float, seconds: int) -> Standing:
    """Make this rest, switch or get-ready longer or shorter; the count before work is kept."""
    length = None if at.mode not in ("running", "paused") else at.leg.interval.seconds
    if length is None or at.leg.interval.is_set:
        return at
    kept = min(length, ceil(at.elapsed_at(now)) + COUNT_SECONDS)
    leg = course.lengthened(at.leg, max(length + seconds, kept))
    return replace(at, legs=(*at.legs[: at.position], leg, *at.legs[at.position + 1 :]))


def adjust_rests(course: Course, at: Standing, seconds: int) -> Standing:
    """Make every rest that is still to come longer or shorter, counted from its own length."""
    if at.mode not in ("running", "paused"):
        return at
    own = [one.seconds for one in course.intervals if one.kind in RESTS and one.seconds]
    delta = max(at.rests_delta_seconds + seconds, -max(own, default=0))
    ahead = tuple(course.stretched(leg, delta) for leg in at.legs[at.position + 1 :])
    return replace(at, legs=(*at.legs[: at.position + 1], *ahead), rests_delta_seconds=delta)


def stop(course: Course, at: Standing, now: float) -> Standing:
    """End the session, with the seconds really held."""
    if at.mode in ("unstarted", "over"):
        return at
    elapsed = at.elapsed_at(now)
    if at.in_set and (at.leg.seconds is None or elapsed >= 1):
        at = recorded(course, at, "stopped", elapsed)
    return finished(_cut_short(at), "stopped", now)


def _cut_short(at: Standing) -> Standing:
    """With the set that stands still, as it did for the question whether to stop, ended by stopping."""
    key = at.leg.key if at.ended else at.set_in_progress
    record = None if key is None else at.records.get(key)
    if key is None or record is None or record.end != "early":
        return at
    return noted(at, key, replace(record, end="stopped"))
