"""The question whether a session shall stop, and what becomes of it where hardly anything was done."""

from __future__ import annotations

from typing import Final

from coach.session.player import Stopping, loss_text, stop_text
from coach.tui.dialogs import BACK, REALLY, DialogAnswer, QuestionDialog

STOP: Final = DialogAnswer(name="stop", keys=("y", "enter"), label="stop here")
KEEP: Final = DialogAnswer(name="stop", keys=("y", "k"), label="keep it")
LATER: Final = DialogAnswer(name="later", keys=("l",), label="later")
THROW_AWAY: Final = DialogAnswer(name="discard", keys=("d",), label="throw it away", matters=True)
REDO: Final = DialogAnswer(name="redo", keys=("r",), label="do this hold again")
GO_ON: Final = DialogAnswer(name="on", keys=("any other key",), label="go on")


def stop_question(stopping: Stopping, promise: str, *, rehearsal: bool, redo: bool) -> QuestionDialog:
    """Whether to stop; where hardly anything was done, also what becomes of that.

    Args:
        stopping: what the session would be.
        promise: where what was done is, in a sentence.
        rehearsal: nothing is recorded, so there is nothing to decide.
        redo: the hold that was cut short may be done again.
    """
    again = [REDO] if redo else []
    decides = stopping.leaves_a_choice and not rehearsal
    text = stop_text(stopping, promise, decides=decides)
    if not decides:
        return QuestionDialog(text, [STOP, *again], otherwise=GO_ON)
    # What hurt decides about the next time: it is not thrown away.
    ways = [KEEP, LATER] if stopping.hurt else [KEEP, LATER, THROW_AWAY]
    return QuestionDialog(text, [*ways, *again], otherwise=GO_ON)


def really_question(stopping: Stopping) -> QuestionDialog:
    """Whether that is really to be thrown away."""
    return QuestionDialog(loss_text(stopping.done), [REALLY], otherwise=BACK)
