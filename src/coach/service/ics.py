"""Calendar files: the little of iCalendar (RFC 5545) that sessions need, with ids that stay the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

_FOLD: Final = 75
"""Octets of a line, after which it goes on in the next."""
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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coach//coach//EN", "CALSCALE:GREGORIAN"]
    for entry in sorted(entries, key=lambda one: (one.day, one.uid)):
        lines += _event(entry, now, at, alarm_minutes)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(entry: Entry, now: datetime, at: time | None, alarm_minutes: int | None) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{int(now.timestamp()) // 60}"
    if at is None:
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{datetime.combine(entry.day, at):%Y%m%dT%H%M%S}"
        yield f"DURATION:PT{max(1, -(-entry.seconds // 60))}M"
    if entry.daily > 1:
        yield f"RRULE:FREQ=DAILY;COUNT={entry.daily}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_escaped(entry.text)}"
    yield "TRANSP:TRANSPARENT" if at is None else "TRANSP:OPAQUE"
    if alarm_minutes is not None:
        yield from _alarm(entry, at, alarm_minutes)
    yield "END:VEVENT"


def _alarm(entry: Entry, at: time | None, minutes: int) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(entry.title)}"
    yield f"TRIGGER:PT{_ALL_DAY_ALARM.seconds // 3600}H" if at is None else f"TRIGGER:-PT{minutes}M"
    yield "END:VALARM"


def _escaped(text: str) -> str:
    plain = "".join(mark for mark in text if mark == "\n" or mark.isprintable())
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of which cuts a letter; a space leads the later ones."""
    piece = ""
    for mark in line:
        if len((piece + mark).encode()) > _FOLD:
            yield piece
            piece = " "
        piece += mark
    yield piece
