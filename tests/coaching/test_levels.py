"""How a level moves: up, down, by hand, and with time away."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching import levels
from coach.coaching.levels import Level, Steps
from coach.model.program import Away, Load, Measure, Progression, Slot
from tests.factories import MONDAY, carry, control, ladder, plank

STEPS = Steps(5, 10)
AWAY = Away()


def work(level: Level) -> tuple[int, int, int | None]:
    return level.rung, level.amount, level.grams


@pytest.mark.parametrize(
    ("before", "code", "after"),
    [
        (Level(1, 30), "step_time", (1, 35, None)),
        (Level(1, 58), "step_time", (1, 60, None)),
        (Level(1, 60), "step_variant", (2, 20, None)),
        (Level(2, 45), "top_of_ladder", (2, 45, None)),
        (Level(0, 60), "step_variant", (1, 30, None)),
    ],
)
def test_steps_up_the_ladder(before: Level, code: str, after: tuple[int, int, None]) -> None:
    before.clean, before.miss = 1, 1
    assert levels.step_up(plank(), before, STEPS) == code
    assert work(before) == after
    assert (before.clean, before.miss) == (0, 0)


def test_load_grows_before_the_next_drill() -> None:
    slot = replace(carry(), ladder=ladder(("farmer-carry", 30, 60), ("suitcase-carry", 30, 45)))
    heavy = Level(0, 60, 6000)
    assert levels.step_up(slot, heavy, STEPS) == "step_load"
    assert work(heavy) == (0, 30, 7000)
    most = Level(0, 60, 20_000)
    assert levels.step_up(slot, most, STEPS) == "step_variant"
    assert work(most) == (1, 30, 6000)


def test_load_step_beyond_maximum_is_skipped() -> None:
    slot = replace(carry(), load=Load(start_kg=6, step_kg=2.5, max_kg=8))
    level = Level(0, 60, 6000)
    assert levels.step_up(slot, level, STEPS) == "top_of_ladder"
    assert work(level) == (0, 60, 6000)


@pytest.mark.parametrize(
    ("before", "weakest", "after"),
    [
        (Level(1, 30), 28, (1, 25, None)),
        (Level(1, 30), 18, (1, 15, None)),
        (Level(1, 30), 14, (0, 30, None)),
        (Level(1, 30), 30, (1, 25, None)),
        (Level(1, 30), None, (1, 25, None)),
        (Level(0, 30), 3, (0, 10, None)),
        (Level(0, 10), 3, (0, 10, None)),
        (Level(2, 20), 12, (1, 30, None)),
    ],
)
def test_step_down_after_misses(before: Level, weakest: int | None, after: tuple[int, int, None]) -> None:
    levels.step_down_missed(plank(), before, STEPS, weakest)
    assert work(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Level(1, 35), (1, 30, None)),
        (Level(1, 30), (0, 30, None)),
        (Level(1, 20), (0, 30, None)),
        (Level(0, 30), (0, 25, None)),
        (Level(0, 12), (0, 10, None)),
        (Level(2, 20), (1, 30, None)),
    ],
)
def test_step_down_after_pain(before: Level, after: tuple[int, int, None]) -> None:
    levels.step_down_pained(plank(), before, STEPS)
    assert work(before) == after


@pytest.mark.parametrize(
    ("days", "code", "amount"),
    [
        (9, None, 45),
        (10, "away_count", 45),
        (13, "away_count", 45),
        (14, "away_backoff", 35),
        (27, "away_backoff", 35),
        (28, "away_restart", 30),
        (83, "away_restart", 30),
        (84, "away_reset", 30),
    ],
)
def test_level_after_time_away(days: int, code: str | None, amount: int) -> None:
    level = Level(1, 45, clean=1)
    assert levels.away(plank(), level, STEPS, AWAY, days) == code
    assert work(level) == (1, amount, None)
    assert level.clean == (1 if code is None else 0)


@pytest.mark.parametrize("days", [14, 28, 84, 400])
@pytest.mark.parametrize("before", [Level(1, 15), Level(0, 45), Level(0, 10)])
def test_time_away_never_raises_the_level(days: int, before: Level) -> None:
    level = before.copy()
    levels.away(plank(), level, STEPS, AWAY, days)
    assert level.rung == before.rung
    assert level.amount <= before.amount


@pytest.mark.parametrize(
    ("days", "kilograms", "after"),
    [(14, 9, 9000), (28, 9, 8000), (28, 6, 6000), (28, 4, 4000), (84, 9, 6000), (84, 4, 4000)],
)
def test_time_away_lightens_load_down_to_start(days: int, kilograms: int, after: int) -> None:
    level = Level(0, 30, kilograms * 1000)
    levels.away(carry(), level, STEPS, AWAY, days)
    assert level.grams == after


def test_clearance_counts_as_two_weeks_away() -> None:
    early, late = Level(1, 45), Level(1, 45)
    assert levels.away(plank(), early, STEPS, AWAY, 1, cleared=True) == "cleared"
    assert levels.away(plank(), late, STEPS, AWAY, 30, cleared=True) == "away_restart"
    assert (early.amount, late.amount) == (35, 30)


@pytest.mark.parametrize(
    ("drill", "seconds", "after"),
    [
        ("plank-knee", None, (0, 30)),
        ("plank-knee", 40, (0, 40)),
        (None, 40, (1, 40)),
        (None, None, (1, 35)),
        (None, 2, (1, 10)),
        ("plank-long-lever", 300, (2, 45)),
    ],
)
def test_manual_level(drill: str | None, seconds: int | None, after: tuple[int, int]) -> None:
    level = Level(1, 35, clean=1, miss=1)
    said = control(MONDAY, "set_level", slot="plank", drill=drill, seconds=seconds)
    assert levels.set_level(plank(), level, STEPS, said)
    assert (level.rung, level.amount, level.clean, level.miss) == (*after, 0, 0)


def test_manual_load_is_capped_at_maximum() -> None:
    light, heavy = Level(0, 30, 6000), Level(0, 30, 6000)
    levels.set_level(carry(), light, STEPS, control(MONDAY, "set_level", slot="farmer-carry", load_kg=4))
    levels.set_level(carry(), heavy, STEPS, control(MONDAY, "set_level", slot="farmer-carry", load_kg=99))
    assert (light.grams, heavy.grams) == (4000, 20_000)


def test_manual_level_of_unknown_drill_is_ignored() -> None:
    level = Level(1, 35)
    said = control(MONDAY, "set_level", slot="plank", drill="wall-sit", seconds=20)
    assert not levels.set_level(plank(), level, STEPS, said)
    assert work(level) == (1, 35, None)


def reps() -> Slot:
    rungs = ladder(("bridge", 8, 12), ("one-leg-bridge", 6, 10))
    return replace(plank(), measure=Measure.REPS, amount=8, upto=12, ladder=rungs, start_rung=0)


def test_repetitions_step_by_one() -> None:
    slot = reps()
    steps = levels.steps_of(slot, Progression(step_seconds=5))
    level = levels.start_level(slot)
    codes = [levels.step_up(slot, level, steps) for _ in range(5)]
    assert codes == ["step_time"] * 4 + ["step_variant"]
    assert work(level) == (1, 6, None)
    levels.step_down_pained(slot, level, steps)
    assert work(level) == (0, 8, None)
    levels.step_down_missed(slot, level, steps, 1)
    assert level.amount == levels.COUNT_FLOOR
