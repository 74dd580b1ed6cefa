"""The ramp-up to an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.ramp import RampUp, RampWeek, ramp_up, ramp_weeks
from coach.model.events import Event, RedFlag
from tests.factories import activity, check_in

TODAY = date(2026, 4, 6)
WEEK = timedelta(days=7)
OLD = TODAY - 30 * WEEK
"""A journal that began so long ago has real weeks only."""


def weeks_of(
    count: int, done: Sequence[int], *, week: int = 1, began: date | None = OLD, odd_days: int = 0
) -> list[tuple[int, int]]:
    """(sessions, minutes) of each week of a ramp that begins today.

    Args:
        count: its weeks.
        done: minutes of the weeks, two of them before its first one.
        week: asked on the first day of this week.
        began: the first day of the journal.
        odd_days: the event is later by so many days.
    """
    first = TODAY + timedelta(days=odd_days)
    seconds = {(first + (index - 2) * WEEK).toordinal(): 60 * one for index, one in enumerate(done)}
    found = ramp_weeks(
        first + count * WEEK,
        TODAY,
        first + (week - 1) * WEEK,
        seconds,
        None if began is None else began.toordinal(),
    )
    return [(one.sessions, one.minutes) for one in found]


def minutes_of(weeks: list[tuple[int, int]]) -> list[int]:
    return [minutes for _, minutes in weeks]


def test_x16_journal_that_began_with_two_weeks() -> None:
    found = weeks_of(3, (40, 60), began=TODAY - 2 * WEEK)
    assert found == [(2, 50), (3, 55), (3, 38)]


def test_x25_from_nothing() -> None:
    assert minutes_of(weeks_of(6, ())) == [40, 40, 40, 40, 44, 31]


def test_x26_cap_of_30_percent_above_four_weeks() -> None:
    done = (100, 100, 100, 40)
    before = {(TODAY - weeks * WEEK).toordinal(): 6000 for weeks in (3, 4)}
    seconds = before | {(TODAY + (index - 2) * WEEK).toordinal(): 60 * one for index, one in enumerate(done)}
    found = ramp_weeks(TODAY + 10 * WEEK, TODAY, TODAY + 2 * WEEK, seconds, OLD.toordinal())
    assert [week.minutes for week in found[:3]] == [100, 110, 110]


def test_x27_one_week() -> None:
    assert weeks_of(1, (60, 60), odd_days=1) == [(2, 42)]


def test_week_to_come_counts_as_done() -> None:
    asked = minutes_of(weeks_of(5, (100, 100)))
    assert asked == minutes_of(weeks_of(5, (100, 100, asked[0]), week=2))
    assert minutes_of(weeks_of(5, (100, 100, 0), week=2))[1] == 65
    assert minutes_of(weeks_of(5, (100, 100, 0), week=1))[1] == asked[1]


def test_journal_that_begins_today_has_no_cap() -> None:
    assert minutes_of(weeks_of(4, (), began=None)) == [40, 44, 48, 34]
    assert minutes_of(weeks_of(4, (), began=TODAY)) == [40, 44, 48, 34]


def test_week_with_which_the_journal_began_is_real() -> None:
    assert minutes_of(weeks_of(3, (0, 60), began=TODAY - 2 * WEEK)) == [40, 43, 30]


def test_week_before_the_ramp_counts_as_it_is_so_far() -> None:
    event = TODAY + 5 * WEEK + timedelta(days=3)
    seconds = {(TODAY - timedelta(days=1)).toordinal(): 60 * 200}
    found = ramp_weeks(event, TODAY, TODAY, seconds, OLD.toordinal())
    assert [week.minutes for week in found[:2]] == [100, 97]


def test_event_without_day_of_entry_is_entered_twelve_weeks_before() -> None:
    found = ramp_weeks(TODAY, None, TODAY, {}, None)
    assert (len(found), found[0].starts) == (12, TODAY - 12 * WEEK)


def plan(weeks: int, *, days: int = 0, events: Sequence[Event] = (), now: date = TODAY) -> RampUp:
    return ramp_up(TODAY + weeks * WEEK + timedelta(days=days), now, events, since=TODAY)


@pytest.mark.parametrize(("weeks", "short"), [(1, True), (3, True), (4, False), (12, False)])
def test_ramp_under_four_weeks_is_short(weeks: int, short: bool) -> None:
    found = plan(weeks)
    assert found.short is short
    assert any("short time" in text for text in found.words) is short


def test_ramp_under_a_week_is_empty_with_reason() -> None:
    found = plan(0, days=6)
    assert (found.weeks, found.short) == ((), True)
    assert found.words[0].startswith("Less than a week")


def test_no_ramp_on_or_after_the_event() -> None:
    assert plan(3, now=TODAY + 3 * WEEK).words == ("It is today. Warm up, pace yourself, drink.",)
    assert plan(3, now=TODAY + 4 * WEEK).words == ("That day has passed.",)


def test_ramp_weeks_adjoin_and_end_before_event() -> None:
    found = plan(5, days=3)
    assert found.weeks[0].starts == TODAY + timedelta(days=3)
    assert found.weeks[-1].ends == found.event - timedelta(days=1)
    assert any("first week starts on Thursday 9 April" in text for text in found.words)
    for one, following in pairwise(found.weeks):
        assert following.starts == one.ends + timedelta(days=1)


def test_ramp_starts_from_last_two_weeks() -> None:
    minutes = {15: 500, 14: 40, 7: 25, 1: 35, 0: 500}
    events: list[Event] = [activity(TODAY - timedelta(days=days), one) for days, one in minutes.items()]
    assert plan(3, events=events).weeks[0].minutes == 50


def test_later_look_keeps_the_weeks() -> None:
    events: list[Event] = [activity(TODAY - timedelta(days=days), 60) for days in (10, 3)]
    later = plan(5, events=events, now=TODAY + 2 * WEEK)
    assert (len(later.weeks), later.weeks[0]) == (5, plan(5, events=events).weeks[0])


@pytest.mark.parametrize(("spasm", "flags"), [(True, ()), (None, ("numb_toes",))])
def test_no_ramp_while_locked_or_paused(spasm: bool | None, flags: tuple[RedFlag, ...]) -> None:
    said: list[Event] = [activity(TODAY, 60), check_in(TODAY, spasm=spasm, red_flags=flags)]
    assert plan(5, events=said).weeks == ()
    assert len(plan(5, events=said, now=TODAY - timedelta(days=1)).weeks) == 5


def test_ramp_week_text() -> None:
    (row, *_) = plan(3, events=[activity(TODAY - timedelta(days=days), 50) for days in (10, 3)]).weeks
    assert row.text == "Week 1: 2 sessions of easy cardio, 50 minutes in all, beside your core sessions."


done = st.integers(0, 600)


@given(st.integers(1, 60), done, done, st.integers(0, 6))
def test_ramp_grows_slowly_and_ends_light(weeks: int, older: int, newer: int, odd_days: int) -> None:
    asked = minutes_of(weeks_of(weeks, (older, newer), odd_days=odd_days))
    start = max(40, (older + newer) // 2)
    assert len(asked) == weeks
    assert all(20 * later <= 22 * earlier + 10 for earlier, later in pairwise(asked))
    assert min(asked[:-1], default=40) >= 40
    assert asked[-1] < (asked[-2] if weeks > 1 else start)


def test_last_week_alone_is_light() -> None:
    found: tuple[RampWeek, ...] = plan(4).weeks
    assert [week.light for week in found] == [False, False, False, True]
