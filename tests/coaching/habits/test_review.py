"""The review of a week by the six habits, and frequent triggers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from coach.coaching.habits.messages import FEED, HABITS, NO_BREAKS, NO_CALM, NO_PRACTICE
from coach.coaching.habits.week import TriggerCount, frequent_triggers, habit_review, trigger_text, week_table
from coach.model.events import Activity, Event, Session, SetRecord, Tombstone
from coach.programs.load import load_catalog
from tests.factories import TUESDAY, check_in, moment, new_id

MONDAY = date(2026, 1, 5)
FRIDAY = MONDAY + timedelta(days=4)
PROGRAMS = tuple(load_catalog(None).programs.values())


def session(day: date, program: str, kind: str, *, seconds: int = 30) -> Session:
    done = SetRecord(
        slot="plank", drill="plank", asked_seconds=30, seconds=seconds, end="full" if seconds else "skipped"
    )
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Session(id=f"{program}{day}{seconds}", date=day, at=at, program=program, kind=kind, sets=(done,))


def review(*events: Event, on: date = FRIDAY) -> tuple[str, ...]:
    return habit_review(week_table(PROGRAMS, events, on), PROGRAMS, events)


def test_review_of_empty_week() -> None:
    lines = review()
    assert lines[:2] == (NO_BREAKS, NO_PRACTICE)
    assert lines[3:5] == (NO_CALM, FEED)
    assert tuple(line.partition(":")[0] for line in lines) == HABITS


def test_review_counts_each_habit() -> None:
    tuesday = MONDAY + timedelta(days=1)
    at = datetime(2026, 1, 6, 20, tzinfo=UTC)
    lines = review(
        session(MONDAY, "micro-break", "break"),
        session(tuesday, "micro-break", "break", seconds=29),
        session(tuesday, "hinge-practice", "practice"),
        Activity(id="y", date=tuesday, at=at, kind="yoga", minutes=20),
    )
    assert lines[0] == "Stand: 2 breaks from the chair."
    assert lines[1] == "Brace: lifting practised once."
    assert lines[3] == "Ease: slow breathing on 1 day."


def test_review_ignores_other_weeks_and_skipped_sets() -> None:
    lines = review(
        session(MONDAY - timedelta(days=1), "micro-break", "break"),
        session(MONDAY, "micro-break", "break", seconds=0),
        session(FRIDAY + timedelta(days=1), "hinge-practice", "practice"),
    )
    assert lines[:2] == (NO_BREAKS, NO_PRACTICE)


def noted(days_ago: int, *triggers: str) -> Event:
    return check_in(TUESDAY - timedelta(days=days_ago), triggers=triggers)


def test_triggers_by_frequency_then_name() -> None:
    events = [noted(0, "sitting", "lifting"), noted(1, "Sitting "), noted(2, "a twist")]
    assert frequent_triggers(events, TUESDAY) == (
        TriggerCount("sitting", 2),
        TriggerCount("a twist", 1),
        TriggerCount("lifting", 1),
    )
    assert trigger_text(frequent_triggers(events, TUESDAY)) == (
        "Noted most often: sitting, on 2 days. Worth a thought the next time it comes up."
    )


def test_trigger_counts_once_a_day() -> None:
    assert frequent_triggers([noted(0, "sitting", " "), noted(0, "sitting")], TUESDAY) == (
        TriggerCount("sitting", 1),
    )


def test_triggers_of_the_last_90_days() -> None:
    mistaken = noted(1, "sitting")
    gone = Tombstone(id=new_id(), at=moment(TUESDAY), target=mistaken.id)
    events = [noted(89, "sitting"), noted(90, "sitting"), noted(-1, "sitting"), mistaken, gone]
    assert frequent_triggers(events, TUESDAY) == (TriggerCount("sitting", 1),)


def test_trigger_noted_once_has_no_text() -> None:
    assert trigger_text(()) is None
    assert trigger_text((TriggerCount("sitting", 1),)) is None
