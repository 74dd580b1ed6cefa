"""Calendar files (iCalendar, RFC 5545) of sessions, with ids that stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event
from msgspec import Struct

_ALL_DAY_ALARM: Final = timedelta(hours=8)
"""An entry of a whole day reminds at eight in the morning, not at midnight."""


class Entry(Struct, frozen=True, kw_only=True):
    """One entry of a calendar."""

    uid: str
    """The same whenever this session is written again, so that calendars replace it and never double it."""
    day: date
    title: str
    text: str = ""
    seconds: int = 0
    daily: int = 1
    """How many days in a row it comes back."""


def calendar_text(
    entries: Sequence[Entry], now: datetime, *, at: time | None = None, alarm_minutes: int | None = 10
) -> str:
    """The text of a calendar file.

    Args:
        entries: in any order.
        now: when it is written; a later file takes the place of an earlier one.
        at: when sessions begin, in whatever zone their owner is; None: they are entries of the whole day.
        alarm_minutes: how long before `at` to remind; whole days do so at eight; None: no reminders.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//coach//coach//EN")
    calendar.add("calscale", "GREGORIAN")
    for entry in sorted(entries, key=lambda one: (one.day, one.uid)):
        calendar.add_component(_event(entry, now, at, alarm_minutes))
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode()


def _event(entry: Entry, now: datetime, at: time | None, alarm_minutes: int | None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60)
    if at is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    else:
        # Without a zone: it is that time wherever its owner is.
        event.add("dtstart", datetime.combine(entry.day, at))
        event.add("duration", timedelta(minutes=max(1, -(-entry.seconds // 60))))
    if entry.daily > 1:
        event.add("rrule", {"freq": "daily", "count": entry.daily})
    event.add("summary", _printable(entry.title))
    if entry.text:
        event.add("description", _printable(entry.text))
    event.add("transp", "TRANSPARENT" if at is None else "OPAQUE")
    if alarm_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _printable(entry.title))
        alarm.add("trigger", _ALL_DAY_ALARM if at is None else -timedelta(minutes=alarm_minutes))
        event.add_component(alarm)
    return event


def _printable(text: str) -> str:
    return "".join(mark for mark in text if mark == "\n" or mark.isprintable())
