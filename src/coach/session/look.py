"""The view and the upcoming cues of a session state."""

from __future__ import annotations

from math import ceil

from msgspec.structs import replace

from coach.model.events import SetRecord
from coach.model.program import Measure
from coach.model.timeline import Cue, CueKind, Interval
from coach.session.course import Route, Step
from coach.session.marks import is_shaky, subject_set
from coach.session.moves import redo_offered, resume_session
from coach.session.pain import current_answer
from coach.session.records import EPSILON_SECONDS, amount_done
from coach.session.standing import SessionState
from coach.session.view import Breath, Mark, Movement, SessionView, State

AFTER_RESUME_SECONDS = 1
"""A set that goes on has its start tone; no cue but the finish comes so soon after it."""


def make_view(route: Route, state: SessionState, now: float) -> SessionView:
    """The view of a state that was advanced to `now`."""
    if state.mode == "over" or not state.steps:
        return _final_view(route, state)
    step = state.step
    elapsed = state.elapsed_at(now)
    length = step.seconds
    return SessionView(
        state=_shown_state(state),
        interval=step.interval,
        index=step.index,
        seconds_left=None if length is None else _ceil_seconds(length - elapsed),
        elapsed_seconds=elapsed,
        fraction=0.0 if not length else min(1.0, max(0.0, elapsed / length)),
        next_work=_next_set(state),
        total_left_seconds=_ceil_seconds(_seconds_left(route, state, now)),
        marks=_marks(route, state),
        breath=_breath(step.interval, elapsed) if state.in_set else None,
        rep=_repetition(step.interval, elapsed) if state.in_set else None,
        movement=_movement(step.interval, elapsed) if state.in_set else None,
        shaky=is_shaky(state),
        redo_offered=redo_offered(route, state) is not None,
        subject=_subject(route, state),
        pain_said=None if (answer := current_answer(state)) is None else answer.pain,
        rests_delta_seconds=state.rests_delta_seconds,
        next_interval=_next_interval(state),
    )


def cues_ahead(state: SessionState, now: float) -> list[tuple[float, Cue]]:
    """The cues from `now` on up to the next wait, each with its moment on the monotonic clock."""
    ahead: list[tuple[float, Cue]] = []
    if state.mode != "running":
        return ahead
    moment, elapsed = state.moment, state.elapsed
    for number, step in enumerate(state.steps[state.position :]):
        elapsed = step.begin if number else elapsed
        due = ((moment + (cue.at - elapsed), cue) for cue in _cues(step))
        ahead.extend((then, cue) for then, cue in due if then >= now)
        if step.seconds is None:
            break
        moment += step.seconds - elapsed
    return ahead


def with_lead_time(state: SessionState, now: float, seconds: float) -> SessionState:
    """Delay a step that starts now, where one of its cues would come sooner than it can be played."""
    if state.mode != "running" or state.moment != now:
        return state
    ahead = (cue.at - state.elapsed for cue in _cues(state.step))
    return replace(state, moment=now + seconds) if any(0 <= one < seconds for one in ahead) else state


def _final_view(route: Route, state: SessionState) -> SessionView:
    return SessionView(
        state=State.DONE,
        interval=None,
        index=len(route.intervals),
        seconds_left=0,
        elapsed_seconds=0.0,
        fraction=1.0,
        next_work=None,
        total_left_seconds=0,
        marks=_marks(route, state),
        shaky=is_shaky(state),
        outcome=state.outcome,
        subject=_subject(route, state),
        rests_delta_seconds=state.rests_delta_seconds,
    )


def _shown_state(state: SessionState) -> State:
    if state.mode == "paused":
        return State.PAUSED
    return State.PAIN if state.mode == "asking" else State(state.step.interval.kind.value)


def _ceil_seconds(seconds: float) -> int:
    """Seconds as they are shown: rounded up, so that 0 means that it is over."""
    return max(0, ceil(seconds - EPSILON_SECONDS))


def _next_interval(state: SessionState) -> Interval | None:
    follows = state.position + 1
    return state.steps[follows].interval if follows < len(state.steps) else None


def _next_set(state: SessionState) -> Interval | None:
    ahead = state.steps[state.position + 1 :]
    return next((step.interval for step in ahead if step.interval.is_set), None)


def _seconds_left(route: Route, state: SessionState, now: float) -> float:
    """Seconds until the end; while paused, as if the session went on now."""
    if state.mode in ("paused", "asking"):
        state = resume_session(route, state, now)
    if state.mode == "over":
        return 0.0
    total = sum((step.seconds or 0) - step.begin for step in state.steps[state.position + 1 :])
    return total + ((state.step.seconds - state.elapsed_at(now)) if state.step.seconds is not None else 0)


def _marks(route: Route, state: SessionState) -> tuple[Mark, ...]:
    current = state.set_in_progress
    return tuple(Mark.NOW if key == current else _mark(state.records.get(key)) for key in route.set_keys)


def _mark(record: SetRecord | None) -> Mark:
    if record is None:
        return Mark.AHEAD
    if record.end in ("full", None):
        return Mark.DONE
    return Mark.SHORT if amount_done(record) or record.end != "skipped" else Mark.SKIPPED


def _subject(route: Route, state: SessionState) -> Interval | None:
    key = subject_set(state)
    return None if key is None else route.work(key)


def _breath(interval: Interval, elapsed: float) -> Breath | None:
    inhale, exhale = interval.inhale_seconds, interval.exhale_seconds
    if not inhale or not exhale:
        return None
    number, within = divmod(elapsed + EPSILON_SECONDS, inhale + exhale)
    inhaling = within < inhale
    fraction = within / inhale if inhaling else (within - inhale) / exhale
    of = interval.reps or 1
    return Breath(number=min(of, int(number) + 1), of=of, inhaling=inhaling, fraction=min(1.0, fraction))


def _repetition(interval: Interval, elapsed: float) -> int | None:
    if interval.measure is not Measure.REPS or not interval.pace_seconds:
        return None
    return min(interval.reps or 1, int((elapsed + EPSILON_SECONDS) // interval.pace_seconds) + 1)


def _movement(interval: Interval, elapsed: float) -> Movement | None:
    tempo = interval.tempo
    if tempo is None:
        return None
    within = (elapsed + EPSILON_SECONDS) % tempo.seconds
    if within < tempo.lower_seconds:
        return Movement.LOWER
    return Movement.HOLD if within < tempo.lower_seconds + tempo.hold_seconds else Movement.LIFT


def _cues(step: Step) -> list[Cue]:
    """The cues of a step; a set that goes on after a pause begins with its start tone again."""
    if step.begin == 0:
        return list(step.interval.cues)
    first, *others = step.interval.cues
    start = Cue(at=step.begin, cue=first.cue)
    soon = step.begin + AFTER_RESUME_SECONDS
    return [start, *(cue for cue in others if cue.at >= soon or cue.cue is CueKind.FINISH)]
