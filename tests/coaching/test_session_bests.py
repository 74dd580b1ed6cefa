"""The bests of one session."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching.session_bests import session_bests
from coach.model.events import Session
from tests.factories import day, session


def best(before: list[Session], now: Session) -> list[tuple[str, list[object], float | None]]:
    return [(one.drill, list(one.amounts), one.load_kg) for one in session_bests(before, now)]


def test_longer_than_ever_is_a_best() -> None:
    before = [session(day(0), plank="3 x 30"), session(day(2), plank="30 40 30")]
    assert best(before, session(day(4), plank="30 45 30")) == [("plank", [(None, 45)], None)]
    assert best(before, session(day(4), plank="3 x 40")) == []


def test_first_time_is_no_best() -> None:
    assert best([], session(day(0), plank="3 x 60")) == []
    assert best([session(day(0), plank="3 x 30")], session(day(2), bird_dog="3 x 60")) == []


def test_each_side_by_itself() -> None:
    before = [session(day(0), side_plank_left="3 x 30", side_plank_right="3 x 40")]
    now = session(day(2), side_plank_left="3 x 35", side_plank_right="3 x 35")
    assert best(before, now) == [("side-plank", [("left", 35)], None)]


def test_more_load_is_a_best_and_less_load_is_none() -> None:
    before = [session(day(0), carry="3 x 60@6")]
    assert best(before, session(day(2), carry="3 x 30@7")) == [("carry", [(None, 30)], 7)]
    assert best(before, session(day(2), carry="3 x 90@5")) == []


@pytest.mark.parametrize("written", ["3 x 60~", "3 x 60!2"])
def test_shaky_or_painful_sets_do_not_count(written: str) -> None:
    tidy = session(day(0), plank="3 x 30")
    assert best([tidy], session(day(2), plank=written)) == []
    assert best([tidy, session(day(1), plank=written)], session(day(2), plank="3 x 35")) != []


def test_begun_session_has_and_sets_no_bests() -> None:
    tidy = session(day(0), plank="3 x 30")
    begun = replace(session(day(2), plank="60"), stopped=True, asked_sets=18)
    assert best([tidy], begun) == []
    assert best([tidy, begun], session(day(4), plank="3 x 40")) != []
