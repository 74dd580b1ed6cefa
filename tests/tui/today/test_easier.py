"""The key on Today that asks less of a drill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.model.events import Control
from coach.paths import ScreenRequest, find_paths
from coach.tui.app import CoachApp
from coach.tui.introduction import IntroductionScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.session.widgets import BigName
from tests.support.commands import MONDAY, StillClock
from tests.support.screens import screen_text
from tests.support.settling import until


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
        shown = await press(pilot, "2")
        for words in ("easier today: knee plank", "You need: mat", "Knees bent", "Leave it out"):
            assert words in shown, words
        await press(pilot, "escape")
        assert slots(workspace) == []
        await press(pilot, "minus", "2")
        assert "Knee plank" in await press(pilot, "enter")
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
        shown = await press(pilot, "minus", "1")
        assert "easier today: these 4 drills" in shown
        await press(pilot, "enter")
        assert set(slots(workspace)) == {"plank", "side-plank", "bird-dog", "farmer-carry"}


async def test_session_with_new_drills_can_be_made_easier_before_it_starts(workspace: Workspace) -> None:
    change_settings(workspace, {"carry": "4kg"})
    app = CoachApp(workspace, ScreenRequest(program="core", mute=True))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app.screen, IntroductionScreen))
        assert "e easier" in screen_text(app)
        assert "2  Plank: knee plank, 3 × 30 s" in await press(pilot, "e")
        assert "easier today: knee plank" in await press(pilot, "2")
        shown = await press(pilot, "enter")
        assert slots(workspace) == ["plank"]
        assert "New to you: Knee plank, Side plank" in shown
        assert "before you start" in shown
        await press(pilot, "e", "escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        assert "Knee plank" in " ".join(app.screen.query_one(BigName).lines)
