"""State transitions: pause, go on, skip, go back, adjust, stop.

Each returns the new state, or the same object where the command does not apply.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from msgspec.structs import replace

from coach.model.program import Measure
from coach.session.course import RESTS, Route
from coach.session.standing import (
    SessionState,
    finish,
    pause_set,
    record_set,
    save_record,
    shorten_fixed_rest,
    start_next_step,
    start_route,
)

BACK_SECONDS: Final = 2
"""So long after its start, going back means the work before it."""
COUNT_SECONDS: Final = 3
"""What a shortened rest keeps, so that the count before work is still heard."""


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
    return finish(_end_paused_set(state), "stopped", now)


def _end_paused_set(state: SessionState) -> SessionState:
    """Mark the set that was paused for the question whether to stop as ended by stopping."""
    key = state.step.key if state.ended else state.set_in_progress
    record = None if key is None else state.records.get(key)
    if key is None or record is None or record.end != "early":
        return state
    return save_record(state, key, replace(record, end="stopped"))
