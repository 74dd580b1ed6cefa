"""The output of commands about a session that was stopped before its half."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from coach.app.breaks import last_break
from coach.coaching.history import is_begun
from coach.model.events import Session, SetRecord
from tests.support.commands import MONDAY, StillClock, coach

ID = "00000000-0000-7000-8000-000000000001"


def stopped(program: str = "core", *, slot: str = "plank", seconds: int = 3, pain: int = 0) -> Session:
    at = datetime(2026, 1, 5, 7, tzinfo=UTC)
    return Session(
        id=ID,
        date=at.date(),
        at=at,
        ended_at=at + timedelta(seconds=20),
        program=program,
        kind="break" if program == "micro-break" else program,
        sets=(SetRecord(slot=slot, round=1, asked_seconds=30, seconds=seconds, pain=pain, end="stopped"),),
        stopped=True,
        asked_sets=18,
    )


@pytest.fixture
def begun_home(home: Path, tmp_path: Path) -> Path:
    """A home with a core session of three seconds on its first Monday."""
    file = tmp_path / "events.jsonl"
    file.write_bytes(msgspec.json.encode(stopped()))
    assert coach("import", str(file), home=home).status == 0
    return home


def output_of(home: Path, *words: str) -> list[str]:
    result = coach(*words, home=home, clock=StillClock(MONDAY + timedelta(hours=2)))
    assert result.status == 0
    return result.lines


def test_today_shows_a_begun_session_as_due(begun_home: Path) -> None:
    lines = output_of(begun_home, "today", "--on", "2026-01-05")
    place = next(place for place, line in enumerate(lines) if "Core holds" in line)
    assert lines[place].startswith("[ ]")
    assert lines[place + 1].strip() == "begun today and stopped: it counts as not done"
    assert any("coach run core" in line for line in lines)


def test_today_json_marks_begun_on_that_day_only(begun_home: Path) -> None:
    for day, expected in (("2026-01-05", True), ("2026-01-07", False)):
        answer = cast(dict[str, Any], coach("today", "--on", day, "--json", home=begun_home).json)
        assert {one["id"]: one["begun"] for one in answer["programs"]}["core"] is expected
        assert {one["id"]: one["begun"] for one in answer["programs"]}["morning"] is False


def test_history_and_week_mark_a_begun_session(begun_home: Path) -> None:
    head, plank = output_of(begun_home, "history")
    assert head.endswith("Core holds, begun")
    assert plank.split() == ["Plank", "3", "s", "of", "30"]
    week = [line.strip() for line in output_of(begun_home, "week")]
    place = week.index("0 of 3 core sessions.")
    assert week[place + 1] == "1 more was begun and stopped."


def test_begun_session_is_due_and_not_in_the_summary(begun_home: Path) -> None:
    due = coach("due", "core", home=begun_home, clock=StillClock(MONDAY + timedelta(hours=2)))
    assert due.status == 0
    assert not any("Core holds" in line for line in output_of(begun_home, "summary") if line.startswith("| "))


def test_begun_break_does_not_count_as_a_break() -> None:
    one = stopped("micro-break", slot="stand", seconds=1)
    assert is_begun(one)
    assert last_break([one]) is None
    assert last_break([msgspec.structs.replace(one, stopped=False)]) == one.ended_at
