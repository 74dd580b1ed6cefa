"""What set the back off: counted once a day, the most frequent first."""

from __future__ import annotations

from datetime import timedelta

from coach.coaching.habits.review import TriggerCount, frequent_triggers, trigger_text
from coach.model.events import Event, Tombstone
from tests.factories import TUESDAY, check_in, moment, new_id


def noted(days_ago: int, *triggers: str) -> Event:
    return check_in(TUESDAY - timedelta(days=days_ago), triggers=triggers)


def test_the_most_frequent_comes_first_and_ties_by_name() -> None:
    events = [noted(0, "sitting", "lifting"), noted(1, "Sitting "), noted(2, "a twist")]
    assert frequent_triggers(events, TUESDAY) == (
        TriggerCount("sitting", 2),
        TriggerCount("a twist", 1),
        TriggerCount("lifting", 1),
    )
    assert trigger_text(frequent_triggers(events, TUESDAY)) == (
        "Noted most often: sitting, on 2 days. Worth a thought the next time it comes up."
    )


def test_a_day_counts_once_and_blank_ones_not_at_all() -> None:
    assert frequent_triggers([noted(0, "sitting", " "), noted(0, "sitting")], TUESDAY) == (
        TriggerCount("sitting", 1),
    )


def test_only_ninety_days_up_to_the_day_count_and_what_is_taken_back_does_not() -> None:
    mistaken = noted(1, "sitting")
    gone = Tombstone(id=new_id(), at=moment(TUESDAY), target=mistaken.id)
    events = [noted(89, "sitting"), noted(90, "sitting"), noted(-1, "sitting"), mistaken, gone]
    assert frequent_triggers(events, TUESDAY) == (TriggerCount("sitting", 1),)


def test_nothing_is_said_of_what_was_noted_once() -> None:
    assert trigger_text(()) is None
    assert trigger_text((TriggerCount("sitting", 1),)) is None
