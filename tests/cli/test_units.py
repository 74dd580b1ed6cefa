"""Loads are shown in pounds and stored in kilograms."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.commands import MONDAY, StillClock, coach

CARRIES = "farmer-carry=60,60,60@15lb"
ALL_OF_IT = ("plank=30,30,30", "side-plank.left=30,30,30", "side-plank.right=30,30,30")


@pytest.fixture
def pounds_home(home: Path) -> Path:
    """A home with pounds as its unit and two clean sessions of the longest carry."""
    coach("set", "units", "lb", home=home)
    coach("log", "set_level", "core", "farmer-carry", "--seconds", "60", "--load", "15lb", "--yes", home=home)
    for days in (2, 4):
        clock = StillClock(MONDAY + timedelta(days=days))
        coach("log", "session", "core", *ALL_OF_IT, CARRIES, "--pain", "0", "--yes", home=home, clock=clock)
    return home


@pytest.mark.parametrize(
    "words",
    [
        ["today"],
        ["why", "core", "farmer-carry"],
        ["simulate", "core"],
        ["history"],
        ["summary"],
        ["calendar", "-", "core"],
        ["log", "set_level", "core", "farmer-carry", "--load", "20lb", "--dry-run"],
    ],
    ids=lambda words: words[0],
)
def test_loads_are_shown_in_pounds(pounds_home: Path, words: list[str]) -> None:
    said = coach(*words, home=pounds_home, clock=StillClock(MONDAY + timedelta(days=7))).out
    assert " lb" in said
    assert " kg" not in said


def test_step_up_reason_is_in_pounds(pounds_home: Path) -> None:
    said = coach("today", home=pounds_home, clock=StillClock(MONDAY + timedelta(days=7))).out
    assert "2.2 lb a hand more, and back to 30 s." in said


def test_journal_and_json_stay_in_kilograms(pounds_home: Path) -> None:
    said = coach("history", "--json", home=pounds_home).out
    assert '"load_kg":6.804' in said
