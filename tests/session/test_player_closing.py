"""Whether it is asked at the end how it was: where the answer decides something, and is not known yet."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.model.events import SetRecord
from coach.model.program import Kind, Part, Program, Progress
from coach.session.commands import Outcome
from coach.session.player import asks_how_it_was
from tests.factories import program, slot

HELD = SetRecord(slot="plank", seconds=30, end="full")
LEFT_OUT = SetRecord(slot="plank", seconds=0, end="skipped")
FIXED = program(Part(slots=(slot("plank"),)))
GROWS = program(Part(slots=(slot("stand"), replace(slot("plank"), progress=Progress.TIME))))
CORE = replace(FIXED, kind=Kind.CORE)


@pytest.mark.parametrize(
    ("of", "asks"), [(CORE, True), (GROWS, True), (FIXED, False)], ids=["core", "grows", "fixed"]
)
def test_final_question_where_doses_depend_on_it(of: Program, asks: bool) -> None:
    assert asks_how_it_was(of, [HELD], "done") is asks


@pytest.mark.parametrize(
    ("outcome", "asks"), [("done", True), ("stopped", True), (None, True), ("pain", False)], ids=str
)
def test_no_final_question_after_strong_pain(outcome: Outcome | None, asks: bool) -> None:
    assert asks_how_it_was(CORE, [HELD], outcome) is asks


def test_no_final_question_without_sets() -> None:
    assert not asks_how_it_was(CORE, [], "stopped")
    assert not asks_how_it_was(CORE, [LEFT_OUT, LEFT_OUT], "stopped")
    assert asks_how_it_was(CORE, [LEFT_OUT, HELD], "stopped")
