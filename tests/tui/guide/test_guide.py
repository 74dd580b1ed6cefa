"""The guide: its pages, their links and their checklists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Markdown

from coach.app.history import page_notes
from coach.guide.pages import load_pages, pages_for
from coach.model.events import CheckIn
from coach.tui.coach_screen import ReadGuide
from coach.tui.dialogs import ChooseScreen
from coach.tui.guide.screen import GuideScreen, PageScreen, TickLine, split_at_checklist
from coach.tui.today.screen import TodayScreen
from tests.support.settling import until
from tests.tui.rig import Rig

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "home")


async def read(pilot: Pilot[None], rig: Rig, page: str) -> PageScreen:
    """Go to a page by keys alone."""
    screen = rig.top(GuideScreen)
    screen.pages.highlighted = screen.pages.get_option_index(page)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
    return rig.top(PageScreen)


def check_ins(rig: Rig) -> list[CheckIn]:
    events = rig.workspace.journal.events()
    return [event for event in events if isinstance(event, CheckIn)]


def ticked(screen: PageScreen) -> list[int]:
    """The indexes of the ticked items."""
    return [index for index, line in enumerate(screen.query(TickLine)) if line.has_class("-ticked")]


@pytest.mark.parametrize("size", SIZES)
async def test_pages_are_listed_and_open(rig: Rig, size: tuple[int, int]) -> None:
    async with rig.opened("g", size=size) as pilot:
        screen = rig.top(GuideScreen)
        assert screen.pages.option_count == len(load_pages())
        await pilot.press("down", "enter")
        await until(pilot, lambda: "once a week" in rig.text().lower() or "stand often" in rig.text().lower())
        assert "page 2 of 18" in rig.text()


async def test_search_covers_the_page_text(rig: Rig) -> None:
    async with rig.opened("g", "slash", *"mattress", "enter") as pilot:
        screen = rig.top(GuideScreen)
        assert 0 < screen.pages.option_count < 5
        assert "Sleep" in rig.text()
        await pilot.press("escape")
        assert screen.pages.option_count == len(load_pages())


async def test_search_without_matches_shows_a_hint(rig: Rig) -> None:
    async with rig.opened("g", "slash", *"zebra"):
        assert "No page has that word in it." in rig.text()


async def test_page_has_personal_notes(rig: Rig) -> None:
    async with rig.opened("g", size=(120, 40)) as pilot:
        screen = await read(pilot, rig, "food")
        own = " ".join(page_notes(rig.workspace, "food"))
        assert own
        assert str(screen.query_one("#own").render()).replace("\n", " ") == own


async def test_links_open_related_pages(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        screen = await read(pilot, rig, "desk")
        assert screen.linked()[0].id == "gear"
        await pilot.press("l")
        assert isinstance(rig.app.screen, ChooseScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert rig.top(PageScreen).page.id == "gear"
        await pilot.press("escape")
        assert rig.top(PageScreen).page.id == "desk"
        await pilot.press("escape")
        rig.top(GuideScreen)


async def test_click_on_a_link_opens_the_page(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        screen = await read(pilot, rig, "desk")
        text = screen.query(Markdown).last()
        text.post_message(Markdown.LinkClicked(text, "gear"))
        await until(pilot, lambda: rig.top(PageScreen).page.id == "gear")


async def test_sources_open_in_the_browser(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[str] = []
    monkeypatch.setattr(rig.app, "open_url", lambda address: addresses.append(address))
    async with rig.opened("g") as pilot:
        screen = await read(pilot, rig, "help")
        assert len(screen.sources()) == 3
        await pilot.press("l", "end", "enter")
        await pilot.pause()
        assert addresses == [screen.sources()[-1][0]]


async def test_arrows_turn_pages_up_to_the_ends(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        await read(pilot, rig, "spasm")
        await pilot.press("left")
        assert rig.top(PageScreen).page.id == "spasm"
        await pilot.press("right")
        await until(pilot, lambda: rig.top(PageScreen).page.id == "habits")
        await pilot.press("escape")
        rig.top(GuideScreen)


async def test_numbers_tick_the_checklist(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        screen = await read(pilot, rig, "desk")
        await pilot.press("1", "3", "1", "2")
        assert ticked(screen) == [1, 2]
        assert check_ins(rig) == []
        await pilot.press("enter")
        (one,) = check_ins(rig)
        assert (one.checklists, one.ticked) == (("desk",), ("desk.eyes", "desk.feet"))
        assert one.tread_ok is None
        await pilot.press("escape")
        assert len(check_ins(rig)) == 1


async def test_ticks_are_saved_when_the_page_closes(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        await read(pilot, rig, "sleep")
        await pilot.press("2", "escape")
        assert len(check_ins(rig)) == 1
        screen = await read(pilot, rig, "sleep")
        assert ticked(screen) == [1]
        assert "Noted today." in str(screen.noted.render())


async def test_ticks_are_saved_when_the_app_quits(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        await read(pilot, rig, "desk")
        await pilot.press("6", "ctrl+q")
    assert [one.ticked for one in check_ins(rig)] == [("desk.breaks",)]


async def test_page_without_ticks_saves_nothing(rig: Rig) -> None:
    async with rig.opened("g") as pilot:
        await read(pilot, rig, "desk")
        await pilot.press("escape")
    assert check_ins(rig) == []


async def test_read_opens_one_page_or_asks_which(rig: Rig) -> None:
    async with rig.opened() as pilot:
        (only,) = pages_for("kind:break")
        rig.app.screen.post_message(ReadGuide("kind:break"))
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        assert rig.top(PageScreen).page == only
        await pilot.press("escape")
        rig.app.screen.post_message(ReadGuide("kind:core"))
        await until(pilot, lambda: isinstance(rig.app.screen, ChooseScreen))
        rig.app.screen.post_message(ReadGuide("screen:nowhere"))
        await pilot.pause()
        assert isinstance(rig.app.screen, ChooseScreen)


@pytest.mark.parametrize(
    "page", [page for page in load_pages() if page.checklist], ids=lambda page: str(page.id)
)
def test_split_at_checklist_keeps_every_line(page) -> None:  # type: ignore[no-untyped-def]
    before, after = split_at_checklist(page)
    items = [f"- {item.text}" for item in page.checklist.items]
    expected = [line for line in page.text.splitlines() if line and line not in items]
    assert [line for line in (before + after).splitlines() if line] == expected


async def test_banner_shows_on_every_page(rig: Rig) -> None:
    rig.lock()
    async with rig.opened("g") as pilot:
        assert "Training is off." in rig.text()
        await read(pilot, rig, "help")
        await until(pilot, lambda: "Training is off." in rig.text())


def test_guide_import_does_not_load_markdown() -> None:
    code = "import sys, coach.tui.guide.screen, coach.tui.guide.screen; print('markdown_it' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("place", ["e", "b"])
async def test_fast_keys_go_to_the_opened_page(rig: Rig, place: str) -> None:
    async with rig.opened(place) as pilot:
        below = rig.app.screen
        for key, letter in (("l", "l"), ("escape", None)):
            rig.app.post_message(Key(key, letter))
        await pilot.pause()
        assert rig.app.screen is below
        for key in ("l", "t"):
            rig.app.post_message(Key(key, key))
        await pilot.pause()
        assert isinstance(rig.app.screen, TodayScreen)
