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
from coach.tui.guide.screen import PageScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from tests.support.answered import HEALTHY, said_no_flags
from tests.support.settling import until
from tests.support.textual_private import notified
from tests.tui.rig import CONFIG, MONDAY, Rig

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "home", config=f"{CONFIG}{HEALTHY}")


async def wait(pilot: Pilot[None], rig: Rig, minutes: int) -> None:
    """Let time pass, and have the timer looked at each minute."""
    for _ in range(minutes):
        rig.clock.advance(60)
        call(rig.app, rig.desktop.break_timer)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_next_break_is_shown(rig: Rig, size: tuple[int, int]) -> None:
    async with rig.opened("b", size=size):
        assert "At 10:42, in 30 minutes." in rig.text().replace("\n", " ")
        assert "calls are on" in rig.text()
        assert "s one now" in rig.text()


async def test_minutes_to_break_count_down(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 29)
        assert "At 10:42, in 1 minute." in rig.text()


async def test_due_break_gives_line_tone_and_notice(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 35)
        assert "A break is due" in rig.text()
        assert "roll your shoulders" in rig.text()
        assert rig.tones == ["announce"]
        assert rig.notifier.shown == [LINES[0]]


async def test_snooze_calls_again_in_five_minutes(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 30)
        await pilot.press("z")
        assert "in 5 minutes" in rig.text()
        await wait(pilot, rig, 5)
        assert rig.notifier.shown == [LINES[0], LINES[1]]


async def test_skipped_break_is_not_repeated(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 40)
        await pilot.press("k")
        assert "At 11:22, in 30 minutes." in rig.text()
        assert len(rig.notifier.shown) == 1


async def test_start_runs_break_and_returns(rig: Rig) -> None:
    rig.write(said_no_flags(MONDAY))
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 30)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(rig.app.screen, SessionScreen))
        session = next(one for one in rig.app.screen_stack if isinstance(one, SessionScreen))
        while rig.app.screen is session and rig.clock.now() < MONDAY + timedelta(hours=1):
            rig.clock.advance(1)
            session.tick()
        await pilot.pause()
        for _ in range(30):
            if isinstance(rig.app.screen, BreaksScreen):
                break
            await pilot.press("space")
        assert isinstance(rig.app.screen, BreaksScreen)
        (done,) = rig.workspace.journal.sessions()
        assert done.kind == Kind.BREAK
        again = (rig.clock.now() + timedelta(minutes=30)).strftime("%H:%M")
        assert f"At {again}" in rig.text()


async def test_break_does_not_interrupt_session(rig: Rig) -> None:
    rig.write(said_no_flags(MONDAY))
    async with rig.opened("b", "s") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, SessionScreen))
        await wait(pilot, rig, 45)
        assert (rig.tones, rig.notifier.shown) == ([], [])


async def test_call_is_shown_on_every_screen(rig: Rig) -> None:
    async with rig.opened("b", "escape") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, TodayScreen))
        await wait(pilot, rig, 31)
        assert rig.notifier.shown == [LINES[0]]
        assert notified(rig.app) == [LINES[0]]


async def test_calls_can_be_switched(rig: Rig) -> None:
    async with rig.opened("b", "o") as pilot:
        assert "Calls are off." in rig.text()
        assert "o turns them on" in rig.text()
        await wait(pilot, rig, 45)
        assert rig.notifier.shown == []
        await pilot.press("o")
        assert "At 11:27" in rig.text()


async def test_changed_hours_apply_after_settings(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        change_settings(rig.workspace, {"quiet.from": "10:00", "quiet.until": "12:00"})
        await pilot.press("e", "b")
        assert "At 12:00, in 1 h 48 min." in rig.text()
        assert "Quiet from 10:00 to 12:00." in rig.text()


async def test_hours_without_breaks_are_explained(tmp_path: Path) -> None:
    config = f'{CONFIG}quiet:\n  from: "08:00"\n  until: "18:00"\n'
    rig = Rig(tmp_path / "home", config=config)
    async with rig.opened("b"):
        assert "There is no room for a break." in rig.text()


async def test_lock_blocks_breaks(rig: Rig) -> None:
    rig.lock()
    async with rig.opened("b") as pilot:
        assert "Training is off." in rig.text()
        assert "No breaks for now." in rig.text()
        await pilot.press("s")
        await wait(pilot, rig, 45)
        assert isinstance(rig.app.screen, BreaksScreen)
        assert rig.tones == []


async def test_muted_sound_is_mentioned(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="sound: false\n")
    async with rig.opened("b") as pilot:
        assert "without a tone" in rig.text()
        await wait(pilot, rig, 31)
        assert (rig.tones, rig.notifier.shown) == ([], [LINES[0]])


async def test_read_opens_the_guide(rig: Rig) -> None:
    async with rig.opened("b", "l") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, PageScreen))
        await pilot.press("escape")
        assert isinstance(rig.app.screen, BreaksScreen)


async def test_help_lists_break_keys(rig: Rig) -> None:
    async with rig.opened("b", "question_mark"):
        assert "Call again in five minutes." in rig.text()


def test_break_time_in_words() -> None:
    assert when_words(MONDAY + timedelta(seconds=20), MONDAY) == "At 10:12, in 1 minute"
    assert when_words(MONDAY + timedelta(minutes=30), MONDAY) == "At 10:42, in 30 minutes"
    assert when_words(MONDAY + timedelta(hours=3), MONDAY) == "At 13:12, in 3 h 0 min"
    assert when_words(MONDAY + timedelta(days=1), MONDAY) == "On Tuesday at 10:12"


async def test_app_exit_closes_sound_device(rig: Rig) -> None:
    async with rig.opened("b") as pilot:
        await wait(pilot, rig, 31)
        assert not rig.players[0].closed
    assert rig.players[0].closed
