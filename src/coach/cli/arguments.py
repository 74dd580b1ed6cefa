"""Argument types and texts that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from coach.model.events import WORST_PAIN
from coach.model.formatting import YEARS, is_valid_date
from coach.model.program import Drill
from coach.model.units import decimal_number, whole_number

_MOST_WEEKS: Final = 520
NumberT = TypeVar("NumberT", int, float)


def add_on(parser: ArgumentParser) -> None:
    """Add `--on`, for another day than today."""
    parser.add_argument("--on", type=a_date, metavar="DATE", help="another day than today, as YYYY-MM-DD")


def a_date(text: str) -> date:
    """A civil date of `YYYY-MM-DD`, for argparse."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a date: write it like 2026-01-31") from None
    if not is_valid_date(found):
        raise ArgumentTypeError(f"'{text}' is too far away: {YEARS[0]} to {YEARS[-1]} will do")
    return found


def a_path(text: str) -> Path:
    """A path, for argparse; the empty text is refused, as it would be the current folder."""
    if not text:
        raise ArgumentTypeError("'' is no path: write . for the folder you are in")
    return Path(text)


def yes_or_no(text: str) -> bool:
    """True for `yes`, False for `no`, for argparse."""
    answers = {"yes": True, "y": True, "no": False, "n": False}
    try:
        return answers[text.lower()]
    except KeyError:
        raise ArgumentTypeError(f"'{text}' is neither yes nor no") from None


def plain_number(number: float) -> float | int:
    """A number for JSON: `6` and not `6.0`."""
    return int(number) if float(number).is_integer() else number


def drill_name(drill: str, drills: Mapping[str, Drill]) -> str:
    """The name of a drill; its id where the catalog does not have it."""
    return drills[drill].name if drill in drills else drill


def about_minutes(seconds: int) -> str:
    """`about 15 minutes`, or `about 40 seconds` under a minute."""
    if seconds < 60:
        return f"about {seconds} seconds"
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"


def number_type(
    read: Callable[[str], NumberT | None], fits: Callable[[NumberT], bool], wanted: str
) -> Callable[[str], NumberT]:
    """A type for argparse: a number that is read and fits, or else the error `'x' is not` what is wanted."""

    def parse(text: str) -> NumberT:
        number = read(text)
        if number is None or not fits(number):
            raise ArgumentTypeError(f"'{text}' is not {wanted}")
        return number

    return parse


a_count: Final = number_type(whole_number, lambda count: count > 0, "a whole number above 0")
a_pain: Final = number_type(
    whole_number,
    lambda pain: pain <= WORST_PAIN,
    "a pain: write 0, not at all, to 10, the worst there is",
)
a_distance: Final = number_type(
    decimal_number, lambda km: km > 0, "a distance: write kilometres above 0, like 7.5"
)
hours_of_a_day: Final = number_type(
    decimal_number, lambda hours: hours <= 24, "a number of hours: write 0 to 24, like 7.5"
)


def weeks_ahead(text: str) -> int:
    """A number of weeks ahead, ten years at most, for argparse."""
    weeks = a_count(text)
    if weeks > _MOST_WEEKS:
        raise ArgumentTypeError(f"{text} weeks are too far: {_MOST_WEEKS} at most")
    return weeks
