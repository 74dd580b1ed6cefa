"""The break screen: what it shows, what each key does, and that it calls wherever one is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.app.breaks import LINES
from coach.app.settings import change_settings
from coach.model.program import Kind
from coach.tui.breaks import BreaksScreen, call, when_words
from coach.tui.guide.page import PageScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from tests.support.answered import HEALTHY, said_no_flags
from tests.support.settling import until
from tests.tui.shelf import CONFIG, MONDAY, Shelf, opened

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home", config=f"{CONFIG}{HEALTHY}")


async def wait(pilot: Pilot[None], shelf: Shelf, minutes: int) -> None:
    """Let time pass, and have the timer looked at each minute."""
    for _ in range(minutes):
        shelf.clock.advance(60)
        call(shelf.app, shelf.desktop.break_timer)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_break_is_shown(shelf: Shelf, size: tuple[int, int]) -> None:
    async with opened(shelf, "b", size=size):
        assert "At 10:42, in 30 minutes." in shelf.text().replace("\n", " ")
        assert "calls are on" in shelf.text()
        assert "s one now" in shelf.text()


async def test_the_minutes_until_the_break_count_down(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 29)
        assert "At 10:42, in 1 minute." in shelf.text()


async def test_a_break_that_is_due_is_one_line_one_tone_and_one_notice(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 35)
        assert "A break is due" in shelf.text()
        assert "roll your shoulders" in shelf.text()
        assert shelf.tones == ["announce"]
        assert shelf.notifier.shown == [LINES[0]]


async def test_a_snooze_comes_back_in_five_minutes(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 30)
        await pilot.press("z")
        assert "in 5 minutes" in shelf.text()
        await wait(pilot, shelf, 5)
        assert shelf.notifier.shown == [LINES[0], LINES[1]]


async def test_a_skipped_break_is_gone(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 40)
        await pilot.press("k")
        assert "At 11:22, in 30 minutes." in shelf.text()
        assert len(shelf.notifier.shown) == 1


async def test_starting_runs_the_session_and_comes_back(shelf: Shelf) -> None:
    shelf.write(said_no_flags(MONDAY))
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 30)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(shelf.app.screen, SessionScreen))
        session = next(one for one in shelf.app.screen_stack if isinstance(one, SessionScreen))
        while shelf.app.screen is session and shelf.clock.now() < MONDAY + timedelta(hours=1):
            shelf.clock.advance(1)
            session.tick()
        await pilot.pause()
        for _ in range(30):
            if isinstance(shelf.app.screen, BreaksScreen):
                break
            await pilot.press("space")
        assert isinstance(shelf.app.screen, BreaksScreen)
        (done,) = shelf.workspace.journal.sessions()
        assert done.kind == Kind.BREAK
        again = (shelf.clock.now() + timedelta(minutes=30)).strftime("%H:%M")
        assert f"At {again}" in shelf.text()


async def test_a_session_is_not_interrupted(shelf: Shelf) -> None:
    shelf.write(said_no_flags(MONDAY))
    async with opened(shelf, "b", "s") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, SessionScreen))
        await wait(pilot, shelf, 45)
        assert (shelf.tones, shelf.notifier.shown) == ([], [])


async def test_a_call_is_shown_on_every_screen(shelf: Shelf) -> None:
    async with opened(shelf, "b", "escape") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, TodayScreen))
        await wait(pilot, shelf, 31)
        assert shelf.notifier.shown == [LINES[0]]
        assert [one.message for one in shelf.app._notifications] == [LINES[0]]


async def test_calls_can_be_turned_off_and_on(shelf: Shelf) -> None:
    async with opened(shelf, "b", "o") as pilot:
        assert "Calls are off." in shelf.text()
        assert "o turns them on" in shelf.text()
        await wait(pilot, shelf, 45)
        assert shelf.notifier.shown == []
        await pilot.press("o")
        assert "At 11:27" in shelf.text()


async def test_changed_hours_are_used_after_the_settings(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        change_settings(shelf.workspace, {"quiet.from": "10:00", "quiet.until": "12:00"})
        await pilot.press("e", "b")
        assert "At 12:00, in 1 h 48 min." in shelf.text()
        assert "Quiet from 10:00 to 12:00." in shelf.text()


async def test_hours_without_room_for_a_break_are_explained(tmp_path: Path) -> None:
    config = f'{CONFIG}quiet:\n  from: "08:00"\n  until: "18:00"\n'
    shelf = Shelf(tmp_path / "home", config=config)
    async with opened(shelf, "b"):
        assert "There is no room for a break." in shelf.text()


async def test_while_locked_no_break_can_be_started(shelf: Shelf) -> None:
    shelf.lock()
    async with opened(shelf, "b") as pilot:
        assert "Training is off." in shelf.text()
        assert "No breaks for now." in shelf.text()
        await pilot.press("s")
        await wait(pilot, shelf, 45)
        assert isinstance(shelf.app.screen, BreaksScreen)
        assert shelf.tones == []


async def test_muted_sound_is_mentioned(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home", config="sound: false\n")
    async with opened(shelf, "b") as pilot:
        assert "without a tone" in shelf.text()
        await wait(pilot, shelf, 31)
        assert (shelf.tones, shelf.notifier.shown) == ([], [LINES[0]])


async def test_the_guide_is_one_key_away(shelf: Shelf) -> None:
    async with opened(shelf, "b", "l") as pilot:
        await until(pilot, lambda: isinstance(shelf.app.screen, PageScreen))
        await pilot.press("escape")
        assert isinstance(shelf.app.screen, BreaksScreen)


async def test_help_has_the_keys_of_the_breaks(shelf: Shelf) -> None:
    async with opened(shelf, "b", "question_mark"):
        assert "Call again in five minutes." in shelf.text()


def test_moments_in_words() -> None:
    assert when_words(MONDAY + timedelta(seconds=20), MONDAY) == "At 10:12, in 1 minute"
    assert when_words(MONDAY + timedelta(minutes=30), MONDAY) == "At 10:42, in 30 minutes"
    assert when_words(MONDAY + timedelta(hours=3), MONDAY) == "At 13:12, in 3 h 0 min"
    assert when_words(MONDAY + timedelta(days=1), MONDAY) == "On Tuesday at 10:12"


async def test_the_sound_device_is_closed_with_the_app(shelf: Shelf) -> None:
    async with opened(shelf, "b") as pilot:
        await wait(pilot, shelf, 31)
        assert not shelf.players[0].closed
    assert shelf.players[0].closed
