"""The way to an event: two sessions, then three; 10 % a week, 30 % in all, a lighter last week."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.cardio import ramp_up, ramp_up_from
from coach.model.events import Event, RedFlag
from tests.factories import activity, check_in

TODAY = date(2026, 4, 6)
minutes = st.integers(0, 600)


def rows(weeks: int, recent: tuple[int, int], odd_days: int = 0) -> list[tuple[int, int]]:
    event = TODAY + timedelta(weeks=weeks, days=odd_days)
    return [(week.sessions, week.minutes) for week in ramp_up(event, TODAY, recent).weeks]


def test_three_weeks_after_forty_and_sixty_minutes() -> None:
    assert rows(3, (40, 60)) == [(2, 50), (3, 55), (3, 38)]


def test_growth_stops_at_thirty_percent_in_all() -> None:
    assert [minutes for _, minutes in rows(8, (100, 100))] == [100, 110, 121, 130, 130, 130, 130, 91]


def test_someone_who_did_nothing_starts_with_twenty_minutes_a_session() -> None:
    assert rows(5, (0, 0)) == [(2, 40), (3, 44), (3, 48), (3, 52), (3, 36)]


@pytest.mark.parametrize(("weeks", "short"), [(1, True), (3, True), (4, False), (12, False)])
def test_fewer_than_four_weeks_are_called_short(weeks: int, short: bool) -> None:
    plan = ramp_up(TODAY + timedelta(weeks=weeks), TODAY, (40, 60))
    assert plan.short is short
    assert any("short time" in text for text in plan.words) is short


def test_one_week_is_a_light_one_of_two_sessions() -> None:
    assert rows(1, (40, 60)) == [(2, 35)]


def test_less_than_a_week_has_no_rows_and_says_why() -> None:
    plan = ramp_up(TODAY + timedelta(days=6), TODAY, (40, 60))
    assert (plan.weeks, plan.short) == ((), True)
    assert plan.words[0].startswith("Less than a week")


def test_the_day_itself_and_the_days_after_need_no_plan() -> None:
    assert ramp_up(TODAY, TODAY, (40, 60)).words == ("It is today. Warm up, pace yourself, drink.",)
    assert ramp_up(TODAY - timedelta(days=1), TODAY, (40, 60)).words == ("That day has passed.",)


def test_the_weeks_touch_and_end_the_day_before_the_event() -> None:
    event = TODAY + timedelta(weeks=5, days=3)
    plan = ramp_up(event, TODAY, (40, 60))
    assert plan.weeks[0].starts == TODAY + timedelta(days=3)
    assert plan.weeks[-1].ends == event - timedelta(days=1)
    assert any("first week starts on Thursday 9 April" in text for text in plan.words)
    for one, following in pairwise(plan.weeks):
        assert following.starts == one.ends + timedelta(days=1)


def test_it_starts_from_what_the_journal_holds_of_the_two_weeks_before() -> None:
    events: list[Event] = [
        activity(TODAY - timedelta(days=15), 500),
        activity(TODAY - timedelta(days=14), 40),
        activity(TODAY - timedelta(days=7), 25),
        activity(TODAY - timedelta(days=1), 35),
        activity(TODAY, 500),
    ]
    event = TODAY + timedelta(weeks=3)
    assert ramp_up_from(event, TODAY, events) == ramp_up(event, TODAY, (40, 60))


@pytest.mark.parametrize(("spasm", "flags"), [(True, ()), (None, ("numb_toes",))])
def test_a_red_flag_or_a_spasm_comes_before_any_event(spasm: bool | None, flags: tuple[RedFlag, ...]) -> None:
    said: list[Event] = [activity(TODAY, 60), check_in(TODAY, spasm=spasm, red_flags=flags)]
    assert ramp_up_from(TODAY + timedelta(weeks=5), TODAY, said).weeks == ()
    assert len(ramp_up_from(TODAY + timedelta(weeks=5), TODAY - timedelta(days=1), said).weeks) == 5


def test_each_row_says_what_it_asks() -> None:
    row = ramp_up(TODAY + timedelta(weeks=3), TODAY, (40, 60)).weeks[0]
    assert row.text == "Week 1: 2 sessions of easy cardio, 50 minutes in all, beside your core sessions."


@given(weeks=st.integers(1, 60), older=minutes, newer=minutes, odd_days=st.integers(0, 6))
def test_the_way_never_climbs_above_its_cap_and_always_ends_lighter(
    weeks: int, older: int, newer: int, odd_days: int
) -> None:
    found = rows(weeks, (older, newer), odd_days)
    asked = [minutes for _, minutes in found]
    start = max(40, (older + newer) // 2)
    assert len(found) == weeks
    assert all(10 * minutes <= 13 * start for minutes in asked)
    assert all(20 * later <= 22 * earlier + 10 for earlier, later in pairwise(asked))
    assert all(later >= earlier for earlier, later in pairwise(asked[:-1]))
    assert asked[-1] < (asked[-2] if weeks > 1 else start)
    assert [sessions for sessions, _ in found] == [2, *[3] * (weeks - 1)]
