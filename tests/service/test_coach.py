"""The service: what it reads of a long journal is all that a day rests on."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.journal.journal import Journal
from coach.model.events import Event, Session
from coach.model.program import Kind
from coach.paths import find_paths
from coach.service import Coach
from tests.coaching.casebook import core, day, fixed, other
from tests.coaching.histories import LAST, journals
from tests.support.commands import MONDAY, StillClock
from tests.support.examples import examples

PROGRAMS = [
    core(),
    other(Kind.MOBILITY, fixed("figure-four", sided=True), fixed("open-book")),
    other(Kind.CARDIO, fixed("brisk-walk", amount=1800)),
]


def coach_in(folder: str) -> Coach:
    coach = Coach(find_paths({"COACH_HOME": folder}), StillClock(MONDAY))
    # A cached property takes what is put into its place.
    coach.__dict__["programs"] = {program.id: program for program in PROGRAMS}
    return coach


@examples(40)
@given(journals(), st.integers(0, LAST + 40))
def test_a_day_read_from_what_it_rests_on_is_the_same_as_from_everything(
    events: list[Event], on: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        coach = coach_in(folder)
        coach.journal.append(*events)
        try:
            assert coach.plan(day(on)) == coach.plan_with(coach.journal.events(), day(on))
        finally:
            coach.close()


def test_a_session_of_long_ago_tells_a_return_from_a_beginning(home: Path) -> None:
    """The one old session that a program without levels needs is found, however many others there are."""
    coach = coach_in(str(home))
    with Journal.open(coach.paths.journal) as journal:
        journal.append(*_walks(range(0, 40, 2)))
    for on in (41, 60, 120):
        assert coach.plan(day(on)) == coach.plan_with(coach.journal.events(), day(on))
    assert coach.plan(day(120)).programs[2].phase == "return"


def test_a_session_that_turned_out_to_be_of_another_program_is_gone_for_the_first(home: Path) -> None:
    from tests.coaching.casebook import planks

    coach = coach_in(str(home))
    wrong = planks(*range(0, 24, 3))
    walk, later = _walks(range(2))
    with Journal.open(coach.paths.journal) as journal:
        journal.append(*wrong, replace(walk, replaces=wrong[0].id), later)
    assert coach.plan(day(25)) == coach.plan_with(coach.journal.events(), day(25))


def _walks(offsets: range) -> list[Session]:
    from tests.coaching.casebook import session

    return [session(day(offset), program="cardio", brisk_walk="1800") for offset in offsets]
