"""Light weeks: trimmed sets, seconds and minutes, and the effect by kind of program."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching.deload import (
    PhaseEffect,
    includes,
    phase_effect,
    round_half_down,
    trim,
    trim_minutes,
    trim_sets,
    trim_time,
)
from coach.model.plan import Phase
from coach.model.program import Kind, Measure
from tests.factories import core, plank, program_of, slot, timed_slot


@pytest.mark.parametrize(
    ("sets", "kept"),
    [(1, None), (2, None), (3, 2), (4, 3), (5, 3), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7)],
)
def test_trimmed_sets(sets: int, kept: int | None) -> None:
    assert trim_sets(sets) == kept


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [
        (5, 5),
        (10, 5),
        (20, 15),
        (30, 20),
        (35, 25),
        (40, 30),
        (45, 30),
        (50, 35),
        (55, 40),
        (60, 40),
        (120, 85),
    ],
)
def test_trimmed_seconds(seconds: int, kept: int) -> None:
    assert trim_time(seconds) == kept


@pytest.mark.parametrize(
    ("minutes", "kept"), [(20, 14), (25, 17), (30, 21), (45, 31), (55, 38), (60, 42), (150, 105)]
)
def test_trimmed_minutes(minutes: int, kept: int) -> None:
    assert trim_minutes(minutes) == kept


def test_halves_round_down() -> None:
    assert [round_half_down(number, 10) for number in (14, 15, 16, 25, 0)] == [1, 1, 2, 2, 0]


@pytest.mark.parametrize("percent", [10, 20, 30, 40, 50])
def test_other_trim_percent_is_less_work(percent: int) -> None:
    for sets in range(1, 12):
        for amount in range(10, 125, 5):
            left = trim(plank(sets), sets, amount, Kind.CORE, percent)
            assert left[0] >= 1
            assert left[1] >= 5
            assert left[0] * left[1] < sets * amount


def test_trim_of_50_percent_halves_sets() -> None:
    assert [trim_sets(sets, 50) for sets in (2, 4, 5)] == [1, 2, 2]


def test_sets_may_miss_cut_by_ten_points() -> None:
    assert [trim_sets(2, percent) for percent in (39, 40, 60, 61)] == [None, 1, 1, None]


def test_repetitions_are_trimmed_by_one() -> None:
    reps = slot("bridge", 8, measure=Measure.REPS)
    assert trim(reps, 1, 8, Kind.CORE, 30) == (1, 6)
    assert trim(reps, 1, 1, Kind.CORE, 30) == (1, 1)


def test_two_shortest_sets_become_one() -> None:
    assert trim(plank(2), 2, 5, Kind.CORE, 30) == (1, 5)


def test_cardio_is_trimmed_in_minutes() -> None:
    walk = timed_slot("brisk-walk", 1800)
    assert trim(walk, 1, 1800, Kind.CARDIO, 30) == (1, 21 * 60)
    assert trim(walk, 1, 120, Kind.CARDIO, 30) == (1, 60)


@pytest.mark.parametrize(("seconds", "left"), [(60, 40), (90, 65), (150, 105)])
def test_cardio_seconds_are_trimmed_on_grid(seconds: int, left: int) -> None:
    assert trim(timed_slot("stairs", seconds), 1, seconds, Kind.CARDIO, 30) == (1, left)


LIGHT: tuple[Phase, ...] = ("deload", "early_deload", "return")


@pytest.mark.parametrize(
    ("kind", "views"),
    [
        (
            Kind.CORE,
            [PhaseEffect.TRIM, PhaseEffect.TRIM, PhaseEffect.TRIM, PhaseEffect.NONE, PhaseEffect.BY_DRILL],
        ),
        (
            Kind.CARDIO,
            [
                PhaseEffect.TRIM,
                PhaseEffect.TRIM,
                PhaseEffect.TRIM,
                PhaseEffect.EASY_WALK,
                PhaseEffect.BY_DRILL,
            ],
        ),
        (
            Kind.MOBILITY,
            [
                PhaseEffect.FULL,
                PhaseEffect.TWICE,
                PhaseEffect.FULL,
                PhaseEffect.OPTIONAL,
                PhaseEffect.BY_DRILL,
            ],
        ),
        (
            Kind.MORNING,
            [PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.GENTLE, PhaseEffect.BY_DRILL],
        ),
        (
            Kind.BREAK,
            [PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.BY_DRILL],
        ),
        (
            Kind.BREATHING,
            [PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.BY_DRILL],
        ),
        (
            Kind.PRACTICE,
            [PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.FULL, PhaseEffect.NONE, PhaseEffect.BY_DRILL],
        ),
    ],
)
def test_phase_effect_by_kind(kind: Kind, views: list[PhaseEffect]) -> None:
    program = program_of(kind, timed_slot("one"))
    phases: list[Phase] = [*LIGHT, "paused", "locked"]
    assert [phase_effect(program, phase) for phase in phases] == views
    assert phase_effect(program, "build") is PhaseEffect.FULL


def test_custom_program_is_trimmed_when_it_grows() -> None:
    rolling = program_of(Kind.CUSTOM, timed_slot("ball"))
    training = replace(core(), kind=Kind.CUSTOM, block=None)
    assert [phase_effect(rolling, phase) for phase in LIGHT] == [PhaseEffect.FULL] * 3
    assert [phase_effect(training, phase) for phase in LIGHT] == [PhaseEffect.TRIM] * 3
    assert phase_effect(rolling, "paused") is PhaseEffect.NONE


def test_included_slots_by_effect() -> None:
    walk, breaths, curl = (
        timed_slot("brisk-walk"),
        slot("slow", 10, measure=Measure.BREATHS),
        timed_slot("knee-to-chest"),
    )
    assert [includes(PhaseEffect.EASY_WALK, slot) for slot in (walk, breaths, curl)] == [True, False, False]
    assert all(includes(PhaseEffect.BY_DRILL, slot) for slot in (walk, breaths, curl)), (
        "each drill is looked at"
    )
    assert [includes(PhaseEffect.GENTLE, slot) for slot in (walk, timed_slot("cat-camel"), curl)] == [
        True,
        True,
        False,
    ]
    assert not any(includes(PhaseEffect.NONE, slot) for slot in (walk, breaths, curl))
