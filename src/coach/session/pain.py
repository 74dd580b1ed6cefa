"""State transitions for pain: the question, and what follows from the answer.

An answer is about one set: the one in progress, or in a rest the one before it. Until another set is begun
it may be corrected; what it left out then comes again.
"""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN, STRONG_PAIN, WORST_PAIN
from coach.session.set_records import amount_done, is_attempted, new_record, skipped_record, stronger_pain
from coach.session.state import PainAnswer, Route, SessionState, finish, record_set, reopen_sets, save_record
from coach.session.transitions import (
    continue_after,
    freeze,
    insert_get_ready,
    omit,
    rejoin,
    resume_session,
    return_to_set,
    sets_of_drill,
    subject_set,
)


def report_pain(route: Route, state: SessionState, now: float) -> SessionState:
    """Pause, and ask how much it hurts."""
    if not state.in_progress:
        return state
    paused = state.mode == "paused"
    return replace(state if paused else freeze(route, state, now), mode="asking", was_paused=paused)


def leave_pain_open(route: Route, state: SessionState, now: float) -> SessionState:
    """Leave the question open and go on; a session that was paused before stays paused."""
    if state.mode != "asking":
        return state
    paused = replace(state, mode="paused")
    return paused if state.was_paused else resume_session(route, paused, now)


def current_answer(state: SessionState) -> PainAnswer | None:
    """The answer that a new one would replace."""
    answer = state.pain_answer
    return answer if answer is not None and answer.key == subject_set(state) else None


def answer_pain(route: Route, state: SessionState, now: float, pain: int) -> SessionState:
    """Take the answer: 0 to 2 goes on, 3 to 5 leaves the drill out, from 6 the session ends.

    The guide's check for the plank is no pain; the three steps are the ones pain is watched by in
    rehabilitation.

    Raises:
        ValueError: when pain is not 0 to 10.
    """
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"pain is a number from 0 to {WORST_PAIN}, not {pain}")
    if state.mode != "asking":
        return state
    earlier = current_answer(state)
    if earlier is not None:
        state = _retract(route, state, earlier)
    key = earlier.key if earlier is not None else subject_set(state)
    if key is None and pain < MODERATE_PAIN:
        return resume_session(route, state, now)
    key = state.step.key if key is None else key
    if earlier is not None:
        answer = replace(earlier, pain=pain, left_out=frozenset(), skipped=frozenset())
    else:
        record = state.records.get(key)
        known = record.pain if record is not None else None
        answer = PainAnswer(key=key, pain=pain, before=known, last_set=state.last_set)
    if pain < MODERATE_PAIN:
        return _carry_on(route, _record_pain(route, state, answer), answer, earlier, now)
    state = _end_painful_set(route, state, answer)
    if pain >= STRONG_PAIN:
        return replace(finish(state, "pain", now), pain_answer=answer)
    before = state
    under_way = state.step.interval.is_set or state.set_in_progress is not None
    step_key = state.step.key
    state = omit(route, replace(state, mode="running", moment=now), sets_of_drill(route, key))
    state = continue_after(route, state, step_key, now) if under_way else rejoin(route, state, now)
    state = insert_get_ready(route, state, now)
    skipped_now = frozenset(state.records.keys() - before.records.keys())
    return replace(
        state, pain_answer=replace(answer, left_out=state.left_out - before.left_out, skipped=skipped_now)
    )


def _retract(route: Route, state: SessionState, answer: PainAnswer) -> SessionState:
    """Take an answer back. The set in progress and the remaining steps stay as they are."""
    record = state.records.get(answer.key)
    state = replace(state, left_out=state.left_out - answer.left_out, pain=None)
    state = reopen_sets(state, answer.skipped)
    if record is None:
        return state
    if record.end == "pain":
        record = (
            replace(record, end="early") if amount_done(record) else skipped_record(route.work(answer.key))
        )
    state = save_record(state, answer.key, replace(record, pain=answer.before))
    return state if amount_done(record) else replace(state, last_set=answer.last_set)


def _carry_on(
    route: Route, state: SessionState, answer: PainAnswer, earlier: PainAnswer | None, now: float
) -> SessionState:
    """Go on; sets that an earlier answer had left out come again."""
    state = replace(state, pain_answer=answer)
    if earlier is None or not earlier.left_out:
        return resume_session(route, state, now)
    state = replace(state, mode="running", moment=now)
    record = state.records.get(answer.key)
    if record is not None and amount_done(record):
        return insert_get_ready(route, continue_after(route, state, answer.key, now), now)
    return return_to_set(route, state, answer.key, route.resume_seconds, now)


def _record_pain(route: Route, state: SessionState, answer: PainAnswer) -> SessionState:
    """Add the pain to the record of its set, which goes on where it can."""
    pain = stronger_pain(answer.before, answer.pain)
    if state.in_set:
        state = replace(state, pain=answer.pain)
        done = state.step.seconds is not None and state.elapsed >= 1
        state = record_set(route, state, "early", state.elapsed) if done else state
    elif state.set_in_progress == answer.key:
        state = replace(state, pain=answer.pain)
    record = state.records.get(answer.key)
    if record is None or not is_attempted(record):
        return state
    return save_record(state, answer.key, replace(record, pain=pain))


def _end_painful_set(route: Route, state: SessionState, answer: PainAnswer) -> SessionState:
    """Record a set that hurt too much. A set in progress ends."""
    key, pain = answer.key, stronger_pain(answer.before, answer.pain)
    interrupted = state.ended or (state.set_in_progress == key and not state.in_set)
    if state.in_set:
        state = record_set(route, state, "pain", state.elapsed)
    record = state.records.get(key)
    if record is None or not is_attempted(record):
        return save_record(state, key, new_record(route.work(key), 0, "pain", form=None, pain=pain))
    end = "pain" if interrupted else record.end
    return save_record(state, key, replace(record, pain=pain, end=end))
