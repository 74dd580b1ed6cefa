"""The first start: what is asked, what becomes a setting, and what may be skipped."""

from __future__ import annotations

from pathlib import Path

from coach.library.settings_edit import edit_settings
from coach.request import ScreenRequest
from coach.tui.app import CoachApp
from coach.tui.ports_today import Noted
from coach.tui.screens.first_start import QUESTIONS, FirstStart, changed_settings
from coach.tui.screens.today import TodayScreen
from tests.tui.days import CARE
from tests.tui.screens.test_today import on_screen, settled
from tests.tui.support import FakeDesk

SAFE = ("before", {"which_alarms": ()}, None, (), None)


def empty_home() -> tuple[FakeDesk, CoachApp]:
    """Somebody who has never opened the app."""
    desk = FakeDesk()
    desk.days.empty_home = True
    return desk, CoachApp(desk, ScreenRequest())


async def test_four_answers_become_settings_and_the_last_one_a_check_in() -> None:
    desk, app = empty_home()
    async with app.run_test() as pilot:
        assert isinstance(app.screen, FirstStart)
        await pilot.press("2", "4", "y", "2", "n")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
    settings = {
        "sport": "cycle",
        "carry": "8kg",
        "osteoporosis": "true",
        "work.from": "08:00",
        "work.until": "16:30",
    }
    assert desk.days.calls == [settings, SAFE]


async def test_one_key_skips_all_four_but_not_the_one_about_safety() -> None:
    desk, app = empty_home()
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert isinstance(app.screen, FirstStart)
        assert "do you have any of these" in on_screen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, FirstStart)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert desk.days.calls == [SAFE]


async def test_enter_skips_one_and_back_opens_it_again() -> None:
    desk, app = empty_home()
    async with app.run_test() as pilot:
        await pilot.press("enter", "left", "1", "enter", "enter", "enter", "n")
        await settled(pilot)
    assert desk.days.calls == [{"sport": "run"}, SAFE]


async def test_a_red_flag_on_the_first_day_says_what_to_do() -> None:
    desk, app = empty_home()
    desk.days.noted = Noted(id="c1", care=CARE, stops=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape", "3", "enter")
        await pilot.pause()
        assert CARE[0] in on_screen(app)
        await pilot.press("space")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_leaving_the_question_about_safety_shows_the_day_all_the_same() -> None:
    desk, app = empty_home()
    async with app.run_test() as pilot:
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
    assert desk.days.calls == []


def test_every_answer_is_one_that_a_setting_takes() -> None:
    for question in QUESTIONS:
        for option in question.options:
            edit_settings("", changed_settings({question.id: option.value}), Path("config.yaml"))
    assert changed_settings({"osteoporosis": False}) == {"osteoporosis": "false"}
