"""Check-ins, key by key: what is asked, what is written, and what is said of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, ClassVar

import pytest
from textual.app import App
from textual.pilot import Pilot

from coach.app.checkins import CheckInNoted
from coach.errors import JournalError
from coach.model.events import CheckInKind
from coach.tui.checkin.forms import ChoiceLine
from coach.tui.checkin.screen import CheckInDone, CheckInScreen
from tests.support.screens import screen_text
from tests.support.textual_private import notified
from tests.tui.rig import CARE, FakeDays


class Asking(App[None]):
    """Opens one check-in and keeps what came of it."""

    chosen_keys: ClassVar[dict[str, str]] = {}

    def __init__(self, screen: CheckInScreen) -> None:
        super().__init__()
        self.opened = screen
        self.done: list[CheckInDone | None] = []

    def on_mount(self) -> None:
        self.push_screen(self.opened, self.done.append)

    def text(self) -> str:
        """Everything that can be read."""
        return screen_text(self)


@asynccontextmanager
async def asked(
    kind: CheckInKind,
    checklist: str | None = None,
    *,
    days: FakeDays | None = None,
    on: date | None = None,
    size: tuple[int, int] = (100, 40),
) -> AsyncIterator[tuple[Pilot[None], Asking, list[Any]]]:
    """One check-in."""
    days = days or FakeDays()
    app = Asking(CheckInScreen(days.check_ins, kind, checklist, on=on))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot, app, days.calls


async def test_after_yes_each_sign_is_asked() -> None:
    async with asked("morning") as (pilot, _app, calls):
        await pilot.press("y", "y", "1", "2", "enter", "n")
        await pilot.pause()
        expected = {"stiff": True, "signs": True, "which_signs": ("tug", "short_leg"), "which_alarms": ()}
        assert calls == [("morning", expected, None, (), None)]


async def test_yes_asks_for_the_sign() -> None:
    async with asked("morning") as (pilot, app, calls):
        await pilot.press("n", "y", "enter")
        assert "Which?" in app.text()
        assert calls == []


async def test_sleep_and_pain_replace_the_first_event() -> None:
    async with asked("morning") as (pilot, app, calls):
        await pilot.press("n", "n", "n", "7", "plus", "enter", "y", "2")
        await pilot.pause()
        assert len(calls) == 2
        assert calls[1][1]["sleep_hours"] == 7.5
        assert calls[1][1]["woke_before_alarm"] is True
        assert calls[1][1]["pain"] == 2
        assert isinstance(calls[1][1]["pain"], int)
        assert calls[1][4] == "c1"
        assert app.done == [CheckInDone(True)]


async def test_leaving_keeps_complete_answers() -> None:
    async with asked("morning") as (pilot, app, calls):
        await pilot.press("n", "n", "n", "8", "enter", "escape")
        await pilot.pause()
        assert calls[-1][1]["sleep_hours"] == 8
        assert app.done == [CheckInDone(True)]


async def test_typed_hours_above_24_start_anew() -> None:
    async with asked("morning") as (pilot, app, _calls):
        await pilot.press("0", "n", "1", "0")
        assert "10 hours" in app.text()
        await pilot.press("9")
        assert "9 hours" in app.text()
        await pilot.press("minus")
        assert "8.5 hours" in app.text()


async def test_leaving_incomplete_writes_nothing() -> None:
    async with asked("morning") as (pilot, app, calls):
        await pilot.press("n", "escape")
        await pilot.pause()
        assert calls == []
        assert app.done == [CheckInDone(False)]
        assert notified(app) == ["Nothing was noted."]


async def test_back_reopens_previous_answer() -> None:
    async with asked("morning") as (pilot, app, calls):
        await pilot.press("y", "left")
        assert "stiffer" in app.text()
        await pilot.press("n", "n", "n")
        assert calls[0][1]["stiff"] is False


async def test_red_flag_ends_with_care_text() -> None:
    days = FakeDays()
    days.noted = CheckInNoted(id="c1", care=CARE, stops=True)
    async with asked("morning", days=days) as (pilot, app, calls):
        await pilot.press("n", "n", "y", "1", "enter")
        await pilot.pause()
        assert len(calls) == 1
        assert CARE[0] in app.text()
        await pilot.press("space")
        await pilot.pause()
        assert app.done == [CheckInDone(True, True)]


async def test_effect_on_today_is_shown() -> None:
    days = FakeDays()
    days.noted = CheckInNoted(id="c1", lines=("Core holds: a build week becomes an early light week.",))
    async with asked("morning", days=days) as (pilot, app, _calls):
        await pilot.press("y", "n", "n")
        await pilot.pause()
        assert "becomes an early light week" in app.text()


async def test_weekly_shows_figures_and_highlight() -> None:
    async with asked("weekly") as (pilot, app, calls):
        assert "3 of 3 core sessions" in app.text()
        await pilot.press("y", "n", "1", "enter")
        await pilot.press("3", "o")
        await pilot.press(*"chair", "enter", "enter")
        await pilot.pause()
        assert calls[0][1] == {
            "hip90_left": True,
            "hip90_right": False,
            "triggers": ("sitting",),
            "changes": ("block length", "chair"),
        }
        assert "4 weeks of core work without pain." in app.text()
        await pilot.press("space")
        await pilot.pause()
        assert app.done == [CheckInDone(True)]


async def test_every_trigger_has_a_key() -> None:
    async with asked("weekly") as (pilot, app, _calls):
        await pilot.press("enter", "enter", "a")
        lines = [line for line in app.screen.query(ChoiceLine) if line.has_class("-ticked")]
        assert ["Drills that fell away" in line.text for line in lines] == [True]


async def test_click_ticks_a_choice() -> None:
    async with asked("before") as (pilot, app, calls):
        await pilot.click(ChoiceLine)
        await pilot.pause()
        assert "☑" in app.text()
        await pilot.press("enter")
        assert len(calls[0][1]["which_alarms"]) == 1


async def test_none_of_these_takes_one_key() -> None:
    async with asked("before") as (pilot, app, calls):
        assert "None of these" in app.text()
        await pilot.press("enter")
        assert calls == []
        await pilot.press("n")
        await pilot.pause()
        assert calls == [("before", {"which_alarms": ()}, None, (), None)]
        assert app.done == [CheckInDone(True)]


async def test_monthly_includes_shoe_checklist() -> None:
    async with asked("monthly") as (pilot, _app, calls):
        await pilot.press("y", "n", "1", "3", "enter")
        await pilot.pause()
        assert calls == [
            ("monthly", {"tread_ok": True, "which_alarms": ()}, None, ("shoes.tread", "shoes.fit"), None)
        ]


@pytest.mark.parametrize("checklist", ["desk", "home", "sleep", "event-day"])
async def test_checklist_may_be_left_empty(checklist: str) -> None:
    async with asked("monthly", checklist) as (pilot, _app, calls):
        await pilot.press("enter")
        await pilot.pause()
        assert calls == [("monthly", {}, None, (), None)]


async def test_earlier_morning_has_its_own_date() -> None:
    day = date(2026, 1, 11)
    async with asked("morning", on=day) as (pilot, app, calls):
        assert "11 January" in app.text()
        await pilot.press("0", "n")
        await pilot.pause()
        assert calls[0][2] == day


async def test_failed_write_can_be_retried() -> None:
    days = FakeDays()
    days.trouble = JournalError("the disk is full")
    async with asked("before", days=days) as (pilot, app, calls):
        await pilot.press("n")
        await pilot.pause()
        assert app.done == []
        assert "the disk is full" in notified(app)[0]
        days.trouble = None
        await pilot.press("left", "n")
        await pilot.pause()
        assert len(calls) == 1
        assert app.done == [CheckInDone(True)]


async def test_check_in_fits_small_screen() -> None:
    async with asked("weekly", size=(50, 16)) as (pilot, app, _calls):
        await pilot.press("enter", "enter")
        assert "Did anything set your back off" in app.text()
        assert "1  ☐ A long time in a chair" in app.text()


async def test_arrows_scroll_to_more_choices() -> None:
    async with asked("weekly", size=(50, 12)) as (pilot, app, _calls):
        await pilot.press("y", "y")
        assert "Drills that fell away" not in app.text()
        await pilot.press("pagedown", "pagedown")
        assert "Drills that fell away" in app.text()
        await pilot.press("pageup", "pageup", "up")
        assert "A long time in a chair" in app.text()
