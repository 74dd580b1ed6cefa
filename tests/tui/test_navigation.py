"""From place to place: by keys, by the palette, and never out of a session."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit
from textual.screen import Screen

from coach.model.settings import Settings
from coach.paths import ScreenRequest
from coach.tui.app import MOST, CoachApp, PlainCommands
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.dialogs import HelpScreen
from coach.tui.keys import PLACE_KEYS, name_of
from coach.tui.navigation import Navigation
from coach.tui.session.screen import SessionScreen
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.footer import KeyFooter
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.support.textual_private import notified
from tests.tui.rig import NORMAL, SessionRig, UseCases
from tests.tui.today.test_today import settled, today


class Elsewhere(Screen[None]):
    """A place that shows nothing."""


@pytest.fixture
def _plain_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place but Today is an empty screen."""
    make = Navigation.make

    def plain(self: Navigation, place: str) -> Screen[None]:
        if place == "today":
            return make(self, place)
        self._made = (place, Elsewhere(name=place))
        return self._made[1]

    monkeypatch.setattr(Navigation, "make", plain)


def first_offer(app: CoachApp) -> str:
    """What the palette would do on Enter; nothing while it still looks."""
    offers = app.screen.query_one(CommandList)
    return str(offers.get_option_at_index(0).prompt) if offers.option_count else ""


@pytest.mark.usefixtures("_plain_places")
async def test_place_keys_go_there_and_back() -> None:
    async with today(NORMAL) as (pilot, app, _days):
        for key in PLACE_KEYS:
            place = name_of(key)
            if place in app.places and place != "today":
                await pilot.press(key.key.split(",")[0])
                assert (app.screen.name, len(app.screen_stack)) == (place, 3)
        await pilot.press("t")
        await settled(pilot)
        assert isinstance(app.screen, TodayScreen)


@pytest.mark.usefixtures("_plain_places")
async def test_key_of_current_place_does_nothing() -> None:
    async with today(NORMAL) as (pilot, app, _days):
        await pilot.press("h")
        before = app.screen
        await pilot.press("h")
        assert app.screen is before


async def test_place_keys_do_not_leave_session(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await pilot.press("enter")
        await pilot.pause()
        session = app.screen
        assert isinstance(session, SessionScreen)
        for key in PLACE_KEYS:
            await pilot.press(key.key.split(",")[0])
            assert app.screen is session
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        assert [one.title for one in app.get_system_commands(session)] == ["Keys", "Theme", "Quit"]


async def test_place_keys_do_not_leave_check_in() -> None:
    async with today(NORMAL) as (pilot, app, _days):
        await pilot.press("c", "2")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CheckInScreen)
        await pilot.press("h", "w", "t", "p", "g", "e")
        assert app.screen is screen


async def test_palette_lists_places_and_programs() -> None:
    async with today(NORMAL) as (_pilot, app, _days):
        titles = [one.title for one in app.get_system_commands(app.screen)]
        assert {
            "Go to history",
            "Go to week",
            "Start Short [holds]",
            "Check-in: At the desk",
            "Theme",
        } <= set(titles)


async def test_palette_starts_a_program(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await pilot.press("ctrl+p")
        await pilot.press(*"short")
        await until(pilot, lambda: "Start Short" in first_offer(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        assert rig.cases.calls == ["open short"]


async def test_palette_opens_a_place(_plain_places: None) -> None:
    async with today(NORMAL) as (pilot, app, _days):
        await pilot.press("ctrl+p")
        await pilot.press(*"week")
        await until(pilot, lambda: "Go to week" in first_offer(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.name == "week")
        assert len(app.screen_stack) == 3


async def test_help_shows_screen_keys() -> None:
    async with today(NORMAL, size=(100, 60)) as (pilot, app, _days):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = screen_text(app)
        assert "Start the next thing that is due." in text
        assert "What was done, and everything that was said." in text
        assert "Leave the app." in text


async def test_footer_keys_are_clickable() -> None:
    async with today(NORMAL, size=(120, 40)) as (pilot, app, _days):
        line = app.screen.query_one("#keys", KeyFooter)
        await pilot.click(line, offset=(line.text.index("check-ins"), 0))
        await pilot.pause()
        assert "Check-ins" in screen_text(app)


async def test_custom_keys_are_shown_and_work(rig: SessionRig) -> None:
    rig.cases.set(Settings(keys={"day.start": ("j",), "go.week": ("k",), "day.why": ("h",)}))
    async with today(NORMAL, cases=rig.cases, size=(120, 40)) as (pilot, app, _days):
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert "j next" in screen.key_footer.text
        told = notified(app)
        assert told == ["keys: 'h' for 'day.why' is already 'go.history'"]
        await pilot.press("j")
        await pilot.pause()
        assert rig.cases.calls == ["open short"]


def test_places_and_keys_match_one_to_one() -> None:
    places = Navigation(UseCases().app(), ScreenRequest())
    assert set(places) <= {name_of(key) for key in PLACE_KEYS}
    assert CoachApp.BINDINGS


COUNT = 2000


class Many(App[None]):
    """An app that offers thousands of things."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        for number in range(COUNT):
            yield SystemCommand(f"Start mine {number:04}", "Now.", self.bell, discover=number < MOST)
        yield SystemCommand("Quit", "Leave.", self.bell)


async def test_palette_shows_best_matches_up_to_limit() -> None:
    app = Many()
    async with app.run_test():
        commands = PlainCommands(app.screen)
        found = [hit async for hit in commands.search("mine")]
        assert len(found) == MOST
        (one,) = [hit async for hit in commands.search("1999")]
        assert isinstance(one, Hit)
        assert one.text == "Start mine 1999"
        assert [hit.text async for hit in commands.search("QUIT") if isinstance(hit, Hit)] == ["Quit"]
        assert [hit async for hit in commands.search("zz")] == []


async def test_palette_shows_some_before_typing() -> None:
    app = Many()
    async with app.run_test():
        shown = [hit async for hit in PlainCommands(app.screen).discover()]
        names = [hit.text for hit in shown if isinstance(hit, DiscoveryHit)]
        assert len(names) == MOST + 1
        assert names[0] == "Quit"
