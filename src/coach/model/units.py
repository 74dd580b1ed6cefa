"""Durations, loads, percentages, counts and times of day: parsing and conversion.

The patterns are used in the JSON Schema too, so they use only the syntax common to all dialects.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Units = Literal["kg", "lb"]
"""How loads are shown; they are kept in kilograms."""
POUND_KG: Final = 0.45359237

DURATION_PATTERN: Final = (
    r"^(?=.*[1-9])(?:[0-9]{1,3}:[0-5][0-9]|[0-9]{1,3} *m(?:in)?(?: *[0-9]{1,5} *s(?:ec)?)?"
    r"|[0-9]{1,5} *s(?:ec)?|[0-9]{1,5})$"
)
LOAD_PATTERN: Final = r"^[0-9]{1,3}(?:\.[0-9]{1,2})? *(?:kg|lb)$"
PERCENT_PATTERN: Final = r"^[0-9]{1,3} *%$"
TIME_OF_DAY_PATTERN: Final = r"^(?:[01]?[0-9]|2[0-3]):[0-5][0-9]$"
MAX_PLAIN_SECONDS: Final = 99_999
"""The most that a bare number of seconds may be: a little over a day."""

DURATION_FORMS: Final = "30s, 2m, 1m30s, 1:30 or a whole number of seconds"
LOAD_FORMS: Final = "6kg, 2.5kg or 10lb"

_DURATION = re.compile(DURATION_PATTERN)
_LOAD = re.compile(LOAD_PATTERN)
_PERCENT = re.compile(PERCENT_PATTERN)
_TIME_OF_DAY = re.compile(TIME_OF_DAY_PATTERN)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_MOST_DIGITS: Final = 9
"""No number here has more."""
_LOOSE_DURATION = re.compile(
    r"(?P<number>[0-9]{1,5}(?:[.,][0-9]{1,3})?) *(?P<unit>s|m|h|sec|min|hour|second|minute|hr)s?\.?",
    re.IGNORECASE,
)
_UNIT_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}


class QuantityError(ValueError):
    """A text that is not the quantity it should be.

    Attributes:
        message: what is wrong with it.
        hint: what would be right.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}: {hint}")
        self.message = message
        self.hint = hint


def whole_number(text: str) -> int | None:
    """The number of up to 9 digits from 0 to 9; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def decimal_number(text: str) -> float | None:
    """The number of `7`, `7.5` or `.5`; None for anything else, such as infinity."""
    return float(text) if _DECIMAL.fullmatch(text) else None


def parse_duration(text: str) -> int:
    """Whole seconds, more than 0, of `30s`, `2m`, `1m30s`, `1:30` or `90`.

    Raises:
        QuantityError: with a sentence that says what would be right.
    """
    if not _DURATION.fullmatch(text):
        loose = _LOOSE_DURATION.fullmatch(text.strip())
        hint, is_zero = DURATION_FORMS, "0" in text and not re.sub(r"[0:msecin ]", "", text)
        if loose:
            number = float(loose["number"].replace(",", ".")) * _UNIT_SECONDS[loose["unit"][0].lower()]
            if number.is_integer() and number > 0:
                hint, is_zero = duration_text(int(number)), False
        problem = "a duration is more than 0 seconds" if is_zero else f"'{_short(text)}' is not a duration"
        raise QuantityError(problem, f"write {hint}")
    if ":" in text:
        minutes, seconds = text.split(":")
        return int(minutes) * 60 + int(seconds)
    before, m, after = text.partition("m")
    numbers = _NUMBER.findall(after if m else text)
    seconds_part = int(numbers[0]) if numbers else 0
    return int(before) * 60 + seconds_part if m else seconds_part


def parse_load(text: str) -> float:
    """Kilograms of `6kg`, `2.5kg` or `10lb`, to the gram.

    Raises:
        QuantityError: with a sentence that says what would be right.
    """
    if not _LOAD.fullmatch(text):
        digits = _NUMBER.fullmatch(text.strip())
        fits = digits is not None and len(digits[0]) <= _MOST_DIGITS
        hint = f"write {digits[0]}kg or {digits[0]}lb" if digits and fits else f"write {LOAD_FORMS}"
        raise QuantityError(f"'{_short(text)}' is not a load", hint)
    number = float(text[:-2])
    return round(number if text.endswith("kg") else number * POUND_KG, 3)


def parse_percent(text: str) -> int:
    """The whole number of `30%`.

    Raises:
        QuantityError: with a sentence that says what would be right.
    """
    if not _PERCENT.fullmatch(text):
        digits = re.fullmatch(r"[0-9]{1,3}", text.strip())
        raise QuantityError(f"'{_short(text)}' is not a percentage", f"write {digits[0] if digits else 30}%")
    return int(text[:-1])


def parse_time_of_day(text: str) -> str:
    """`HH:MM` of `09:00` or `9:00`.

    Raises:
        QuantityError: with a sentence that says what would be right.
    """
    if not _TIME_OF_DAY.fullmatch(text):
        raise QuantityError(f"'{_short(text)}' is not a time of day", 'write "09:00" or "17:30"')
    return text.rjust(5, "0")


def _short(text: str) -> str:
    """The text on one line, cut after 40 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def duration_text(seconds: int) -> str:
    """`30s`, `2m` or `1m30s`, as it is written in a program."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}m{rest}s" if minutes and rest else f"{minutes}m" if minutes else f"{rest}s"


def load_in(kilograms: float, units: Units) -> float:
    """A load in the units in which it is shown; pounds to a tenth."""
    return kilograms if units == "kg" else round(kilograms / POUND_KG, 1)
