"""Less of one slot for one day, at the user's wish; and ladders that only the user moves along."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.app.programs import check_text
from coach.coaching.explain import explain
from coach.coaching.planner import personalise, plan_day
from coach.model.events import Event
from coach.model.plan import Dose
from coach.model.program import Program
from coach.model.settings import HealthCondition, Settings
from coach.programs.load import load_catalog
from tests.coaching.strategies import LAST, journals, programs
from tests.factories import (
    carries,
    check_in,
    control,
    core,
    day,
    plank,
    planks,
    prescribe,
    session,
    side_plank,
    tombstone,
)
from tests.support.examples import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
PLANK = core(slots=(plank(),))
HIPS = """\
schema: 1
id: hips
title: Hips
kind: mobility
schedule: {per_day: 1}
rounds: 1
slots:
  - slot: hip-flexor-stretch
    time: 2m
    progress: fixed
    ladder:
      - {drill: hip-flexor-standing, time: 2m}
      - {drill: hip-flexor-stretch, time: 2m}
  - slot: figure-four
    time: 2m
"""


def hips() -> Program:
    program, problems = check_text(HIPS, Path("hips.yaml"), load_catalog(None).drills)
    assert program is not None, problems
    return program


def dose(program: Program, events: list[Event], on: int, slot: str = "plank") -> Dose:
    (plan,) = prescribe(program, events, day(on)).programs
    return next(one for one in plan.slots if one.slot == slot)


def easier(on: int, slot: str = "plank") -> Event:
    return control(day(on), "easier_today", slot=slot)


def texts(one: Dose) -> list[str]:
    return [reason.text for reason in one.reasons]


def test_easier_dose_says_what_it_is_and_what_is_usual() -> None:
    events = [*planks(0, 2, 4, 7), easier(9)]
    less = dose(PLANK, events, 9)
    assert (less.drill, less.sets, less.seconds, less.is_easier) == ("plank", 3, 30, True)
    assert texts(less)[-1] == "Easier today, as you asked: 30 s."
    assert (less.full_sets, less.full_seconds, less.easier) == (3, 40, None)
    at_start = dose(PLANK, [easier(0)], 0)
    assert (at_start.drill, at_start.seconds, at_start.full_seconds) == ("plank-knee", 30, 30)
    assert texts(at_start)[-1] == "Easier today, as you asked: plank knee, 30 s."


def test_offer_is_what_the_day_would_ask() -> None:
    events = planks(0, 2, 4, 7)
    offered = dose(PLANK, events, 9).easier
    assert offered == dose(PLANK, [*events, easier(9)], 9)


def test_offer_is_a_tenth_less_at_least() -> None:
    stretch = dose(hips(), [], 0, "figure-four")
    assert stretch.easier is None  # 10 s of 2 min
    assert dose(hips(), [replace(easier(0, "figure-four"), program="hips")], 0, "figure-four").seconds == 110


def test_easier_day_is_partly_done_and_its_edit_is_no_edit() -> None:
    events = [*planks(0), easier(2), session(day(2), plank="3 x 20")]
    (first, second) = explain(PLANK, events, day(4))
    assert (second.asked, second.judged, second.effect) == ("plank knee, 3 x 30 s", "part of it", "stays")
    assert [reason.code for reason in second.reasons] == ["easier_today"]
    assert (second.clean, second.miss) == (first.clean, first.miss) == (1, 0)
    assert texts(dose(PLANK, events, 4)) == ["Easier last time, as you asked: the same again."]


def test_easier_day_of_another_program_or_slot_changes_nothing() -> None:
    events = planks(0, 2)
    usual = dose(core(), events, 4)
    assert dose(core(), [*events, easier(4, "side-plank")], 4) == usual
    assert dose(core(), [*events, replace(easier(4), program="other")], 4) == usual


def test_easier_day_of_a_light_week_is_judged_as_part() -> None:
    events = [check_in(day(0), tug=True), easier(1), session(day(1), plank="2 x 30")]
    (line,) = explain(PLANK, events, day(4))
    assert (line.asked, line.judged) == ("plank knee, 2 x 30 s", "part of it")
    assert line.effect == "stays: a lighter week moves nothing"


def test_easier_rung_keeps_or_forgets_the_load() -> None:
    program = core(slots=(carries(),))
    less = dose(program, [easier(0, "farmer-carry")], 0, "farmer-carry")
    assert (less.drill, less.load_kg) == ("march-bags", None)
    one_hand = control(day(0), "set_level", slot="farmer-carry", drill="suitcase-carry", load_kg=9)
    less = dose(program, [one_hand, easier(1, "farmer-carry")], 1, "farmer-carry")
    assert (less.drill, less.load_kg, less.sides) == ("farmer-carry", 9, ())


def test_taken_back_it_never_was() -> None:
    said = easier(2)
    events = planks(0)
    assert dose(PLANK, [*events, said, tombstone(said.id)], 2) == dose(PLANK, events, 2)


def test_fixed_ladder_moves_by_the_user_alone() -> None:
    program, name = hips(), "hip-flexor-stretch"
    chosen = control(day(0), "set_level", slot=name, drill="hip-flexor-standing")
    assert dose(program, [replace(chosen, program="hips")], 40, name).drill == "hip-flexor-standing"
    less = dose(program, [replace(easier(0, name), program="hips")], 0, name)
    assert (less.drill, less.sets, less.seconds, less.sides) == (
        "hip-flexor-standing",
        1,
        120,
        ("left", "right"),
    )
    done = [
        session(day(at), program="hips", hip_flexor_stretch_left="120", hip_flexor_stretch_right="60!4")
        for at in range(4)
    ]
    assert dose(program, [*done], 95, name).drill == name


@pytest.mark.parametrize("condition", ["pregnancy", "operation", "heart", "joint_replacement"])
def test_easier_drill_is_one_that_health_allows(condition: HealthCondition) -> None:
    catalog = load_catalog(None)
    shipped = list(catalog.programs.values())
    for health in (Settings(health=(condition,)), Settings(health=(condition,), osteoporosis=True)):
        usual = plan_day(shipped, [], day(0), settings=health)
        asked = [
            control(day(0), "easier_today", slot=one.slot) for plan in usual.programs for one in plan.slots
        ]
        everywhere = [replace(one, program=None) for one in asked]
        plan = plan_day(shipped, everywhere, day(0), settings=health)
        for program in shipped:
            ladders = {
                slot.slot: {rung.drill for rung in slot.ladder} for slot in personalise(program, health).slots
            }
            for one in plan.program(program.id).slots:
                assert one.drill in ladders[one.slot]


@settings(examples(60), suppress_health_check=SLOW)
@given(
    programs(),
    journals(),
    st.integers(0, LAST).map(day),
    st.sampled_from(["plank", "side-plank", "farmer-carry"]),
)
def test_easier_day_asks_for_less_and_leaves_the_level(
    program: Program, events: list[Event], on: date, slot: str
) -> None:
    said = control(on, "easier_today", slot=slot)
    (usual,) = plan_day([program], events, on, now=on).programs
    plan = plan_day([program], [*events, said], on, now=on)
    (less,) = plan.programs
    assert plan.locked == plan_day([program], events, on, now=on).locked
    before = {one.slot: one for one in usual.slots}
    ladders = {one.slot: one.rungs for one in program.slots}
    for one in less.slots:
        was, rungs = before[one.slot], ladders[one.slot]
        if one.slot != slot:
            assert one == was
        elif one.drill == was.drill:
            assert (one.seconds or 0) <= (was.seconds or 0)
            assert (one.load_kg or 0) <= (was.load_kg or 0)
        else:
            assert rungs[one.drill] == rungs[was.drill] - 1
    assert {one.slot for one in less.slots} <= set(before)
    levels = [(line.slot, line.drill, line.amount, line.load_kg) for line in explain(program, events, on)]
    if all(event.date != on for event in events):
        again = explain(program, [*events, said], on)
        assert [(line.slot, line.drill, line.amount, line.load_kg) for line in again] == levels


@settings(examples(30), suppress_health_check=SLOW)
@given(journals(), st.integers(0, LAST).map(day))
def test_red_flag_stands_whatever_is_made_easier(events: list[Event], on: date) -> None:
    program = core(slots=(plank(), side_plank()))
    flagged = check_in(on, 23, red_flags=("numb_toes",))
    said = [control(on, "easier_today", slot=slot) for slot in ("plank", "side-plank")]
    plan = plan_day([program], [*events, flagged, *said], on, now=on)
    assert plan.locked and plan.programs[0].slots == ()
