"""What several commands take and show alike: dates, doses, and how long something is."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from datetime import date

from coach.model.program import Drill


def add_on(parser: ArgumentParser) -> None:
    """Let the command be asked about another day."""
    parser.add_argument("--on", type=a_date, metavar="DATE", help="another day than today, as YYYY-MM-DD")


def a_date(text: str) -> date:
    """A civil date of `YYYY-MM-DD`, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a date: write it like 2026-01-31") from None


def yes_or_no(text: str) -> bool:
    """True for `yes`, False for `no`, for argparse."""
    answers = {"yes": True, "y": True, "no": False, "n": False}
    try:
        return answers[text.lower()]
    except KeyError:
        raise ArgumentTypeError(f"'{text}' is neither yes nor no") from None


def drill_name(drill: str, drills: Mapping[str, Drill]) -> str:
    """The name people know it by; its id when the catalogue does not have it."""
    return drills[drill].name if drill in drills else drill


def about_minutes(seconds: int) -> str:
    """`about 15 minutes`, or `about 40 seconds` under a minute."""
    if seconds < 60:
        return f"about {seconds} seconds"
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} minute{'s' if minutes > 1 else ''}"


def a_count(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"'{text}' is not a whole number above 0")
