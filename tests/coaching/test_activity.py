"""A year at a glance: what was done on each day, and which weeks were light."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from coach.coaching.habits.week_data import WeeklyHistory
from coach.coaching.statistics import DayActivity, activity_by_day, light_weeks, session_seconds, year_up_to
from coach.model.events import Activity, Event
from tests.factories import MONDAY, check_in, core, day, session

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)


def test_a_day_adds_up_its_sessions_and_activities() -> None:
    long = replace(session(MONDAY, plank="3 x 30"), at=AT, ended_at=AT + timedelta(minutes=14))
    walk = Activity(id="a", date=MONDAY, at=AT, kind="walk", minutes=20)
    heat = activity_by_day([long, long, walk])[MONDAY]
    assert (heat.sessions, heat.activities, heat.minutes) == (2, 1, 48)


def test_a_session_in_which_nothing_was_tried_darkens_no_day() -> None:
    assert activity_by_day([replace(session(MONDAY, plank="30"), sets=())]) == {}


def test_the_most_pain_of_a_day_is_kept() -> None:
    assert (
        activity_by_day([session(MONDAY, plank="30!2 30!5"), session(MONDAY, plank="30!1")])[MONDAY].pain == 5
    )


def test_a_session_that_was_left_open_overnight_counts_by_its_sets() -> None:
    long = replace(session(MONDAY, plank="30 30"), at=AT, ended_at=AT + timedelta(hours=11))
    assert session_seconds(long) == 60


def test_steps_grow_with_the_minutes() -> None:
    steps = [
        DayActivity(sessions=1, seconds=60 * minutes).step for minutes in (0, 9, 10, 24, 25, 44, 45, 500)
    ]
    assert steps == [1, 1, 2, 2, 3, 3, 4, 4]
    assert DayActivity().step == 0


def test_a_year_is_whole_weeks_and_ends_with_the_week_of_the_day() -> None:
    first, last = year_up_to(date(2026, 1, 7))
    assert (first.weekday(), last) == (0, date(2026, 1, 11))
    assert (last - first).days + 1 == 53 * 7
    assert year_up_to(date(2026, 1, 7), "sun")[1] == date(2026, 1, 10)


def test_planned_and_early_light_weeks_are_told_apart() -> None:
    events: list[Event] = [session(day(7 * week), plank="3 x 30") for week in range(7)]
    events += [check_in(day(49), tug=True)]
    journal = WeeklyHistory([core()], events, day(59))
    found = {week.first: week.phase for week in light_weeks(journal, day(0), day(59))}
    assert found[day(28)] == "deload"
    assert found[day(49)] == "early_deload"
    assert day(0) not in found
