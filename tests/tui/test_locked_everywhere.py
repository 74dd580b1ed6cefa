"""While training is locked, what to do about it stands on every screen, whole, and only breathing starts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import coach.tui as screens
from coach.app.sessions import Sessions
from coach.model.events import CheckIn, Session, SetRecord
from coach.session.instructions import NO_INTRODUCTION
from coach.tui.breaks import BreaksScreen
from coach.tui.checkin.health import HealthScreen
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.checkin.welcome import WeightScreen, WelcomeScreen
from coach.tui.dialogs import ChooseScreen, FormScreen, HelpScreen, MenuScreen, QuestionDialog
from coach.tui.guide.screen import GuideScreen, PageScreen
from coach.tui.history.base import ConfirmScreen
from coach.tui.history.entry import SessionDetailScreen
from coach.tui.history.records import DrillCurveScreen, RecordsScreen
from coach.tui.history.screen import HistoryScreen
from coach.tui.history.weeks import WeekScreen, WeeksScreen
from coach.tui.introduction import IntroductionScreen
from coach.tui.programs.drill import DrillScreen
from coach.tui.programs.editor import EditorScreen
from coach.tui.programs.list import ProgramsScreen
from coach.tui.programs.new import ChooseDrillsScreen, NewProgramScreen
from coach.tui.programs.preview import LookAheadScreen
from coach.tui.session.done import DoneScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.settings.inputs import KeyScreen, TickScreen, ValueScreen
from coach.tui.settings.screen import SettingsScreen
from coach.tui.terminal import Palette
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.banner import TITLE, banner_texts, fitting_text, lines_of
from tests.support.settling import until
from tests.tui.rig import MONDAY, Rig

AnyScreen = type[Screen[Any]]
WHAT_TO_DO: Final = "Call your emergency number or go to the nearest emergency department now."

WALK: Final[tuple[tuple[AnyScreen, tuple[str, ...]], ...]] = (
    (TodayScreen, ()),
    (HelpScreen, ("question_mark",)),
    (Palette, ("ctrl+p",)),
    (MenuScreen, ("c",)),
    (CheckInScreen, ("c", "1")),
    (WeekScreen, ("w",)),
    (WeeksScreen, ("w", "o")),
    (HistoryScreen, ("h",)),
    (SessionDetailScreen, ("h", "enter")),
    (FormScreen, ("h", "f")),
    (ConfirmScreen, ("h", "u")),
    (DrillCurveScreen, ("h", "c")),
    (RecordsScreen, ("h", "r")),
    (ProgramsScreen, ("p",)),
    (DrillScreen, ("p", "d")),
    (LookAheadScreen, ("p", "a")),
    (NewProgramScreen, ("p", "n")),
    (GuideScreen, ("g",)),
    (PageScreen, ("g", "enter")),
    (BreaksScreen, ("b",)),
    (SettingsScreen, ("e",)),
    (EditorScreen, ("p", "c", "y")),
    (SessionScreen, ("enter",)),
    (QuestionDialog, ("q",)),
    (DoneScreen, ("y",)),
)
"""Which keys lead to a screen: from Today, but the last two, which go on from the one before them."""
GO_ON: Final[set[AnyScreen]] = {QuestionDialog, DoneScreen}


def _take(_value: str) -> str | None:
    return None


DIRECT: Final[dict[AnyScreen, Callable[[Rig], Screen[Any]]]] = {
    WelcomeScreen: lambda rig: WelcomeScreen(rig.workspace, rig.app.check_ins),
    HealthScreen: lambda rig: HealthScreen(rig.app.check_ins),
    WeightScreen: lambda rig: WeightScreen(rig.workspace),
    ChooseScreen: lambda _: ChooseScreen("Colours", [("a", "one"), ("b", "another")]),
    TickScreen: lambda _: TickScreen("Days", [("mon", "Monday"), ("tue", "Tuesday")], ["mon"]),
    ValueScreen: lambda _: ValueScreen("Weight", "Yours.", "72kg", "such as 72kg", _take),
    KeyScreen: lambda _: KeyScreen("Another key", "For what?", _take),
    IntroductionScreen: lambda rig: IntroductionScreen("Core", NO_INTRODUCTION),
    ChooseDrillsScreen: lambda rig: ChooseDrillsScreen(rig.workspace.catalog.drills),
}
"""How a screen is made that no short way leads to."""


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Somebody with one session behind them, who named everything alarming this morning."""
    rig = Rig(tmp_path / "home")
    plank = SetRecord(
        slot="plank", drill="plank", round=1, asked_seconds=30, seconds=30, form="clean", pain=0
    )
    rig.write(
        Session(
            id="01890000-0000-7000-8000-000000000000",
            date=MONDAY.date(),
            at=MONDAY,
            program="core",
            kind="core",
            sets=(plank,),
        )
    )
    rig.write(
        CheckIn(
            id="01890000-0000-7000-8000-000000000001",
            date=MONDAY.date(),
            at=MONDAY,
            kind="before",
            red_flags=("bowel_bladder", "saddle_numbness", "both_legs", "leg_radiation", "numb_toes"),
        )
    )
    return rig


def words_on(rig: Rig) -> str:
    """Everything on the screen on top, without what is drawn round it."""
    return " ".join("".join(" " if sign in "█▌│┃" else sign for sign in rig.text()).split())


async def stands_there(pilot: Pilot[None], rig: Rig, wanted: AnyScreen) -> None:
    """Wait for a screen, and for what to do on it."""
    await until(pilot, lambda: isinstance(rig.app.screen, wanted), lambda: f"{wanted}\n{rig.text()}")
    await until(pilot, lambda: WHAT_TO_DO in words_on(rig), lambda: f"{wanted}\n{rig.text()}")
    assert TITLE in words_on(rig)


async def back_to_today(pilot: Pilot[None], rig: Rig) -> None:
    """Leave whatever lies over Today."""
    while not isinstance(rig.app.screen, TodayScreen):
        rig.app.pop_screen()
        await pilot.pause()


async def test_care_text_is_on_every_screen(rig: Rig) -> None:
    async with rig.opened(size=(50, 16)) as pilot:
        for wanted, make in DIRECT.items():
            await back_to_today(pilot, rig)
            await rig.app.push_screen(make(rig))
            await stands_there(pilot, rig, wanted)
        for wanted, keys in WALK:
            if wanted not in GO_ON:
                await back_to_today(pilot, rig)
            for key in keys:
                await pilot.press(key)
                await until(pilot, lambda: "Reading…" not in rig.text())
            await stands_there(pilot, rig, wanted)


def test_every_screen_is_covered() -> None:
    found: set[AnyScreen] = set()
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == module.name:
                found.add(thing)
    shown = {one for one in found if not any(one is not other and issubclass(other, one) for other in found)}
    assert shown == {*dict(WALK), *DIRECT}


async def mark_core(pilot: Pilot[None], rig: Rig) -> None:
    """Go to the core program in the list of programs."""
    await pilot.press("p")
    screen = rig.app.screen
    assert isinstance(screen, ProgramsScreen)
    await until(pilot, lambda: screen.list.option_count > 0)
    screen.list.highlighted = screen.list.get_option_index("core")


async def test_lock_allows_only_breathing(rig: Rig) -> None:
    def nothing_started() -> None:
        stack = rig.app.screen_stack
        assert not any(isinstance(one, SessionScreen | CheckInScreen) for one in stack), rig.text()
        assert WHAT_TO_DO in words_on(rig)

    async with rig.opened("down", "enter", size=(100, 40)) as pilot:
        nothing_started()
        await mark_core(pilot, rig)
        await pilot.press("enter")
        nothing_started()
        await pilot.press("c", "y")
        await until(pilot, lambda: isinstance(rig.app.screen, EditorScreen))
        await pilot.press("f5")
        nothing_started()
        await back_to_today(pilot, rig)
        await pilot.press("b", "s")
        nothing_started()
        await pilot.press("t", "ctrl+p", *"start")
        await until(pilot, lambda: "Start Ten slow breaths" in rig.text())
        assert "Start Core" not in rig.text()
        await pilot.press("escape", "escape")
        await back_to_today(pilot, rig)
        await pilot.press("s")
        screen = rig.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen._run.program.id == "breathing"


async def test_call_tier_allows_permitted_drills(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home")
    rig.lock()
    async with rig.opened("ctrl+p", *"start", size=(100, 40)) as pilot:
        await until(pilot, lambda: "Start Ten slow breaths" in rig.text())
        offered = {line.strip(" │┃") for line in rig.text().splitlines() if "Start " in line}
        assert any("Start Morning" in line for line in offered)
        assert any("Start Micro-break" in line for line in offered)
        closed = ("Start Core", "Start Hips", "Start Lifting", "Start Brisk", "Start Massage")
        assert not any(word in line for word in closed for line in offered)
        await pilot.press("escape", "escape")
        await back_to_today(pilot, rig)
        run = Sessions(rig.workspace).start("morning", mute=True)
        assert {one.drill for one in run.timeline.intervals} == {"walk-5"}
        run.close()


CARE: Final = (
    "You reported: numb toes. Please call a clinic today. Do not train until then.",
    "Slow breathing stays open.",
)


@pytest.mark.parametrize("width", range(20, 121, 10))
@pytest.mark.parametrize("height", [8, 12, 16, 24, 40])
def test_care_text_fits_and_leaves_room(width: int, height: int) -> None:
    text = fitting_text(CARE, width, height * 2 // 5, "112")
    shortest = banner_texts(CARE, "112")[-1]
    assert text in banner_texts(CARE, "112")
    assert text == shortest or lines_of(text, width) <= height * 2 // 5
    assert text.startswith(TITLE) and "Please call a clinic today." in text


def test_roomy_banner_has_full_text() -> None:
    texts = banner_texts(CARE, "112")
    assert [len(text) for text in texts] == sorted(map(len, texts), reverse=True)
    assert fitting_text(CARE, 200, 10, "112") == banner_texts(CARE, "112")[0] == " ".join((TITLE, *CARE))
