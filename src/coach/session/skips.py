"""What is left out: a side, the rest of a drill, the warm-up."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from coach.model.timeline import IntervalKind
from coach.session.course import Course, Leg
from coach.session.records import is_attempted, skipped
from coach.session.standing import Standing, noted, on_way, recorded


def skip_side(course: Course, at: Standing, now: float) -> Standing:
    """Leave this side of this set out; between sets, the one that comes."""
    if at.mode not in ("running", "paused"):
        return at
    return _left_behind(course, at, {at.leg.key}, now)


def skip_drill(course: Course, at: Standing, now: float) -> Standing:
    """Leave the rest of this drill out, in every round; between sets, the one that comes."""
    if at.mode not in ("running", "paused"):
        return at
    return _left_behind(course, at, rest_of_drill(course, at.leg.key), now)


def skip_warmup(course: Course, at: Standing, now: float) -> Standing:
    """Leave the rest of the warm-up out, and get ready for what comes after it."""
    if at.mode not in ("running", "paused") or not at.leg.interval.warmup:
        return at
    keys = {key for key in course.set_keys if key >= at.leg.key and course.work(key).warmup}
    at = without(course, _closed(course, at, now), keys)
    ahead = _ahead(course, at, at.leg.key)
    opening = course.ready(ahead[0], course.ready_seconds) if ahead else None
    return on_way(at, course.way(ahead, opening=opening, rests_delta_seconds=at.rests_delta_seconds), now)


def rest_of_drill(course: Course, key: int) -> set[int]:
    """The places of this set and of all later sets of the same slot."""
    slot = course.work(key).slot
    return {later for later in course.set_keys if later >= key and course.work(later).slot == slot}


def sets_of_drill(course: Course, key: int) -> set[int]:
    """The places of all sets of the same slot, and of the same drill in other slots, done ones too."""
    work = course.work(key)
    return {
        other
        for other in course.set_keys
        if course.work(other).slot == work.slot or course.work(other).drill == work.drill
    }


def without(course: Course, at: Standing, keys: Iterable[int]) -> Standing:
    """With these sets left out: each that has no record yet is written down as skipped."""
    chosen = sorted(keys)
    for key in chosen:
        if key not in at.records:
            at = noted(at, key, skipped(course.work(key)))
    return replace(at, left_out=at.left_out.union(chosen))


def past(course: Course, at: Standing, key: int, now: float) -> Standing:
    """On the way that follows a set, from its rest on."""
    return on_way(
        at,
        course.way(_ahead(course, at, key + 1), after=key, rests_delta_seconds=at.rests_delta_seconds),
        now,
    )


def rejoined(course: Course, at: Standing, now: float) -> Standing:
    """On the way from between two sets to whatever still comes: a rest that runs goes on to its end."""
    key = at.leg.key
    ahead = _ahead(course, at, key)
    if not ahead:
        return on_way(at, (), now)
    elapsed = at.elapsed_at(now)
    # The set that was coming may still come, and yet the ones behind it not.
    opening = _coming(at) if ahead[0] == key else _opening(course, at, ahead[0])
    moved = on_way(at, course.way(ahead, opening=opening, rests_delta_seconds=at.rests_delta_seconds), now)
    length = moved.leg.seconds
    if length is None or moved.leg.interval.is_set:
        return moved
    return replace(moved, elapsed=min(elapsed, max(0.0, length - course.resume_seconds)))


def _left_behind(course: Course, at: Standing, keys: set[int], now: float) -> Standing:
    """With these sets left out, and on the way to the next one that is not."""
    key = at.leg.key
    begun = at.leg.interval.is_set or at.set_in_progress is not None
    at = without(course, _closed(course, at, now), keys)
    return past(course, at, key, now) if begun else rejoined(course, at, now)


def _closed(course: Course, at: Standing, now: float) -> Standing:
    """With the set in progress written down as skipped after what was done of it."""
    return recorded(course, at, "skipped", at.elapsed_at(now)) if at.in_set else at


def _ahead(course: Course, at: Standing, key: int) -> list[int]:
    """The sets from this place on that are not left out."""
    return [later for later in course.set_keys if later >= key and later not in at.left_out]


def _coming(at: Standing) -> tuple[Leg, ...]:
    """What leads from this moment to the set that is coming, as it is."""
    ahead = at.legs[at.position :]
    return ahead[: next(place for place, leg in enumerate(ahead) if leg.interval.is_set)]


def _opening(course: Course, at: Standing, key: int) -> tuple[Leg, ...]:
    """What leads to another set than the one that was coming: its own rest where that is of a longer kind."""
    before = [earlier for earlier in course.set_keys if earlier < at.leg.key and _was_there(at, earlier)]
    if at.leg.interval.kind in (IntervalKind.READY, IntervalKind.WAIT) or not before:
        waits = course.lead(None, key)
        return waits if waits[:1] and waits[0].seconds is None else course.ready(key, course.ready_seconds)
    lead = tuple(course.stretched(leg, at.rests_delta_seconds) for leg in course.lead(before[-1], key))
    if any(leg.rank > at.leg.rank for leg in lead):
        return lead
    return (course.retargeted(at.leg, key), *(leg for leg in lead if not leg.rank))


def _was_there(at: Standing, key: int) -> bool:
    """Whether a set was done, or at least not left out."""
    record = at.records.get(key)
    return key not in at.left_out or (record is not None and is_attempted(record))
