"""What practice and calm add to a schedule, and how cardio goes along with core's light week."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from coach.coaching.planner import plan_day
from coach.model.events import Activity, Event, Tombstone
from coach.model.program import Kind, Program, Schedule
from tests.factories import MONDAY, carry, core, day, moment, new_id, program_of, session, timed_slot

PRACTICE = program_of(Kind.PRACTICE, timed_slot("hinge", 60), schedule=Schedule(per_week=7))
BREATHING = program_of(Kind.BREATHING, timed_slot("breaths", 60))
CARDIO = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800), schedule=Schedule(per_week=5))


def plan_of(program: Program, events: list[Event], offset: int) -> tuple[bool, bool]:
    (plan,) = plan_day([program], events, day(offset)).programs
    return plan.due, plan.done


def test_practice_that_sticks_is_asked_for_again_after_a_month() -> None:
    events: list[Event] = [session(day(at), program="practice", hinge="60") for at in (0, 2)]
    assert plan_of(PRACTICE, events, 4)[0] is True
    held = replace(session(day(4), plank="3 x 30"), ended_at=moment(day(4), 9))
    events += [held, session(day(4), at=9, program="practice", hinge="60")]
    assert plan_of(PRACTICE, events, 5)[0] is False
    assert plan_of(PRACTICE, events, 33)[0] is False
    assert plan_of(PRACTICE, events, 34)[0] is True


def test_yoga_or_any_calm_activity_of_the_day_ticks_breathing() -> None:
    yoga = Activity(id=new_id(), date=MONDAY, at=moment(MONDAY, 18), kind="yoga", minutes=20)
    assert plan_of(BREATHING, [], 0)[1] is False
    assert plan_of(BREATHING, [yoga], 0)[1] is True
    assert plan_of(BREATHING, [yoga], 1)[1] is False
    taken_back = Tombstone(id=new_id(), at=moment(MONDAY, 19), target=yoga.id)
    assert plan_of(BREATHING, [yoga, taken_back], 0)[1] is False


def test_cardio_goes_along_with_the_planned_light_week_of_core() -> None:
    trained: list[Event] = [session(day(7 * week), plank="3 x 30") for week in range(5)]
    for offset, phase, seconds in (
        (27, "build", 1800),
        (28, "deload", 1260),
        (34, "deload", 1260),
        (35, "build", 1800),
    ):
        plan = plan_day([core(), CARDIO], trained, day(offset))
        assert plan.programs[1].phase == phase, offset
        assert plan.programs[1].slots[0].seconds == seconds, offset


def test_nothing_but_cardio_goes_along_with_core() -> None:
    own = replace(core(slots=(carry(),)), id="own", kind=Kind.CUSTOM, block=None)
    hips = program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True))
    trained: list[Event] = [session(day(7 * week), plank="3 x 30") for week in range(5)]
    found = plan_day([core(), own, hips, CARDIO], trained, day(30)).programs
    assert [program.phase for program in found] == ["deload", "build", "build", "deload"]
    assert found[1].slots[0].sets == 3


def test_cardio_without_core_has_no_light_week() -> None:
    walks: list[Event] = [session(day(at), program="cardio", brisk_walk="1800") for at in range(0, 60, 2)]
    phases = {plan_day([CARDIO], walks, MONDAY + timedelta(days=at)).programs[0].phase for at in range(60)}
    assert phases == {"build"}


def test_cardio_goes_along_with_no_other_program_than_core() -> None:
    own = replace(core(), id="own", kind=Kind.CUSTOM)
    trained: list[Event] = [session(day(7 * week), program="own", plank="3 x 30") for week in range(5)]
    found = plan_day([own, CARDIO], trained, day(30)).programs
    assert [program.phase for program in found] == ["deload", "build"]
    behind = plan_day([own, core(), CARDIO], trained, day(30)).programs
    assert [program.phase for program in behind] == ["deload", "build", "build"]
