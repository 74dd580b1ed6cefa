"""From where it matters to the page of the guide, by one key, and back to where one was."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

import coach.tui as screens
from coach.coaching.messages import NOTICES
from coach.guide.pages import load_pages
from coach.tui.checkin.screen import READ_ON, CheckInScreen
from coach.tui.checkin.welcome import WelcomeScreen
from coach.tui.dialogs import ChooseScreen
from coach.tui.guide.screen import PageScreen
from coach.tui.history.screen import HistoryScreen
from coach.tui.history.weeks import WeekScreen
from coach.tui.introduction import IntroductionScreen
from coach.tui.programs.drill import DrillScreen
from coach.tui.session.done import DoneScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.footer import KeyFooter
from tests.support.answered import HEALTHY, said_no_flags
from tests.support.settling import until
from tests.tui.rig import CONFIG, MONDAY, Rig


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "home", config=f"{CONFIG}{HEALTHY}")


def offered(rig: Rig) -> list[str]:
    """The titles of the pages that one may choose from."""
    screen = rig.app.screen
    assert isinstance(screen, ChooseScreen)
    return [text.partition(":")[0] for _, text in screen._choices]


def page(rig: Rig) -> str:
    """The id of the page that is open."""
    screen = rig.app.screen
    assert isinstance(screen, PageScreen)
    return screen.page.id


def says_the_key(rig: Rig) -> bool:
    """Whether the line at the bottom leads there."""
    entries = rig.app.screen.query_one(KeyFooter)._entries
    return any((entry.key, entry.action) == ("l", "read") for entry in entries)


@asynccontextmanager
async def at(rig: Rig, *keys: str) -> AsyncIterator[Pilot[None]]:
    """The app after these keys, on a screen that is wide enough to tell every key."""
    async with rig.opened(*keys, size=(140, 40)) as pilot:
        yield pilot


async def test_today_opens_page_of_marked_program(rig: Rig) -> None:
    async with at(rig) as pilot:
        assert says_the_key(rig)
        await pilot.press("l")
        assert offered(rig)[0] == "The first minutes of the day"
        assert len(offered(rig)) == len(set(offered(rig)))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "morning"
        await pilot.press("escape")
        assert isinstance(rig.app.screen, TodayScreen)


async def test_locked_day_opens_help_page_first(rig: Rig) -> None:
    rig.lock()
    async with at(rig, "l", "enter") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "help"


async def test_question_opens_its_page(rig: Rig) -> None:
    async with at(rig, "n") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, CheckInScreen))
        assert says_the_key(rig)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "early-signs"
        await pilot.press("h")
        assert page(rig) == "early-signs", "no key leads out of a check-in"
        await pilot.press("escape", "n", "l")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "help"
        await pilot.press("escape", "n")
        assert "Noted" in rig.text()


async def test_trigger_opens_its_page(rig: Rig) -> None:
    async with at(rig) as pilot:
        await rig.app.push_screen(CheckInScreen(rig.app.check_ins, "weekly"))
        await pilot.press("y", "y", "3", "5", "enter", "enter")
        assert READ_ON in rig.text()
        await pilot.press("l")
        assert isinstance(rig.app.screen, ChooseScreen)
        assert [one for one, _ in rig.app.screen._choices][:2] == ["lifting", "weekend-sport"]


async def test_checklist_opens_its_page(rig: Rig) -> None:
    async with at(rig) as pilot:
        await rig.app.push_screen(CheckInScreen(rig.app.check_ins, "monthly", "home"))
        await pilot.press("l")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "home"


async def test_warning_signs_open_help_page(rig: Rig) -> None:
    async with at(rig) as pilot:
        await rig.app.push_screen(WelcomeScreen(rig.workspace, rig.app.check_ins))
        await pilot.press("l")
        assert offered(rig), "the pages to begin with"
        await pilot.press("escape", "escape", "l")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "help"


@pytest.mark.parametrize(
    ("key", "kind", "wanted"),
    [
        ("w", WeekScreen, {"core", "hips", "cardio", "sleep", "shoes", "habits"}),
        ("h", HistoryScreen, {"blocks", "spasm"}),
    ],
)
async def test_week_and_history_open_the_guide(rig: Rig, key: str, kind: type, wanted: set[str]) -> None:
    async with at(rig, key) as pilot:
        await until(pilot, lambda: "Reading…" not in rig.text())
        assert says_the_key(rig)
        await pilot.press("l")
        assert isinstance(rig.app.screen, ChooseScreen)
        assert {one for one, _ in rig.app.screen._choices} == wanted
        await pilot.press("escape")
        assert isinstance(rig.app.screen, kind)


async def test_drill_page_opens_the_guide(rig: Rig) -> None:
    async with at(rig, "p") as pilot:
        await until(pilot, lambda: "Core" in rig.text())
        await pilot.press("d")
        assert isinstance(rig.app.screen, DrillScreen)
        assert says_the_key(rig)
        await pilot.press("l")
        assert isinstance(rig.app.screen, ChooseScreen | PageScreen)


async def test_session_opens_guide_only_when_paused(rig: Rig) -> None:
    rig.write(said_no_flags(MONDAY))
    async with at(rig, "s") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, IntroductionScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(rig.app.screen, SessionScreen))
        assert not says_the_key(rig)
        await pilot.press("l")
        assert isinstance(rig.app.screen, SessionScreen)
        await pilot.press("space")
        assert says_the_key(rig)
        await pilot.press("l", "enter")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        await pilot.press("escape")
        assert isinstance(rig.app.screen, SessionScreen)
        assert rig.app.screen.headline.words[1] == "PAUSED"
        await pilot.press("q", "y")
        await until(pilot, lambda: isinstance(rig.app.screen, DoneScreen))
        assert says_the_key(rig)
        await pilot.press("l", "enter")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))


async def test_read_key_is_configurable(tmp_path: Path) -> None:
    own = "keys:\n  check_in.read: f3\n  week.read: f3\n  day.read: f3\n"
    rig = Rig(tmp_path / "home", config=CONFIG + own)
    async with at(rig, "f3", "escape", "w", "f3") as pilot:
        assert isinstance(rig.app.screen, ChooseScreen)
        await pilot.press("escape")
        assert any(one.key == "f3" for one in rig.app.screen.query_one(KeyFooter)._entries)
        await pilot.press("t", "n", "f3")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert page(rig) == "early-signs"


async def test_answer_key_does_not_open_guide(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config=CONFIG + "keys:\n  check_in.read: y\n")
    async with at(rig):
        assert "check_in.read" not in rig.app.chosen_keys


def test_every_page_place_is_reachable() -> None:
    folder = Path(screens.__path__[0])
    code = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    ways = set(re.findall(r'"(screen:\w+)"', code))
    named = {place for one in load_pages() for place in one.where}
    assert {place for place in named if place.startswith("screen:")} == ways
    assert {place.partition(":")[2] for place in named if place.startswith("notice:")} <= set(NOTICES)
    for prefix in ("kind:", "checkin:", "notice:", "setting:"):
        assert f'f"{prefix}' in code, prefix
