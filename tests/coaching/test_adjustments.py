"""Adjustments of programs to answers about health and to osteoporosis."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching.adjustments import ADJUSTMENTS, BONES, adjusted, conditions
from coach.coaching.planner import personalise, plan_day
from coach.model.events import Event
from coach.model.plan import Dose, Plan
from coach.model.program import Kind, Load, Measure, Part, Program, Progress, Rung, Slot
from coach.model.settings import HealthCondition, Settings
from coach.programs.load import load_catalog
from tests.factories import (
    check_in,
    control,
    core,
    day,
    hips,
    ladder,
    morning,
    plank,
    program_of,
    session,
    slot,
    timed_slot,
)

LIBRARY = load_catalog(None)
THIN = Settings(osteoporosis=True)


def program(*slots: Slot, kind: Kind = Kind.MOBILITY) -> Program:
    return program_of(kind, *slots, id="own")


def drills(one: Program) -> list[str]:
    return [slot.drill for slot in one.slots]


def on_ladder(name: str, start: int, *rungs: tuple[str, int, int]) -> Slot:
    rung = rungs[start]
    return replace(
        timed_slot(name, rung[1]),
        drill=rung[0],
        upto=rung[2],
        ladder=ladder(*rungs),
        start_rung=start,
        progress=Progress.TIME,
    )


# ---------------------------------------------------------------- thin bones


@pytest.mark.parametrize(
    ("drill", "milder"),
    [
        ("cat-camel", "cat-camel-small"),
        ("cat-camel-seated", "cat-camel-small"),
        ("open-book", "open-book-small"),
        ("open-book-pause", "open-book-small"),
        ("seated-rotation", "seated-rotation-small"),
        ("massage-ball-glutes-floor", "massage-ball-glutes"),
        ("figure-four", "figure-four"),
        ("heel-slide", "heel-slide"),
    ],
)
def test_osteoporosis_replaces_deep_bends_and_turns(drill: str, milder: str) -> None:
    for kind in Kind:
        own = personalise(program(timed_slot(drill, sided=True), kind=kind), THIN)
        (one,) = own.slots
        assert (one.slot, one.drill, one.amount, one.sided) == (drill, milder, 120, True)


def test_knee_to_chest_is_removed_with_empty_part() -> None:
    soft = personalise(morning(), THIN)
    assert drills(soft) == ["cat-camel-small", "walk-5"]
    assert len(soft.parts) == 2


def test_program_of_removed_drills_is_empty() -> None:
    alone = program(timed_slot("knee-to-chest", sided=True))
    warmed = replace(alone, parts=(Part(slots=(timed_slot("warm-up"),), warmup=True), *alone.parts))
    for one in (alone, warmed):
        assert personalise(one, THIN).parts == ()
        said = session(day(0), program="own", knee_to_chest_left="1 x 120")
        (plan,) = plan_day([one], [said], day(0), settings=THIN).programs
        assert (plan.slots, plan.due, plan.done) == ((), False, False)


def test_replaced_drill_keeps_the_later_slot() -> None:
    own = program(
        timed_slot("cat-camel-small"),
        timed_slot("walk-5"),
        timed_slot("cat-camel"),
        timed_slot("open-book", sided=True),
    )
    soft = personalise(own, THIN)
    assert [slot.slot for slot in soft.slots] == ["walk-5", "cat-camel", "open-book"]
    assert drills(soft) == ["walk-5", "cat-camel-small", "open-book-small"]


def test_existing_duplicates_stay() -> None:
    again = replace(timed_slot("cat-camel"), slot="again")
    assert drills(personalise(program(timed_slot("cat-camel"), again), THIN)) == ["cat-camel-small"] * 2


def test_rounds_shrink_with_removed_slots() -> None:
    knee = replace(timed_slot("knee-to-chest", sided=True), sets=3)
    own = replace(program(knee), parts=(Part(slots=(knee, timed_slot("cat-camel")), rounds=3),))
    assert personalise(own, THIN).parts[0].rounds == 1


def test_ladder_has_each_milder_drill_once() -> None:
    own = on_ladder(
        "turn", 1, ("seated-rotation", 60, 90), ("open-book", 30, 60), ("open-book-pause", 20, 45)
    )
    (slot,) = personalise(program(own), THIN).slots
    assert [(rung.drill, rung.start, rung.upto) for rung in slot.ladder] == [
        ("seated-rotation-small", 60, 90),
        ("open-book-small", 20, 45),
    ]
    assert (slot.drill, slot.start_rung, slot.amount, slot.upto) == ("open-book-small", 1, 30, 60)
    cats = on_ladder("cats", 1, ("cat-camel-small", 6, 9), ("cat-camel", 10, 12))
    (slot,) = personalise(program(cats), THIN).slots
    assert [(rung.drill, rung.start) for rung in slot.ladder] == [("cat-camel-small", 6)]


def test_removed_start_rung_moves_to_easier_drill() -> None:
    knees = on_ladder("knees", 1, ("heel-slide", 8, 8), ("knee-to-chest", 10, 10))
    (slot,) = personalise(program(knees), THIN).slots
    assert (slot.drill, slot.amount, [rung.drill for rung in slot.ladder]) == (
        "heel-slide",
        8,
        ["heel-slide"],
    )
    harder_alone = on_ladder("knees", 0, ("knee-to-chest", 10, 10), ("heel-slide", 8, 8))
    assert personalise(program(harder_alone), THIN).slots == ()


def test_levels_follow_the_slot_not_the_drill() -> None:
    own = program(on_ladder("turn", 0, ("open-book", 30, 60)))
    done = [session(day(on), program="own", turn="60") for on in (0, 2)]
    named: list[Event] = [
        replace(one, sets=tuple(replace(each, drill="open-book") for each in one.sets)) for one in done
    ]
    set_by_hand = replace(
        control(day(3), "set_level", slot="turn", drill="open-book", seconds=50), program="own"
    )
    for events, seconds in ((done, 35), (named, 35), ([*named, set_by_hand], 50)):
        (dose,) = plan_day([own], events, day(4), settings=THIN).programs[0].slots
        assert (dose.drill, dose.seconds) == ("open-book-small", seconds)


def test_shipped_programs_without_deep_bends() -> None:
    for one in LIBRARY.programs.values():
        there = {rung.drill for slot in personalise(one, THIN).slots for rung in slot.ladder}
        assert not there & (BONES.left_out | (BONES.instead.keys() - BONES.instead.values()))
        assert there <= set(LIBRARY.drills)


# ---------------------------------------------------------------- answers about health


def answered(*health: HealthCondition) -> Settings:
    return Settings(health=health)


def today(one: Program, settings: Settings, *events: Event, on: int = 0) -> Plan:
    return plan_day([one], list(events), day(on), drills=LIBRARY.drills, settings=settings)


def doses(one: Program, settings: Settings, *events: Event, on: int = 0) -> dict[str, Dose]:
    return {dose.slot: dose for dose in today(one, settings, *events, on=on).programs[0].slots}


@pytest.mark.parametrize("condition", ["pregnancy", "operation"])
def test_pregnancy_replaces_planks_and_carries(condition: HealthCondition) -> None:
    asked = doses(LIBRARY.programs["core"], answered(condition))
    assert (asked["plank"].drill, asked["plank"].seconds) == ("plank-wall", 30)
    assert (asked["side-plank"].drill, asked["side-plank"].seconds) == ("side-plank-wall", 30)
    assert asked["side-plank"].sides == ("left", "right")
    assert (asked["farmer-carry"].drill, asked["farmer-carry"].load_kg) == ("march-bags", None)
    assert asked["bird-dog"].drill == "bird-dog"


@pytest.mark.parametrize("condition", ["pregnancy", "operation"])
def test_wall_lean_never_grows(condition: HealthCondition) -> None:
    events = [
        session(day(on), plank="3 x 90", side_plank_left="3 x 90", side_plank_right="3 x 90")
        for on in range(0, 28, 2)
    ]
    by_hand = control(day(20), "set_level", slot="plank", drill="plank-long-lever", seconds=45)
    asked = doses(LIBRARY.programs["core"], answered(condition), *events, by_hand, on=20)
    assert (asked["plank"].drill, asked["plank"].seconds) == ("plank-wall", 30)
    assert (asked["side-plank"].drill, asked["side-plank"].seconds) == ("side-plank-wall", 30)


def test_user_programs_are_adjusted_too() -> None:
    own = program(plank(amount=60), replace(plank(), slot="again", drill="plank-knee", start_rung=0))
    soft = personalise(own, answered("pregnancy"))
    assert [(slot.slot, slot.drill, slot.amount) for slot in soft.slots] == [("again", "plank-wall", 30)]
    suitcase = replace(
        slot("suitcase-carry", 45, sided=True),
        load=Load(start_kg=8, step_kg=1, max_kg=20),
    )
    (march,) = personalise(program(suitcase), answered("operation")).slots
    assert (march.drill, march.sided_on(0), march.ladder[0].loaded) == ("march-bags", False, False)


def test_wall_plank_alone_is_capped() -> None:
    long = replace(slot("plank-wall", 90), upto=120)
    (short,) = personalise(program(long), answered("pregnancy")).slots
    assert (short.amount, short.upto, short.ladder[0].upto) == (30, 30, 30)


@pytest.mark.parametrize(("condition", "most", "breaths"), [("pregnancy", 30, 3), ("heart", 20, 2)])
def test_timed_and_breath_holds_are_capped(condition: HealthCondition, most: int, breaths: int) -> None:
    for drill in ("plank", "side-plank-wall", "farmer-carry"):
        timed, breathed = timed_slot(drill), slot(drill, 10, measure=Measure.BREATHS)
        (short,) = personalise(program(timed), answered(condition)).slots
        assert (short.amount, short.upto, short.ladder[0].upto) == (most, most, most)
        (short,) = personalise(program(breathed), answered(condition)).slots
        assert (short.amount, short.upto, short.ladder[0].start) == (breaths, breaths, breaths)
    (pulsed,) = personalise(
        program(slot("side-plank-pulsed", 10, measure=Measure.REPS)), answered("heart")
    ).slots
    assert pulsed.amount == 10, "it is let down between"


@pytest.mark.parametrize(("condition", "most"), [("operation", 30), ("heart", 20)])
def test_earlier_manual_level_is_capped(condition: HealthCondition, most: int) -> None:
    long = replace(control(day(0), "set_level"), program="own", slot="plank", seconds=120)
    for measure in (Measure.HOLD, Measure.TIME):
        own = program(slot("plank", 60, measure=measure))
        assert doses(own, Settings(), long, on=1)["plank"].seconds == 120
        assert doses(own, answered(condition), long, on=1)["plank"].seconds == most


def test_heart_condition_caps_holds_and_progress() -> None:
    settings = replace(answered("heart"), carry_kg=8)
    core_program = LIBRARY.programs["core"]
    assert {dose.seconds for dose in doses(core_program, settings).values()} == {20}
    events = [
        session(
            day(on), plank="3 x 60", farmer_carry="3 x 60@8", bird_dog_left="3 x 60", bird_dog_right="3 x 60"
        )
        for on in range(0, 60, 2)
    ]
    later = doses(core_program, settings, *events, on=60)
    assert (later["plank"].drill, later["plank"].seconds) == ("plank", 20)
    assert (later["farmer-carry"].drill, later["farmer-carry"].load_kg) == ("farmer-carry", 8)
    assert (later["bird-dog"].drill, later["bird-dog"].seconds) == ("bird-dog", 20)


def test_heart_condition_keeps_stretches_and_walks() -> None:
    assert personalise(hips(), answered("heart")) == hips()


def test_joint_replacement_removes_leg_crossing() -> None:
    hip_program = personalise(LIBRARY.programs["hips-and-thoracic"], answered("joint_replacement"))
    assert drills(hip_program) == ["warm-up", "hip-flexor-stretch", "open-book"]
    rungs = (("figure-four-lying", 60, 60), ("figure-four", 60, 60), ("figure-four-deep", 60, 60))
    assert personalise(program(on_ladder("hip", 1, *rungs)), answered("joint_replacement")).slots == ()


def test_each_condition_has_one_notice() -> None:
    settings = answered("joint_replacement", "heart", "operation", "pregnancy")
    notices = today(core(), settings).notices
    assert [notice.code for notice in notices] == ["ask_first"] * 4
    assert [notice.text for notice in notices] == [ADJUSTMENTS[one].notice for one in conditions(settings)]
    for notice in notices:
        assert notice.text.count(".") == 1
        assert "ask your" in notice.text
    assert "midwife" in notices[0].text
    assert "breathe aloud and never hold your breath" in notices[2].text


def test_no_notice_without_conditions() -> None:
    for settings in (Settings(), Settings(health=())):
        assert today(core(), settings).notices == ()
        assert adjusted(core(), settings) is not None
        assert personalise(core(), settings) == core()


def test_lock_hides_condition_notices() -> None:
    locked = today(core(), answered("heart"), check_in(day(0), red_flags=("numb_toes",)))
    assert "ask_first" not in {notice.code for notice in locked.notices}


def test_every_adjustment_has_a_source() -> None:
    assert all(len(change.source) > 40 for change in (*ADJUSTMENTS.values(), BONES))


@pytest.mark.parametrize("condition", [*ADJUSTMENTS, None])
def test_adjustment_is_idempotent(condition: HealthCondition | None) -> None:
    settings = replace(THIN, health=(condition,) if condition else None)
    for one in LIBRARY.programs.values():
        once = personalise(one, settings)
        assert personalise(once, settings) == once


def test_milder_rung_is_closed_under_lock_by_default() -> None:
    open_rung = Rung(drill="cat-camel", start=6, upto=6, while_locked="always")
    own = replace(timed_slot("cat-camel", 6), ladder=(open_rung,))
    (slot,) = personalise(program(own), THIN).slots
    assert slot.ladder[0].while_locked == "none"
