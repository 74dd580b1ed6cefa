"""The letters of text mode, and what is answered to them."""

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
from coach.session.view import SessionView
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
