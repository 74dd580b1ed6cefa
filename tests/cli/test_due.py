"""`coach due`: an exit status and one line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.commands import StillClock, coach

MONDAY = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


def test_one_line_says_what_is_due(home: Path) -> None:
    result = coach("due", home=home)
    assert result.status == 0
    assert len(result.lines) == 1
    assert result.out.startswith("Due: morning check-in, Morning, Core holds, Hips and upper back")


def test_due_for_one_program(home: Path) -> None:
    assert coach("due", "core", home=home).lines == ["Due: Core holds"]
    coach("log", "session", "core", "--as-asked", home=home)
    done = coach("due", "core", home=home)
    assert (done.status, done.lines) == (1, ["Nothing is due."])
    tuesday = StillClock(MONDAY.replace(day=6))
    assert coach("due", "core", home=home, clock=tuesday).status == 1


def test_quiet_prints_nothing(home: Path) -> None:
    result = coach("due", "core", "--quiet", home=home)
    assert (result.status, result.out) == (0, "")


def test_due_for_check_ins(home: Path) -> None:
    assert coach("due", "checkins", home=home).lines == ["Due: morning check-in"]
    coach("log", "morning", "--stiff", "no", home=home)
    assert coach("due", "checkins", home=home).status == 1
    coach("log", "morning", "--tug", "yes", home=home)
    assert coach("due", "checkins", home=home).lines == ["Due: checklist sleep"]


@pytest.mark.parametrize(
    ("clock", "status"), [("09:29", 1), ("09:31", 0), ("09:40", 1), ("17:31", 1), ("12:02", 0)]
)
def test_due_for_a_break(clock: str, status: int, home: Path) -> None:
    hour, minute = map(int, clock.split(":"))
    at = StillClock(MONDAY.replace(hour=hour, minute=minute))
    for word in ("break", "micro-break"):
        assert coach("due", word, home=home, clock=at).status == status


def test_break_just_taken_is_not_due(home: Path) -> None:
    at = StillClock(MONDAY.replace(hour=9, minute=31))
    coach("log", "session", "micro-break", "--as-asked", home=home, clock=at)
    assert coach("due", "break", home=home, clock=at).status == 1


def test_red_flag_leaves_only_breathing_due(home: Path) -> None:
    coach("log", "before", "--flag", "numb_toes", home=home)
    for words in ([], ["core"], ["checkins"], ["break"]):
        result = coach("due", *words, home=home)
        assert result.status == 0
        assert "numb toes" in result.out
        assert len(result.lines) == 1
    assert coach("due", "breathing", home=home).lines == ["Due: Ten slow breaths"]


def test_unknown_name_is_refused(home: Path) -> None:
    result = coach("due", "cor", home=home)
    assert (result.status, result.out) == (2, "")
    assert "there is no program 'cor' (or checkins, or break; did you mean 'core'?)" in result.err
