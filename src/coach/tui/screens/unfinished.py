"""The words that ask what to do with a session that was broken off."""

from __future__ import annotations

from typing import Final

from coach.tui.ports import Unfinished
from coach.tui.screens.question import Answer

ANSWERS: Final = (
    Answer(name="resume", keys=("enter", "r"), label="go on with it", matters=True),
    Answer(name="keep", keys=("s",), label="save it as it is"),
    Answer(name="discard", keys=("d",), label="throw it away", matters=True),
)
REALLY: Final = Answer(name="really", keys=("y",), label="throw it away", matters=True)
BACK: Final = Answer(name="back", keys=("any other key",), label="back")


def question(unfinished: Unfinished) -> str:
    """What is there, and that something has to be decided."""
    return (
        f"{unfinished.title}, {unfinished.started}, was not finished. "
        f"{_sets(unfinished)} done. What shall become of it?"
    )


def warning(unfinished: Unfinished) -> str:
    """What would be lost."""
    return f"{_sets(unfinished)} would be gone for good."


def _sets(unfinished: Unfinished) -> str:
    count = unfinished.sets_done
    return "One set" if count == 1 else f"{count or 'No'} sets"
