"""Durations and loads: how people write them, how they are shown."""

from __future__ import annotations

import re
from typing import Final

POUND_KG: Final = 0.45359237

_CLOCK = re.compile(r"(?P<minutes>\d{1,4}):(?P<seconds>[0-5]\d)")
_UNITS = re.compile(r"(?:(?P<minutes>\d{1,5})\s*m(?:in)?)?\s*(?:(?P<seconds>\d{1,6})\s*s(?:ec)?)?")
_PLAIN = re.compile(r"\d{1,6}")
_LOAD = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,3})?)\s*(?P<unit>kg|lb)")
_PERCENT = re.compile(r"(?P<number>\d{1,3})\s*%")

DURATION_FORMS: Final = "30s, 2m, 1m30s, 1:30 or a whole number of seconds"
LOAD_FORMS: Final = "6kg, 2.5kg or 10lb"


def parse_duration(text: str) -> int:
    """Whole seconds, more than 0, of `30s`, `2m`, `1m30s`, `1:30` or `90`.

    Raises:
        ValueError: with a sentence that says what would be right.
    """
    written = text.strip()
    match = _CLOCK.fullmatch(written) or _UNITS.fullmatch(written)
    if written and match:
        seconds = int(match["minutes"] or 0) * 60 + int(match["seconds"] or 0)
    elif _PLAIN.fullmatch(written):
        seconds = int(written)
    else:
        raise ValueError(f"'{text}' is not a duration: write {DURATION_FORMS}")
    if seconds == 0:
        raise ValueError(f"a duration is more than 0 seconds: write {DURATION_FORMS}")
    return seconds


def parse_load(text: str) -> float:
    """Kilograms of `6kg`, `2.5kg` or `10lb`, to the gram.

    Raises:
        ValueError: with a sentence that says what would be right.
    """
    match = _LOAD.fullmatch(text.strip())
    if not match:
        raise ValueError(f"'{text}' is not a load: write {LOAD_FORMS}")
    number = float(match["number"])
    return round(number if match["unit"] == "kg" else number * POUND_KG, 3)


def parse_percent(text: str) -> int:
    """The whole number of `30%`.

    Raises:
        ValueError: with a sentence that says what would be right.
    """
    match = _PERCENT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"'{text}' is not a percentage: write 30%")
    return int(match["number"])


def clock_text(seconds: int) -> str:
    """`7:05`, or `1:02:05` from an hour on; below zero counts as zero."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_text(seconds: int) -> str:
    """`35 s`, `2 min` or `1 min 30 s`, as it stands in a sentence."""
    minutes, rest = divmod(seconds, 60)
    if seconds < 120 and rest:
        return f"{seconds} s"
    return f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{rest} s"


def load_text(kilograms: float) -> str:
    """`6 kg` or `2.5 kg`."""
    return f"{kilograms:g} kg"
