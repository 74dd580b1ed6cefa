"""Where a session begins: at its first set, or at the first that an interrupted run had not done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, SetRecord, has_strong_pain
from coach.model.program import Measure
from coach.model.timeline import Interval
from coach.session.course import Course, Leg
from coach.session.facts import SetRecorded
from coach.session.records import amount_done, is_attempted
from coach.session.skips import sets_of_drill, without
from coach.session.standing import Standing


def opening_standing(course: Course, done: Sequence[SetRecorded]) -> Standing:
    """The standing before the start.

    A stretch, a walk or a breathing that was interrupted goes on where it was; a hold that was is over. What
    hurt is not asked again, and after strong pain nothing is.
    """
    records = _records(course, done)
    attempted = [key for key, record in records.items() if is_attempted(record)]
    hurt = _hurt(course, records)
    left_out = frozenset(key for key, record in records.items() if not is_attempted(record)) | hurt
    unfinished = _unfinished(course, records)
    keys = [key for key in course.set_keys if (key not in records or key == unfinished) and key not in hurt]
    legs = course.way(keys)
    if unfinished is not None:
        begin = _begun_seconds(course.work(unfinished), records[unfinished])
        legs = tuple(replace(leg, begin=begin) if _is_set(leg, unfinished) else leg for leg in legs)
    begun = Standing(
        mode="unstarted",
        legs=legs,
        position=0,
        moment=float("-inf"),
        elapsed=legs[0].begin if legs else 0.0,
        last_set=attempted[-1] if attempted else None,
        left_out=left_out,
        records=records,
        facts=tuple(done),
    )
    return without(course, begun, hurt)


def _hurt(course: Course, records: Mapping[int, SetRecord]) -> frozenset[int]:
    """The sets that an answer about pain has left out, also where only the answer itself was kept."""
    if has_strong_pain(records.values()):
        return frozenset(course.set_keys)
    named = [key for key, record in records.items() if (record.pain or 0) >= MODERATE_PAIN]
    return frozenset(other for key in named for other in sets_of_drill(course, key))


def _is_set(leg: Leg, key: int) -> bool:
    return leg.interval.is_set and leg.key == key


def _records(course: Course, done: Sequence[SetRecorded]) -> dict[int, SetRecord]:
    """The latest record of each set on record."""
    for fact in done:
        if fact.key not in course.set_keys or course.work(fact.key).slot != fact.record.slot:
            raise ValueError(f"set {fact.key} ({fact.record.slot}) was recorded in another timeline")
    return {fact.key: fact.record for fact in done}


def _unfinished(course: Course, records: dict[int, SetRecord]) -> int | None:
    """The last set that was begun, where it was ended early and may go on in pieces."""
    key = max((key for key, record in records.items() if is_attempted(record)), default=None)
    if key is None or records[key].end not in ("early", "stopped") or not amount_done(records[key]):
        return None
    work = course.work(key)
    return key if work.measure is not Measure.HOLD and work.seconds is not None else None


def _begun_seconds(work: Interval, record: SetRecord) -> float:
    """How far into a set its record reaches."""
    if record.seconds is not None:
        return float(record.seconds)
    return float((work.seconds or 0) * amount_done(record) // (work.reps or 1))
