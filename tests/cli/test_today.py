"""The text of `coach today`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.support.commands import MONDAY, StillClock, coach


def today(home: Path, *said: str) -> list[str]:
    """The lines of the day after a check-in in the morning."""
    coach("log", "morning", *said, "--yes", home=home, clock=StillClock(MONDAY))
    return coach("today", home=home, clock=StillClock(MONDAY + timedelta(hours=1))).lines


def line_after(lines: list[str], start: str) -> str:
    """The line after the one that begins so."""
    places = [place for place, line in enumerate(lines) if line.strip().startswith(start)]
    return lines[places[0] + 1].strip()


def test_light_week_shows_the_usual_dose(home: Path) -> None:
    (walk,) = [line for line in today(home, "--tug", "yes") if "21 min" in line]
    assert walk.endswith("1 x 21 min   usually 1 x 30 min")


def test_twice_today_is_shown_without_levels(home: Path) -> None:
    lines = today(home, "--tug", "yes")
    assert "twice today" in line_after(lines, "Seated figure-four")


def test_spasm_lists_optional_programs(home: Path) -> None:
    assert "only if you like" in line_after(today(home, "--spasm", "yes"), "Five-minute walk")


def test_start_dose_reason_is_left_out(home: Path) -> None:
    assert not [line for line in today(home) if "The same every time" in line]
