"""What the editor asks, and how it tells a problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coach.library.problems import Problem
from coach.tui.screens.question import Answer
from coach.tui.widgets.yaml_area import PROBLEM_MARK

UNSAVED: Final = "What you wrote is not saved."
UNSAVED_BEFORE: Final = "You wrote something here that was never saved. Nothing of it is lost."
SAVE: Final = Answer(name="save", keys=("s", "enter"), label="save and leave")
LEAVE: Final = Answer(name="leave", keys=("d",), label="throw it away", matters=True)
GO_ON: Final = Answer(name="on", keys=("any other key",), label="go on writing")
OVER: Final = Answer(name="over", keys=("o",), label="save mine over it", matters=True)
THEIRS: Final = Answer(name="theirs", keys=("l",), label="load the other one", matters=True)
TAKE_UP: Final = Answer(name="take", keys=("enter", "t"), label="take it up again")
FORGET: Final = Answer(name="forget", keys=("d",), label="throw it away", matters=True)
WHOSE: Final = (
    "The file was changed by another program since you opened it. A copy is kept of what is saved over."
)


def problem_line(problem: Problem) -> str:
    """A problem with its line: `12: no drill is named 'plnk' (did you mean plank?)`."""
    return f"{problem.line}: {problem_text(problem)}"


def problem_text(problem: Problem) -> str:
    """A problem, and what to do about it."""
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def wrong_here(problems: Sequence[Problem], row: int) -> str:
    """What is wrong with a line, from 0; where there is one problem alone, that one wherever it is."""
    for one in problems:
        if one.line == row + 1:
            return f"{PROBLEM_MARK} {problem_text(one)}"
    return f"{PROBLEM_MARK} line {problem_line(problems[0])}" if len(problems) == 1 else ""


def marks_of(problems: Sequence[Problem]) -> dict[int, tuple[int, ...]]:
    """The columns of the problems of each line, both from 0."""
    marks: dict[int, tuple[int, ...]] = {}
    for one in problems:
        marks[one.line - 1] = (*marks.get(one.line - 1, ()), one.column - 1)
    return marks


def count_text(count: int) -> str:
    """How many problems there are."""
    return "no problem" if not count else "one problem" if count == 1 else f"{count} problems"


def state_text(*, unsaved: bool, conflict: bool) -> str:
    """What stands between the text and its file."""
    if conflict:
        return "changed on disk by another program"
    return "not saved" if unsaved else "saved"
