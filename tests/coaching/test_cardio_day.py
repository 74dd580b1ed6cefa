"""Cardio on one day: the minutes of its week, and the way to an event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from coach.coaching.planner import history_days, plan_day
from coach.model.events import Event
from coach.model.plan import Plan, ProgramPlan
from coach.model.program import Kind, Schedule
from coach.model.settings import Settings
from coach.programs.load import load_catalog
from tests.factories import (
    activity,
    check_in,
    core,
    day,
    plank,
    planks,
    program_of,
    session_of,
    set_record,
    timed_slot,
)

WALK = replace(program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800)), schedule=Schedule(per_week=5))
CORE = core(slots=(plank(),))
LIBRARY = load_catalog(None)


def walk(on: int, *events: Event, settings: Settings | None = None) -> ProgramPlan:
    return plan_day([CORE, WALK], events, day(on), settings=settings).programs[1]


def walks(*minutes: int, first: int = 0) -> list[Event]:
    return [activity(day(first + index), one) for index, one in enumerate(minutes)]


def test_x18_not_due_after_150_minutes() -> None:
    done = walks(45, 30, 30, 0, 45)
    assert (walk(4, *done).due, walk(4, *done).done) == (True, True)
    assert [(walk(on, *done).due, walk(on, *done).done) for on in (5, 6)] == [(False, False)] * 2
    assert walk(7, *done).due
    assert not walk(4, *walks(45, 30, 30, 0, 44)).done


def test_x19_not_due_after_105_minutes_of_a_light_week() -> None:
    trained = planks(*(7 * week + weekday for week in range(4) for weekday in (0, 2, 4)))
    done = [*trained, *walks(40, 35, 30, first=28)]
    assert walk(28, *done).phase == "deload"
    assert not walk(32, *done).due
    assert walk(32, *trained, *walks(40, 35, 29, first=28)).due


def test_minutes_of_sessions_count() -> None:
    session = session_of(WALK, day(0), [set_record("brisk-walk", 150 * 60 - 1)])
    assert walk(1, session).due
    assert not walk(1, session, activity(day(0), 1)).due


def on_the_way(on: int, *events: Event, weeks: int = 3, first: int = 14, more: int = 0) -> Plan:
    """The plan of a day, with an event so many weeks after its first day."""
    settings = Settings(event_date=day(first + 7 * weeks + more), event_from=day(first))
    return plan_day([CORE, WALK], events, day(on), settings=settings)


def codes(plan: Plan) -> list[str]:
    return [reason.code for reason in plan.program(WALK.id).slots[0].reasons]


def test_ramp_is_the_goal_of_its_weeks() -> None:
    before = [activity(day(0), 40), activity(day(7), 60)]
    plan = on_the_way(14, *before)
    assert plan.program(WALK.id).slots[0].reasons[-1].text == (
        "Week 1 of 3 on the way to your event: 50 minutes in 2 sessions."
    )
    assert not on_the_way(15, *before, activity(day(14), 50)).program(WALK.id).due
    assert on_the_way(15, *before, activity(day(14), 49)).program(WALK.id).due
    assert on_the_way(21, *before, activity(day(14), 50)).program(WALK.id).due
    assert codes(on_the_way(28, *before))[-1] == "ramp_last_week"


def test_ramp_weeks_start_on_the_weekday_of_the_event() -> None:
    before = [activity(day(0), 40), activity(day(7), 60), activity(day(16), 50)]
    assert codes(on_the_way(16, *before, more=3)) == ["start_dose"]
    assert codes(on_the_way(17, *before, more=3))[-1] == "ramp_week"
    assert on_the_way(18, *before, more=3).program(WALK.id).due
    assert not on_the_way(19, *before, activity(day(18), 75), more=3).program(WALK.id).due


def test_light_week_of_the_way_is_light_once() -> None:
    before = [activity(day(0), 40), activity(day(7), 60)]
    tug = check_in(day(15), tug=True)
    text = on_the_way(16, *before, tug).program(WALK.id).slots[0].reasons[-1].text
    assert text == "Week 1 of 3 on the way to your event: 35 minutes in 2 sessions."
    late: list[Event] = [*before, activity(day(14), 50), activity(day(21), 55), check_in(day(29), tug=True)]
    assert "38 minutes" in on_the_way(30, *late).program(WALK.id).slots[0].reasons[-1].text


def test_no_ramp_before_it_was_entered_after_the_event_and_in_a_pause() -> None:
    assert codes(on_the_way(13)) == ["start_dose"]
    assert codes(on_the_way(36)) == ["start_dose"]
    spasm = check_in(day(15), spasm=True)
    assert codes(on_the_way(15, spasm)) == ["start_dose", "phase_paused"]


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (2, {"core", "hips-and-thoracic", "morning", "cardio", "micro-break", "breathing"}),
        (1, {"hips-and-thoracic", "morning", "micro-break", "breathing"}),
        (0, set()),
    ],
)
def test_x28_x29_what_is_due_around_an_event(before: int, due: set[str]) -> None:
    friday = date(2026, 1, 9)
    settings = Settings(event_date=friday + timedelta(days=before))
    plan = plan_day(list(LIBRARY.programs.values()), [], friday, drills=LIBRARY.drills, settings=settings)
    known = {"core", "hips-and-thoracic", "morning", "cardio", "micro-break", "breathing"}
    assert {program.id for program in plan.programs if program.due} & known == due
    last = plan.program("cardio").slots[0].reasons[-1].code
    assert last == {2: "ramp_last_week", 1: "event_tomorrow", 0: "event_day"}[before]


def test_day_before_an_event_is_not_missed() -> None:
    preferred = replace(CORE, schedule=Schedule(per_week=3, days=("mon", "wed", "fri")))

    def due(on: int, event: int | None) -> bool:
        settings = Settings(event_date=None if event is None else day(event))
        return plan_day([preferred], planks(0), day(on), settings=settings).programs[0].due

    assert [due(3, event) for event in (None, 2, 3, 5)] == [True, False, False, True]
    preferred = replace(CORE, schedule=Schedule(per_week=2, days=("mon", "wed")))
    assert [due(4, event) for event in (None, 3)] == [True, False]


def test_ramp_needs_older_sessions() -> None:
    settings = Settings(event_date=day(70), event_from=day(0))
    assert history_days(WALK, [WALK], day(69), settings) == 98
    assert history_days(WALK, [WALK], day(70), settings) == 28
    assert history_days(CORE, [WALK], day(69), settings) is None
