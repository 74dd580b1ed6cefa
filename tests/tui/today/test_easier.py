"""The key on Today that asks less of a drill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.app.workspace import Workspace
from coach.model.events import Control
from coach.paths import ScreenRequest, find_paths
from coach.tui.app import CoachApp
from tests.support.commands import MONDAY, StillClock
from tests.support.screens import screen_text


@pytest.fixture
def workspace(home: Path) -> Workspace:
    """Somebody who has answered the first questions."""
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text("health: []\n")
    return Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Everything that can be read after these keys."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    return screen_text(pilot.app)


def slots(workspace: Workspace) -> list[str | None]:
    return [event.slot for event in workspace.journal.events() if isinstance(event, Control)]


async def test_drill_is_made_easier_and_usual_again(workspace: Workspace) -> None:
    app = CoachApp(workspace, ScreenRequest())
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "pause")
        while "3 × 30 s a side" not in screen_text(app):
            await press(pilot, "down")
        offer = await press(pilot, "minus")
        assert "Core holds: easier today, your levels stay" in offer
        assert "1  All of it" in offer
        assert "2  Plank: knee plank, 3 × 30 s" in offer
        assert "Knee plank" in await press(pilot, "2")
        assert slots(workspace) == ["plank"]
        again = await press(pilot, "minus")
        assert "Plank: knee plank" not in again
        assert "Knee plank: as usual again" in again
        (place,) = re.findall(r"(\d)  Knee plank: as usual", again)
        assert "Knee plank: as usual again?" in await press(pilot, place)
        await press(pilot, "1")
        assert slots(workspace) == ["plank"]
        await press(pilot, "minus", place)
        await press(pilot, "y")
        assert "Knee plank" not in screen_text(app)


async def test_all_of_a_program_is_made_easier(workspace: Workspace) -> None:
    app = CoachApp(workspace, ScreenRequest())
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "pause")
        while "3 × 30 s a side" not in screen_text(app):
            await press(pilot, "down")
        await press(pilot, "minus", "1")
        assert set(slots(workspace)) == {"plank", "side-plank", "bird-dog", "farmer-carry"}
