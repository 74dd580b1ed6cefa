"""The words that ask what to do with a session that was broken off."""

from __future__ import annotations

from typing import Final

from coach.session.closing import loss_text, sets_done
from coach.tui.ports import Unfinished
from coach.tui.screens.question import Answer

ANSWERS: Final = (
    Answer(name="resume", keys=("enter", "r"), label="continue", matters=True),
    Answer(name="keep", keys=("s", "k"), label="keep as it is"),
    Answer(name="discard", keys=("d",), label="discard", matters=True),
    Answer(name="later", keys=("escape", "l"), label="decide later"),
)


def question(unfinished: Unfinished) -> str:
    """What is there, and that something has to be decided."""
    return (
        f"You stopped {unfinished.title}, begun {unfinished.started}, "
        f"after {sets_done(unfinished.sets_done, unfinished.asked_sets)}. "
        "Continue, keep it as it is, or discard it?"
    )


def warning(unfinished: Unfinished) -> str:
    """What would be lost."""
    return loss_text(unfinished.sets_done)
