"""Blocks, weeks and phases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.calendar import Calendar, calendar_of, first_week
from coach.coaching.deload import COUNTS_AS_LIGHT_WEEK, EarlyDeload
from coach.coaching.history import read_history
from coach.coaching.safety import HealthState, read_health
from coach.model.events import Event
from coach.model.program import Kind, Program
from tests.factories import MONDAY, check_in, control, core, day, planks, program_of, session, timed_slot


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


def test_days_that_lead_in_count_towards_a_light_week() -> None:
    assert at(planks(4, 7, 14, 21, 28), 35) == ("deload", 1, 5)
    assert at(planks(7, 14, 21, 28), 35) == ("build", 1, 5)


def test_light_week_that_runs_past_its_block_closes_that_block_alone() -> None:
    events = [*every(0, 1, 2, 3, 4), check_in(day(33), tug=True)]
    assert at(events, 39) == ("early_deload", 1, 5)
    assert at(events, 40) == ("build", 2, 1)


def test_light_first_week_after_a_clearance_of_somebody_new() -> None:
    flagged, cleared = check_in(day(0), red_flags=("numb_toes",)), control(day(3), "cleared")
    assert at([flagged, cleared], 3) == ("return", 1, 1)
    found = [at([flagged, cleared, *planks(8)], on) for on in (7, 8, 14, 15)]
    assert found == [("return", 1, 1), ("return", 1, 1), ("return", 1, 2), ("build", 1, 2)]


def test_clearance_between_two_sessions_of_a_day() -> None:
    flagged = check_in(day(0), red_flags=("numb_toes",))
    morning, evening = planks(3)[0], session(day(3), 18, plank="3 x 30")
    events = [flagged, morning, control(day(3), "cleared", 12), evening]
    assert [at(events, on)[0] for on in (3, 9, 10)] == ["return", "return", "build"]


Windows = list[tuple[int, int]]
offsets = st.integers(0, 100)


@st.composite
def windows(draw: st.DrawFn) -> Windows:
    """Early light weeks that do not touch, as their first and last days."""
    found: Windows = []
    for start, days in draw(st.lists(st.tuples(offsets, st.integers(1, 20)), max_size=3)):
        if all(start > end + 1 or start + days < first for first, end in found):
            found.append((start, start + days - 1))
    return sorted(found)


def expected_block(
    days: list[int], early: Windows, new: set[int], cleared: set[int], weeks: int, on: int, asked: int
) -> int:
    """The number of the block of a day, as the rules say it."""
    begin = min(days, default=on)
    seen = [*days, on] if on not in days else days
    starts = {(end + 1, start) for start, end in early if end - start + 1 >= COUNTS_AS_LIGHT_WEEK}
    starts |= {(day, day - 1) for day in new}
    starts |= {(day, last) for last, day in pairwise(seen) if day - last >= 14}
    for clearance in cleared:
        back = next((day for day in seen if day >= clearance), None)
        if back is not None:
            starts.add((back, max((day for day in days if day < back), default=back - 1)))
    anchors = [(begin, 1)]

    def block(day: int) -> int:
        first, number = max(((one, n) for one, n in anchors if one <= day), default=anchors[0])
        return number + max(0, (day - first_week(first)) // 7) // weeks

    def first_day(day: int) -> int:
        return next((start for start, end in early if start <= day <= end), day)

    for opens, start in sorted(starts):
        if opens > begin:
            inside = [one for one, _ in anchors if first_day(start) < one <= start]
            number = 1 + block(start if inside else first_day(start))
            anchors.append((opens, max(anchors[-1][1], number)))
    return block(first_day(asked))


@given(
    st.sets(offsets, max_size=30),
    windows(),
    st.sets(offsets, max_size=3),
    st.sets(offsets, max_size=2),
    st.integers(4, 6),
    offsets,
)
def test_block_numbers_are_those_of_the_rules(
    trained: set[int], early: Windows, new: set[int], cleared: set[int], weeks: int, asked: int
) -> None:
    monday, on = MONDAY.toordinal(), MONDAY.toordinal() + 110
    days = sorted(monday + one for one in trained)
    moved = [(monday + start, monday + end) for start, end in early]
    health = HealthState(on)
    health.early_deloads = [EarlyDeload(start, end, [], end - start + 1) for start, end in moved]
    health.new_blocks = sorted(monday + one for one in new)
    health.clearances = sorted(monday + one for one in cleared)
    found = Calendar(core(weeks), days, health).at(monday + asked).block
    wanted = expected_block(
        days, moved, {monday + one for one in new}, set(health.clearances), weeks, on, monday + asked
    )
    assert found == wanted
