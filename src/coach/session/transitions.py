"""State transitions: pause, go on, skip, go back, adjust, stop.

Each returns the new state, or the same object where the command does not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, WORST_PAIN, has_strong_pain
from coach.model.program import Measure
from coach.model.timeline import RESTS, IntervalKind
from coach.session.commands import SetRecorded
from coach.session.set_records import amount_done, is_attempted, skipped_record, stronger_pain
from coach.session.state import (
    Route,
    SessionState,
    Step,
    finish,
    pause_set,
    record_set,
    save_record,
    shorten_fixed_rest,
    start_next_step,
    start_route,
)

BACK_SECONDS: Final = 2
"""Within this time of its start, going back means the set before it."""
COUNT_SECONDS: Final = 3
"""The least that is left of a shortened rest, so that the count before work is heard."""


def pause_session(route: Route, state: SessionState, now: float) -> SessionState:
    """Pause the session."""
    if state.mode != "running":
        return state
    return replace(freeze(route, state, now), mode="paused")


def freeze(route: Route, state: SessionState, now: float) -> SessionState:
    """Stop the time at this moment. The caller sets the mode."""
    elapsed = state.elapsed_at(now)
    if state.in_set:
        return pause_set(route, state, elapsed, now=now)
    return replace(state, moment=now, elapsed=elapsed)


def resume_session(route: Route, state: SessionState, now: float) -> SessionState:
    """Go on, after a short get-ready where a position has to be taken again."""
    if state.mode not in ("paused", "asking"):
        return state
    state = replace(state, mode="running", moment=now)
    if state.ended:
        return insert_get_ready(route, start_next_step(state, now), now)
    if state.step.interval.is_set:
        return insert_get_ready(route, state, now)
    if state.step.seconds is None:
        return state
    latest = max(0.0, state.step.seconds - route.resume_seconds)
    return replace(state, elapsed=min(state.elapsed, latest))


def insert_get_ready(route: Route, state: SessionState, now: float) -> SessionState:
    """Put a short get-ready before a set that would start at once; one that waits needs none."""
    if state.mode != "running" or not state.step.interval.is_set or state.step.seconds is None:
        return state
    steps = route.steps_to_resume(state.step, state.elapsed)
    return replace(
        state,
        steps=(*state.steps[: state.position], *steps, *state.steps[state.position + 1 :]),
        elapsed=steps[0].begin,
        moment=now,
    )


def continue_session(route: Route, state: SessionState, now: float) -> SessionState:
    """End an interval that waits for the user; repetitions count as done."""
    if state.mode != "running" or state.step.seconds is not None:
        return state
    if state.in_set:
        state = shorten_fixed_rest(route, record_set(route, state, "full"), state.elapsed_at(now))
    return start_next_step(state, now)


def skip_interval(route: Route, state: SessionState, now: float) -> SessionState:
    """End the current interval and start the next one. A hold counts with the seconds held."""
    if not state.in_progress:
        return state
    if state.in_set and not state.ended:
        waits = state.step.seconds is None
        elapsed = state.elapsed_at(now)
        state = record_set(route, state, "full" if waits else "early", elapsed)
        state = shorten_fixed_rest(route, state, elapsed)
    return start_next_step(state, now)


def redo_set(route: Route, state: SessionState, now: float) -> SessionState:
    """Do the hold that ended early once more, from its get-ready."""
    key = redo_offered(route, state)
    if key is None:
        return state
    return replace(return_to_set(route, state, key, route.ready_seconds, now), mode="running")


def redo_offered(route: Route, state: SessionState) -> int | None:
    """The key of the hold that can be done once more, or None."""
    if not state.in_progress or state.last_set is None or state.set_in_progress is not None:
        return None
    key = state.last_set
    behind = state.step.key > key or state.ended
    early = state.records[key].end == "early" and route.work(key).measure is Measure.HOLD
    return key if behind and early and key not in state.left_out else None


def go_back(route: Route, state: SessionState, now: float) -> SessionState:
    """Go to the start of this interval, or within its first two seconds to the set before it.

    A set that is left this way keeps what was done of it until it is done again.
    """
    if not state.in_progress:
        return state
    elapsed = state.elapsed_at(now)
    key = state.step.key
    if state.in_set and state.step.seconds is not None:
        state = record_set(route, state, "early", elapsed) if elapsed >= 1 else state
    if state.ended or (elapsed - state.step.begin >= BACK_SECONDS and state.step.interval.is_set):
        return return_to_set(route, state, key, route.resume_seconds, now)
    if elapsed >= BACK_SECONDS:
        return replace(state, moment=now, elapsed=0.0)
    before = [k for k in route.set_keys if k < key and k not in state.left_out]
    if before:
        return return_to_set(route, state, before[-1], route.resume_seconds, now)
    if state.step.interval.is_set:
        return return_to_set(route, state, key, route.resume_seconds, now)
    return replace(state, moment=now, elapsed=0.0)


def return_to_set(
    route: Route, state: SessionState, key: int, ready_seconds: int, now: float
) -> SessionState:
    """Start a new attempt at this set, with a get-ready; all later sets come after it."""
    keys = [k for k in route.set_keys if k >= key and k not in state.left_out]
    lead_in = route.get_ready(key, ready_seconds)
    state = replace(state, pain_answer=None)
    return start_route(route, state, keys, now, lead_in=lead_in)


def adjust_interval(route: Route, state: SessionState, now: float, seconds: int) -> SessionState:
    """Make this rest, switch or get-ready longer or shorter; the count before work is kept."""
    length = state.step.interval.seconds if state.in_progress else None
    if length is None or state.step.interval.is_set:
        return state
    kept = min(length, ceil(state.elapsed_at(now)) + COUNT_SECONDS)
    step = route.resize(state.step, max(length + seconds, kept))
    return replace(state, steps=(*state.steps[: state.position], step, *state.steps[state.position + 1 :]))


def adjust_rests(route: Route, state: SessionState, seconds: int) -> SessionState:
    """Make every rest that is still to come longer or shorter, counted from its own length."""
    if not state.in_progress:
        return state
    own = [one.seconds for one in route.intervals if one.kind in RESTS and one.seconds]
    delta = max(state.rests_delta_seconds + seconds, -max(own, default=0))
    ahead = tuple(route.adjust_rest(step, delta) for step in state.steps[state.position + 1 :])
    return replace(state, steps=(*state.steps[: state.position + 1], *ahead), rests_delta_seconds=delta)


def stop_session(route: Route, state: SessionState, now: float) -> SessionState:
    """End the session, with the seconds really held."""
    if state.mode in ("unstarted", "over"):
        return state
    elapsed = state.elapsed_at(now)
    if state.in_set and (state.step.seconds is None or elapsed >= 1):
        state = record_set(route, state, "stopped", elapsed)
    # A set that was paused for the question whether to stop ends by stopping too.
    key = state.step.key if state.ended else state.set_in_progress
    record = None if key is None else state.records.get(key)
    if key is not None and record is not None and record.end == "early":
        state = save_record(state, key, replace(record, end="stopped"))
    return finish(state, "stopped", now)


def skip_side(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave this side of this set out; between sets, the one that comes."""
    if not state.in_progress:
        return state
    return _skip_sets(route, state, {state.step.key}, now)


def skip_drill(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave the rest of this drill out, in every round; between sets, the one that comes."""
    if not state.in_progress:
        return state
    slot = route.work(state.step.key).slot
    keys = {key for key in route.set_keys if key >= state.step.key and route.work(key).slot == slot}
    return _skip_sets(route, state, keys, now)


def skip_warmup(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave the rest of the warm-up out, and get ready for what comes after it."""
    if not state.in_progress or not state.step.interval.warmup:
        return state
    keys = {key for key in route.set_keys if key >= state.step.key and route.work(key).warmup}
    state = omit(route, _close_set(route, state, now), keys)
    ahead = _sets_from(route, state, state.step.key)
    lead_in = route.get_ready(ahead[0], route.ready_seconds) if ahead else None
    return start_route(route, state, ahead, now, lead_in=lead_in)


def first_to_come(route: Route, state: SessionState) -> int | None:
    """The key of the first set that is not begun; None where no set is left."""
    if state.mode == "over" or state.position >= len(state.steps):
        return None
    begun = state.step.interval.is_set or state.set_in_progress is not None
    later = (step.key for step in state.steps[state.position :] if step.interval.is_set)
    return next((key for key in later if not begun or key > state.step.key), None)


def follow_new_timeline(route: Route, state: SessionState) -> SessionState:
    """Go on in a timeline in which sets that are not begun have changed: what is begun ends as it is."""
    first = first_to_come(route, state)
    if first is None:
        return state
    later = (step.key for step in state.steps[state.position :] if step.interval.is_set)
    ahead = [key for key in later if key >= first and key in route.set_keys]
    here = state.steps[state.position :]
    delta = state.rests_delta_seconds
    if first != state.step.key:
        # A set in progress, also in the get-ready after a pause in it.
        own = tuple(step for step in here if step.key == state.step.key)
        steps = (*own, *route.steps_through(ahead, after=state.step.key, rests_delta_seconds=delta))
    else:
        lead_in = [
            route.lead_again(step, first) for step in here if step.key == first and not step.interval.is_set
        ]
        steps = route.steps_through(ahead, lead_in=tuple(lead_in), rests_delta_seconds=delta)
    return replace(state, steps=(*state.steps[: state.position], *steps))


def sets_of_drill(route: Route, key: int) -> set[int]:
    """The keys of all sets of the same slot, and of the same drill in other slots, done ones too."""
    work = route.work(key)
    return {
        other
        for other in route.set_keys
        if route.work(other).slot == work.slot or route.work(other).drill == work.drill
    }


def omit(route: Route, state: SessionState, keys: Iterable[int]) -> SessionState:
    """Leave these sets out. Each without a record is recorded as skipped."""
    chosen = sorted(keys)
    for key in chosen:
        if key not in state.records:
            state = save_record(state, key, skipped_record(route.work(key)))
    return replace(state, left_out=state.left_out.union(chosen))


def continue_after(route: Route, state: SessionState, key: int, now: float) -> SessionState:
    """Go on after a set, from its rest on."""
    return start_route(route, state, _sets_from(route, state, key + 1), now, after=key)


def rejoin(route: Route, state: SessionState, now: float) -> SessionState:
    """From between two sets, go on to the next set that is not left out; a running rest goes on."""
    key = state.step.key
    ahead = _sets_from(route, state, key)
    if not ahead:
        return finish(state, "done", now)
    elapsed = state.elapsed_at(now)
    # The next set may still come although later ones do not.
    if ahead[0] == key:
        steps = state.steps[state.position :]
        lead_in = steps[: next(index for index, step in enumerate(steps) if step.interval.is_set)]
    else:
        lead_in = _lead_in_to(route, state, ahead[0])
    moved = start_route(route, state, ahead, now, lead_in=lead_in)
    length = moved.step.seconds
    if length is None or moved.step.interval.is_set:
        return moved
    return replace(moved, elapsed=min(elapsed, max(0.0, length - route.resume_seconds)))


def _skip_sets(route: Route, state: SessionState, keys: set[int], now: float) -> SessionState:
    """Leave these sets out, and go on to the next one that is not."""
    key = state.step.key
    begun = state.step.interval.is_set or state.set_in_progress is not None
    state = omit(route, _close_set(route, state, now), keys)
    return continue_after(route, state, key, now) if begun else rejoin(route, state, now)


def _close_set(route: Route, state: SessionState, now: float) -> SessionState:
    """Record the set in progress as skipped, with what was done of it."""
    return record_set(route, state, "skipped", state.elapsed_at(now)) if state.in_set else state


def _sets_from(route: Route, state: SessionState, key: int) -> list[int]:
    """The keys of the sets from this one on that are not left out."""
    return [later for later in route.set_keys if later >= key and later not in state.left_out]


def _lead_in_to(route: Route, state: SessionState, key: int) -> tuple[Step, ...]:
    """The steps to another set than the next one: its own rest where that is of a longer kind."""
    attempted = {key for key, record in state.records.items() if is_attempted(record)}
    before = [
        earlier
        for earlier in route.set_keys
        if earlier < state.step.key and (earlier not in state.left_out or earlier in attempted)
    ]
    if state.step.interval.kind in (IntervalKind.READY, IntervalKind.WAIT) or not before:
        waits = route.lead_in(None, key)
        return waits if waits[:1] and waits[0].seconds is None else route.get_ready(key, route.ready_seconds)
    lead = tuple(
        route.adjust_rest(step, state.rests_delta_seconds) for step in route.lead_in(before[-1], key)
    )
    if any(step.rank > state.step.rank for step in lead):
        return lead
    return (route.retarget(state.step, key), *(step for step in lead if not step.rank))


def subject_set(state: SessionState) -> int | None:
    """The key of the set that a mark or an answer is about: the one in progress, or the last attempted."""
    in_progress = state.set_in_progress
    return state.last_set if in_progress is None else in_progress


def is_shaky(state: SessionState) -> bool:
    """Whether that set is marked shaky."""
    if state.set_in_progress is not None:
        return state.shaky
    return state.last_set is not None and state.records[state.last_set].form == "shaky"


def mark_shaky(route: Route, state: SessionState) -> SessionState:
    """Mark that set as shaky, or remove the mark."""
    if state.mode == "unstarted":
        return state
    key = state.set_in_progress
    if key is not None:
        state = replace(state, shaky=not state.shaky)
    else:
        key = state.last_set
    record = None if key is None else state.records.get(key)
    if key is None or record is None or not is_attempted(record):
        return state
    unmarked = "clean" if route.attended else None
    return save_record(state, key, replace(record, form=unmarked if record.form == "shaky" else "shaky"))


def answer_check(state: SessionState, pain: int, slot: str | None) -> SessionState:
    """Take the answer at the end of the session: how much it hurt, in one drill or in all of them.

    Sets that have an answer keep it unless this one is worse.

    Raises:
        ValueError: when pain is not 0 to 10.
    """
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"pain is a number from 0 to {WORST_PAIN}, not {pain}")
    if state.mode != "over":
        return state
    for key, record in sorted(state.records.items()):
        if is_attempted(record) and slot in (None, record.slot):
            state = save_record(state, key, replace(record, pain=stronger_pain(record.pain, pain)))
    return state


def initial_state(route: Route, done: Sequence[SetRecorded]) -> SessionState:
    """The state before the start.

    A stretch, a walk or a breathing that was interrupted goes on where it was; a hold that was interrupted is
    over. A drill that hurt is left out, and after strong pain every drill is.
    """
    for fact in done:
        if fact.key not in route.set_keys or route.work(fact.key).slot != fact.record.slot:
            raise ValueError(f"set {fact.key} ({fact.record.slot}) was recorded in another timeline")
    records = {fact.key: fact.record for fact in done}
    attempted = [key for key, record in records.items() if is_attempted(record)]
    # Also where only the answer about pain itself was saved.
    named = [key for key, record in records.items() if (record.pain or 0) >= MODERATE_PAIN]
    hurt = frozenset(other for key in named for other in sets_of_drill(route, key))
    if has_strong_pain(records.values()):
        hurt = frozenset(route.set_keys)
    left_out = frozenset(key for key, record in records.items() if not is_attempted(record)) | hurt
    # The last set that was begun may go on in pieces, unless it is a hold.
    unfinished = max(attempted, default=None)
    if unfinished is not None:
        work, record = route.work(unfinished), records[unfinished]
        early = record.end in ("early", "stopped") and amount_done(record)
        if not early or work.measure is Measure.HOLD or work.seconds is None:
            unfinished = None
    keys = [key for key in route.set_keys if (key not in records or key == unfinished) and key not in hurt]
    steps = route.steps_through(keys)
    if unfinished is not None:
        work, record = route.work(unfinished), records[unfinished]
        begin = record.seconds
        if begin is None:
            begin = (work.seconds or 0) * amount_done(record) // (work.reps or 1)
        steps = tuple(
            replace(step, begin=float(begin)) if step.interval.is_set and step.key == unfinished else step
            for step in steps
        )
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
