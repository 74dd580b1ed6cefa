"""Worked examples of the kinds of program without levels."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from coach.clock import training_day
from coach.coaching.habits.cardio import cardio_week, protein_per_meal_g
from coach.coaching.habits.mobility import find_warm_up, mobility_day
from coach.coaching.habits.week import week_table
from coach.coaching.planner import plan_day
from coach.model.events import Event
from coach.model.plan import ProgramPlan
from coach.model.program import Program
from coach.model.settings import Settings
from coach.programs.load import load_catalog
from tests.factories import activity, check_in, clean_planks, control, prescribe, session_of, set_record

TUESDAY = date(2026, 1, 13)
LIBRARY = load_catalog(None)


def program(name: str) -> Program:
    return LIBRARY.programs[name]


def today(name: str, *events: Event, on: date = TUESDAY, osteoporosis: bool = False) -> ProgramPlan:
    plan = plan_day(
        [program(name)], events, on, drills=LIBRARY.drills, settings=Settings(osteoporosis=osteoporosis)
    )
    return plan.programs[0]


def test_mobility_on_a_build_day() -> None:
    plan = today("hips-and-thoracic")
    assert [(dose.drill, dose.sets, dose.seconds, dose.sides) for dose in plan.slots] == [
        ("warm-up", 1, 180, ()),
        ("hip-flexor-stretch", 1, 120, ("left", "right")),
        ("figure-four", 1, 120, ("left", "right")),
        ("open-book", 1, 120, ("left", "right")),
    ]
    assert (plan.due, plan.done, plan.times) == (True, False, 1)


def test_mobility_in_a_planned_light_week() -> None:
    weeks = [clean_planks(date(2026, 1, 5) + timedelta(days=day)) for day in (0, 2, 7, 14, 21, 28)]
    light = date(2026, 2, 3)
    assert today("core", *weeks, on=light).phase == "deload"
    assert today("hips-and-thoracic", *weeks, on=light).slots == today("hips-and-thoracic", on=light).slots


def test_mobility_in_an_early_light_week() -> None:
    plan = today("hips-and-thoracic", control(TUESDAY, "deload"))
    usual = today("hips-and-thoracic")
    assert (plan.phase, plan.times) == ("early_deload", 2)
    assert [(dose.sets, dose.seconds) for dose in plan.slots] == [(d.sets, d.seconds) for d in usual.slots]
    assert mobility_day(program("hips-and-thoracic"), [], TUESDAY, plan.phase).hip_goal == 4


def test_short_side_asks_for_the_rest_same_day() -> None:
    hips = program("hips-and-thoracic")
    sides = [set_record("figure-four", 80, side="left"), set_record("figure-four", 120, side="right")]
    first = session_of(hips, TUESDAY, sides)
    figure_four = mobility_day(hips, [first], TUESDAY, "build").drills[1]
    assert (figure_four.ticked, figure_four.text) == (False, "left: 40 s to go")
    more = session_of(hips, TUESDAY, [set_record("figure-four", 40, side="left")], at="21:00")
    assert mobility_day(hips, [first, more], TUESDAY, "build").drills[1].ticked


def test_recent_core_session_is_warm_up() -> None:
    core = clean_planks(TUESDAY)
    assert core.ended_at is not None
    assert find_warm_up([core], core.ended_at + timedelta(minutes=20)) is not None


def test_105_minutes_in_build_and_light_week() -> None:
    monday = date(2026, 2, 2)
    walks = [activity(monday + timedelta(days=n), minutes) for n, minutes in enumerate((40, 35, 30))]
    build = cardio_week(walks, {monday + timedelta(days=n): "build" for n in range(7)})
    assert (build.minutes, build.goal, build.ticked) == (105, 150, False)
    weeks = [clean_planks(date(2026, 1, 5) + timedelta(days=day)) for day in (0, 2, 7, 14, 21, 28)]
    table = week_table(list(LIBRARY.programs.values()), [*weeks, *walks], monday + timedelta(days=6))
    cardio = table.rows[1]
    assert (table.phase, cardio.done, cardio.goal, cardio.ticked) == ("deload", 105, 105, True)


def test_events_after_midnight_belong_to_the_evening() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert training_day(datetime(2026, 1, 9, 23, 50, tzinfo=berlin)) == date(2026, 1, 9)
    assert training_day(datetime(2026, 1, 10, 1, 40, tzinfo=berlin)) == date(2026, 1, 9)


def test_stiff_run_across_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    mornings: list[Event] = []
    for number, day in enumerate((date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30))):
        moment = datetime(day.year, day.month, day.day, 7, tzinfo=berlin)
        mornings.append(replace(check_in(training_day(moment), stiff=True), at=moment, id=f"m{number}"))
    assert prescribe(program("core"), mornings[:2], date(2026, 3, 30)).programs[0].phase == "build"
    assert prescribe(program("core"), mornings, date(2026, 3, 30)).programs[0].phase == "early_deload"


@pytest.mark.parametrize(("later_stiff", "phase"), [(True, "early_deload"), (False, "build")])
def test_mornings_of_one_date_in_two_zones(later_stiff: bool, phase: str) -> None:
    def morning(zone: str, day: int, stiff: bool) -> Event:
        moment = datetime(2026, 6, day, 7, tzinfo=ZoneInfo(zone))
        return replace(check_in(training_day(moment), stiff=stiff), at=moment)

    here = [morning("Asia/Tokyo", day, True) for day in (8, 9, 10)]
    there = morning("America/Los_Angeles", 10, later_stiff)
    assert prescribe(program("core"), [*here, there], date(2026, 6, 10)).programs[0].phase == phase
    two_days = [*here[1:], morning("America/Los_Angeles", 10, True)]
    assert prescribe(program("core"), two_days, date(2026, 6, 10)).programs[0].phase == "build"


def test_x15_morning_with_osteoporosis() -> None:
    usual = [dose.drill for dose in today("morning").slots]
    soft = [dose.drill for dose in today("morning", osteoporosis=True).slots]
    assert usual == ["knee-to-chest", "cat-camel", "walk-5"]
    assert soft == ["cat-camel-small", "walk-5"]


def test_x30_open_book_with_osteoporosis() -> None:
    usual = {dose.slot: dose for dose in today("hips-and-thoracic").slots}
    soft = {dose.slot: dose for dose in today("hips-and-thoracic", osteoporosis=True).slots}
    small = soft["open-book"]
    assert small == replace(usual["open-book"], drill="open-book-small", easier=small.easier)
    assert [soft[slot].drill for slot in soft] == [
        "warm-up",
        "hip-flexor-stretch",
        "figure-four",
        "open-book-small",
    ]


def test_x31_new_over_65_begins_on_the_wall() -> None:
    levels = [
        control(TUESDAY, "set_level", slot=slot, drill=drill, seconds=30)
        for slot, drill in (("plank", "plank-wall"), ("side-plank", "side-plank-wall"))
    ]
    doses = {dose.slot: dose for dose in today("core", *levels).slots}
    assert [(doses[slot].drill, doses[slot].seconds) for slot in ("plank", "side-plank")] == [
        ("plank-wall", 30),
        ("side-plank-wall", 30),
    ]


def test_protein_for_70_kg() -> None:
    assert protein_per_meal_g(70) == 28


def test_examples_are_independent_of_system_time_zone() -> None:
    here = [clean_planks(TUESDAY), clean_planks(TUESDAY)]
    auckland = ZoneInfo("Pacific/Auckland")
    elsewhere = [replace(one, at=one.at.astimezone(auckland)) for one in here]
    on = TUESDAY + timedelta(days=1)
    assert today("core", *elsewhere, on=on) == today("core", *here, on=on)
