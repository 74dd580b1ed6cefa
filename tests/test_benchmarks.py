"""The table of what things cost: its verdicts are right, and a machine that lacks something gets the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import growth, peers
from benchmarks.measure import Line, Missing, Row, table
from benchmarks.sound import Accuracy
from coach.library.load import load_library


def row(ours: float, base: float | None, budget: str, unit: str = "ms") -> Row:
    return Row("something", ours, base, unit, budget, "something else")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (row(1.4, 1.0, "1.4"), True),
        (row(1.5, 1.0, "1.4"), False),
        (row(3.0, 1.0, "2 % more", "%"), True),
        (row(3.1, 1.0, "2 % more", "%"), False),
        (row(40.0, None, "40 ms"), True),
        (row(41.0, 100.0, "40 ms"), False),
        (row(0, None, "0 cues", "cues"), True),
        (row(1, None, "0 cues", "cues"), False),
        (row(math.nan, None, "1 ms"), False),
        (row(1.0, 0.0, "1.4"), False),
        (row(99.0, 1.0, ""), None),
        (row(99.0, 1.0, "-"), None),
    ],
    ids=lambda value: f"{value.ours} of {value.budget or 'nothing'}" if isinstance(value, Row) else "",
)
def test_a_budget_is_a_ratio_a_difference_or_a_figure(line: Row, kept: bool | None) -> None:
    assert line.kept is kept


def test_the_table_puts_budget_and_verdict_beside_the_figure() -> None:
    lines = list(table([row(12.345, 10, "1.1"), row(1234.5, None, ""), Missing("cues", "there is no card")]))
    assert lines == [
        "| what | ours | beside | ratio | budget | kept |",
        "|---|---|---|---|---|---|",
        "| something | 12.3 ms | 10 ms (something else) | 1.23 | 1.1 | **no** |",
        "| something | 1234 ms | something else |  |  |  |",
        "| cues | not measured: there is no card |  |  |  |  |",
    ]


EFFORT = command.make_effort(command.make_parser().parse_args(["--quick"]))


def test_a_section_that_fails_says_why_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path, _effort: command.Effort) -> Sequence[Line]:
        raise OSError("no room left\nand more")

    def fine(_folder: Path, _effort: command.Effort) -> Sequence[Line]:
        return [row(1, 1, "")]

    monkeypatch.setattr(command, "sections", lambda: {"a": ("first", broken), "b": ("second", fine)})
    assert list(command.measured(["a", "b"], tmp_path, EFFORT)) == [
        Missing("first", "OSError: no room left"),
        row(1, 1, ""),
    ]


def test_without_a_virtual_sound_card_it_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (cues,) = command.measured(["cues"], tmp_path, EFFORT)
    assert cues == Missing(
        "when cues are heard", "there is no virtual sound card without pulseaudio, pactl, parec"
    )


def test_without_other_timers_each_is_named_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert peers.find_peers(None) == {}
    assert peers.find_peers(tmp_path) == {}
    assert [line.what for line in command.measured(["peers"], tmp_path, EFFORT)] == [
        f"{name}, beside a session" for name in peers.DIGITS
    ]


def test_the_suite_is_timed_only_when_asked_for(tmp_path: Path) -> None:
    (suite,) = command.measured(["suite"], tmp_path, EFFORT)
    assert isinstance(suite, Missing)


@pytest.mark.parametrize("count", growth.INTERVALS)
def test_a_program_of_so_many_intervals_has_just_so_many(count: int) -> None:
    _, timeline = growth.laid_out(growth.program_text(count), load_library(None).drills)
    assert len(timeline.intervals) == count


def test_beats_are_held_against_the_even_row_that_fits_them_best() -> None:
    found: Accuracy = peers.on_the_second([7.25, 8.25, 9.26, 10.25, 11.25], 5)
    assert (found.heard, found.planned) == (5, 5)
    assert found.p50 == pytest.approx(0, abs=0.01)
    assert found.worst == pytest.approx(10, abs=0.01)


def test_the_page_gets_the_lines_between_its_marks_and_keeps_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n\n{command.BEGINS}old\n{command.ENDS}after\n")
    monkeypatch.setattr(command, "PAGE", page)
    command.write_page(["new", "lines"])
    assert page.read_text() == f"before\n\n{command.BEGINS}new\nlines\n{command.ENDS}after\n"


def test_the_page_in_the_documentation_has_its_marks() -> None:
    text = command.PAGE.read_text("utf-8")
    assert text.count(command.BEGINS) == text.count(command.ENDS) == 1
