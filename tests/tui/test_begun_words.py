"""How the screens call a session that was stopped before half of it was done."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from coach.coaching.statistics import DayActivity
from coach.model.events import Session, SetRecord
from coach.tui.history.data import entry_texts
from coach.tui.history.heatmap import day_words
from coach.tui.today.data import TodayProgram
from coach.tui.today.screen import program_line

DAY = date(2026, 1, 5)
STOPPED = Session(
    id="00000000-0000-7000-8000-000000000001",
    date=DAY,
    at=datetime(2026, 1, 5, 7, tzinfo=UTC),
    program="core",
    kind="core",
    sets=(SetRecord(slot="plank", asked_seconds=30, seconds=30, end="full"),),
    stopped=True,
    asked_sets=12,
)


def test_history_marks_begun_and_stopped() -> None:
    assert entry_texts(STOPPED, "kg")[2] == ("begun",)
    assert entry_texts(replace(STOPPED, asked_sets=2), "kg")[2] == ("not all of it",)
    assert entry_texts(replace(STOPPED, stopped=False), "kg")[2] == ()


def test_today_marks_begun_until_done() -> None:
    program = TodayProgram(id="core", title="Core holds", about="", due=True, begun=True)
    assert program_line(program).plain == "● Core holds  due, begun"
    assert program_line(replace(program, due=False)).plain == "○ Core holds  not today, begun"
    assert program_line(replace(program, done=True)).plain == "✓ Core holds  done"


def test_begun_session_is_no_rest_day() -> None:
    assert day_words(DAY, DayActivity(begun=1)) == "Mon 5 Jan 2026: 1 begun"
    assert (
        day_words(DAY, DayActivity(sessions=1, seconds=60, begun=1))
        == "Mon 5 Jan 2026: 1 session, 1 min, 1 begun"
    )


def test_today_marks_session_to_finish() -> None:
    program = TodayProgram(id="core", title="Core holds", about="", due=True, unfinished=True)
    assert program_line(program).plain == "● Core holds  due, to finish"
