"""The first start: what is asked, what becomes a setting, and what may be skipped."""

from __future__ import annotations

from pathlib import Path

from coach.app.checkins import CheckInNoted
from coach.config.edit import edit_settings
from coach.tui.app import CoachApp
from coach.tui.checkin.welcome import QUESTIONS, WelcomeScreen, changed_settings
from coach.tui.today.screen import TodayScreen
from tests.support.screens import screen_text
from tests.tui.rig import CARE, NO_HOME, UseCases
from tests.tui.today.test_today import settled

SAFE = ("before", {"which_alarms": ()}, None, (), None)


def empty_home(home: Path = NO_HOME) -> tuple[UseCases, CoachApp]:
    """Somebody who has never opened the app; only settings are written into `home`."""
    cases = UseCases(home=home)
    cases.days.empty_home = True
    return cases, cases.app()


HEALTHY = ("health", ())


async def test_answers_become_settings_and_check_in(
    home: Path,
) -> None:
    cases, app = empty_home(home)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("2", "4", "2", "n", "n")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)
    settings = cases.days.workspace.settings
    assert (settings.sport, settings.carry_kg) == ("cycle", 8)
    assert (settings.work_from, settings.work_until) == ("08:00", "16:30")
    assert cases.days.calls == [SAFE, HEALTHY]


async def test_escape_skips_only_short_questions() -> None:
    cases, app = empty_home()
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)
        assert "do you have any of these" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("n")
        assert "Does any of this fit you" in screen_text(app)
        assert "is no medical advice" in " ".join(screen_text(app).split())
        await pilot.press("enter")
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("n")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)
    assert cases.days.calls == [SAFE, HEALTHY]


async def test_enter_skips_and_back_reopens(home: Path) -> None:
    cases, app = empty_home(home)
    async with app.run_test() as pilot:
        await pilot.press("enter", "left", "1", "enter", "enter", "n", "n")
        await settled(pilot)
    assert (home / "config.yaml").read_text() == "sport: run\n"
    assert cases.days.calls == [SAFE, HEALTHY]


async def test_red_flag_shows_care_text() -> None:
    cases, app = empty_home()
    cases.days.noted = CheckInNoted(id="c1", care=CARE, stops=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape", "3", "enter")
        await pilot.pause()
        assert CARE[0] in screen_text(app)
        await pilot.press("space")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)


async def test_no_to_all_keeps_ticks() -> None:
    cases, app = empty_home()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape", "8")
        assert "None of these" not in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert "do you have any of these" in screen_text(app)
        assert "Something is ticked." in screen_text(app)
        assert cases.days.calls == []
        await pilot.press("8")
        await pilot.pause()
        assert "None of these" in screen_text(app)
        assert "Something is ticked." not in screen_text(app)
        await pilot.press("8", "enter")
        await settled(pilot)
    assert cases.days.calls == [("before", {"which_alarms": ("numb_toes",)}, None, (), None)]


async def test_spasm_postpones_health_question() -> None:
    cases, app = empty_home()
    cases.days.noted = CheckInNoted(
        id="c1", lines=("Training is paused while you have a spasm.",), stops=True
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("escape", "a", "enter")
        await pilot.pause()
        assert "Training is paused while you have a spasm." in screen_text(app)
        await pilot.press("space")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)
    assert HEALTHY not in cases.days.calls


async def test_answers_survive_open_warning_signs(home: Path) -> None:
    cases, app = empty_home(home)
    async with app.run_test() as pilot:
        await pilot.press("2", "escape", "escape")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)
    assert (home / "config.yaml").read_text() == "sport: cycle\n"
    assert cases.days.calls == []


async def test_leaving_warning_signs_opens_today() -> None:
    cases, app = empty_home()
    async with app.run_test() as pilot:
        await pilot.press("escape", "escape")
        await settled(pilot)
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)
    assert cases.days.calls == []


def test_every_answer_is_a_valid_setting() -> None:
    for question in QUESTIONS:
        for choice in question.choices:
            edit_settings("", changed_settings({question.id: choice.id}), Path("config.yaml"))
