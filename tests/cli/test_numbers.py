"""Numbers out of range are refused on the command line, in files and in the journal."""

from __future__ import annotations

import json
from math import inf, nan
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.journal.journal import Journal
from coach.model.units import decimal_number, whole_number
from tests.journal.factories import FixedClock, checkin, plank, session
from tests.support.commands import coach

NO_NUMBERS = [
    "nan",
    "inf",
    "-inf",
    "NaN",
    "infinity",
    "1e999",
    "1e3",
    "-1",
    "-0",
    "１２",
    "٣",
    "1_0",
    "²",
    "",
    " ",
]
HUGE = ["9" * 20, "9" * 5000]

WHOLE = [
    ["log", "walk", "--minutes"],
    ["log", "session", "core", "--as-asked", "--pain"],
    ["log", "morning", "--pain"],
    ["log", "set_level", "core", "plank", "--seconds"],
    ["log", "set_level", "core", "plank", "--reps"],
    ["history", "--limit"],
    ["simulate", "core", "--weeks"],
    ["simulate", "core", "--miss"],
    ["calendar", "-", "--weeks"],
    ["calendar", "-", "--alarm"],
    ["summary", "--weeks"],
]
DECIMAL = [
    ["log", "walk", "--minutes", "30", "--km"],
    ["log", "morning", "--sleep"],
    ["run", "breathing", "--plain", "--mute", "--speed"],
]


@pytest.mark.parametrize("number", [*NO_NUMBERS, *HUGE, "1.5"], ids=lambda number: number[:8] or "nothing")
@pytest.mark.parametrize("words", WHOLE, ids=" ".join)
def test_whole_numbers_take_digits_only(words: list[str], number: str, home: Path) -> None:
    assert_refused([*words[:-1], f"{words[-1]}={number}"], home)


@pytest.mark.parametrize("number", [*NO_NUMBERS, *HUGE], ids=lambda number: number[:8] or "nothing")
@pytest.mark.parametrize("words", DECIMAL, ids=" ".join)
def test_numbers_are_finite_and_digits_only(words: list[str], number: str, home: Path) -> None:
    assert_refused([*words[:-1], f"{words[-1]}={number}"], home)


@pytest.mark.parametrize("number", [*sorted({*NO_NUMBERS} - {"-0"}), *HUGE], ids=ascii)
@pytest.mark.parametrize("key", ["volume", "day_cutover", "weight", "carry", "load_step"])
def test_settings_refuse_invalid_numbers(key: str, number: str, home: Path) -> None:
    assert_refused(["set", key, number], home)


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "1e999", "１２", "9" * 5000])
@pytest.mark.parametrize("key", ["volume", "day_cutover", "weight", "carry"])
def test_invalid_numbers_in_the_file_are_reported(key: str, number: str, home: Path) -> None:
    home.mkdir()
    (home / "config.yaml").write_text(f"{key}: {number}\n", encoding="utf-8")
    checked = coach("check", str(home / "config.yaml"), home=home)
    assert checked.status == 1
    assert f"config.yaml:1:{len(key) + 3}: {key}: " in checked.out
    assert coach("today", home=home).status == 0


@pytest.mark.parametrize("value", ["1e999", "-1e999", "NaN", "Infinity", "1e400", "9" * 400])
@pytest.mark.parametrize("field", ["minutes", "distance_km"])
def test_corrections_refuse_invalid_numbers(field: str, value: str, home: Path) -> None:
    coach("log", "walk", "--minutes", "30", "--km", "2.5", home=home)
    event = json.loads(coach("export", home=home).out)
    assert_refused(["log", "edit", event["id"], f"{field}={value}", "--yes"], home)
    assert [json.loads(line) for line in coach("export", home=home).lines] == [event]


@pytest.mark.parametrize("number", [nan, inf, -inf])
def test_numbers_outside_of_json_are_refused(number: float, home: Path) -> None:
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        for event in (checkin("a", sleep_hours=number), session("b", sets=(plank(load_kg=number),))):
            with pytest.raises(CoachError, match="it goes from 0 to"):
                journal.append(event)


@pytest.mark.parametrize("answer", ["9" * 5000, "１２", "²", "nan"])
def test_any_answer_after_a_session_is_accepted(answer: str, home: Path) -> None:
    words = ["run", "breathing", "--plain", "--mute", "--speed", "1000"]
    assert coach(*words, home=home, typed=["x", answer, "3", "q", "y", answer, answer]).status == 0


def test_valid_numbers_are_read() -> None:
    assert [whole_number(text) for text in ("0", "007", "999999999")] == [0, 7, 999_999_999]
    assert [decimal_number(text) for text in ("0", "7.5", ".5", "5.", "12")] == [0.0, 7.5, 0.5, 5.0, 12.0]


def assert_refused(words: list[str], home: Path) -> None:
    """Check that a command fails with one line and writes nothing."""
    before = (home / "journal.db").exists() or (home / "config.yaml").exists()
    result = coach(*words, home=home)
    assert (result.status, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert len(result.err) < 6000
    assert ((home / "journal.db").exists() or (home / "config.yaml").exists()) == before
