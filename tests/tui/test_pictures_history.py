"""Pictures of the history screens: half a year, ten years, and no entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from coach.app.history import HistoryReader
from coach.tui.history.records import DrillCurveScreen
from coach.tui.history.weeks import WeekScreen
from tests.support.example_history import half_a_year, write_ten_years
from tests.support.textual_private import screen_strips
from tests.tui.rig import Compare, history_rig, history_screen

SIZES = pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (50, 16)], ids=lambda size: f"{size[0]}x{size[1]}"
)


def settled(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press these keys, each once everything was read."""

    async def run(pilot: Pilot[None]) -> None:
        await _read(pilot)
        for key in keys:
            await pilot.press(key)
            await _read(pilot)

    return run


async def _read(pilot: Pilot[None]) -> None:
    """Wait until all is read and the screen looks the same three times in a row."""
    looks: list[list[Strip]] = []
    while len(looks) < 3 or not looks[-3] == looks[-2] == looks[-1]:
        await pilot.pause(0.02)
        while any(worker.is_running for worker in pilot.app.workers):
            await pilot.pause(0.01)
        await pilot.pause()
        looks.append(screen_strips(pilot.app))


@SIZES
def test_history(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, terminal_size=size, run_before=settled())


def test_history_light_theme(snap_compare: Compare, tmp_path: Path) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    rig.config.write_text("theme: coach-light\n")
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, run_before=settled("y", "left"))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_empty_history(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", [])
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_ten_years(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    write_ten_years(tmp_path / "past")
    rig = history_rig(tmp_path / "past", [])
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
def test_curve(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    app = rig.show(DrillCurveScreen(HistoryReader(rig.workspace)))
    assert snap_compare(app, terminal_size=size, run_before=settled("down", "down"))


@SIZES
def test_week(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    app = rig.show(WeekScreen(HistoryReader(rig.workspace)))
    assert snap_compare(app, terminal_size=size, run_before=settled())


def test_empty_week(snap_compare: Compare, tmp_path: Path) -> None:
    rig = history_rig(tmp_path / "past", [])
    assert snap_compare(rig.show(WeekScreen(HistoryReader(rig.workspace))), run_before=settled())
