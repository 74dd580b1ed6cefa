"""Today: what is due, why, in which week, and what a key does."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import msgspec
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from coach.app.checkins import CheckInNoted
from coach.errors import CoachError
from coach.tui.app import CoachApp
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.dialogs import MenuScreen, QuestionDialog
from coach.tui.session.screen import SessionScreen
from coach.tui.today.data import CheckInCard, Day, Unfinished
from coach.tui.today.screen import TodayScreen
from coach.tui.widgets.banner import Banner, BannerText
from coach.tui.widgets.canvas import StatusLine
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.support.textual_private import notified
from tests.tui.rig import CARE, CORE, DAY, LOCKED, MORNING, NORMAL, FakeDays, SessionRig, UseCases

WELL = ("morning", {"stiff": False, "signs": False, "which_alarms": ()}, None, (), None)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the day was read and shown."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@asynccontextmanager
async def today(
    day: Day, *, cases: UseCases | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], CoachApp, FakeDays]]:
    """The app on a day."""
    cases = cases or UseCases()
    cases.days.shown = day
    app = cases.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield pilot, app, cases.days


def is_on(app: App[None], kind: type[Screen[Any]]) -> bool:
    """Whether a screen of this kind is on top."""
    return isinstance(app.screen, kind)


async def test_today_lists_due_and_done() -> None:
    async with today(NORMAL) as (_pilot, app, _days):
        text = screen_text(app)
        assert "Today, Monday 12 January" in text
        assert "one thing is due" in text
        assert "● Short [holds]" in text
        assert "16 min" in text
        assert "✓ Morning" in text
        assert "3 × 30 s a side, right first" in text
        assert "Block 2, week 3 of 5" in text


async def test_prefetched_day_is_in_first_frame() -> None:
    cases = UseCases()
    cases.days.ahead = [NORMAL]
    held = threading.Event()

    def day(on: date | None = None) -> Day:
        held.wait(10)
        return LOCKED

    cases.days.reader.day = day  # type: ignore[method-assign]
    app = cases.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "3 × 30 s a side, right first" in screen_text(app)
        assert not app.screen.has_class("-unread")
        # Something was written meanwhile: the journal has the last word.
        held.set()
        await until(pilot, lambda: "Training is off" in screen_text(app))
        assert "3 × 30 s a side, right first" not in screen_text(app)


async def test_late_reading_is_dropped() -> None:
    cases = UseCases()
    cases.days.shown = NORMAL
    app = cases.app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        today = app.screen
        assert isinstance(today, TodayScreen)
        held, going = threading.Event(), threading.Event()

        def first_day(*, wait: bool) -> Day | None:
            if not wait or going.is_set():
                return None
            going.set()
            held.wait(10)
            return LOCKED

        cases.days.first.day = first_day  # type: ignore[method-assign]
        today.read_again()
        await asyncio.to_thread(going.wait, 10)
        today.read_again()
        held.set()
        await settled(pilot)
        assert today.day == NORMAL


async def test_prefetch_does_not_change_looks() -> None:
    for size in ((50, 12), (50, 16), (80, 24), (120, 40)):
        async with today(NORMAL, size=size) as (_pilot, app, _days):
            read_here = screen_text(app)
        cases = UseCases()
        cases.days.ahead = [NORMAL]
        async with today(NORMAL, cases=cases, size=size) as (_pilot, app, _days):
            assert screen_text(app) == read_here


async def test_why_key_shows_reasons() -> None:
    async with today(NORMAL, size=(120, 40)) as (pilot, app, _days):
        assert "five more seconds" not in screen_text(app)
        await pilot.press("space")
        assert "Two clean days at 35 s: five more seconds." in screen_text(app)
        assert "Two [b]holds[/b]." in screen_text(app)
        await pilot.press("space")
        assert "five more seconds" not in screen_text(app)


async def test_start_key_starts_next_due(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await pilot.press("down", "s")
        await pilot.pause()
        assert is_on(app, SessionScreen)
        assert rig.cases.calls == ["open short"]
        await pilot.press("q", "y")
        await pilot.pause()
        await pilot.press("enter")
        assert not is_on(app, TodayScreen)
        await pilot.press("space")
        await pilot.pause()
        assert is_on(app, TodayScreen)
        assert rig.audio.closed
        await pilot.press("q")
    assert app.return_code == 0


async def test_restart_offers_unfinished_session(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await pilot.press("down", "s")
        await pilot.pause()
        rig.clock.advance(16)
        await pilot.press("q", "l")
        await pilot.pause()
        assert is_on(app, TodayScreen)
        rig.cases.days.broken_off = Unfinished(
            id="u1", title="Short", started="today at 18:30", sets_done=1, program="short"
        )
        await pilot.press("s")
        await pilot.pause()
        assert is_on(app, QuestionDialog)
        await pilot.press("r")
        await pilot.pause()
        assert rig.cases.calls[-1] == "resume u1"


async def test_enter_starts_marked_program(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, _app, _days):
        await pilot.press("enter")
        await pilot.pause()
        assert rig.cases.calls == ["open short"]


async def test_nothing_due_is_said() -> None:
    async with today(Day(date=DAY, programs=(MORNING,))) as (pilot, app, _days):
        await pilot.press("s")
        assert "Nothing more is due today" in notified(app)[0]


async def test_closed_program_says_why(rig: SessionRig) -> None:
    rig.cases.sessions.trouble = CoachError("Core is [closed] today")
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        await pilot.press("enter")
        await pilot.pause()
        assert is_on(app, TodayScreen)
        assert notified(app) == ["Core is [closed] today"]


async def test_no_programs_shows_instructions() -> None:
    async with today(Day(date=DAY)) as (pilot, app, _days):
        assert "coach locate" in screen_text(app)
        await pilot.press("enter", "space")
        assert is_on(app, TodayScreen)


async def test_unreadable_journal_is_reported() -> None:
    cases = UseCases()
    cases.days.trouble = CoachError("the journal is [locked]")
    async with today(NORMAL, cases=cases) as (_pilot, app, _days):
        assert "the journal is [locked]" in screen_text(app)


async def test_file_problems_are_shown() -> None:
    day = msgspec.structs.replace(NORMAL, problems=("my.yaml:3:5: [b]no such drill",), notices=("Be kind.",))
    async with today(day) as (_pilot, app, _days):
        assert "my.yaml:3:5: [b]no such drill" in screen_text(app)
        assert "Be kind." in screen_text(app)


async def test_mark_stays_while_program_waits() -> None:
    other = msgspec.structs.replace(CORE, id="other", title="Other")
    day = msgspec.structs.replace(NORMAL, programs=(CORE, other, MORNING))
    async with today(day) as (pilot, app, days):
        await pilot.press("down")
        days.shown = msgspec.structs.replace(day, notices=("New.",))
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.read_again()
        await settled(pilot)
        assert screen.programs.highlighted == 1
        days.shown = msgspec.structs.replace(day, programs=(CORE, MORNING))
        screen.read_again()
        await settled(pilot)
        assert screen.programs.highlighted == 0


async def test_locked_day_starts_only_breathing(
    rig: SessionRig,
) -> None:
    async with today(LOCKED, cases=rig.cases, size=(100, 40)) as (pilot, app, _days):
        assert CARE[0] in " ".join(screen_text(app).split())
        await pilot.press("down", "enter")
        assert rig.cases.calls == []
        assert "Closed until a clinician has cleared you." in notified(app)[-1]
        await pilot.press("c", "1")
        await pilot.pause()
        assert is_on(app, CheckInScreen)
        assert app.screen.query_one(Banner)
        await pilot.press("escape")
        await pilot.press("up", "enter")
        await pilot.pause()
        assert is_on(app, SessionScreen)
        assert "numb toes" in str(app.screen.query_one(BannerText).render())


async def test_care_text_goes_with_the_lock() -> None:
    async with today(LOCKED) as (pilot, app, days):
        assert app.screen.query(Banner)
        days.shown = NORMAL
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.read_again()
        await settled(pilot)
        assert not screen.query(Banner)


async def test_check_in_is_chosen_from_menu() -> None:
    async with today(NORMAL) as (pilot, app, _days):
        assert "The weekly check-in" in screen_text(app)
        await pilot.press("c")
        await pilot.pause()
        assert is_on(app, MenuScreen)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("c", "4")
        await pilot.pause()
        assert is_on(app, CheckInScreen)
        assert "At the desk" in screen_text(app)


async def test_forgotten_morning_has_a_key() -> None:
    card = CheckInCard(kind="morning", title="The morning of yesterday", on=DAY.replace(day=11), due=True)
    day = msgspec.structs.replace(NORMAL, morning=None, check_ins=(card,))
    async with today(day) as (pilot, app, days):
        assert "f  The morning of yesterday" in screen_text(app)
        await pilot.press("f", "n", "n", "n")
        await pilot.pause()
        (said,) = days.calls
        assert isinstance(said, tuple)
        assert said[0] == "morning"
        assert said[2] == DAY.replace(day=11)


async def test_morning_takes_three_keys() -> None:
    async with today(NORMAL) as (pilot, app, days):
        await pilot.press("n", "n", "n")
        await pilot.pause()
        assert days.calls == [WELL]
        assert "How many hours did you sleep?" in screen_text(app)
        days.shown = msgspec.structs.replace(NORMAL, morning=None)
        await pilot.press("escape")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert not screen.morning.display
        await pilot.press("n")
        assert app.screen is screen


async def test_fast_answers_are_not_lost() -> None:
    async with today(NORMAL) as (pilot, app, days):
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        for answer in (False, False, False):
            screen.action_answer(answer)
        await pilot.pause()
        await pilot.pause()
        assert sum(isinstance(one, CheckInScreen) for one in app.screen_stack) == 1
        # What matters is answered by nobody who has not seen it.
        assert days.calls == []
        await pilot.press("n")
        await pilot.pause()
        assert days.calls == [WELL]


async def test_double_key_starts_once(rig: SessionRig) -> None:
    async with today(NORMAL, cases=rig.cases) as (pilot, app, _days):
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.action_start_next()
        screen.action_start_next()
        await pilot.pause()
        assert rig.cases.calls == ["open short"]


async def test_no_to_all_skips_unread_questions() -> None:
    async with today(NORMAL) as (pilot, app, days):
        await pilot.press("0")
        await pilot.pause()
        assert days.calls == []
        assert "New, or worse than usual for you" in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert days.calls == [WELL]


async def test_none_of_these_starts_core(rig: SessionRig) -> None:
    rig.cases.days.before = True
    async with today(NORMAL, cases=rig.cases) as (pilot, app, days):
        await pilot.press("enter")
        await pilot.pause()
        assert is_on(app, CheckInScreen)
        assert rig.cases.calls == []
        await pilot.press("n")
        await pilot.pause()
        assert days.calls == [("before", {"which_alarms": ()}, None, (), None)]
        assert is_on(app, SessionScreen)


async def test_red_flag_stops_core_start(rig: SessionRig) -> None:
    rig.cases.days.before = True
    rig.cases.days.noted = CheckInNoted(id="c1", care=CARE, stops=True)
    async with today(NORMAL, cases=rig.cases, size=(120, 40)) as (pilot, app, days):
        await pilot.press("enter", "5", "enter")
        await pilot.pause()
        assert CARE[0] in " ".join(screen_text(app).split())
        days.shown = LOCKED
        await pilot.press("space")
        await settled(pilot)
        assert is_on(app, TodayScreen)
        assert rig.cases.calls == []
        assert app.screen.query(Banner)


async def test_leaving_question_starts_nothing(rig: SessionRig) -> None:
    rig.cases.days.before = True
    async with today(NORMAL, cases=rig.cases) as (pilot, app, days):
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert is_on(app, TodayScreen)
        assert (rig.cases.calls, days.calls) == ([], [])


async def test_red_flag_in_run_opens_today(rig: SessionRig) -> None:
    rig.cases.days.before = True
    rig.cases.days.noted = CheckInNoted(id="c1", care=CARE, stops=True)
    async with rig.app.run_test() as pilot:
        await pilot.pause()
        assert is_on(rig.app, CheckInScreen)
        await pilot.press("1", "enter", "space")
        await settled(pilot)
        assert is_on(rig.app, TodayScreen)
        assert rig.cases.calls == []


async def test_frame_is_drawn_while_reading() -> None:
    cases = UseCases()
    cases.days.shown = NORMAL
    app = cases.app()
    async with app.run_test() as pilot:
        assert is_on(app, TodayScreen)
        assert "Today, Monday 12 January" in app.screen.query_one("#header", StatusLine).text
        await settled(pilot)
        await pilot.pause()
        assert not app.screen.has_class("-unread")
        assert app.screen.query_one("#doses", Static)


async def test_small_screen_notices_leave_room() -> None:
    long = "A lighter week (3 stiff mornings in a row), up to and including 26 November. " * 3
    day = msgspec.structs.replace(NORMAL, notices=(long, long))
    async with today(day, size=(50, 16)) as (_pilot, app, _days):
        lines = screen_text(app).splitlines()
        assert any("Short [holds]" in line for line in lines)
        assert "start" in lines[-1] and "help" in lines[-1]
        assert "A lighter week" in " ".join(lines), "it stands above the doses"
    async with today(day, size=(80, 40)) as (_pilot, app, _days):
        assert " ".join(screen_text(app).split()).count("A lighter week") == 6
