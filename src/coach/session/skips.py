"""State transitions that leave sets out: a side, the rest of a drill, the warm-up."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from coach.model.timeline import IntervalKind
from coach.session.course import Route, Step
from coach.session.records import is_attempted, skipped_record
from coach.session.standing import SessionState, finish, record_set, save_record, start_route


def skip_side(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave this side of this set out; between sets, the one that comes."""
    if not state.in_progress:
        return state
    return _skip_sets(route, state, {state.step.key}, now)


def skip_drill(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave the rest of this drill out, in every round; between sets, the one that comes."""
    if not state.in_progress:
        return state
    return _skip_sets(route, state, remaining_sets_of_drill(route, state.step.key), now)


def skip_warmup(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave the rest of the warm-up out, and get ready for what comes after it."""
    if not state.in_progress or not state.step.interval.warmup:
        return state
    keys = {key for key in route.set_keys if key >= state.step.key and route.work(key).warmup}
    state = omit(route, _close_set(route, state, now), keys)
    ahead = _sets_from(route, state, state.step.key)
    lead_in = route.get_ready(ahead[0], route.ready_seconds) if ahead else None
    return start_route(route, state, ahead, now, lead_in=lead_in)


def remaining_sets_of_drill(route: Route, key: int) -> set[int]:
    """The keys of this set and of all later sets of the same slot."""
    slot = route.work(key).slot
    return {later for later in route.set_keys if later >= key and route.work(later).slot == slot}


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
    # The set that was coming may still come, and yet the ones behind it not.
    lead_in = _steps_to_next_set(state) if ahead[0] == key else _lead_in_to(route, state, ahead[0])
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


def _steps_to_next_set(state: SessionState) -> tuple[Step, ...]:
    """The steps from the current one to the next set, without it."""
    ahead = state.steps[state.position :]
    return ahead[: next(place for place, step in enumerate(ahead) if step.interval.is_set)]


def _lead_in_to(route: Route, state: SessionState, key: int) -> tuple[Step, ...]:
    """The steps to another set than the next one: its own rest where that is of a longer kind."""
    before = [
        earlier for earlier in route.set_keys if earlier < state.step.key and _was_visited(state, earlier)
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


def _was_visited(state: SessionState, key: int) -> bool:
    """Whether a set was done, or at least not left out."""
    record = state.records.get(key)
    return key not in state.left_out or (record is not None and is_attempted(record))
