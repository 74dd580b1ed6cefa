"""What the editor asks, and how it tells a problem."""

from __future__ import annotations

from typing import Final

from coach.library.problems import Problem
from coach.tui.screens.question import Answer

UNSAVED: Final = "What you wrote is not saved."
UNSAVED_BEFORE: Final = "You wrote something here that was never saved. Nothing of it is lost."
SAVE: Final = Answer(name="save", keys=("s", "enter"), label="save and leave")
LEAVE: Final = Answer(name="leave", keys=("d",), label="leave it unsaved, for good")
GO_ON: Final = Answer(name="on", keys=("any other key",), label="go on writing")
OVER: Final = Answer(name="over", keys=("o",), label="save mine over it")
THEIRS: Final = Answer(name="theirs", keys=("l",), label="load the other one")
TAKE_UP: Final = Answer(name="take", keys=("enter", "t"), label="take it up again")
FORGET: Final = Answer(name="forget", keys=("d",), label="throw it away")
WHOSE: Final = (
    "The file was changed by another program since you opened it. A copy is kept of what is saved over."
)


def problem_line(problem: Problem) -> str:
    """A problem with its line: `12: no drill is named 'plnk' (did you mean plank?)`."""
    return f"{problem.line}: {problem_text(problem)}"


def problem_text(problem: Problem) -> str:
    """A problem, and what to do about it."""
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message
