"""The morning program: order, ticks, optional steps, osteoporosis."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.habits.morning import in_morning_order, morning_day
from coach.coaching.planner import personalise
from coach.model.events import SetRecord
from coach.model.program import Measure, Part
from coach.model.settings import Settings
from tests.factories import TUESDAY, hips, morning, session_of, set_record, slot, timed_slot

KNEES = [set_record("knee-to-chest", 30, side="left"), set_record("knee-to-chest", 30, side="right")]
THIN = Settings(osteoporosis=True)
CATS = [set_record("cat-camel", 48, reps=6)]
WALK = [set_record("walk-5", 300)]


def day(*sets: SetRecord) -> tuple[bool, bool]:
    one = morning_day(morning(), [session_of(morning(), TUESDAY, sets)], TUESDAY)
    return one.logged, one.ticked


def test_complete_morning_in_order_is_ticked() -> None:
    assert day(*KNEES, *CATS, *WALK) == (True, True)


def test_partial_morning_is_logged_not_ticked() -> None:
    assert day(*KNEES) == (True, False)
    assert day(*KNEES, *CATS) == (True, False)
    assert day(*KNEES, *CATS, set_record("walk-5", 200)) == (True, False)


def test_empty_morning_is_neither_logged_nor_ticked() -> None:
    assert day() == (False, False)
    assert morning_day(morning(), [], TUESDAY).words[0] == "Nothing yet today. Whenever it suits you."


def test_knee_to_chest_is_optional() -> None:
    assert day(*CATS, *WALK) == (True, True)


def test_wrong_order_is_logged_not_ticked() -> None:
    assert day(*WALK, *CATS) == (True, False)
    assert day(*WALK, *CATS, *WALK) == (True, True)


def test_walks_of_one_morning_add_up() -> None:
    first = session_of(morning(), TUESDAY, [*CATS, set_record("walk-5", 100)])
    second = session_of(morning(), TUESDAY, [set_record("walk-5", 200)], at="08:30")
    assert morning_day(morning(), [second, first], TUESDAY).ticked


def test_walk_before_other_steps_does_not_count() -> None:
    walk = session_of(morning(), TUESDAY, WALK, at="07:00")
    cats = session_of(morning(), TUESDAY, CATS, at="08:00")
    assert not morning_day(morning(), [cats, walk], TUESDAY).ticked


def test_steps_are_sorted_by_posture() -> None:
    upside_down = replace(morning(), parts=tuple(reversed(morning().parts)))
    assert [one.slot for one in in_morning_order(upside_down).slots] == [
        "knee-to-chest",
        "cat-camel",
        "walk-5",
    ]
    one_part = replace(morning(), parts=(Part(slots=tuple(reversed(morning().slots))),))
    assert [one.slot for one in in_morning_order(one_part).slots] == [
        "knee-to-chest",
        "cat-camel",
        "walk-5",
    ]


def test_sorted_programs_and_other_kinds_stay() -> None:
    assert in_morning_order(morning()) == morning()
    assert in_morning_order(hips()) == hips()


def test_osteoporosis_morning_can_be_ticked() -> None:
    soft = personalise(morning(), THIN)
    assert [(one.slot, one.drill) for one in soft.slots] == [
        ("cat-camel", "cat-camel-small"),
        ("walk-5", "walk-5"),
    ]
    one = session_of(soft, TUESDAY, [*CATS, *WALK])
    assert morning_day(soft, [one], TUESDAY).ticked
    small = session_of(soft, TUESDAY, [set_record("cat-camel", 48, reps=6, drill="cat-camel-small"), *WALK])
    assert morning_day(soft, [small], TUESDAY).ticked
    assert not morning_day(soft, [session_of(soft, TUESDAY, WALK)], TUESDAY).ticked


def test_morning_texts() -> None:
    assert "osteoporosis" in morning_day(personalise(morning(), THIN), [], TUESDAY).words[1]
    assert "may be left out" in morning_day(morning(), [], TUESDAY).words[1]
    walk_alone = replace(morning(), parts=morning().parts[2:])
    assert len(morning_day(walk_alone, [], TUESDAY).words) == 1


def test_breaths_are_computed_from_seconds() -> None:
    ten_second_breaths = [set_record("cat-camel", 60)]
    assert day(*ten_second_breaths, *WALK) == (True, True)


def test_unknown_step_stays_behind_its_predecessor() -> None:
    lying, fours, feet = morning().parts
    own = Part(slots=(timed_slot("shake-out", 30),))
    mixed = replace(morning(), parts=(feet, own, fours, lying))
    assert in_morning_order(mixed).parts == (lying, fours, feet, own)
    inside = replace(morning(), parts=(Part(slots=(*feet.slots, *own.slots, *fours.slots)),))
    assert [one.slot for one in in_morning_order(inside).slots] == ["cat-camel", "walk-5", "shake-out"]


def test_warm_up_comes_first_and_is_not_judged() -> None:
    warm_up = Part(slots=(timed_slot("warm-up", 180),), warmup=True)
    warmed = replace(morning(), parts=(*morning().parts, warm_up))
    assert in_morning_order(warmed).parts == (warm_up, *morning().parts)
    assert morning_day(warmed, [session_of(warmed, TUESDAY, [*CATS, *WALK])], TUESDAY).ticked


def test_circuit_rounds_can_be_ticked() -> None:
    steps = (slot("cat-camel", 6, measure=Measure.BREATHS, sets=2), timed_slot("walk-5", 60, sets=2))
    circuit = replace(morning(), parts=(Part(slots=steps, rounds=2),))
    one_round = [*CATS, set_record("walk-5", 60)]
    assert morning_day(circuit, [session_of(circuit, TUESDAY, [*one_round, *one_round])], TUESDAY).ticked
    assert not morning_day(circuit, [session_of(circuit, TUESDAY, one_round)], TUESDAY).ticked


def test_only_optional_steps_are_all_needed() -> None:
    only = replace(morning(), parts=morning().parts[:1])
    assert not morning_day(only, [], TUESDAY).ticked
    assert morning_day(only, [session_of(only, TUESDAY, KNEES)], TUESDAY).ticked
