"""The questions before core work in text mode."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Result, coach
from tests.support.short_session import make_short_home


def run(home: Path, typed: Iterable[str] | None) -> Result:
    """Run the short core program with these typed lines; None: without a terminal."""
    return coach("run", "tiny", "--plain", "--mute", home=home, typed=typed)


def check_ins_of(home: Path) -> list[dict[str, Any]]:
    """The check-ins of the journal."""
    lines = coach("export", home=home).lines
    return [one for one in map(json.loads, lines) if one["type"] == "checkin"]


@pytest.mark.parametrize("flag", ["3", "3, 4", "1 2 3"])
def test_red_flag_stops_the_start(home: Path, flag: str) -> None:
    make_short_home(home)
    output = run(home, [flag])
    assert output.status == 0
    assert "do you have any of these" in output.out
    assert "get ready" not in output.out
    assert "slow breathing" in output.out.lower()
    (said,) = check_ins_of(home)
    assert (said["kind"], len(said["red_flags"])) == ("before", len(flag.replace(",", "").split()))


def test_spasm_stops_the_start(home: Path) -> None:
    make_short_home(home)
    output = run(home, ["10"])
    assert "while you have a spasm" in output.out
    assert check_ins_of(home)[0]["spasm"] is True


@pytest.mark.parametrize("answers", [["n"], ["", "n"], ["11", "0", "1 x", "yes", "N"]])
def test_only_none_of_these_starts_the_session(home: Path, answers: list[str]) -> None:
    make_short_home(home)
    output = run(home, answers)
    assert "get ready" in output.out
    assert output.out.count("Numbers from 1 to 10") == len(answers) - 1
    (said,) = check_ins_of(home)
    assert (said["red_flags"], said["spasm"]) == ([], False)


def test_end_of_input_starts_and_records_nothing(home: Path) -> None:
    make_short_home(home)
    output = run(home, [])
    assert (output.status, output.lines[-1]) == (0, "Nothing was answered, so nothing starts.")
    assert "get ready" not in output.out
    assert check_ins_of(home) == []


def test_without_a_terminal_nothing_is_asked(home: Path) -> None:
    make_short_home(home)
    output = run(home, None)
    assert "do you have any of these" not in output.out
    assert "get ready" in output.out
