"""Breaks from sitting: the next one, missed ones, quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.breaks import WorkWindow, is_quiet, next_break

MONDAY = date(2026, 3, 2)
OFFICE = WorkWindow(start=time(9), until=time(17, 30), days=frozenset({"mon", "tue", "wed", "thu", "fri"}))
LUNCH = WorkWindow(start=time(9), until=time(17, 30), quiet_start=time(12), quiet_until=time(13, 10))
NIGHT = WorkWindow(start=time(22), until=time(6))


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def found(window: WorkWindow, now: datetime, last: datetime | None = None) -> tuple[datetime, bool]:
    moment = next_break(window, now, last)
    assert moment is not None
    return moment.at, moment.due


def test_first_break_is_30_minutes_into_window() -> None:
    assert found(OFFICE, at("07:00")) == (at("09:30"), False)
    assert found(OFFICE, at("09:29")) == (at("09:30"), False)
    assert found(OFFICE, at("09:30")) == (at("09:30"), True)


def test_next_break_is_30_minutes_after_last() -> None:
    assert found(OFFICE, at("09:41"), at("09:40")) == (at("10:10"), False)
    assert found(OFFICE, at("10:10"), at("09:40")) == (at("10:10"), True)


def test_only_the_latest_missed_break_is_due() -> None:
    assert found(OFFICE, at("14:10"), at("09:30")) == (at("14:00"), True)
    assert found(OFFICE, at("14:11"), at("14:10")) == (at("14:40"), False)


def test_breaks_of_yesterday_are_not_due() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert found(OFFICE, at("08:00", tuesday), at("11:00")) == (at("09:30", tuesday), False)
    assert found(OFFICE, at("17:31"), at("11:00")) == (at("09:30", tuesday), False)


def test_no_breaks_on_other_weekdays() -> None:
    saturday, next_monday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=7)
    assert found(OFFICE, at("11:00", saturday)) == (at("09:30", next_monday), False)


def test_break_in_quiet_hours_is_postponed() -> None:
    assert found(LUNCH, at("11:45"), at("11:40")) == (at("13:10"), False)
    assert found(LUNCH, at("12:30"), at("11:40")) == (at("13:10"), False)
    assert found(LUNCH, at("13:10"), at("11:40")) == (at("13:10"), True)


def test_window_may_pass_midnight() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert found(NIGHT, at("23:50"), at("23:40")) == (at("00:10", tuesday), False)
    assert found(NIGHT, at("01:00", tuesday), at("23:40")) == (at("00:40", tuesday), True)
    assert found(NIGHT, at("06:10", tuesday), at("05:50", tuesday)) == (at("22:30", tuesday), False)


def test_no_break_without_days_or_when_all_quiet() -> None:
    assert next_break(WorkWindow(start=time(9), until=time(17), days=frozenset()), at("10:00")) is None
    quiet = WorkWindow(start=time(9), until=time(17), quiet_start=time(8), quiet_until=time(18))
    assert next_break(quiet, at("10:00")) is None
    too_short = WorkWindow(start=time(9), until=time(9, 20))
    assert next_break(too_short, at("09:10")) is None


def test_last_break_in_another_time_zone() -> None:
    tokyo = at("09:40").astimezone(ZoneInfo("Asia/Tokyo"))
    assert found(OFFICE, at("09:41"), tokyo) == (at("10:10"), False)


def test_break_interval_across_clock_change() -> None:
    before = datetime(2026, 3, 29, 1, 50, tzinfo=timezone(timedelta(hours=1)))
    now = datetime(2026, 3, 29, 3, 5, tzinfo=timezone(timedelta(hours=2)))
    moment, due = found(NIGHT, now, before)
    assert (moment - before, due) == (timedelta(minutes=30), False)


moments = st.builds(
    datetime.combine, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.times(), st.just(UTC)
)
times_of_day = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(
    now=moments,
    ago=st.integers(1, 5000),
    start=times_of_day,
    until=times_of_day,
    quiet=st.none() | st.tuples(times_of_day, times_of_day),
)
def test_next_break_properties(
    now: datetime, ago: int, start: time, until: time, quiet: tuple[time, time] | None
) -> None:
    quiet_start, quiet_until = quiet or (None, None)
    window = WorkWindow(start=start, until=until, quiet_start=quiet_start, quiet_until=quiet_until)
    last = now - timedelta(minutes=ago)
    moment = next_break(window, now, last)
    if moment is not None:
        assert moment.due == (moment.at <= now)
        assert moment.at > last
        after = next_break(window, now, now)
        assert after is None or (not after.due and after.at > now)


def test_break_at_the_end_of_the_window() -> None:
    assert found(OFFICE, at("17:01"), at("17:00")) == (at("17:30"), False)
    assert found(OFFICE, at("17:30"), at("17:00")) == (at("17:30"), True)


def test_quiet_hours_exclude_their_end() -> None:
    assert found(LUNCH, at("11:31"), at("11:30")) == (at("13:10"), False)
    assert found(LUNCH, at("12:41"), at("12:40")) == (at("13:10"), False)


def test_is_quiet_within_quiet_hours() -> None:
    moments = ("11:59", "12:00", "13:09", "13:10")
    assert [is_quiet(LUNCH, at(clock)) for clock in moments] == [False, True, True, False]
    assert not any(is_quiet(OFFICE, at(clock)) for clock in moments)
    night = WorkWindow(start=time(9), until=time(17), quiet_start=time(22), quiet_until=time(7))
    assert [is_quiet(night, at(clock)) for clock in ("06:59", "07:00", "23:00")] == [True, False, True]


def test_quiet_hours_may_go_past_midnight() -> None:
    tuesday = MONDAY + timedelta(days=1)
    quiet = WorkWindow(start=time(22), until=time(6), quiet_start=time(23, 30), quiet_until=time(4))
    assert found(quiet, at("23:10"), at("23:05")) == (at("04:00", tuesday), False)
    assert found(quiet, at("02:00", tuesday), at("01:45", tuesday)) == (at("04:00", tuesday), False)
