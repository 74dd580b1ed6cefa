"""Pictures of the screens of programs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.commands import MONDAY
from tests.support.settling import until
from tests.tui.rig import PROGRAM, Compare, Rig


@pytest.fixture
def rig(home: Path) -> Rig:
    rig = Rig(home, now=MONDAY, config="")
    rig.show_programs()
    rig.put_program()
    return rig


def write(rig: Rig, row: int, *keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Go to the end of a line of the editor, press keys, and wait for the check and the preview."""

    async def run(pilot: Pilot[Any]) -> None:
        from coach.tui.programs.editor import EditorScreen

        await pilot.pause()
        screen = rig.top(EditorScreen)

        def is_settled() -> bool:
            looks_ahead = screen.pane._timer is not None or any(one.is_running for one in rig.app.workers)
            return not screen._waiting and not looks_ahead

        await until(pilot, is_settled)
        screen.area.cursor_blink = False
        screen.area.move_cursor((row, 0))
        await pilot.press("end", *keys)
        await until(pilot, is_settled)

    return run


@pytest.mark.parametrize(
    ("size", "theme"),
    [((120, 40), "coach-dark"), ((80, 24), "coach-light"), ((50, 16), "coach-dark")],
    ids=["120x40", "80x24", "50x16"],
)
def test_editor_problem(snap_compare: Compare, rig: Rig, size: tuple[int, int], theme: str) -> None:
    rig.config.write_text(f"theme: {theme}\n")
    rig.show_editor()
    assert snap_compare(rig.app, terminal_size=size, run_before=write(rig, 9, "x"))


def test_editor_suggestions(snap_compare: Compare, rig: Rig) -> None:
    rig.show_editor()
    assert snap_compare(rig.app, run_before=write(rig, 12, "enter", "l"))


def test_editor_preview(snap_compare: Compare, rig: Rig) -> None:
    rig.show_editor()
    assert snap_compare(rig.app, run_before=write(rig, 0, "f4"))


def test_broken_program(snap_compare: Compare, rig: Rig) -> None:
    rig.put_program(PROGRAM.replace("30s", "thirty"))

    async def run(pilot: Pilot[Any]) -> None:
        await pilot.press("end")
        await pilot.pause()

    assert snap_compare(rig.app, run_before=run)
