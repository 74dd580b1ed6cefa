"""What can be typed during a session of lines, why some of it means nothing now, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach.cli.words import drill_name
from coach.model.names import inside
from coach.model.program import Drill
from coach.model.quantities import seconds_text
from coach.session.commands import (
    AdjustInterval,
    AdjustRests,
    AnswerPain,
    Command,
    GoBack,
    LeavePainOpen,
    MarkShaky,
    RedoSet,
    ReportPain,
    SkipDrill,
    SkipInterval,
    SkipSide,
    SkipWarmup,
)
from coach.session.pain_words import answered_text, left_out_text
from coach.session.view import SessionView, State
from coach.session.words import rests_text

KEYS: Final = (
    "p or Enter pause or go on, n next, b back, + or - 10 s, ] or [ every rest 5 s longer or shorter, "
    "s shaky, x it hurts, r redo, d skip this drill, v skip this side, w skip the warm-up, q stop, "
    "h these letters; each with Enter"
)
LETTERS: Final[dict[str, Command]] = {
    "n": SkipInterval(),
    "b": GoBack(),
    "+": AdjustInterval(10),
    "-": AdjustInterval(-10),
    "]": AdjustRests(5),
    ">": AdjustRests(5),
    "[": AdjustRests(-5),
    "<": AdjustRests(-5),
    "s": MarkShaky(),
    "x": ReportPain(),
    "r": RedoSet(),
    "d": SkipDrill(),
    "v": SkipSide(),
    "w": SkipWarmup(),
}
_ADJUSTABLE: Final = frozenset({State.READY, State.REST, State.ROUND_REST, State.SWITCH})


def refusal(command: Command, view: SessionView) -> str:
    """Why a command means nothing at this moment, in a sentence; empty where it does."""
    interval = view.interval
    match command:
        case RedoSet() if not view.redo_offered:
            return "No hold was cut short, so there is none to do again."
        case SkipSide() if interval is not None and interval.side is None:
            return "This has no sides; n goes on, d skips the drill."
        case SkipWarmup() if interval is not None and not interval.warmup:
            return "This is not the warm-up."
        case AdjustInterval() if view.state not in _ADJUSTABLE:
            return "Only a rest or a get-ready can be longer or shorter."
        case MarkShaky() if view.subject is None:
            return "No set was done yet that could be shaky."
    return ""


def acknowledgement(
    command: Command, before: SessionView, after: SessionView, drills: Mapping[str, Drill]
) -> str:
    """What is said to a command that shows in nothing else; empty where the next line tells it.

    Args:
        command: what was done.
        before: the session just before it.
        after: the session just after it.
        drills: the catalogue, for names.
    """
    match command:
        case AnswerPain(pain):
            return answered_text(before, after, pain)
        case LeavePainOpen():
            return "It is left open."
        case SkipDrill():
            return left_out_text(before, after)
        case AdjustRests():
            return rests_text(after.rests_delta_seconds)
        case AdjustInterval() if after.seconds_left is not None:
            return f"{seconds_text(after.seconds_left)} now."
        case MarkShaky() if after.subject is not None:
            name = drill_name(after.subject.drill, drills)
            where = inside(f"{name}, {after.subject.side}" if after.subject.side else name)
            return f"Marked shaky: {where}." if after.shaky else f"Not shaky after all: {where}."
    return ""
