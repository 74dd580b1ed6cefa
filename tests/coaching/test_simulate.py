"""The simulated sessions ahead."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.simulate import SessionAhead, simulate
from coach.model.events import Event
from coach.model.program import Measure, Part, Progress, Schedule
from tests.factories import (
    activity,
    check_in,
    clean_planks,
    control,
    fixed_plank_program,
    hinge,
    hips,
    prescribe,
    session_of,
    slot,
)
from tests.support.examples import examples

MONDAY = date(2026, 1, 5)
GROWING = replace(
    fixed_plank_program(),
    parts=tuple(
        replace(part, slots=tuple(replace(slot, progress=Progress.TIME) for slot in part.slots))
        for part in fixed_plank_program().parts
    ),
)


def seconds(rows: tuple[SessionAhead, ...]) -> list[int | None]:
    return [row.doses[0].seconds for row in rows]


def test_clean_block_grows_from_30_to_60_seconds() -> None:
    rows = simulate(GROWING, [], MONDAY, 5)
    assert seconds(rows) == [30, 30, 35, 35, 40, 40, 45, 45, 50, 50, 55, 55, 60, 60, 60]
    assert [row.phase for row in rows] == ["build"] * 12 + ["deload"] * 3
    assert [row.doses[0].sets for row in rows[-4:]] == [3, 2, 2, 2]
    assert [row.date.strftime("%a") for row in rows[:3]] == ["Mon", "Wed", "Fri"]
    assert [row.number for row in rows] == list(range(1, 16))


def test_two_short_sessions_ease_the_next() -> None:
    rows = simulate(GROWING, [], MONDAY, 2, misses={3, 4})
    assert seconds(rows) == [30, 30, 35, 35, 30, 30]
    assert [row.answer for row in rows] == ["clean", "clean", "short", "short", "clean", "clean"]
    assert rows[4].doses[0].reasons[0].code == "short_down"


def test_simulated_repetitions_grow_or_fall_short() -> None:
    bridge = slot("bridge", 8, measure=Measure.REPS, upto=12, sets=2, progress=Progress.TIME)
    program = replace(GROWING, parts=(Part(slots=(bridge,)),))
    well = simulate(program, [], MONDAY, 2)
    assert [row.doses[0].reps for row in well] == [8, 8, 9, 9, 10, 10]
    short = simulate(program, [], MONDAY, 2, misses={3, 4})
    assert [row.doses[0].reps for row in short] == [8, 8, 9, 9, 8, 8]


def test_skipped_session_delays_steps_not_calendar() -> None:
    rows = simulate(GROWING, [], MONDAY, 2, skips={2})
    assert seconds(rows) == [30, 30, 30, 35, 35, 40]
    assert rows[1].answer == "left_out"
    assert [row.date for row in rows] == [row.date for row in simulate(GROWING, [], MONDAY, 2)]


def test_two_skipped_weeks_bring_a_return_week() -> None:
    rows = simulate(GROWING, [], MONDAY, 4, skips=range(4, 10))
    assert [row.phase for row in rows[9:]] == ["return"] * 3
    assert all(row.doses[0].sets == 2 for row in rows[9:])


def test_simulation_continues_from_the_journal() -> None:
    done: list[Event] = [clean_planks(MONDAY), clean_planks(MONDAY + timedelta(days=2))]
    rows = simulate(GROWING, done, MONDAY + timedelta(days=2), 1)
    assert rows[0].date == MONDAY + timedelta(days=4)
    assert seconds(rows)[0] == 35


def test_locked_simulation_has_no_doses() -> None:
    rows = simulate(GROWING, [check_in(MONDAY, red_flags=("numb_toes",))], MONDAY, 1)
    assert [(row.phase, row.doses, row.answer) for row in rows] == [("locked", (), "none")] * 3
    assert rows[0].notices


def test_simulation_shows_early_light_week() -> None:
    done: list[Event] = [clean_planks(MONDAY), control(MONDAY + timedelta(days=1), "deload")]
    rows = simulate(GROWING, done, MONDAY + timedelta(days=1), 2)
    assert [row.phase for row in rows] == ["early_deload"] * 3 + ["build"] * 3


def test_simulation_ignores_later_events() -> None:
    later = control(MONDAY + timedelta(days=3), "deload")
    assert simulate(GROWING, [later], MONDAY, 1) == simulate(GROWING, [], MONDAY, 1)


def test_rows_by_schedule() -> None:
    assert len(simulate(hips(), [], MONDAY, 1)) == 7
    assert len(simulate(replace(GROWING, schedule=Schedule()), [], MONDAY, 2)) == 6


def test_zero_weeks_have_no_rows() -> None:
    assert simulate(GROWING, [], MONDAY, 0) == simulate(GROWING, [], MONDAY, -1) == ()


def test_other_programs_and_walks_are_ignored() -> None:
    others: list[Event] = [session_of(hips(), MONDAY, []), activity(MONDAY, 40)]
    assert simulate(GROWING, others, MONDAY, 2) == simulate(GROWING, [], MONDAY, 2)


@examples(25)
@given(
    days=st.lists(st.integers(0, 40), max_size=12, unique=True),
    misses=st.sets(st.integers(1, 9)),
    skips=st.sets(st.integers(1, 9)),
    data=st.data(),
)
def test_first_row_is_the_plan_of_today(
    days: list[int], misses: set[int], skips: set[int], data: st.DataObject
) -> None:
    events: list[Event] = [clean_planks(MONDAY + timedelta(days=day)) for day in days]
    on = MONDAY + timedelta(days=41)
    rows = simulate(GROWING, events, on, 3, misses, skips=skips)
    assert rows == simulate(GROWING, data.draw(st.permutations(events)), on, 3, misses, skips=skips)
    assert rows[0].doses == prescribe(GROWING, events, rows[0].date).programs[0].slots


def test_short_repetitions_and_breaths_miss_one() -> None:
    rows = simulate(hinge(), [], MONDAY, 1, misses={1})
    assert [(row.answer, row.doses[0].reps) for row in rows] == [("short", 8), ("clean", 8)]
