"""The wave of a block, and the states that training can be in."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.model.formatting import PHASES
from coach.model.plan import Phase
from coach.tui.today.block_chart import states_lines, wave_lines, week_height
from coach.tui.today.data import TodayPosition


def text_of(place: TodayPosition) -> list[str]:
    """The picture without its looks."""
    return ["".join(text for text, _look in line).rstrip() for line in wave_lines(place)]


def test_block_rises_and_ends_light() -> None:
    assert text_of(TodayPosition(block=1, week=3, weeks=5)) == [
        "      ▂▂▂▂▂ ▅▅▅▅▅ █████",
        "█████ █████ █████ █████ ▄▄▄▄▄",
        "  1     2    [3]    4   light",
    ]


@pytest.mark.parametrize("weeks", [4, 5, 6])
def test_last_week_is_lowest_at_any_length(weeks: int) -> None:
    heights = [week_height(week, TodayPosition(block=1, week=1, weeks=weeks)) for week in range(1, weeks + 1)]
    assert min(heights) == heights[-1]
    assert heights[:-1] == sorted(heights[:-1])
    assert heights[-2] == 16


@pytest.mark.parametrize("phase", ["early_deload", "return"])
def test_early_light_week_is_low(phase: Phase) -> None:
    place = TodayPosition(phase=phase, block=1, week=2, weeks=5)
    assert week_height(2, place) < week_height(1, place)
    assert week_height(3, place) > week_height(2, place)


@pytest.mark.parametrize("phase", ["paused", "locked"])
def test_paused_week_is_flat(phase: Phase) -> None:
    place = TodayPosition(phase=phase, block=1, week=2, weeks=5)
    assert week_height(2, place) < week_height(5, place)


def test_no_chart_without_blocks() -> None:
    assert text_of(TodayPosition()) == ["", "", ""]


def test_every_state_has_a_name() -> None:
    assert set(PHASES) == set(get_args(Phase))


@pytest.mark.parametrize("phase", PHASES)
def test_state_mark_needs_no_colour(phase: Phase) -> None:
    for width, rows in ((120, 1), (46, 2), (20, 1)):
        lines = states_lines(phase, width, rows)
        text = "\n".join("".join(part for part, _look in line) for line in lines)
        assert len(lines) <= rows
        assert max(map(len, text.splitlines())) <= width
        assert text.count("●") == 1
        assert f"● {PHASES[phase].name}" in text
