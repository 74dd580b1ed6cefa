"""What a standing looks like at one moment."""

from __future__ import annotations

from math import ceil

from msgspec.structs import replace

from coach.model.events import SetRecord
from coach.model.program import Measure
from coach.model.timeline import Cue, CueKind, Interval
from coach.session.course import Course, Leg
from coach.session.marks import about, is_shaky
from coach.session.moves import redo_offered, resume
from coach.session.pain import answer_about
from coach.session.records import HAIR, amount_done
from coach.session.standing import Standing
from coach.session.view import Breath, Mark, Movement, State, View

AFTER_RESUME_SECONDS = 1
"""A set that goes on has its start tone; no cue but the finish comes so soon after it."""


def look(course: Course, at: Standing, now: float) -> View:
    """The view of a standing that is up to date with `now`."""
    if at.mode == "over" or not at.legs:
        return _over(course, at)
    leg = at.leg
    elapsed = at.elapsed_at(now)
    length = leg.seconds
    return View(
        state=_state(at),
        interval=leg.interval,
        index=leg.index,
        seconds_left=None if length is None else _whole(length - elapsed),
        elapsed_seconds=elapsed,
        fraction=0.0 if not length else min(1.0, max(0.0, elapsed / length)),
        next_work=_next_set(at),
        total_left_seconds=_whole(_left(course, at, now)),
        marks=_marks(course, at),
        breath=_breath(leg.interval, elapsed) if at.in_set else None,
        rep=_repetition(leg.interval, elapsed) if at.in_set else None,
        movement=_movement(leg.interval, elapsed) if at.in_set else None,
        shaky=is_shaky(at),
        redo_offered=redo_offered(course, at) is not None,
        about=_about(course, at),
        pain_said=None if (answer := answer_about(at)) is None else answer.pain,
        rests_delta_seconds=at.rests_delta_seconds,
        next_interval=_next(at),
    )


def cues_ahead(at: Standing, now: float) -> list[tuple[float, Cue]]:
    """The cues from `now` on up to the next wait, each with its moment on the monotonic clock."""
    ahead: list[tuple[float, Cue]] = []
    if at.mode != "running":
        return ahead
    moment, elapsed = at.moment, at.elapsed
    for number, leg in enumerate(at.legs[at.position :]):
        elapsed = leg.begin if number else elapsed
        due = ((moment + (cue.at - elapsed), cue) for cue in _cues(leg))
        ahead.extend((then, cue) for then, cue in due if then >= now)
        if leg.seconds is None:
            break
        moment += leg.seconds - elapsed
    return ahead


def led(standing: Standing, now: float, seconds: float) -> Standing:
    """The standing so many seconds later, where it begins now and a cue would come before those are over."""
    if standing.mode != "running" or standing.moment != now:
        return standing
    ahead = (cue.at - standing.elapsed for cue in _cues(standing.leg))
    return replace(standing, moment=now + seconds) if any(0 <= one < seconds for one in ahead) else standing


def _over(course: Course, at: Standing) -> View:
    return View(
        state=State.DONE,
        interval=None,
        index=len(course.intervals),
        seconds_left=0,
        elapsed_seconds=0.0,
        fraction=1.0,
        next_work=None,
        total_left_seconds=0,
        marks=_marks(course, at),
        shaky=is_shaky(at),
        outcome=at.outcome,
        about=_about(course, at),
        rests_delta_seconds=at.rests_delta_seconds,
    )


def _state(at: Standing) -> State:
    if at.mode == "paused":
        return State.PAUSED
    return State.PAIN if at.mode == "asking" else State(at.leg.interval.kind.value)


def _whole(seconds: float) -> int:
    """Seconds as they are shown: rounded up, so that 0 means that it is over."""
    return max(0, ceil(seconds - HAIR))


def _next(at: Standing) -> Interval | None:
    follows = at.position + 1
    return at.legs[follows].interval if follows < len(at.legs) else None


def _next_set(at: Standing) -> Interval | None:
    ahead = at.legs[at.position + 1 :]
    return next((leg.interval for leg in ahead if leg.interval.is_set), None)


def _left(course: Course, at: Standing, now: float) -> float:
    """Seconds until the end; standing still counts as going on this moment."""
    if at.mode in ("paused", "asking"):
        at = resume(course, at, now)
    if at.mode == "over":
        return 0.0
    total = sum((leg.seconds or 0) - leg.begin for leg in at.legs[at.position + 1 :])
    return total + ((at.leg.seconds - at.elapsed_at(now)) if at.leg.seconds is not None else 0)


def _marks(course: Course, at: Standing) -> tuple[Mark, ...]:
    current = at.set_in_progress
    return tuple(Mark.NOW if key == current else _mark(at.records.get(key)) for key in course.set_keys)


def _mark(record: SetRecord | None) -> Mark:
    if record is None:
        return Mark.AHEAD
    if record.end in ("full", None):
        return Mark.DONE
    return Mark.SHORT if amount_done(record) or record.end != "skipped" else Mark.SKIPPED


def _about(course: Course, at: Standing) -> Interval | None:
    key = about(at)
    return None if key is None else course.work(key)


def _breath(interval: Interval, elapsed: float) -> Breath | None:
    inhale, exhale = interval.inhale_seconds, interval.exhale_seconds
    if not inhale or not exhale:
        return None
    number, within = divmod(elapsed + HAIR, inhale + exhale)
    inhaling = within < inhale
    fraction = within / inhale if inhaling else (within - inhale) / exhale
    of = interval.reps or 1
    return Breath(number=min(of, int(number) + 1), of=of, inhaling=inhaling, fraction=min(1.0, fraction))


def _repetition(interval: Interval, elapsed: float) -> int | None:
    if interval.measure is not Measure.REPS or not interval.pace_seconds:
        return None
    return min(interval.reps or 1, int((elapsed + HAIR) // interval.pace_seconds) + 1)


def _movement(interval: Interval, elapsed: float) -> Movement | None:
    tempo = interval.tempo
    if tempo is None:
        return None
    within = (elapsed + HAIR) % tempo.seconds
    if within < tempo.lower_seconds:
        return Movement.LOWER
    return Movement.HOLD if within < tempo.lower_seconds + tempo.hold_seconds else Movement.LIFT


def _cues(leg: Leg) -> list[Cue]:
    """The cues of a leg; a set that goes on after a pause starts with its start tone where it goes on."""
    if leg.begin == 0:
        return list(leg.interval.cues)
    first, *others = leg.interval.cues
    start = Cue(at=leg.begin, cue=first.cue)
    soon = leg.begin + AFTER_RESUME_SECONDS
    return [start, *(cue for cue in others if cue.at >= soon or cue.cue is CueKind.FINISH)]
