"""What was really done of each drill, over time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.calendar import calendar_of
from coach.coaching.history import read_history
from coach.coaching.safety import read_health
from coach.coaching.statistics import AWAY_DAYS, CurvePoint, EffortIndex, SideCurve, curves, light_spans
from coach.model.events import Session
from tests.factories import check_in, core, day, planks, session


def efforts_of(*sessions: Session) -> EffortIndex:
    efforts = EffortIndex()
    efforts.add(sessions)
    return efforts


def test_a_curve_shows_the_longest_set_of_each_day() -> None:
    efforts = efforts_of(session(day(0), plank="20 30 25"), session(day(2), plank="35"))
    (curve,) = curves(efforts.of("plank"), "seconds")
    assert [(point.day, point.amount) for point in curve.points] == [
        (day(0).toordinal(), 30),
        (day(2).toordinal(), 35),
    ]


def test_left_and_right_are_curves_of_their_own_and_left_comes_first() -> None:
    efforts = efforts_of(session(day(0), side_plank_right="25", side_plank_left="30"))
    found = curves(efforts.of("side-plank"), "seconds")
    assert [(curve.side, curve.points[0].amount) for curve in found] == [("left", 30), ("right", 25)]


def test_load_is_a_curve_where_there_was_any() -> None:
    efforts = efforts_of(session(day(0), farmer_carry="40@6 40@8"), session(day(1), plank="30"))
    (curve,) = curves(efforts.of("farmer-carry"), "load_kg")
    assert curve.points[0].amount == 8
    assert curves(efforts.of("plank"), "load_kg") == ()


def test_a_set_that_was_not_tried_is_no_point() -> None:
    assert efforts_of(session(day(0), plank="0")).drills() == ()


def test_shaky_and_painful_days_are_marked() -> None:
    efforts = efforts_of(session(day(0), plank="30 25~ 20!4"), session(day(1), plank="30"))
    (curve,) = curves(efforts.of("plank"), "seconds")
    assert curve.points == (
        CurvePoint(day(0).toordinal(), 30, True, 4),
        CurvePoint(day(1).toordinal(), 30, False, 0),
    )


def test_programs_and_days_can_be_left_out() -> None:
    efforts = efforts_of(
        session(day(0), plank="30"), session(day(1), plank="40", program="other"), session(day(9), plank="50")
    )
    assert [one.seconds for one in efforts.of("plank", programs=("core",))] == [30, 50]
    assert [one.seconds for one in efforts.of("plank", since=day(1), until=day(8))] == [40]
    assert efforts.drills(("other",)) == ("plank",)
    assert efforts.drills(("third",)) == ()


@given(st.lists(st.integers(0, 400), unique=True, min_size=1, max_size=40))
def test_strokes_hold_every_point_once_and_break_only_across_time_away(days: list[int]) -> None:
    points = tuple(CurvePoint(day, 1, False, 0) for day in sorted(days))
    segments = SideCurve(side=None, points=points).segments
    assert tuple(point for segment in segments for point in segment) == points
    for before, after in pairwise(segments):
        assert after[0].day - before[-1].day >= AWAY_DAYS
    for segment in segments:
        assert all(b.day - a.day < AWAY_DAYS for a, b in pairwise(segment))


def test_light_weeks_are_spans_and_early_ones_are_told_apart() -> None:
    events = [*planks(0, 7, 14, 21, 28, 35, 42), check_in(day(44), tug=True)]
    history = read_history(events, day(55))
    calendar = calendar_of(core(), history, read_health(history))
    spans = light_spans(calendar, day(0), day(55))
    assert [(span.first, span.last, span.early) for span in spans[:2]] == [
        (day(28).toordinal(), day(34).toordinal(), False),
        (day(44).toordinal(), day(50).toordinal(), True),
    ]
