"""When a program is due, and when its day is done."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching.planner import plan_day
from coach.model.events import Event
from coach.model.plan import ProgramPlan
from coach.model.program import Kind, Measure, Program, Schedule
from tests.factories import (
    check_in,
    core,
    day,
    plank,
    planks,
    program_of,
    session,
    session_of,
    sets,
    slot,
    timed_slot,
)

MON_WED_FRI = core(slots=(plank(),), schedule=Schedule(per_week=3, days=("mon", "wed", "fri")))
THREE = core(slots=(plank(),))


def today(program: Program, events: list[Event], on: int) -> ProgramPlan:
    (plan,) = plan_day([program], events, day(on)).programs
    return plan


def test_due_on_named_weekdays() -> None:
    assert [today(MON_WED_FRI, [], on).due for on in range(7)] == [True, False] * 3 + [False]


def test_due_at_most_per_week() -> None:
    assert not today(MON_WED_FRI, planks(0, 1, 2), 4).due
    assert today(MON_WED_FRI, planks(0, 1, 2), 7).due


def test_due_and_done_on_same_day() -> None:
    plan = today(MON_WED_FRI, planks(0, 2), 2)
    assert (plan.due, plan.done) == (True, True)
    assert not today(MON_WED_FRI, planks(0, 2), 3).done
    assert not today(MON_WED_FRI, planks(0, 2, written="0"), 2).done


def test_rest_day_between_sessions_while_possible() -> None:
    assert today(THREE, [], 3).due
    assert not today(THREE, planks(0), 1).due
    assert today(THREE, planks(0), 2).due
    assert not today(THREE, planks(0, 2, 4), 6).due
    assert today(THREE, planks(4), 5).due


@pytest.mark.parametrize(("schedule", "due"), [(Schedule(), False), (Schedule(days=("mon",)), True)])
def test_due_by_schedule_type(schedule: Schedule, due: bool) -> None:
    program = program_of(Kind.CUSTOM, timed_slot("ball"), schedule=schedule)
    assert today(program, [], 0).due == due


HIPS = program_of(
    Kind.MOBILITY, timed_slot("hip-flexor-stretch", sided=True), timed_slot("figure-four", sided=True)
)


def stretch(on: int, slot: str, left: str, right: str, hour: int = 8) -> Event:
    done = sets(slot, left, "left") + sets(slot, right, "right")
    return session_of("mobility", day(on), done, at=hour, minutes=None)


def test_sets_of_a_day_add_up_to_done() -> None:
    events = [stretch(0, "hip-flexor-stretch", "120", "120"), stretch(0, "figure-four", "80", "120", 9)]
    assert not today(HIPS, events, 0).done
    events.append(stretch(0, "figure-four", "40", "", 20))
    assert today(HIPS, events, 0).done
    assert not today(HIPS, events, 1).done


def test_an_early_light_week_asks_for_twice() -> None:
    once = [stretch(1, slot, "120", "120") for slot in ("hip-flexor-stretch", "figure-four")]
    twice = [stretch(1, slot, "120", "120", 20) for slot in ("hip-flexor-stretch", "figure-four")]
    sign: Event = check_in(day(0), tug=True)
    assert today(HIPS, once, 1).done
    assert not today(HIPS, [sign, *once], 1).done
    assert today(HIPS, [sign, *once, *twice], 1).done


def test_clock_program_is_never_done() -> None:
    program = program_of(
        Kind.BREAK, slot("breaths", 10, measure=Measure.BREATHS), schedule=Schedule(every_seconds=1800)
    )
    plan = today(program, [session(day(0), program="break", breaths="60")], 0)
    assert (plan.due, plan.done, plan.times) == (True, False, 0)


def test_program_several_times_a_day() -> None:
    program = replace(HIPS, kind=Kind.CUSTOM, schedule=Schedule(per_day=2), id="mobility")
    once = [stretch(0, slot, "120", "120") for slot in ("hip-flexor-stretch", "figure-four")]
    assert (today(program, once, 0).times, today(program, once, 0).done) == (2, False)
    assert not today(program, [*once, once[0]], 0).done
    assert today(program, once * 2, 0).done


def test_twice_daily_mobility_needs_two_rounds() -> None:
    program = replace(HIPS, schedule=Schedule(per_day=2))
    once = [stretch(0, slot, "120", "120") for slot in ("hip-flexor-stretch", "figure-four")]
    assert (today(program, once, 0).times, today(program, once, 0).done) == (2, False)
    assert not today(program, [*once, once[0]], 0).done
    assert today(program, once * 2, 0).done


@pytest.mark.parametrize(("pain", "done"), [(5, False), (6, True)])
def test_strong_pain_completes_the_program(pain: int, done: bool) -> None:
    daily = program_of(Kind.CUSTOM, timed_slot("ball"), schedule=Schedule(per_day=2))
    hurt = session(day(0), program=daily.id, ball=f"30!{pain}")
    assert today(daily, [hurt], 0).done is done
    assert not today(daily, [hurt], 1).done


def test_strong_pain_leaves_only_breathing_due() -> None:
    walk = program_of(Kind.CARDIO, timed_slot("walk"))
    breaths = program_of(Kind.BREATHING, slot("breaths", 10, measure=Measure.BREATHS))
    hurt = session(day(0), plank="30!7")
    plan = plan_day([THREE, walk, breaths], [hurt], day(0))
    assert [(one.id, one.due and not one.done) for one in plan.programs] == [
        (THREE.id, False),
        ("cardio", False),
        ("breathing", True),
    ]
    assert [one.code for one in plan.notices] == ["strong_pain"]
    after = plan_day([walk], [hurt], day(1))
    assert after.programs[0].due and [one.code for one in after.notices] == ["early_light_week"]
