"""The initial state of a session, new or resumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, SetRecord, has_strong_pain
from coach.model.program import Measure
from coach.model.timeline import Interval
from coach.session.course import Route, Step
from coach.session.facts import SetRecorded
from coach.session.records import amount_done, is_attempted
from coach.session.skips import omit, sets_of_drill
from coach.session.standing import SessionState


def initial_state(route: Route, done: Sequence[SetRecorded]) -> SessionState:
    """The state before the start.

    A stretch, a walk or a breathing that was interrupted goes on where it was; a hold that was interrupted is
    over. A drill that hurt is left out, and after strong pain every drill is.
    """
    records = _latest_records(route, done)
    attempted = [key for key, record in records.items() if is_attempted(record)]
    hurt = _painful_sets(route, records)
    left_out = frozenset(key for key, record in records.items() if not is_attempted(record)) | hurt
    unfinished = _resumable_set(route, records)
    keys = [key for key in route.set_keys if (key not in records or key == unfinished) and key not in hurt]
    steps = route.steps_through(keys)
    if unfinished is not None:
        begin = _begun_seconds(route.work(unfinished), records[unfinished])
        steps = tuple(replace(step, begin=begin) if _is_set(step, unfinished) else step for step in steps)
    begun = SessionState(
        mode="unstarted",
        steps=steps,
        position=0,
        moment=float("-inf"),
        elapsed=steps[0].begin if steps else 0.0,
        last_set=attempted[-1] if attempted else None,
        left_out=left_out,
        records=records,
        facts=tuple(done),
    )
    return omit(route, begun, hurt)


def _painful_sets(route: Route, records: Mapping[int, SetRecord]) -> frozenset[int]:
    """The sets that an answer about pain has left out, also where only the answer itself was kept."""
    if has_strong_pain(records.values()):
        return frozenset(route.set_keys)
    named = [key for key, record in records.items() if (record.pain or 0) >= MODERATE_PAIN]
    return frozenset(other for key in named for other in sets_of_drill(route, key))


def _is_set(step: Step, key: int) -> bool:
    return step.interval.is_set and step.key == key


def _latest_records(route: Route, done: Sequence[SetRecorded]) -> dict[int, SetRecord]:
    """The latest record of each set on record."""
    for fact in done:
        if fact.key not in route.set_keys or route.work(fact.key).slot != fact.record.slot:
            raise ValueError(f"set {fact.key} ({fact.record.slot}) was recorded in another timeline")
    return {fact.key: fact.record for fact in done}


def _resumable_set(route: Route, records: dict[int, SetRecord]) -> int | None:
    """The last set that was begun, where it was ended early and may go on in pieces."""
    key = max((key for key, record in records.items() if is_attempted(record)), default=None)
    if key is None or records[key].end not in ("early", "stopped") or not amount_done(records[key]):
        return None
    work = route.work(key)
    return key if work.measure is not Measure.HOLD and work.seconds is not None else None


def _begun_seconds(work: Interval, record: SetRecord) -> float:
    """How far into a set its record reaches."""
    if record.seconds is not None:
        return float(record.seconds)
    return float((work.seconds or 0) * amount_done(record) // (work.reps or 1))
