"""What a change to the journal does to the day is said in sentences, one for each thing that moves."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from coach.coaching.messages import NO_CHANGE, plan_changes
from coach.model.formatting import format_dose
from coach.model.plan import Dose, Lock, Notice, Phase, Plan, ProgramPlan
from coach.model.program import Kind, Measure

NAMES = {"core": "Core", "plank": "plank", "farmer-carry": "farmer carry"}
PLANK = Dose(slot="plank", drill="plank", measure=Measure.HOLD, sets=3, seconds=30, full_sets=3)
CARRY = Dose(
    slot="carry", drill="farmer-carry", measure=Measure.HOLD, sets=3, seconds=45, load_kg=6, full_sets=3
)
BREATHS = Dose(slot="breaths", drill="belly", measure=Measure.BREATHS, sets=1, reps=10, full_sets=1)


def program(*doses: Dose, name: str = "core", phase: Phase = "build", week: int = 2) -> ProgramPlan:
    return ProgramPlan(
        id=name, kind=Kind.CORE, phase=phase, block=1, week=week, weeks=5, due=True, done=False, slots=doses
    )


def plan(*programs: ProgramPlan, locked: bool = False, notices: tuple[Notice, ...] = ()) -> Plan:
    lock = Lock(tier="call_today", flags=("numb_toes",), check_ins=("one",)) if locked else None
    return Plan(date=date(2026, 1, 5), lock=lock, notices=notices, programs=programs)


def test_a_change_that_moves_nothing_says_so() -> None:
    day = plan(program(PLANK, CARRY), notices=(Notice("see_someone", "Worth a visit."),))
    assert plan_changes(day, day, NAMES) == (NO_CHANGE,)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (PLANK, replace(PLANK, seconds=35), "Core: 3 x 30 s plank becomes 3 x 35 s plank."),
        (PLANK, replace(PLANK, sets=2), "Core: 3 x 30 s plank becomes 2 x 30 s plank."),
        (PLANK, replace(PLANK, drill="plank-knee"), "Core: 3 x 30 s plank becomes 3 x 30 s plank-knee."),
        (BREATHS, replace(BREATHS, reps=9), "Core: 1 x 10 belly becomes 1 x 9 belly."),
        (
            CARRY,
            replace(CARRY, load_kg=7.5),
            "Core: 3 x 45 s farmer carry with 6 kg a hand becomes 3 x 45 s farmer carry with 7.5 kg a hand.",
        ),
    ],
    ids=["seconds", "sets", "drill", "breaths", "load"],
)
def test_each_way_in_which_a_dose_moves_is_one_sentence(was: Dose, becomes: Dose, said: str) -> None:
    assert plan_changes(plan(program(was)), plan(program(becomes)), NAMES) == (said,)


def test_a_dose_with_another_reason_alone_is_the_same_dose() -> None:
    other = replace(PLANK, full_seconds=40)
    assert plan_changes(plan(program(PLANK)), plan(program(other)), NAMES) == (NO_CHANGE,)


def test_another_phase_is_said_before_the_doses_and_in_place_of_the_week() -> None:
    before, after = program(PLANK), program(replace(PLANK, sets=2), phase="early_deload", week=1)
    assert plan_changes(plan(before), plan(after), NAMES) == (
        "Core: a build week becomes an early light week.",
        "Core: 3 x 30 s plank becomes 2 x 30 s plank.",
    )


def test_another_week_of_the_same_phase_is_said() -> None:
    before, after = program(PLANK, week=4), program(PLANK, week=1)
    assert plan_changes(plan(before), plan(after), NAMES) == (
        "Core: week 4 of block 1 becomes week 1 of block 1.",
    )


def test_a_lock_is_said_once_and_not_of_each_program() -> None:
    open_day = plan(program(PLANK), program(PLANK, name="mobility"))
    told = Notice("locked_call_today", "Call a clinician today.")
    shut = plan(
        program(phase="locked"), program(phase="locked", name="mobility"), locked=True, notices=(told,)
    )
    assert plan_changes(open_day, shut, NAMES) == ("This locks training.", told.text)
    assert plan_changes(shut, open_day, NAMES) == ("This lifts the lock.",)


def test_programs_and_slots_that_were_not_there_before_have_nothing_to_change_from() -> None:
    before = plan(program(PLANK))
    after = plan(program(PLANK, CARRY), program(PLANK, name="mine"))
    assert plan_changes(before, after, NAMES) == (NO_CHANGE,)


def test_loads_are_told_in_the_units_that_somebody_uses() -> None:
    assert format_dose(CARRY, units="lb", name="farmer carry") == "3 x 45 s farmer carry with 13.2 lb a hand"


def test_a_spasm_says_one_sentence_and_its_end_another() -> None:
    open_day = plan(program(PLANK), program(PLANK, name="mobility"))
    told = Notice("paused", "Training is paused while you have a spasm.")
    paused = plan(program(phase="paused"), program(PLANK, name="mobility", phase="paused"), notices=(told,))
    assert plan_changes(open_day, paused, NAMES) == (told.text,)
    assert plan_changes(paused, open_day, NAMES) == ("Training is no longer paused.",)


def test_what_happens_to_every_program_alike_is_said_once() -> None:
    open_day = plan(program(PLANK), program(PLANK, name="mobility"))
    light = plan(
        program(replace(PLANK, sets=2), phase="early_deload"),
        program(PLANK, name="mobility", phase="early_deload"),
    )
    assert plan_changes(open_day, light, NAMES) == (
        "Every program: a build week becomes an early light week.",
        "Core: 3 x 30 s plank becomes 2 x 30 s plank.",
    )
    mixed = plan(program(replace(PLANK, sets=2), phase="deload"), program(PLANK, name="mobility"))
    assert plan_changes(open_day, mixed, NAMES) == (
        "Core: a build week becomes a light week.",
        "Core: 3 x 30 s plank becomes 2 x 30 s plank.",
    )
