"""The only place that reads time: a monotonic clock for intervals, wall time for people, the training day."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from coach.errors import UsageError

CUTOVER_HOUR = 3
"""Before this hour of the night a session still belongs to the evening before."""


class Clock(Protocol):
    """What time it is. An argument everywhere, so that a test can stop time."""

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back; only differences mean anything."""
        ...

    def now(self) -> datetime:
        """Wall time, aware of its zone."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`, or at once when it is not more than 0."""
        ...


class SystemClock:
    """The clock of this machine."""

    def monotonic(self) -> float:
        """Seconds on the system's monotonic clock, which other processes of the machine share."""
        return time.monotonic()

    def now(self) -> datetime:
        """Wall time in the user's zone.

        Raises:
            UsageError: the environment names a zone that is more than a day away.
        """
        return _local(datetime.now().astimezone)

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        if seconds > 0:
            time.sleep(seconds)


def is_clock_valid() -> bool:
    """Whether the clock of this machine shows a time that Python can represent: until the year 2262."""
    try:
        time.time()
    except OverflowError:
        return False
    return True


def training_day(moment: datetime, cutover_hour: int = CUTOVER_HOUR) -> date:
    """The civil date that a moment counts for.

    The date is read off the wall clock, so a change to or from summer time cannot bend it. Called once, when
    an event is written; from then on the stored date is the truth, wherever its owner travels.

    Args:
        moment: wall time in the user's zone.
        cutover_hour: 0 to 23; earlier hours belong to the day before.
    """
    day = moment.date()
    return day - timedelta(days=1) if moment.hour < cutover_hour else day


class RehearsalClock:
    """A clock that runs a whole number of times as fast, for a rehearsal."""

    def __init__(self, clock: Clock, speed: float) -> None:
        """Start from this moment of `clock`.

        Args:
            speed: how many seconds of this clock go by in one of that.
        """
        self._clock = clock
        self.speed = speed
        self._from = clock.monotonic()
        self._wall = clock.now()

    def monotonic(self) -> float:
        """Seconds that never go back, `speed` times as fast."""
        return self._from + self._passed()

    def now(self) -> datetime:
        """Wall time as it would be, had the rehearsal been the real thing."""
        return self._wall + timedelta(seconds=self._passed())

    def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock."""
        self._clock.sleep(seconds / self.speed)

    def real_moment(self, moment: float) -> float:
        """The moment of the clock beneath at which this one shows `moment`."""
        return self._from + (moment - self._from) / self.speed

    def _passed(self) -> float:
        return (self._clock.monotonic() - self._from) * self.speed


def in_local_zone(wall: datetime) -> datetime:
    """A wall time without a zone, with the offset that it had in the user's zone on that day.

    Raises:
        UsageError: the environment names a zone that is more than a day away.
    """
    return _local(wall.astimezone)


def _local(find: Callable[[], datetime]) -> datetime:
    try:
        return find()
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"TZ is {os.environ.get('TZ', 'not set')}, and there is no such time zone",
            hint="set TZ to one like Europe/London, or leave it out",
        ) from error
