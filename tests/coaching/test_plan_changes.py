"""The sentences about what a change to the journal does to a day."""

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


def test_no_change_has_its_own_text() -> None:
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
def test_each_changed_dose_has_one_sentence(was: Dose, becomes: Dose, said: str) -> None:
    assert plan_changes(plan(program(was)), plan(program(becomes)), NAMES) == (said,)


def test_changed_reason_alone_is_no_change() -> None:
    other = replace(PLANK, full_seconds=40)
    assert plan_changes(plan(program(PLANK)), plan(program(other)), NAMES) == (NO_CHANGE,)


def test_phase_change_comes_before_doses() -> None:
    before, after = program(PLANK), program(replace(PLANK, sets=2), phase="early_deload", week=1)
    assert plan_changes(plan(before), plan(after), NAMES) == (
        "Core: a build week becomes an early light week.",
        "Core: 3 x 30 s plank becomes 2 x 30 s plank.",
    )


def test_week_change_is_named() -> None:
    before, after = program(PLANK, week=4), program(PLANK, week=1)
    assert plan_changes(plan(before), plan(after), NAMES) == (
        "Core: week 4 of block 1 becomes week 1 of block 1.",
    )


def test_lock_change_is_named_once() -> None:
    open_day = plan(program(PLANK), program(PLANK, name="mobility"))
    told = Notice("locked_call_today", "Call a clinician today.")
    shut = plan(
        program(phase="locked"), program(phase="locked", name="mobility"), locked=True, notices=(told,)
    )
    assert plan_changes(open_day, shut, NAMES) == ("This locks training.", told.text)
    assert plan_changes(shut, open_day, NAMES) == ("This lifts the lock.",)


def test_new_programs_and_slots_are_ignored() -> None:
    before = plan(program(PLANK))
    after = plan(program(PLANK, CARRY), program(PLANK, name="mine"))
    assert plan_changes(before, after, NAMES) == (NO_CHANGE,)


def test_loads_use_the_chosen_units() -> None:
    assert format_dose(CARRY, units="lb", name="farmer carry") == "3 x 45 s farmer carry with 13.2 lb a hand"


def test_spasm_and_its_end_have_one_sentence() -> None:
    open_day = plan(program(PLANK), program(PLANK, name="mobility"))
    told = Notice("paused", "Training is paused while you have a spasm.")
    paused = plan(program(phase="paused"), program(PLANK, name="mobility", phase="paused"), notices=(told,))
    assert plan_changes(open_day, paused, NAMES) == (told.text,)
    assert plan_changes(paused, open_day, NAMES) == ("Training is no longer paused.",)


def test_shared_phase_change_is_named_once() -> None:
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
