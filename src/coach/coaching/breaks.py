"""Breaks from sitting: when the next one comes, without any backlog. Wall time only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

from coach.model.program import WEEKDAYS, Weekday

EVERY_SECONDS: Final = 30 * 60
"""The guide: stand and stretch every 30 minutes."""

_DAYS_AHEAD: Final = 8
_NEAR: Final = timedelta(days=_DAYS_AHEAD)


class WorkWindow(Struct, frozen=True, kw_only=True):
    """When breaks are called for."""

    start: time
    until: time
    """Not later than `start`: the window goes on past midnight."""
    days: frozenset[Weekday] = frozenset(WEEKDAYS)
    """The days on which a window starts."""
    every_seconds: int = EVERY_SECONDS
    quiet_start: time | None = None
    quiet_until: time | None = None
    """Not later than `quiet_start`: quiet past midnight."""


class BreakMoment(Struct, frozen=True):
    """The one break to think about now."""

    at: datetime
    """In the zone of the `now` that was asked about."""
    due: bool
    """Whether it is time: `at` has come and nothing was done or skipped since."""


def next_break(window: WorkWindow, now: datetime, last: datetime | None = None) -> BreakMoment | None:
    """The break that is due now, or else the next one.

    Source: the guide, every half hour of sitting. Breaks come every so often from the start of the window or
    from the last one done, skipped or snoozed. However many went by unseen, only the latest is ever due.

    Args:
        window: when breaks are called for.
        now: wall time, aware of its zone.
        last: when the last break was done or skipped, or when the user came back to the desk; None: never.

    Returns:
        None when no break can come within a week: no days, or all of the window is quiet.
    """
    wall = now.replace(tzinfo=None)
    since = last.astimezone(now.tzinfo).replace(tzinfo=None) if last and (abs(now - last) < _NEAR) else None
    days = [wall.date() + timedelta(days=ahead) for ahead in range(-1, _DAYS_AHEAD)]
    missed: datetime | None = None
    for moment in (moment for day in days for moment in _moments(window, day, since)):
        if moment > wall:
            break
        missed = moment
    else:
        return None
    for day in days[:2]:
        start, end = _bounds(window.start, window.until, day)
        # A break that was missed in a window that is over is not made up for.
        if missed and WEEKDAYS[day.weekday()] in window.days and start <= missed <= wall <= end:
            return BreakMoment(missed.replace(tzinfo=now.tzinfo), due=True)
    return BreakMoment(moment.replace(tzinfo=now.tzinfo), due=False)


def _moments(window: WorkWindow, day: date, since: datetime | None) -> list[datetime]:
    """The breaks of the window that starts on a day, later than `since`."""
    if WEEKDAYS[day.weekday()] not in window.days:
        return []
    start, end = _bounds(window.start, window.until, day)
    step = timedelta(seconds=window.every_seconds)
    moment = (since if since and start < since < end else start) + step
    found: list[datetime] = []
    while moment <= end:
        audible = _after_quiet(window, moment)
        if audible <= end and (since is None or audible > since) and audible not in found:
            found.append(audible)
        moment += step
    return found


def _bounds(start: time, until: time, day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, start)
    end = datetime.combine(day, until)
    return begin, end if end > begin else end + timedelta(days=1)


def _after_quiet(window: WorkWindow, moment: datetime) -> datetime:
    """The same moment, or the end of the quiet hours that it falls into."""
    if window.quiet_start is None or window.quiet_until is None or window.quiet_start == window.quiet_until:
        return moment
    for back in (1, 0):
        begin, end = _bounds(window.quiet_start, window.quiet_until, moment.date() - timedelta(days=back))
        if begin <= moment < end:
            return end
    return moment


def is_quiet(window: WorkWindow, now: datetime) -> bool:
    """Whether a moment of wall time lies in the quiet hours."""
    wall = now.replace(tzinfo=None)
    return _after_quiet(window, wall) != wall
