"""Blocks, weeks and phases."""

from __future__ import annotations

import pytest

from coach.coaching.calendar import Calendar, calendar_of, first_week
from coach.coaching.history import read_history
from coach.coaching.safety import read_health
from coach.model.events import Event
from coach.model.program import Kind, Program
from tests.factories import MONDAY, check_in, control, core, day, planks, program_of, timed_slot


def calendar(events: list[Event], on: int, program: Program | None = None, starts: int = 0) -> Calendar:
    history = read_history(events, day(on))
    return calendar_of(program or core(), history, read_health(history), starts)


def at(events: list[Event], on: int, program: Program | None = None) -> tuple[str, int, int]:
    place = calendar(events, on, program).at(day(on).toordinal())
    return place.phase, place.block, place.week


def every(*weeks: int) -> list[Event]:
    """Monday, Wednesday and Friday of these weeks."""
    return planks(*(7 * week + weekday for week in weeks for weekday in (0, 2, 4)))


@pytest.mark.parametrize(("weekday", "start"), [(0, 0), (3, 0), (4, 7), (6, 7)])
def test_late_start_begins_with_the_next_week(weekday: int, start: int) -> None:
    monday = MONDAY.toordinal()
    assert first_week(monday + weekday) == monday + start


def test_weeks_from_sunday() -> None:
    sunday = day(-1).toordinal()
    assert first_week(sunday + 3, 6) == sunday
    assert first_week(sunday + 4, 6) == sunday + 7
    events = planks(0, 2, 4, 7, 9, 11)
    assert calendar(events, 13, starts=6).at(day(13).toordinal()).week == 3
    assert calendar(events, 13).at(day(13).toordinal()).week == 2


def test_missed_week_does_not_shift_the_calendar() -> None:
    assert at([*every(0, 2, 3), *planks(30)], 33) == ("deload", 1, 5)
    assert at([*every(0, 2, 3), *planks(30)], 35) == ("build", 2, 1)


@pytest.mark.parametrize(("gap", "phase"), [(13, "build"), (14, "return")])
def test_two_weeks_away_open_a_return_week(gap: int, phase: str) -> None:
    events = planks(0, gap)
    assert at(events, gap)[0] == phase
    assert at(planks(0), gap)[0] == phase


def test_return_week_lasts_seven_days() -> None:
    events = [*every(0), *planks(21, 23, 25)]
    assert [at(events, on)[0] for on in (20, 21, 27, 28)] == ["return", "return", "return", "build"]
    assert at(events, 28) == ("build", 2, 2)


def test_gap_closes_its_block() -> None:
    assert at(every(0), 100)[1] == 2
    assert at(every(0, 1, 2, 3, 4, 5), 200)[1] == 3


def test_early_light_week_halts_the_calendar() -> None:
    events = [*every(0, 1, 2, 3), check_in(day(24), tug=True)]
    assert [at(events, on) for on in (24, 28, 30)] == [("early_deload", 1, 4)] * 3
    assert at(events, 31) == ("build", 2, 1)


def test_short_early_light_week_keeps_the_calendar() -> None:
    events = [*every(0, 1, 2, 3), control(day(24), "deload"), control(day(26), "end_deload")]
    assert at(events, 25) == ("early_deload", 1, 4)
    assert at(events, 26) == ("build", 1, 4)
    assert at(events, 28) == ("deload", 1, 5)


def test_manual_new_block() -> None:
    assert at([*every(0, 1), control(day(9), "new_block")], 10) == ("build", 2, 1)
    assert at([*every(0, 1), control(day(9), "new_block")], 14) == ("build", 2, 2)
    twice = [control(day(9), "new_block", 7), control(day(9), "new_block", 8)]
    assert at([*every(0, 1), *twice], 10) == ("build", 2, 1)


def test_manual_new_block_on_first_day_of_block() -> None:
    assert at([*every(0, 1, 2, 3, 4), control(day(35), "new_block")], 35) == ("build", 2, 1)


def test_manual_new_block_before_training() -> None:
    assert at([control(day(0), "new_block"), *planks(2)], 3) == ("build", 1, 1)


def test_return_in_early_light_week_opens_one_block() -> None:
    events = [*every(0), check_in(day(17), tug=True), *planks(19, 21)]
    assert at(events, 19)[0] == "early_deload"
    assert at(events, 24) == ("return", 2, 1)


def test_clearance_opens_return_week() -> None:
    flagged = check_in(day(5), red_flags=("leg_radiation",))
    events = [*every(0), flagged, control(day(6), "cleared"), *planks(9, 11)]
    assert [at(events, on)[0] for on in (5, 6, 8, 9, 15, 16)] == [
        "locked",
        "return",
        "return",
        "return",
        "return",
        "build",
    ]
    assert at(events, 16)[1:] == (2, 2)


def test_evening_clearance_opens_return_week_later() -> None:
    flagged = check_in(day(4), 12, red_flags=("leg_radiation",))
    events = [*every(0), flagged, control(day(4), "cleared", 18), *planks(7, 9)]
    assert [at(events, on)[0] for on in (4, 5, 7, 13, 14)] == ["build", "return", "return", "return", "build"]
    assert calendar(events, 20).returns == [day(7).toordinal()]


def test_training_after_clearance_same_day_is_return() -> None:
    flagged = check_in(day(4), 5, red_flags=("leg_radiation",))
    events = [*every(0), flagged, control(day(4), "cleared", 6), *planks(7)]
    assert [at(events, on)[0] for on in (4, 7, 10, 11)] == ["return", "return", "return", "build"]


def test_phase_precedence() -> None:
    signs: list[Event] = [check_in(day(28), tug=True)]
    events = [*every(0, 1, 2, 3), *signs]
    assert at(events, 29)[0] == "early_deload"
    assert at([*events, check_in(day(29), spasm=True)], 29)[0] == "paused"
    both = check_in(day(29), spasm=True, red_flags=("numb_toes",))
    assert at([*events, both], 29)[0] == "locked"


def test_program_without_blocks_has_no_light_week() -> None:
    program = program_of(Kind.MOBILITY, timed_slot("open-book"), id="core")
    events = planks(*range(0, 100, 5))
    places = [calendar(events, 99, program).at(day(on).toordinal()) for on in range(100)]
    assert {place.phase for place in places} == {"build"}
    assert {(place.block, place.week, place.weeks) for place in places} == {(0, 0, 0)}
