"""The view of a session at one moment, for the screen and for text mode; the commands that apply to it."""

from __future__ import annotations

from enum import StrEnum
from math import ceil
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.model.events import MODERATE_PAIN
from coach.model.formatting import count_text, in_sentence
from coach.model.program import Measure
from coach.model.timeline import Cue, CueKind, Interval
from coach.session import commands
from coach.session.commands import Command, Outcome
from coach.session.cues import TONE_ROOM_SECONDS
from coach.session.instructions import standing
from coach.session.pain import current_answer
from coach.session.set_records import EPSILON_SECONDS, amount_done
from coach.session.state import Route, SessionState, Step
from coach.session.transitions import is_shaky, redo_offered, resume_session, subject_set


class State(StrEnum):
    """What is going on."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    ROUND_REST = "round_rest"
    WAIT = "wait"
    PAUSED = "paused"
    PAIN = "pain"
    """Paused until it is answered how much it hurts."""
    DONE = "done"


class Mark(StrEnum):
    """The progress of one set on one side."""

    AHEAD = "ahead"
    NOW = "now"
    DONE = "done"
    SHORT = "short"
    SKIPPED = "skipped"


class Movement(StrEnum):
    """The part of a repetition, where a tempo leads."""

    LOWER = "lower"
    HOLD = "hold"
    LIFT = "lift"


class Breath(Struct, frozen=True, kw_only=True):
    """The moment within a breath."""

    number: int
    """From 1."""
    of: int
    inhaling: bool
    fraction: float
    """How far through this half of the breath, 0 to 1."""


class SessionView(Struct, frozen=True, kw_only=True):
    """One moment of a session."""

    state: State
    interval: Interval | None
    """The interval of this moment; None once it is done."""
    index: int
    """The index of that interval in the timeline."""
    seconds_left: int | None
    """Of this interval, rounded up; None where it waits for the user."""
    elapsed_seconds: float
    """In this interval."""
    fraction: float
    """How much of this interval is over, 0 to 1."""
    next_work: Interval | None
    """The next work interval after this moment."""
    total_left_seconds: int
    """Until the end, with every rest still to come; the same while paused."""
    marks: tuple[Mark, ...]
    """One for each work interval of the session."""
    breath: Breath | None = None
    rep: int | None = None
    """The repetition that is being done, from 1, where a pace leads."""
    shaky: bool = False
    """The set of this moment is marked shaky."""
    redo_offered: bool = False
    """`RedoSet` would do the last hold again."""
    outcome: Outcome | None = None
    """Set once it is over."""
    subject: Interval | None = None
    """The set that a mark or an answer about pain is about: the one in progress, or the last one.

    None before the first one; then an answer about pain is about the one to come.
    """
    pain_said: int | None = None
    """The answer about pain in that set; a new one replaces it."""
    rests_delta_seconds: int = 0
    """Seconds that the rests to come are longer today; less than 0: shorter."""
    next_interval: Interval | None = None
    """The interval that follows, at its length of today."""
    movement: Movement | None = None
    standing_cues: tuple[str, ...] = ()
    """How the drill of this moment is done: during work one line, before it how to get into position."""


_ADJUSTABLE: Final = frozenset({State.READY, State.REST, State.ROUND_REST, State.SWITCH})
_REFUSALS: Final[dict[type[Command], str]] = {
    commands.RedoSet: "No hold was cut short, so there is none to do again.",
    commands.SkipSide: "This has no sides; n goes on, d skips the drill.",
    commands.SkipWarmup: "This is not the warm-up.",
    commands.AdjustInterval: "Only a rest or a get-ready can be longer or shorter.",
    commands.MarkShaky: "No set was done yet that could be shaky.",
}


def available_commands(view: SessionView) -> frozenset[type[Command]]:
    """The kinds of command that are offered at this moment."""
    interval = view.interval
    if interval is None:
        return frozenset({commands.AnswerCheck})
    if view.state is State.PAIN:
        return frozenset({commands.AnswerPain, commands.LeavePainOpen, commands.StopSession})
    offered: dict[type[Command], bool] = {
        commands.PauseSession: view.state is not State.PAUSED,
        commands.ResumeSession: view.state is State.PAUSED,
        commands.ContinueSession: view.state is State.WAIT,
        commands.RedoSet: view.redo_offered,
        commands.SkipSide: interval.side is not None,
        commands.SkipWarmup: interval.warmup,
        commands.AdjustInterval: view.state in _ADJUSTABLE,
        commands.MarkShaky: view.subject is not None,
    }
    always: set[type[Command]] = {
        commands.SkipInterval,
        commands.SkipDrill,
        commands.GoBack,
        commands.AdjustRests,
        commands.ReportPain,
        commands.StopSession,
    }
    return frozenset({*always, *(command for command, is_offered in offered.items() if is_offered)})


def refusal(command: Command, view: SessionView) -> str:
    """Why a command is not offered at this moment, in a sentence; empty where it is."""
    return "" if type(command) in available_commands(view) else _REFUSALS.get(type(command), "")


def pause_or_go_on(view: SessionView) -> Command:
    """The command of the one key for both at this moment."""
    if view.state is State.WAIT:
        return commands.ContinueSession()
    return commands.ResumeSession() if view.state is State.PAUSED else commands.PauseSession()


AFTER_RESUME_SECONDS = 1
"""A set that goes on has its start tone; no cue but the finish comes so soon after it."""


def make_view(route: Route, state: SessionState, now: float) -> SessionView:
    """The view of a state that was advanced to `now`."""
    if state.mode == "over" or not state.steps:
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
    step, ahead = state.step, state.steps[state.position + 1 :]
    elapsed = state.elapsed_at(now)
    length = step.seconds
    # While paused the total is that of a session which goes on now.
    going = resume_session(route, state, now) if state.mode in ("paused", "asking") else state
    total = 0.0
    if going.mode != "over":
        total = sum((later.seconds or 0) - later.begin for later in going.steps[going.position + 1 :])
        total += 0.0 if going.step.seconds is None else going.step.seconds - going.elapsed_at(now)
    work, rep, movement = step.interval, None, None
    if state.in_set and work.tempo:
        within, tempo = (elapsed + EPSILON_SECONDS) % work.tempo.seconds, work.tempo
        lifts = within >= tempo.lower_seconds + tempo.hold_seconds
        lowers = within < tempo.lower_seconds
        movement = Movement.LOWER if lowers else Movement.LIFT if lifts else Movement.HOLD
    if state.in_set and work.measure is Measure.REPS and work.pace_seconds:
        rep = min(work.reps or 1, int((elapsed + EPSILON_SECONDS) // work.pace_seconds) + 1)
    return SessionView(
        state={"paused": State.PAUSED, "asking": State.PAIN}.get(state.mode, State(step.interval.kind.value)),
        interval=step.interval,
        index=step.index,
        seconds_left=None if length is None else _ceil_seconds(length - elapsed),
        elapsed_seconds=elapsed,
        fraction=0.0 if not length else min(1.0, max(0.0, elapsed / length)),
        next_work=next((later.interval for later in ahead if later.interval.is_set), None),
        total_left_seconds=_ceil_seconds(total),
        marks=_marks(route, state),
        breath=_breath(step.interval, elapsed) if state.in_set else None,
        rep=rep,
        movement=movement,
        shaky=is_shaky(state),
        redo_offered=redo_offered(route, state) is not None,
        subject=_subject(route, state),
        pain_said=None if (answer := current_answer(state)) is None else answer.pain,
        rests_delta_seconds=state.rests_delta_seconds,
        next_interval=ahead[0].interval if ahead else None,
        standing_cues=standing(step.interval, elapsed + EPSILON_SECONDS),
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


def _ceil_seconds(seconds: float) -> int:
    """Seconds as they are shown: rounded up, so that 0 means that it is over."""
    return max(0, ceil(seconds - EPSILON_SECONDS))


def _marks(route: Route, state: SessionState) -> tuple[Mark, ...]:
    marks = []
    for key in route.set_keys:
        record = state.records.get(key)
        if key == state.set_in_progress:
            marks.append(Mark.NOW)
        elif record is None:
            marks.append(Mark.AHEAD)
        elif record.end in ("full", None):
            marks.append(Mark.DONE)
        else:
            short = amount_done(record) or record.end != "skipped"
            marks.append(Mark.SHORT if short else Mark.SKIPPED)
    return tuple(marks)


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
    of = interval.reps or interval.breaths or 1
    return Breath(number=min(of, int(number) + 1), of=of, inhaling=inhaling, fraction=min(1.0, fraction))


def _cues(step: Step) -> list[Cue]:
    """The cues of a step; a set that goes on after a pause begins with its start tone again."""
    if step.begin == 0:
        return list(step.interval.cues)
    first, *others = step.interval.cues
    start = Cue(at=step.begin, cue=first.cue)
    soon = step.begin + AFTER_RESUME_SECONDS
    return [start, *(cue for cue in others if cue.at >= soon or cue.cue is CueKind.FINISH)]


_STILL = (State.PAUSED, State.PAIN)


def reply_tone(before: SessionView, after: SessionView) -> CueKind | None:
    """The tone to play now, from the views just before and just after a command; None where none is due.

    Pausing, going on and an end by a command or by pain have tones. Where the session goes on with a cue,
    that cue takes the place of the tone.
    """
    if before.state is State.DONE:
        return None
    if after.state is State.DONE:
        return CueKind.PAIN_STOP if after.outcome == "pain" else CueKind.FINISH
    if after.state in _STILL:
        return None if before.state in _STILL else CueKind.PAUSE
    # A second tone would drown a cue that is due now.
    cues = after.interval.cues if after.interval is not None else ()
    due = (cue.at - after.elapsed_seconds + EPSILON_SECONDS for cue in cues)
    has_cue = any(0 <= seconds < TONE_ROOM_SECONDS for seconds in due)
    return CueKind.RESUME if before.state in _STILL and not has_cue else None


ARE_YOU_WARM: Final = "Are you warm already?"
"""What is asked before the rest of the warm-up is left out."""
EFFORT: Final = (
    "Muscles that burn, shake or tire are not pain. "
    "Count what is sharp, catches, spreads or makes you hold your breath."
)
"""How to tell effort from pain, wherever it is asked how much it hurts."""
EFFORT_SHORT: Final = "Tired, burning muscles are not pain."
"""The same where there is little room."""


def what_hurts(view: SessionView) -> str:
    """`Side plank, right`: the set that an answer is about; before the first set, the one to come."""
    subject = view.subject
    if subject is not None:
        return _named(subject)
    return f"{_named(view.interval)}, still to come" if view.interval is not None else ""


def how_much(view: SessionView) -> str:
    """The question how much it hurts, with the consequences and the earlier answer."""
    subject = view.subject or view.interval
    name = in_sentence(_name(subject)) if subject is not None else "this drill"
    again = "" if view.pain_said is None else f"You said {view.pain_said}; a new number takes its place. "
    return (
        f"{again}How much, from 0 to 10? From 3 on, {name} is left out of this session; from 6 on, you stop."
    )


def left_out_text(before: SessionView, after: SessionView) -> str:
    """`Left out of this session: side plank, 2 sets.`, from the views before and after a command."""
    fewer = after.marks.count(Mark.SKIPPED) - before.marks.count(Mark.SKIPPED)
    subject = after.subject if before.state is State.PAIN else before.interval
    if fewer == 0 or subject is None or after.state is State.DONE:
        return ""
    if fewer > 0:
        return f"Left out of this session: {in_sentence(_name(subject))}, {count_text(fewer, 'set')}."
    return f"{_name(subject)} comes again. {count_text(-fewer, 'set')} more."


def answered_text(before: SessionView, after: SessionView, pain: int) -> str:
    """The effect of an answer about pain, from the views before and after it; empty at the end."""
    if after.state is State.DONE:
        return ""
    changed = left_out_text(before, after)
    if changed:
        return changed
    if after.pain_said is None:
        return "Nothing is done yet, so nothing is written down. Go gently."
    where = "" if after.subject is None else f": {in_sentence(_named(after.subject))}"
    last = " It does not come again in this session." if pain >= MODERATE_PAIN else ""
    return f"Noted{where}, {pain} of 10.{last}"


def _name(interval: Interval) -> str:
    return interval.name or interval.drill


def _named(interval: Interval) -> str:
    name = _name(interval)
    return f"{name}, {interval.side}" if interval.side else name
