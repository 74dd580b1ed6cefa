"""Pictures of the settings, the guide and the breaks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.tui.breaks import call
from tests.tui.rig import CONFIG, Compare, Rig, today_read

SIZES = pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (50, 16)], ids=lambda size: f"{size[0]}x{size[1]}"
)


def after(rig: Rig, *keys: str, minutes: int = 0) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press these keys, then advance the clock."""

    async def run(pilot: Pilot[None]) -> None:
        await today_read(pilot)
        await pilot.press(*keys)
        for _ in range(minutes):
            rig.clock.advance(60)
            call(pilot.app, rig.desktop.break_timer)
        await pilot.pause(0.1)
        await pilot.pause()

    return run


@SIZES
def test_settings(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home")
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, "e", "down"))


@SIZES
def test_invalid_settings(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home", config="volume: 900\nsport: chess\n")
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, "e", "down", "down"))


def test_theme_choice(snap_compare: Compare, tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home")
    keys = ("e", "slash", *"colours", "enter", "enter", "down")
    assert snap_compare(rig.app, run_before=after(rig, *keys))


@SIZES
def test_guide(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home")
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, "g"))


@SIZES
def test_page_light_theme(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home", config=f"{CONFIG}theme: coach-light\n")
    keys = ("g", *["down"] * 8, "enter", "1", "3")
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, *keys))


@SIZES
def test_next_break(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home")
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, "b", minutes=5))


def test_due_break_terminal_colours(snap_compare: Compare, tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config=f"{CONFIG}theme: ansi-dark\n")
    assert snap_compare(rig.app, run_before=after(rig, "b", minutes=31))


def test_due_break_no_colours(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    rig = Rig(tmp_path / "home")
    assert snap_compare(rig.app, run_before=after(rig, "b", minutes=31))


@SIZES
def test_breaks_while_locked(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = Rig(tmp_path / "home")
    rig.lock()
    assert snap_compare(rig.app, terminal_size=size, run_before=after(rig, "b"))


def test_break_calls_off(snap_compare: Compare, tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home")
    assert snap_compare(rig.app, terminal_size=(50, 16), run_before=after(rig, "b", "o"))
