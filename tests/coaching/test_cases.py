"""The worked cases: histories with the expected dose and reasons."""

from __future__ import annotations

from random import Random

import pytest

from coach.coaching.planner import plan_day
from coach.model.plan import Plan
from tests.coaching.worked_cases import Case, read_cases
from tests.factories import prescribe

CASES = read_cases()


def asked(plan: Plan) -> list[list[object]]:
    (program,) = plan.programs
    return [
        [dose.slot, dose.drill, dose.sets, dose.seconds, dose.load_kg, list(dose.sides)]
        for dose in program.slots
    ]


def test_case_file_is_complete() -> None:
    ids = [*(f"E{number:02}" for number in range(1, 87)), *(f"Y{number:03}" for number in range(1, 135))]
    assert [case.id for case in CASES] == ids


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_dose_and_position(case: Case) -> None:
    plan = prescribe(case.program, case.events, case.on)
    (program,) = plan.programs
    assert asked(plan) == case.slots, case.what
    assert program.phase == case.phase
    assert plan.locked == (case.phase == "locked")
    if case.plan is not None:
        assert [program.phase, program.block, program.week, program.weeks] == case.plan
    told = {"due": program.due, "done": program.done, "begun": program.begun}
    assert {word: told[word] for word in case.told} == case.told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case_reasons(case: Case) -> None:
    (program,) = prescribe(case.program, case.events, case.on).programs
    codes = [reason.code for dose in program.slots if dose.slot == case.about for reason in dose.reasons]
    assert codes == case.codes, case.what


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.notices is not None], ids=lambda case: case.id
)
def test_case_notices(case: Case) -> None:
    plan = prescribe(case.program, case.events, case.on)
    told = [one.code for one in plan.notices if one.code in ("see_someone", "hip_first")]
    assert told == case.notices


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case.id)
def test_case_is_independent_of_event_order(case: Case) -> None:
    shuffled = Random(case.id).sample(case.events, len(case.events))
    assert plan_day([case.program], shuffled, case.on) == plan_day([case.program], case.events, case.on)
