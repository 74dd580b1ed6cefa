"""The best of each drill, without light weeks."""

from __future__ import annotations

from coach.coaching.statistics import EffortIndex, PersonalBest, personal_bests
from coach.model.events import Session
from tests.factories import day, session


def bests(*sessions: Session, light: tuple[int, ...] = ()) -> list[tuple[str, str | None, float, int]]:
    efforts = EffortIndex()
    efforts.add(sessions)
    days = {day(offset).toordinal() for offset in light}
    found = personal_bests(efforts, efforts.drills(), lambda _program, one: one in days)
    return [_short(record) for record in found]


def _short(record: PersonalBest) -> tuple[str, str | None, float, int]:
    return record.metric, record.side, record.amount, (record.date - day(0)).days


def test_the_longest_set_is_the_record_on_the_first_day_that_reached_it() -> None:
    sessions = [session(day(0), plank="30"), session(day(2), plank="45"), session(day(4), plank="45")]
    assert bests(*sessions) == [("seconds", None, 45, 2)]


def test_light_weeks_are_left_out() -> None:
    sessions = [session(day(0), plank="30"), session(day(2), plank="45")]
    assert bests(*sessions, light=(2,)) == [("seconds", None, 30, 0)]


def test_a_shaky_or_painful_set_is_no_record_but_the_sets_beside_it_are() -> None:
    assert bests(session(day(0), plank="60~ 50!3 40")) == [("seconds", None, 40, 0)]
    assert bests(session(day(0), plank="60~")) == []


def test_each_side_has_its_own_and_load_is_a_record_too() -> None:
    done = session(day(0), side_plank_left="30", side_plank_right="25", farmer_carry="40@6")
    assert sorted(bests(done), key=str) == sorted(
        [
            ("seconds", "left", 30, 0),
            ("seconds", "right", 25, 0),
            ("seconds", None, 40, 0),
            ("load_kg", None, 6, 0),
        ],
        key=str,
    )
