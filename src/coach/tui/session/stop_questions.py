"""The questions that a session asks: whether to stop, to discard, to skip the warm-up."""

from __future__ import annotations

from typing import Final

from coach.session.player import Stopping, loss_text, stop_text
from coach.session.view import ARE_YOU_WARM
from coach.tui.dialogs import BACK, REALLY, QuestionDialog
from coach.tui.widgets.answer_box import DialogAnswer

STOP: Final = DialogAnswer(name="stop", keys=("y", "enter"), label="stop here")
KEEP: Final = DialogAnswer(name="stop", keys=("y", "k"), label="keep it")
LATER: Final = DialogAnswer(name="later", keys=("l",), label="later")
DISCARD: Final = DialogAnswer(name="discard", keys=("d",), label="throw it away", matters=True)
REDO: Final = DialogAnswer(name="redo", keys=("r",), label="do this hold again")
GO_ON: Final = DialogAnswer(name="on", keys=("any other key",), label="go on")
NOT_WARM: Final = DialogAnswer(name="on", keys=("n",), label="no, go on with it")
WARM: Final = DialogAnswer(name="warm", keys=("y",), label="yes, skip it")


def warm_question() -> QuestionDialog:
    """Whether to leave the rest of the warm-up out; any key but yes goes on with it."""
    return QuestionDialog(ARE_YOU_WARM, [WARM], otherwise=NOT_WARM)


def stop_question(stopping: Stopping, promise: str, *, rehearsal: bool, redo: bool) -> QuestionDialog:
    """Whether to stop; where little was done, also what becomes of that.

    Args:
        stopping: the result of the session if it were stopped.
        promise: a sentence about where the sets are saved.
        rehearsal: nothing is recorded, so there is no choice.
        redo: the hold that was cut short may be done again.
    """
    again = [REDO] if redo else []
    decides = stopping.leaves_a_choice and not rehearsal
    text = stop_text(stopping, promise, decides=decides)
    if not decides:
        return QuestionDialog(text, [STOP, *again], otherwise=GO_ON)
    # Pain matters for the next doses: it is not discarded.
    ways = [KEEP, LATER] if stopping.hurt else [KEEP, LATER, DISCARD]
    return QuestionDialog(text, [*ways, *again], otherwise=GO_ON)


def discard_question(stopping: Stopping) -> QuestionDialog:
    """Whether to discard the session."""
    return QuestionDialog(loss_text(stopping.done), [REALLY], otherwise=BACK)
