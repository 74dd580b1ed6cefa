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
from coach.tui.guide.page import PageScreen
from coach.tui.history.screen import HistoryScreen
from coach.tui.history.weeks import WeekScreen
from coach.tui.programs.drill import DrillScreen
from coach.tui.session.done import DoneScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.footer import KeyFooter
from tests.support.answered import HEALTHY, said_no_flags
from tests.support.settling import until
from tests.tui.shelf import CONFIG, MONDAY, Shelf, opened


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home", config=f"{CONFIG}{HEALTHY}")


def offered(shelf: Shelf) -> list[str]:
    """The titles of the pages that one may choose from."""
    screen = shelf.app.screen
    assert isinstance(screen, ChooseScreen)
    return [text.partition(":")[0] for _, text in screen._choices]


def page(shelf: Shelf) -> str:
    """The id of the page that is open."""
    screen = shelf.app.screen
    assert isinstance(screen, PageScreen)
    return screen.page.id


def says_the_key(shelf: Shelf) -> bool:
    """Whether the line at the bottom leads there."""
    entries = shelf.app.screen.query_one(KeyFooter)._entries
    return any((entry.key, entry.action) == ("l", "read") for entry in entries)


@asynccontextmanager
async def at(shelf: Shelf, *keys: str) -> AsyncIterator[Pilot[None]]:
    """The app after these keys, on a screen that is wide enough to tell every key."""
    async with opened(shelf, *keys, size=(140, 40)) as pilot:
        yield pilot


async def test_today_leads_to_what_goes_with_the_marked_program(shelf: Shelf) -> None:
    async with at(shelf) as pilot:
        assert says_the_key(shelf)
        await pilot.press("l")
        assert offered(shelf)[0] == "The first minutes of the day"
        assert len(offered(shelf)) == len(set(offered(shelf)))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "morning"
        await pilot.press("escape")
        assert isinstance(shelf.app.screen, TodayScreen)


async def test_a_locked_day_leads_to_where_to_seek_help_first(shelf: Shelf) -> None:
    shelf.lock()
    async with at(shelf, "l", "enter") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "help"


async def test_each_question_leads_to_its_own_page_and_waits(shelf: Shelf) -> None:
    async with at(shelf, "n") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, CheckInScreen))
        assert says_the_key(shelf)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "early-signs"
        await pilot.press("h")
        assert page(shelf) == "early-signs", "no key leads out of a check-in"
        await pilot.press("escape", "n", "l")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "help"
        await pilot.press("escape", "n")
        assert "Noted" in shelf.text()


async def test_what_set_it_off_leads_to_what_helps_with_it(shelf: Shelf) -> None:
    async with at(shelf) as pilot:
        await shelf.app.push_screen(CheckInScreen(shelf.app.check_ins, "weekly"))
        await pilot.press("y", "y", "3", "5", "enter", "enter")
        assert READ_ON in shelf.text()
        await pilot.press("l")
        assert isinstance(shelf.app.screen, ChooseScreen)
        assert [one for one, _ in shelf.app.screen._choices][:2] == ["lifting", "weekend-sport"]


async def test_a_checklist_leads_to_its_page(shelf: Shelf) -> None:
    async with at(shelf) as pilot:
        await shelf.app.push_screen(CheckInScreen(shelf.app.check_ins, "monthly", "home"))
        await pilot.press("l")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "home"


async def test_the_question_about_safety_leads_to_where_to_seek_help(shelf: Shelf) -> None:
    async with at(shelf) as pilot:
        await shelf.app.push_screen(WelcomeScreen(shelf.workspace, shelf.app.check_ins))
        await pilot.press("l")
        assert offered(shelf), "the pages to begin with"
        await pilot.press("escape", "escape", "l")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "help"


@pytest.mark.parametrize(
    ("key", "kind", "wanted"),
    [
        ("w", WeekScreen, {"core", "hips", "cardio", "sleep", "shoes", "habits"}),
        ("h", HistoryScreen, {"blocks", "spasm"}),
    ],
)
async def test_the_week_and_the_past_lead_to_the_guide(
    shelf: Shelf, key: str, kind: type, wanted: set[str]
) -> None:
    async with at(shelf, key) as pilot:
        await until(pilot, lambda: "Reading…" not in shelf.text())
        assert says_the_key(shelf)
        await pilot.press("l")
        assert isinstance(shelf.app.screen, ChooseScreen)
        assert {one for one, _ in shelf.app.screen._choices} == wanted
        await pilot.press("escape")
        assert isinstance(shelf.app.screen, kind)


async def test_the_page_of_a_drill_leads_to_the_guide(shelf: Shelf) -> None:
    async with at(shelf, "p") as pilot:
        await until(pilot, lambda: "Core" in shelf.text())
        await pilot.press("d")
        assert isinstance(shelf.app.screen, DrillScreen)
        assert says_the_key(shelf)
        await pilot.press("l")
        assert isinstance(shelf.app.screen, ChooseScreen | PageScreen)


async def test_a_session_leads_there_only_while_it_stands_still(shelf: Shelf) -> None:
    shelf.write(said_no_flags(MONDAY))
    async with at(shelf, "s") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, SessionScreen))
        assert not says_the_key(shelf)
        await pilot.press("l")
        assert isinstance(shelf.app.screen, SessionScreen)
        await pilot.press("space")
        assert says_the_key(shelf)
        await pilot.press("l", "enter")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        await pilot.press("escape")
        assert isinstance(shelf.app.screen, SessionScreen)
        assert "PAUSED" in shelf.text() or "Paused" in shelf.text()
        await pilot.press("q", "y")
        await until(pilot, lambda: isinstance(shelf.app.screen, DoneScreen))
        assert says_the_key(shelf)
        await pilot.press("l", "enter")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))


async def test_the_key_can_be_another_one(tmp_path: Path) -> None:
    own = "keys:\n  check_in.read: f3\n  week.read: f3\n  day.read: f3\n"
    shelf = Shelf(tmp_path / "home", config=CONFIG + own)
    async with at(shelf, "f3", "escape", "w", "f3") as pilot:
        assert isinstance(shelf.app.screen, ChooseScreen)
        await pilot.press("escape")
        assert any(one.key == "f3" for one in shelf.app.screen.query_one(KeyFooter)._entries)
        await pilot.press("t", "n", "f3")
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        assert page(shelf) == "early-signs"


async def test_a_key_that_answers_is_not_taken_for_reading(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config=CONFIG + "keys:\n  check_in.read: y\n")
    async with at(shelf):
        assert "check_in.read" not in shelf.app.chosen_keys


def test_every_place_that_a_page_names_has_a_way_to_it() -> None:
    folder = Path(screens.__path__[0])
    code = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    ways = set(re.findall(r'"(screen:\w+)"', code))
    named = {place for one in load_pages() for place in one.where}
    assert {place for place in named if place.startswith("screen:")} == ways
    assert {place.partition(":")[2] for place in named if place.startswith("notice:")} <= set(NOTICES)
    for prefix in ("kind:", "checkin:", "notice:", "setting:"):
        assert f'f"{prefix}' in code, prefix
