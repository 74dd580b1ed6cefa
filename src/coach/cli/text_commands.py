"""The commands of text mode, their replies, and the dialogue about stopping."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from coach.cli.arguments import drill_name
from coach.model.formatting import in_sentence, seconds_text
from coach.model.program import Drill
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
from coach.session.cues import rests_text
from coach.session.player import Stopping, loss_text, stop_text
from coach.session.view import SessionView, answered_text, left_out_text

KEYS: Final = (
    "p or Enter pause or go on, n next, b back, + or - 10 s, ] or [ every rest 5 s longer or shorter, "
    "s shaky, e easier today, x it hurts, r redo, d skip this drill, v skip this side, w skip the warm-up, "
    "q stop, "
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
    """The reply to a command; empty where the next line shows its effect.

    Args:
        command: that was given.
        before: the view before it.
        after: the view after it.
        drills: for names.
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
            where = in_sentence(f"{name}, {after.subject.side}" if after.subject.side else name)
            return f"Marked shaky: {where}." if after.shaky else f"Not shaky after all: {where}."
    return ""


LEFT_FOR_LATER = "It is kept as it stands; the next start offers to go on with it."
DISCARDED = "It is thrown away."


class StopAnswer(Enum):
    """The answers to the question whether to stop."""

    STOP = auto()
    LATER = auto()
    DISCARD = auto()
    ASK_AGAIN = auto()
    """Ask again, for confirmation or without it."""
    GO_ON = auto()


class StopDialogue:
    """The dialogue about stopping: the current question, and the meaning of a line."""

    def __init__(self, stopping: Stopping, promise: str, *, rehearsal: bool, was_paused: bool) -> None:
        """Start with the first question.

        Args:
            stopping: the result of the session if it were stopped.
            promise: a sentence about where the sets are saved.
            rehearsal: nothing is recorded, so there is no choice.
            was_paused: it was paused before the question, and stays so if it goes on.
        """
        self.was_paused = was_paused
        self._stopping = stopping
        self._promise = promise
        self._chooses = stopping.leaves_a_choice and not rehearsal
        self._sure = False

    @property
    def question(self) -> str:
        """The current question."""
        stopping = self._stopping
        if self._sure:
            return f"{loss_text(stopping.done)} y throws it away, anything else goes back."
        asked = stop_text(stopping, self._promise, decides=self._chooses)
        if not self._chooses:
            return f"{asked} y stops, anything else goes on."
        # Pain matters for the next doses: it is not discarded.
        away = "" if stopping.hurt else "d throws it away, "
        return f"{asked} y keeps it, l goes on later, {away}anything else goes on now."

    def parse(self, line: str) -> StopAnswer:
        """The meaning of a line."""
        if self._sure:
            self._sure = False
            return StopAnswer.DISCARD if line in {"y", "yes"} else StopAnswer.ASK_AGAIN
        if line in {"y", "yes", "q"} or (self._chooses and line == "k"):
            return StopAnswer.STOP
        if self._chooses and line == "l":
            return StopAnswer.LATER
        if self._chooses and line == "d" and not self._stopping.hurt:
            self._sure = True
            return StopAnswer.ASK_AGAIN
        return StopAnswer.GO_ON
