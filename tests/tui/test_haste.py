"""One key too many, a key that is held down, keys typed ahead and clicks start nothing and answer nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.command import CommandList, CommandPalette
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from coach.app.checkins import CheckInNoted
from coach.coaching.questions import before_form
from coach.paths import ScreenRequest
from coach.tui import coach_screen as seen
from coach.tui.app import CoachApp
from coach.tui.checkin.forms import ChoiceLine, labelled
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.checkin.welcome import WelcomeScreen
from coach.tui.dialogs import QuestionDialog
from coach.tui.session.screen import SessionScreen
from coach.tui.settings.screen import SettingsScreen
from coach.tui.today.data import Unfinished
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.footer import KeyFooter
from coach.tui.widgets.option_list import PlainOptionList
from tests.support.screens import screen_words
from tests.support.settling import until
from tests.tui.checkin.test_welcome import HEALTHY, SAFE, empty_home
from tests.tui.rig import CARE, NORMAL, SessionRig
from tests.tui.today.test_today import settled, today

READING, REPEAT, HASTE = seen.READING_SECONDS, seen.REPEAT_SECONDS, seen.HASTE_SECONDS
TYPED_AHEAD = 0.03
"""Between two keys of a row that was typed at once, and of one that is held down."""


class Watch:
    """What time it is, for whoever presses keys and for whoever shows something."""

    seconds = 100.0


@pytest.fixture(autouse=True)
def _takes_time(monkeypatch: pytest.MonkeyPatch, _reads_at_once: None) -> None:
    """Have people read as slowly as they do."""
    monkeypatch.setattr(seen, "moment", lambda: Watch.seconds)
    monkeypatch.setattr(seen, "READING_SECONDS", READING)
    monkeypatch.setattr(seen, "REPEAT_SECONDS", REPEAT)
    monkeypatch.setattr(seen, "HASTE_SECONDS", HASTE)


class Fingers:
    """Presses keys at moments of its own: a key carries the time at which it was pressed."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self._pilot = pilot

    async def press(self, *keys: str, after: float = TYPED_AHEAD) -> None:
        """Press these, each so many seconds after the one before."""
        for key in keys:
            Watch.seconds += after
            event = Key(key, None)
            event.time = Watch.seconds
            self._pilot.app.post_message(event)
            await self._pilot.pause()

    async def press_slowly(self, *keys: str) -> None:
        """Press each key once what is there was read."""
        await self.press(*keys, after=REPEAT + READING)


def started(rig: SessionRig) -> Sequence[str]:
    """The sessions that were opened or gone on with."""
    return [call for call in rig.cases.calls if call.startswith(("open", "resume"))]


def on_top(app: CoachApp) -> type[object]:
    """The kind of the screen on top."""
    return type(app.screen)


def waits_at(app: CoachApp, question: str) -> bool:
    """Whether a check-in still asks this."""
    screen = app.screen
    return isinstance(screen, CheckInScreen) and screen.prompt is not None and screen.prompt.id == question


@pytest.mark.parametrize("key", ["enter", "n", "y", "0", "space", "escape"])
async def test_held_key_does_not_pass_warning_signs(rig: SessionRig, key: str) -> None:
    rig.cases.days.before = True
    async with today(NORMAL, cases=rig.cases) as (pilot, _app, days):
        await Fingers(pilot).press(*[key] * 40)
        assert started(rig) == []
        assert not any("before" in str(call) or "alarm" in str(call) for call in days.calls)


async def test_repeated_enter_after_check_in_is_ignored(rig: SessionRig) -> None:
    rig.cases.days.noted = CheckInNoted(id="c1", lines=("Core holds: a little less today.",))
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("c", "2", "enter", "enter", "enter", "enter")
        assert "Noted." in str(app.screen.query_one("#said").render())
        await fingers.press_slowly(*["enter"] * 4)
        assert started(rig) == []
        await fingers.press_slowly("space")
        assert isinstance(app.screen, TodayScreen)
        assert started(rig) == []


async def test_second_enter_after_check_in_is_ignored(
    rig: SessionRig,
) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("c", "4")
        await fingers.press("enter", "enter", "enter", after=0.25)
        assert isinstance(app.screen, TodayScreen)
        assert started(rig) == []
        await fingers.press_slowly("enter")
        assert started(rig) == ["open short"]


async def test_typed_ahead_keys_answer_no_red_flag(rig: SessionRig) -> None:
    rig.cases.days.before = True
    async with today(NORMAL, cases=rig.cases) as (pilot, app, days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("s")
        await fingers.press("n")
        assert waits_at(app, "which_alarms")
        assert "Read it first" in str(app.screen.query_one("#hint").render())
        await fingers.press_slowly("n")
        assert "before" in str(days.calls[0])
        assert started(rig) == ["open short"]


async def test_care_text_is_not_closed_unread(rig: SessionRig) -> None:
    rig.cases.days.before = True
    rig.cases.days.noted = CheckInNoted(id="c1", care=CARE, stops=True)
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("s", "5")
        await fingers.press("enter", after=REPEAT)
        await fingers.press("space", "escape", "q", "enter")
        assert isinstance(app.screen, CheckInScreen)
        await fingers.press_slowly("space")
        on_top: object = app.screen
        assert isinstance(on_top, TodayScreen)


async def test_resume_question_needs_reading_time(rig: SessionRig) -> None:
    rig.cases.days.broken_off = Unfinished(id="s1", title="Core", started="today at 8:00", sets_done=3)
    async with rig.app.run_test() as pilot:
        await pilot.pause()
        fingers = Fingers(pilot)
        await fingers.press("enter", "d", "enter", "r")
        assert isinstance(rig.app.screen, QuestionDialog)
        await fingers.press_slowly("d")
        await fingers.press("y")
        assert isinstance(rig.app.screen, QuestionDialog)
        assert rig.cases.calls == []


async def test_held_key_does_not_answer_first_start(rig: SessionRig) -> None:
    rig.cases.days.empty_home = True
    app = rig.cases.app()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        for key in ("enter", "n", "space"):
            await Fingers(pilot).press(*[key] * 40)
            assert not any(isinstance(call, tuple) for call in rig.cases.days.calls)


async def test_click_on_today_only_marks(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        for line in (1, 0, 0, 0):
            await pilot.click(screen.programs, offset=(3, line))
            assert screen.programs.highlighted == line
        await pilot.click(screen.programs, offset=(3, 0), times=2)
        assert app.screen is screen
        assert started(rig) == []


async def test_second_click_selects_the_line() -> None:
    class Listed(App[None]):
        def on_mount(self) -> None:
            self.taken: list[str] = []

        def compose(self) -> ComposeResult:
            rows = PlainOptionList()
            rows.add_options(["one", "two"])
            yield rows

        def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
            self.taken.append(str(event.option.prompt))

    app = Listed()
    async with app.run_test() as pilot:
        await pilot.click(PlainOptionList, offset=(1, 0))
        assert app.taken == []
        await pilot.click(PlainOptionList, offset=(1, 1))
        assert app.taken == []
        await pilot.click(PlainOptionList, offset=(1, 1))
        assert app.taken == ["two"]


@pytest.mark.parametrize("before", [("n", "n"), ("0",), ("y", "y", "1", "2", "enter")])
@pytest.mark.parametrize("size", [(40, 12), (50, 16)])
async def test_morning_none_waits_for_end_of_list(
    rig: SessionRig, before: Sequence[str], size: tuple[int, int]
) -> None:
    async with today(NORMAL, cases=rig.cases, size=size) as (pilot, app, days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("c", "1", *before)
        assert waits_at(app, "which_alarms")
        assert " n No to" not in screen_words(app)
        await fingers.press_slowly("n", "n")
        assert waits_at(app, "which_alarms")
        assert days.calls == []
        await fingers.press_slowly(*["space"] * 8, "n")
        assert "'which_alarms': ()" in str(days.calls[0])


async def test_none_of_these_waits_for_end_of_list(rig: SessionRig) -> None:
    rig.cases.days.before = True
    async with today(NORMAL, cases=rig.cases, size=(40, 12)) as (pilot, app, days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("s", "n", "n")
        assert waits_at(app, "which_alarms")
        assert "more of it" in str(app.screen.query_one("#hint").render())
        last = labelled(before_form().questions[0], before_form(), {}).choices[-1].text
        while last not in screen_words(app):
            await fingers.press_slowly("space")
        await fingers.press_slowly("n")
        assert days.calls[:1] == [("before", {"which_alarms": ()}, None, (), None)]


@pytest.mark.parametrize("gap", [TYPED_AHEAD, 0.15, 0.5])
async def test_lifting_yes_does_not_answer_morning(rig: SessionRig, gap: float) -> None:
    rig.cases.days.shown = replace(NORMAL, care=CARE)
    async with today(replace(NORMAL, care=CARE), cases=rig.cases) as (pilot, app, days):
        fingers = Fingers(pilot)
        await fingers.press_slowly("U")
        assert on_top(app) is QuestionDialog
        await fingers.press_slowly("y")
        await fingers.press("y", "y", after=gap)
        await pilot.pause()
        assert "mistaken" in days.calls
        assert on_top(app) is TodayScreen
        await fingers.press_slowly("y")
        assert on_top(app) is CheckInScreen


async def test_double_click_answers_once(home: Path) -> None:
    cases, app = empty_home(home)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.click(app.screen.query(ChoiceLine).first(), times=2)
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        assert app.screen.prompt is not None
        assert app.screen.prompt.id == "carry"
        Watch.seconds += 1
        await Fingers(pilot).press_slowly("escape")
        Watch.seconds += 1
        line = app.screen.query_one(KeyFooter)
        no = next(one for one in line._places if one.key == "n")
        await pilot.click(line, offset=(no.x, no.y), times=2)
        await pilot.pause()
        assert [call for call in cases.days.calls if call in (SAFE, HEALTHY)] == [SAFE]


async def test_closing_click_starts_nothing_below(rig: SessionRig) -> None:
    rig.cases.days.noted = CheckInNoted(id="c1", lines=("Core holds: a little less today.",))
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await Fingers(pilot).press_slowly("c", "2", "enter", "enter", "enter", "enter")
        assert "Noted." in str(app.screen.query_one("#said").render())
        await pilot.click(app.screen.query_one(KeyFooter), offset=(0, 0), times=3)
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)
        assert started(rig) == []


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
