"""What a running session looks like at one moment; the screen and text mode show only this."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from coach.model.timeline import Interval
from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerCheck,
    AnswerPain,
    Command,
    ContinueSession,
    GoBack,
    LeavePainOpen,
    MarkShaky,
    PauseSession,
    RedoSet,
    ReportPain,
    ResumeSession,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
    StopSession,
)
from coach.session.facts import Outcome


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
    """Standing still until it is said how much it hurts."""
    DONE = "done"


class Mark(StrEnum):
    """How far one set on one side has come, for the row of little squares."""

    AHEAD = "ahead"
    NOW = "now"
    DONE = "done"
    SHORT = "short"
    SKIPPED = "skipped"


class Movement(StrEnum):
    """Which part of a repetition a moment is in, where a tempo leads."""

    LOWER = "lower"
    HOLD = "hold"
    LIFT = "lift"


class Breath(Struct, frozen=True, kw_only=True):
    """Where in a breath this moment is."""

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
    """The place of that interval in the timeline."""
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
    """The set that a mark or an answer about pain belongs to: the one in progress, or the one done last.

    None before the first one; then an answer about pain is about the one to come.
    """
    pain_said: int | None = None
    """What was answered about the pain in that set; a new answer takes its place."""
    rests_delta_seconds: int = 0
    """How much longer the rests still to come are today; less than 0: shorter."""
    next_interval: Interval | None = None
    """What follows this interval as things stand, at its length of today; None when nothing does."""
    movement: Movement | None = None


_ADJUSTABLE: Final = frozenset({State.READY, State.REST, State.ROUND_REST, State.SWITCH})
_REFUSALS: Final[dict[type[Command], str]] = {
    RedoSet: "No hold was cut short, so there is none to do again.",
    SkipSide: "This has no sides; n goes on, d skips the drill.",
    SkipWarmup: "This is not the warm-up.",
    AdjustInterval: "Only a rest or a get-ready can be longer or shorter.",
    MarkShaky: "No set was done yet that could be shaky.",
}


def available_commands(view: SessionView) -> frozenset[type[Command]]:
    """The kinds of command that are offered at this moment."""
    interval = view.interval
    if interval is None:
        return frozenset({AnswerCheck})
    if view.state is State.PAIN:
        return frozenset({AnswerPain, LeavePainOpen, StopSession})
    offered: dict[type[Command], bool] = {
        PauseSession: view.state is not State.PAUSED,
        ResumeSession: view.state is State.PAUSED,
        ContinueSession: view.state is State.WAIT,
        RedoSet: view.redo_offered,
        SkipSide: interval.side is not None,
        SkipWarmup: interval.warmup,
        AdjustInterval: view.state in _ADJUSTABLE,
        MarkShaky: view.subject is not None,
    }
    always: set[type[Command]] = {SkipInterval, SkipDrill, GoBack, AdjustRests, ReportPain, StopSession}
    return frozenset({*always, *(command for command, is_offered in offered.items() if is_offered)})


def refusal(command: Command, view: SessionView) -> str:
    """Why a command is not offered at this moment, in a sentence; empty where it is."""
    return "" if type(command) in available_commands(view) else _REFUSALS.get(type(command), "")


def pause_or_go_on(view: SessionView) -> Command:
    """What the one key for both means at this moment."""
    if view.state is State.WAIT:
        return ContinueSession()
    return ResumeSession() if view.state is State.PAUSED else PauseSession()
