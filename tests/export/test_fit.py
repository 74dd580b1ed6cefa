"""A session as a workout for a watch: read back by the library that knows the format."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.export.fit import Repeat, WorkoutStep, with_repeats
from tests.support.commands import coach as command


def step(name: str) -> WorkoutStep:
    return WorkoutStep(name, seconds=10, reps=None, active=True, warmup=False, load_kg=None)


def played(steps: list[WorkoutStep | Repeat]) -> list[WorkoutStep]:
    """What a watch makes of it."""
    out: list[WorkoutStep] = []
    starts: list[int] = []
    for one in steps:
        starts.append(len(out))
        if isinstance(one, Repeat):
            out += out[starts[one.first] :] * (one.times - 1)
        else:
            out.append(one)
    return out


@given(st.lists(st.sampled_from("abc").map(step), max_size=40))
def test_repeated_rounds_keep_their_count(steps: list[WorkoutStep]) -> None:
    short = with_repeats(steps)
    assert played(short) == steps
    assert len(short) <= len(steps)


def test_equal_rounds_are_written_once() -> None:
    a, b = step("a"), step("b")
    assert with_repeats([a, b, a, b, a, b, a]) == [a, b, Repeat(0, 2, 3), a]


def test_missing_library_is_reported(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "garmin_fit_sdk", None)
    done = command("fit", "core", str(tmp_path / "core.fit"), home=home)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "coach[fit]" in done.err
    assert not (tmp_path / "core.fit").exists()


def test_session_survives_round_trip(home: Path, tmp_path: Path) -> None:
    sdk = pytest.importorskip("garmin_fit_sdk")
    done = command("fit", "core", str(tmp_path / "core.fit"), home=home)
    assert done.status == 0
    stream = sdk.Stream.from_file(str(tmp_path / "core.fit"))
    messages, errors = sdk.Decoder(stream).read()
    assert errors == []
    (workout,) = messages["workout_mesgs"]
    steps = messages["workout_step_mesgs"]
    assert (workout["wkt_name"], workout["num_valid_steps"]) == ("Core holds", len(steps))
    assert len(steps) < 40
    total = 0
    seconds: list[float] = []
    for one in steps:
        if one["duration_type"] == "repeat_until_steps_cmplt":
            first = one["duration_value"]
            total += sum(seconds[first:]) * (one["target_value"] - 1)
            seconds.append(0)
        else:
            seconds.append(one["duration_time"])
            total += one["duration_time"]
    assert total == 898
    sides = [one["wkt_step_name"] for one in steps if one.get("intensity") == "active"]
    assert sides[1:3] == ["Side plank, left", "Side plank, right"]
    assert {one.get("exercise_weight") for one in steps if "carry" in one.get("wkt_step_name", "")} == {6.0}
