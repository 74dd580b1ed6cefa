"""Days as people read them: in English, whatever the locale of the machine."""

from __future__ import annotations

from datetime import date
from typing import Final

YEARS: Final = range(1900, 2200)
"""No year beyond them is meant by anybody, and some week before or after one would be in no calendar."""
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def can_be_meant(day: date) -> bool:
    """Whether somebody can mean this day."""
    return day.year in YEARS


def weekday_name(day: date) -> str:
    """`Monday`."""
    return _WEEKDAYS[day.weekday()]


def short_day(day: date) -> str:
    """`2 February`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def day_text(day: date) -> str:
    """`Monday 2 February`."""
    return f"{weekday_name(day)} {short_day(day)}"


def full_date(day: date) -> str:
    """`2 February 2026`."""
    return f"{short_day(day)} {day.year}"


def long_date(day: date) -> str:
    """`Monday, 2 February 2026`."""
    return f"{weekday_name(day)}, {full_date(day)}"
