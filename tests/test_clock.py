"""The training day: read off the wall clock, with a cut-over at night, whatever the zone does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import CUTOVER_HOUR, RehearsalClock, SystemClock, training_day

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 1, 9)


def test_session_past_midnight_counts_for_its_start() -> None:
    assert training_day(datetime(2026, 1, 9, 23, 50, tzinfo=BERLIN)) == FRIDAY


def test_night_check_in_counts_for_the_day_before() -> None:
    assert training_day(datetime(2026, 1, 10, 1, 40, tzinfo=BERLIN)) == FRIDAY


@pytest.mark.parametrize(
    ("hour", "minute", "days"), [(0, 0, -1), (2, 59, -1), (3, 0, 0), (12, 0, 0), (23, 59, 0)]
)
def test_training_day_starts_at_three(hour: int, minute: int, days: int) -> None:
    moment = datetime(2026, 1, 9, hour, minute, tzinfo=BERLIN)
    assert training_day(moment) == FRIDAY + timedelta(days=days)


def test_day_start_can_be_set() -> None:
    night = datetime(2026, 1, 9, 0, 0, tzinfo=BERLIN)
    assert training_day(night, 0) == FRIDAY
    assert training_day(night + timedelta(hours=4), 5) == FRIDAY - timedelta(days=1)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_clock_change_leaves_one_day_a_date(change: date) -> None:
    """Every quarter of an hour that really passes falls on a civil day, and each day gets some."""
    moment = datetime(change.year, change.month, change.day - 1, 12, tzinfo=BERLIN).astimezone(UTC)
    days = [
        training_day((moment + timedelta(minutes=15 * step)).astimezone(BERLIN)) for step in range(4 * 48)
    ]
    assert days == sorted(days)
    assert set(days) == {change - timedelta(days=1), change, change + timedelta(days=1)}


def test_date_is_in_the_local_zone() -> None:
    morning_in_tokyo = datetime(2026, 6, 10, 7, tzinfo=ZoneInfo("Asia/Tokyo"))
    morning_in_los_angeles = datetime(2026, 6, 10, 7, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert training_day(morning_in_tokyo) == training_day(morning_in_los_angeles) == date(2026, 6, 10)


@given(st.dates(date(1990, 1, 2)), st.times(), st.integers(-14, 14), st.integers(0, 12))
def test_every_moment_has_one_training_day(civil: date, clock: time, hours: int, cutover: int) -> None:
    here = datetime.combine(civil, clock, timezone(timedelta(hours=hours)))
    day = training_day(here, cutover)
    assert day == training_day(here.replace(tzinfo=UTC), cutover)
    assert civil - day in (timedelta(0), timedelta(days=1))


def test_system_clock_advances_with_a_zone() -> None:
    clock = SystemClock()
    first = clock.monotonic()
    clock.sleep(0)
    clock.sleep(-1)
    assert clock.monotonic() >= first
    assert clock.now().tzinfo is not None
    assert 0 <= CUTOVER_HOUR <= 12


class _SteppedClock:
    """A clock that the test moves; sleeping moves it too."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return datetime(2026, 1, 9, 8, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_rehearsal_clock_runs_faster() -> None:
    real = _SteppedClock()
    rehearsal = RehearsalClock(real, 20)
    start, wall = rehearsal.monotonic(), rehearsal.now()
    rehearsal.sleep(60)
    assert real.seconds == 103
    assert rehearsal.monotonic() - start == 60
    assert rehearsal.now() - wall == timedelta(seconds=60)
    assert rehearsal.real_moment(start + 60) == 103
