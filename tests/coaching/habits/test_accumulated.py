"""What was done of a slot in one day: stretches, breaths and repetitions add up, holds do not."""

from __future__ import annotations

from coach.coaching.habits.mobility import SlotDone, slot_done
from coach.model.events import SetRecord
from coach.model.program import Measure
from tests.factories import set_record, slot, timed_slot

STRETCH = timed_slot("stretch", 60, sided=True, sets=2)
HOLD = slot("plank", 30, sets=3)
LIFTS = slot("lift", 8, measure=Measure.REPS, sets=2, pace_seconds=8)
WAITING = slot("lift", 8, measure=Measure.REPS)
BREATHS = slot("breath", 10, measure=Measure.BREATHS)


def text(one: SlotDone) -> tuple[bool, str]:
    return one.ticked, one.text


def test_two_sets_of_a_minute_are_two_minutes_a_side_however_they_are_split() -> None:
    left = [set_record("stretch", 90, side="left"), set_record("stretch", 30, side="left")]
    assert text(slot_done(STRETCH, left)) == (False, "right: 2 min to go")
    assert text(slot_done(STRETCH, [*left, set_record("stretch", 120, side="right")])) == (True, "")


def test_a_second_time_round_asks_only_for_what_it_lacks() -> None:
    sets = [set_record("stretch", 240, side="left"), set_record("stretch", 130, side="right")]
    twice = slot_done(STRETCH, sets, wanted=2)
    assert (twice.times, twice.started, text(twice)) == (1, True, (False, "right: 110 s to go"))


def test_only_holds_that_were_held_in_one_go_count() -> None:
    halves = [set_record("plank", 15) for _ in range(6)]
    assert text(slot_done(HOLD, halves)) == (False, "3 holds to go")
    assert text(slot_done(HOLD, [set_record("plank", 30), set_record("plank", 45)])) == (
        False,
        "1 hold to go",
    )
    assert text(slot_done(HOLD, [set_record("plank", 30)] * 3)) == (True, "")


def test_repetitions_and_breaths_count_or_are_told_from_their_seconds() -> None:
    assert text(slot_done(LIFTS, [set_record("lift", reps=8), set_record("lift", 56)])) == (
        False,
        "1 repetition to go",
    )
    assert text(slot_done(LIFTS, [set_record("lift", reps=8), set_record("lift", 64)])) == (True, "")
    assert text(slot_done(BREATHS, [set_record("breath", reps=6), set_record("breath", 30)])) == (
        False,
        "1 breath to go",
    )
    assert text(slot_done(BREATHS, [set_record("breath", 100)])) == (True, "")


def test_a_count_that_was_recorded_is_believed_over_its_seconds() -> None:
    assert text(slot_done(WAITING, [set_record("lift", 600, reps=7)])) == (False, "1 repetition to go")
    assert text(slot_done(WAITING, [set_record("lift", 600)])) == (False, "8 repetitions to go")


def test_what_was_not_recorded_or_names_no_side_adds_nothing() -> None:
    unknown = [SetRecord(slot="stretch", side="left"), set_record("stretch", 120)]
    assert not slot_done(STRETCH, unknown).started


def test_a_day_that_asks_for_nothing_is_neither_ticked_nor_left_to_do() -> None:
    nothing = slot_done(STRETCH, [], wanted=0)
    assert text(nothing) == (False, "")
