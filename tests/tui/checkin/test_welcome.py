"""The first start: what is asked, what becomes a setting, and what may be skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.checkins import CheckInNoted
from coach.app.planning import day_plan
from coach.coaching.questions import HEALTH
from coach.config.edit import edit_settings
from coach.tui.app import CoachApp
from coach.tui.checkin.welcome import QUESTIONS, WelcomeScreen, changed_settings
from coach.tui.dialogs import CHOICE_KEYS
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.figure_pane import FigurePane
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.tui.rig import CARE, NO_HOME, Rig, UseCases
from tests.tui.today.test_today import settled

SAFE = ("before", {"which_alarms": ()}, None, (), None)


def empty_home(home: Path = NO_HOME) -> tuple[UseCases, CoachApp]:
    """Somebody who has never opened the app; only settings are written into `home`."""
    cases = UseCases(home=home)
    cases.days.empty_home = True
    return cases, cases.app()


HEALTHY = ("health", ())
NEW_TO_EXERCISE = CHOICE_KEYS[[choice.id for choice in HEALTH].index("new_to_exercise")]


async def test_answers_become_settings_and_check_in(
    home: Path,
) -> None:
    cases, app = empty_home(home)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("2", "4", "2", "1", "n", "n")
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
        await pilot.press("enter", "left", "1", "enter", "enter", "enter", "n", "n")
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


@pytest.mark.parametrize(
    ("answer", "ticks", "begins"),
    [
        ("1", "n", ["plank", "side-plank"]),
        ("enter", "n", ["plank", "side-plank"]),
        ("2", "n", ["plank-knee", "side-plank-knee"]),
        ("3", "n", ["plank-knee", "side-plank-knee"]),
        ("3", NEW_TO_EXERCISE, ["plank-wall", "side-plank-wall"]),
    ],
)
async def test_side_plank_that_is_not_held_begins_on_the_knees(
    home: Path, answer: str, ticks: str, begins: list[str]
) -> None:
    rig = Rig(home)
    rig.config.unlink()
    async with rig.app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, WelcomeScreen))
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: rig.app.screen.query_one(FigurePane).display, rig.text)
        assert "Can you hold a side plank on your feet" in rig.text()
        assert "3  Not sure" in rig.text()
        await pilot.press(answer, "pagedown", "n")
        await until(pilot, lambda: "Does any of this fit you" in rig.text(), rig.text)
        assert not rig.app.screen.query_one(FigurePane).display
        rig.clock.advance(5)
        await pilot.press("pagedown", ticks, "enter")
        await pilot.pause()
        # The later answer is the easier one.
        doses = day_plan(rig.workspace).program("core").slots[:2]
    assert [(dose.drill, dose.seconds) for dose in doses] == [(drill, 30) for drill in begins]
