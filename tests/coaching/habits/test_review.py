"""The look at a week under the headings of the six habits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from coach.coaching.habits.messages import FEED, HABITS, NO_BREAKS, NO_CALM, NO_PRACTICE
from coach.coaching.habits.review import habit_review
from coach.coaching.habits.week import week_table
from coach.model.events import Activity, Event, Session, SetRecord
from coach.programs.load import load_catalog

MONDAY = date(2026, 1, 5)
FRIDAY = MONDAY + timedelta(days=4)
PROGRAMS = tuple(load_catalog(None).programs.values())


def session(day: date, program: str, kind: str, *, seconds: int = 30) -> Session:
    done = SetRecord(
        slot="plank", drill="plank", asked_seconds=30, seconds=seconds, end="full" if seconds else "skipped"
    )
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Session(id=f"{program}{day}{seconds}", date=day, at=at, program=program, kind=kind, sets=(done,))


def told(*events: Event, on: date = FRIDAY) -> tuple[str, ...]:
    return habit_review(week_table(PROGRAMS, events, on), PROGRAMS, events)


def test_an_empty_week_is_told_without_blame() -> None:
    lines = told()
    assert lines[:2] == (NO_BREAKS, NO_PRACTICE)
    assert lines[3:5] == (NO_CALM, FEED)
    assert tuple(line.partition(":")[0] for line in lines) == HABITS


def test_what_was_done_is_counted_under_its_habit() -> None:
    tuesday = MONDAY + timedelta(days=1)
    at = datetime(2026, 1, 6, 20, tzinfo=UTC)
    lines = told(
        session(MONDAY, "micro-break", "break"),
        session(tuesday, "micro-break", "break", seconds=29),
        session(tuesday, "hinge-practice", "practice"),
        Activity(id="y", date=tuesday, at=at, kind="yoga", minutes=20),
    )
    assert lines[0] == "Stand: 2 breaks from the chair."
    assert lines[1] == "Brace: lifting practised once."
    assert lines[3] == "Ease: slow breathing on 1 day."


def test_neither_another_week_nor_what_was_left_out_counts() -> None:
    lines = told(
        session(MONDAY - timedelta(days=1), "micro-break", "break"),
        session(MONDAY, "micro-break", "break", seconds=0),
        session(FRIDAY + timedelta(days=1), "hinge-practice", "practice"),
    )
    assert lines[:2] == (NO_BREAKS, NO_PRACTICE)
