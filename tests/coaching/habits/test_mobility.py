"""Mobility: sets that add up within a day, twice in an early light week, warm-up."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.mobility import (
    HIP_GOAL,
    SlotDone,
    find_warm_up,
    mobility_day,
    slot_done,
    times_a_day,
)
from coach.model.events import Event, Session, SetRecord, Tombstone
from coach.model.plan import Phase
from coach.model.program import Kind, Measure, Part, Program
from tests.factories import (
    TUESDAY,
    activity,
    clean_planks,
    fixed_plank_program,
    hips,
    moment,
    new_id,
    session_of,
    set_record,
    slot,
    timed_slot,
)

SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
DRILLS = ("hip-flexor-stretch", "figure-four", "open-book")


def both_sides(drill: str, seconds: int = 120) -> list[SetRecord]:
    return [set_record(drill, seconds, side=side) for side in SIDES]


def all_drills() -> Session:
    return session_of(hips(), TUESDAY, [piece for drill in DRILLS for piece in both_sides(drill)])


def test_build_day_asks_once_for_two_hip_drills() -> None:
    day = mobility_day(hips(), [], TUESDAY, "build")
    assert [(drill.slot, drill.goal_amount, drill.wanted) for drill in day.drills] == [
        (name, 120, 1) for name in DRILLS
    ]
    assert all(drill.text == "left: 2 min to go, right: 2 min to go" for drill in day.drills)
    assert (day.times, day.hip_done, day.hip_goal, day.ticked) == (1, 0, 2, False)


def test_planned_light_week_changes_nothing() -> None:
    assert mobility_day(hips(), [], TUESDAY, "deload") == mobility_day(hips(), [], TUESDAY, "build")


def test_early_light_week_asks_twice() -> None:
    day = mobility_day(hips(), [], TUESDAY, "early_deload")
    assert (day.times, day.hip_goal) == (2, 4)
    once_done = mobility_day(hips(), [all_drills()], TUESDAY, "early_deload")
    assert (once_done.hip_done, once_done.ticked) == (2, False)
    assert once_done.drills[0].text == "left: 2 min to go, right: 2 min to go"
    again = mobility_day(hips(), [all_drills(), all_drills()], TUESDAY, "early_deload")
    assert (again.hip_done, again.ticked) == (4, True)


def test_short_side_is_completed_same_day() -> None:
    first = session_of(
        hips(),
        TUESDAY,
        [set_record("figure-four", 80, side="left"), set_record("figure-four", 120, side="right")],
    )
    drill = mobility_day(hips(), [first], TUESDAY, "build").drills[1]
    assert not drill.ticked
    assert drill.text == "left: 40 s to go"
    later = session_of(hips(), TUESDAY, [set_record("figure-four", 40, side="left")], at="21:00")
    drill = mobility_day(hips(), [first, later], TUESDAY, "build").drills[1]
    assert drill.ticked
    assert drill.text == ""


def test_sets_of_two_days_do_not_add_up() -> None:
    pieces = [set_record("figure-four", 80, side="left"), set_record("figure-four", 120, side="right")]
    yesterday = session_of(hips(), TUESDAY - timedelta(days=1), [set_record("figure-four", 40, side="left")])
    day = mobility_day(hips(), [yesterday, session_of(hips(), TUESDAY, pieces)], TUESDAY, "build")
    assert not day.drills[1].ticked


def test_removed_session_does_not_count() -> None:
    mistaken = session_of(hips(), TUESDAY, both_sides("figure-four"))
    removal = Tombstone(id=new_id(), at=moment(TUESDAY), target=mistaken.id)
    assert mobility_day(hips(), [mistaken, removal], TUESDAY, "build").hip_done == 0


def test_open_book_is_no_hip_drill() -> None:
    books = session_of(hips(), TUESDAY, both_sides("open-book"))
    assert mobility_day(hips(), [books], TUESDAY, "build").hip_done == 0
    flexors = session_of(hips(), TUESDAY, both_sides("hip-flexor-stretch") + both_sides("figure-four"))
    day = mobility_day(hips(), [books, flexors], TUESDAY, "build")
    assert (day.hip_done, day.hip_goal, day.ticked) == (2, 2, True)


def test_third_round_does_not_count() -> None:
    day = mobility_day(
        hips(), [session_of(hips(), TUESDAY, both_sides("figure-four", 360))], TUESDAY, "build"
    )
    assert day.hip_done == 1


def test_hip_drill_of_other_program_counts() -> None:
    own = Program(id="mine", title="Mine", kind=Kind.CUSTOM, parts=(Part(slots=(timed_slot("x", 60),)),))
    pieces = [set_record("stretch", 120, side=side, drill="figure-four") for side in SIDES]
    assert mobility_day(hips(), [session_of(own, TUESDAY, pieces)], TUESDAY, "build").hip_done == 1


def test_program_without_hip_drills_counts_all_drills() -> None:
    own = Program(
        id="mine",
        title="Mine",
        kind=Kind.MOBILITY,
        parts=(Part(slots=(timed_slot("neck", 60), timed_slot("wrists", 60))),),
    )
    day = mobility_day(own, [session_of(own, TUESDAY, [set_record("neck", 60)])], TUESDAY, "build")
    assert (day.hip_done, day.hip_goal, day.ticked) == (0, 0, False)
    assert day.words == ("1 of 2 drills today.",)


@pytest.mark.parametrize("phase", ["paused", "locked"])
def test_nothing_asked_while_paused_or_locked(phase: Phase) -> None:
    day = mobility_day(hips(), [], TUESDAY, phase)
    assert (day.times, day.hip_goal, day.ticked) == (0, 0, False)
    assert day.words and not any(drill.text for drill in day.drills)


def test_texts_show_progress_of_the_day() -> None:
    assert mobility_day(hips(), [], TUESDAY, "build").words == ("Nothing yet today. Whenever it suits you.",)
    one = [session_of(hips(), TUESDAY, both_sides("figure-four"))]
    assert mobility_day(hips(), one, TUESDAY, "build").words == ("1 of 2 hip drills today.",)
    assert mobility_day(hips(), [all_drills()], TUESDAY, "build").words == ("Done for today.",)
    assert mobility_day(hips(), [], TUESDAY, "early_deload").words[0].startswith("Twice today")


@given(
    left=st.lists(st.integers(1, 120), min_size=1, max_size=6),
    right=st.lists(st.integers(1, 120), min_size=1, max_size=6),
    data=st.data(),
)
def test_tick_is_independent_of_split_and_order(
    left: list[int], right: list[int], data: st.DataObject
) -> None:
    pieces = [set_record("figure-four", part, side="left") for part in left]
    pieces += [set_record("figure-four", part, side="right") for part in right]
    shuffled = data.draw(st.permutations(pieces))
    cut = data.draw(st.integers(0, len(shuffled)))
    parts: list[Event] = [
        session_of(hips(), TUESDAY, shuffled[:cut]),
        session_of(hips(), TUESDAY, shuffled[cut:], at="20:00"),
    ]
    in_parts = mobility_day(hips(), data.draw(st.permutations(parts)), TUESDAY, "build").drills[1]
    whole = [
        set_record("figure-four", sum(left), side="left"),
        set_record("figure-four", sum(right), side="right"),
    ]
    in_one = mobility_day(hips(), [session_of(hips(), TUESDAY, whole)], TUESDAY, "build").drills[1]
    assert in_parts == in_one
    assert in_parts.ticked == (sum(left) >= 120 and sum(right) >= 120)


def test_core_session_20_minutes_ago_is_warm_up() -> None:
    ended = clean_planks(TUESDAY, at="18:00")
    assert ended.ended_at is not None
    warm = find_warm_up([ended], ended.ended_at + timedelta(minutes=20))
    assert warm is not None
    assert (warm.ended_at, warm.text) == (
        ended.ended_at,
        "You come from your core session: the warm-up is done.",
    )


@pytest.mark.parametrize(("minutes", "warm"), [(-1, False), (0, True), (30, True), (31, False)])
def test_warm_up_lasts_30_minutes(minutes: int, warm: bool) -> None:
    walk = activity(TUESDAY, 20, at="12:00")
    assert (find_warm_up([walk], moment(TUESDAY, "12:00") + timedelta(minutes=minutes)) is not None) == warm


def test_yoga_stretches_and_empty_sessions_do_not_warm() -> None:
    now = moment(TUESDAY, "08:25")
    cold: list[Event] = [
        activity(TUESDAY, 30, kind="yoga", at="08:20"),
        session_of(hips(), TUESDAY, both_sides("figure-four")),
        session_of(fixed_plank_program(), TUESDAY, []),
        session_of(fixed_plank_program(), TUESDAY, [set_record("plank", 0)]),
    ]
    assert find_warm_up(cold, now) is None


@given(hours=st.integers(-12, 14), minutes=st.integers(0, 60))
def test_warm_up_is_independent_of_time_zone(hours: int, minutes: int) -> None:
    ended = clean_planks(TUESDAY, at="18:00")
    assert ended.ended_at is not None
    moment = ended.ended_at + timedelta(minutes=minutes)
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert find_warm_up([ended], elsewhere) == find_warm_up([ended], moment)


def test_only_early_light_week_doubles_mobility() -> None:
    assert {phase: times_a_day(phase) for phase in ("build", "deload", "return", "early_deload")} == {
        "build": 1,
        "deload": 1,
        "return": 1,
        "early_deload": 2,
    }
    assert HIP_GOAL == 2


def test_removed_or_empty_walk_does_not_warm() -> None:
    walk = activity(TUESDAY, 20)
    gone = Tombstone(id=new_id(), at=moment(TUESDAY, "12:05"), target=walk.id)
    assert find_warm_up([walk], moment(TUESDAY, "12:10")) is not None
    assert find_warm_up([walk, gone], moment(TUESDAY, "12:10")) is None
    assert find_warm_up([activity(TUESDAY, 0)], moment(TUESDAY, "12:10")) is None


def test_goal_with_one_hip_drill() -> None:
    one = Part(slots=(timed_slot("figure-four", 120, sided=True),))
    own = Program(id="mine", title="Mine", kind=Kind.MOBILITY, parts=(one,))
    day = mobility_day(own, [session_of(own, TUESDAY, both_sides("figure-four"))], TUESDAY, "build")
    assert (day.hip_done, day.hip_goal, day.ticked) == (1, 1, True)


STRETCH = timed_slot("stretch", 60, sided=True, sets=2)
HOLD = slot("plank", 30, sets=3)
LIFTS = slot("lift", 8, measure=Measure.REPS, sets=2, pace_seconds=8)
WAITING = slot("lift", 8, measure=Measure.REPS)
BREATHS = slot("breath", 10, measure=Measure.BREATHS)


def text(one: SlotDone) -> tuple[bool, str]:
    return one.ticked, one.text


def test_seconds_of_a_side_add_up() -> None:
    left = [set_record("stretch", 90, side="left"), set_record("stretch", 30, side="left")]
    assert text(slot_done(STRETCH, left)) == (False, "right: 2 min to go")
    assert text(slot_done(STRETCH, [*left, set_record("stretch", 120, side="right")])) == (True, "")


def test_second_round_asks_for_the_remainder() -> None:
    sets = [set_record("stretch", 240, side="left"), set_record("stretch", 130, side="right")]
    twice = slot_done(STRETCH, sets, wanted=2)
    assert (twice.times, twice.started, text(twice)) == (1, True, (False, "right: 110 s to go"))


def test_only_complete_holds_count() -> None:
    halves = [set_record("plank", 15) for _ in range(6)]
    assert text(slot_done(HOLD, halves)) == (False, "3 holds to go")
    assert text(slot_done(HOLD, [set_record("plank", 30), set_record("plank", 45)])) == (
        False,
        "1 hold to go",
    )
    assert text(slot_done(HOLD, [set_record("plank", 30)] * 3)) == (True, "")


def test_missing_count_is_computed_from_seconds() -> None:
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


def test_recorded_count_wins_over_seconds() -> None:
    assert text(slot_done(WAITING, [set_record("lift", 600, reps=7)])) == (False, "1 repetition to go")
    assert text(slot_done(WAITING, [set_record("lift", 600)])) == (False, "8 repetitions to go")


def test_set_without_amount_or_side_adds_nothing() -> None:
    unknown = [SetRecord(slot="stretch", side="left"), set_record("stretch", 120)]
    assert not slot_done(STRETCH, unknown).started


def test_zero_wanted_is_neither_ticked_nor_open() -> None:
    nothing = slot_done(STRETCH, [], wanted=0)
    assert text(nothing) == (False, "")
