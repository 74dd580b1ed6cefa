"""Keys that come faster than the screens change: each does at most what it does when it comes alone."""

from __future__ import annotations

import pytest
from textual.command import CommandList, CommandPalette
from textual.events import Key
from textual.screen import Screen

from coach.paths import ScreenRequest
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.settings.screen import SettingsScreen
from coach.tui.today.screen import TodayScreen
from tests.support.settling import until
from tests.tui.session_rig import SessionRig
from tests.tui.stub_days import NORMAL
from tests.tui.today.test_today import today


@pytest.mark.parametrize("second", ["escape", "n", "y", "enter"])
async def test_double_escape_closes_only_check_in(second: str) -> None:
    async with today(NORMAL) as (pilot, app, _days):
        await pilot.press("c", "2")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CheckInScreen)
        for key in ("escape", second):
            screen.post_message(Key(key, None))
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


async def test_double_last_answer_starts_one_session(rig: SessionRig) -> None:
    rig.cases.days.before = True
    app = rig.cases.app(ScreenRequest(program="short"))
    async with app.run_test() as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CheckInScreen)
        for key in ("n", "n"):
            screen.post_message(Key(key, None))
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        assert rig.cases.calls == ["open short"]


@pytest.mark.parametrize("key", ["pagedown", "pageup", "down", "home", "end"])
async def test_page_key_before_palette_list_is_safe(key: str) -> None:
    async with today(NORMAL) as (pilot, app, _days):
        await pilot.press("ctrl+p")
        offers = app.screen.query_one(CommandList)
        await until(pilot, lambda: offers.option_count > 0)
        offers.display = False
        await pilot.pause()
        offers.replace_option_prompt_at_index(0, "Something else")
        offers.highlighted = 0
        await pilot.press(key)
        assert isinstance(app.screen, CommandPalette)


async def test_closing_settings_at_once_is_safe() -> None:
    screen = SettingsScreen.__new__(SettingsScreen)
    Screen.__init__(screen)
    screen._show_detail()
