"""What comes before a session is asked wherever it is started from, and leaving it starts nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.app.checkins import CheckInNoted
from coach.model.events import CheckIn
from coach.paths import ScreenRequest
from coach.tui.checkin.health import HealthScreen
from coach.tui.checkin.screen import CheckInScreen
from coach.tui.checkin.welcome import WeightScreen, WelcomeScreen
from coach.tui.introduction import IntroductionScreen
from coach.tui.session.screen import SessionScreen
from coach.tui.today.data import Unfinished
from coach.tui.today.screen import TodayScreen
from tests.support.settling import until
from tests.tui.rig import CARE, MONDAY, NORMAL, Rig, SessionRig, UseCases
from tests.tui.today.test_today import is_on

UNFINISHED = Unfinished(id="u1", title="Core", program="short", started="today at 8:00", sets_done=3)


async def by_the_palette(pilot: Pilot[None]) -> None:
    """Through the command palette."""
    await pilot.press("ctrl+p", *"start short")
    await until(pilot, lambda: pilot.app.screen.query("CommandList").last().display)
    await pilot.pause()
    await pilot.press("down", "enter")


WAYS: dict[str, Callable[[Pilot[None]], object]] = {
    "enter": lambda pilot: pilot.press("enter"),
    "next": lambda pilot: pilot.press("s"),
    "palette": by_the_palette,
}


@asynccontextmanager
async def at(cases: UseCases, program: str | None) -> AsyncIterator[Pilot[None]]:
    """The app on a normal day, or straight at a program."""
    cases.days.shown = NORMAL
    app = cases.app(ScreenRequest(program=program))
    async with app.run_test(size=(100, 40)) as pilot:
        if program is None:
            await until(pilot, lambda: getattr(app.screen, "day", None) is not None)
        else:
            await pilot.pause()
        yield pilot


async def go(pilot: Pilot[None], way: str) -> None:
    """Start it in one of these ways."""
    if way in WAYS:
        await WAYS[way](pilot)  # type: ignore[misc]
    elif way == "resume":
        await until(pilot, lambda: bool(pilot.app.screen.query("#answers")))
        await pilot.press("enter")
    await pilot.pause()


EVERY = ["enter", "next", "palette", "run", "resume"]


@pytest.mark.parametrize("way", EVERY)
async def test_every_start_asks_signs_then_health(rig: SessionRig, way: str) -> None:
    rig.cases.days.before = rig.cases.days.health_open = True
    rig.cases.days.broken_off = UNFINISHED if way == "resume" else None
    async with at(rig.cases, "short" if way in ("run", "resume") else None) as pilot:
        await go(pilot, way)
        assert is_on(pilot.app, CheckInScreen)
        assert rig.cases.calls == []
        await pilot.press("n")
        await pilot.pause()
        assert is_on(pilot.app, HealthScreen)
        assert rig.cases.calls == []
        await pilot.press("n")
        await pilot.pause()
        assert is_on(pilot.app, SessionScreen)
        assert ("health", ()) in rig.cases.days.calls
        assert rig.cases.calls == ["resume u1" if way == "resume" else "open short"]


@pytest.mark.parametrize("way", EVERY)
@pytest.mark.parametrize("answered", [(), ("n",)], ids=["warning signs", "health"])
async def test_leaving_question_starts_nothing(rig: SessionRig, way: str, answered: tuple[str, ...]) -> None:
    rig.cases.days.before = rig.cases.days.health_open = True
    rig.cases.days.broken_off = UNFINISHED if way == "resume" else None
    async with at(rig.cases, "short" if way in ("run", "resume") else None) as pilot:
        await go(pilot, way)
        await pilot.press(*answered, "escape")
        await pilot.pause()
        assert not is_on(pilot.app, SessionScreen)
        assert rig.cases.calls == []
        assert rig.cases.days.health_open


async def test_locking_health_answer_starts_nothing(rig: SessionRig) -> None:
    rig.cases.days.health_open = True
    rig.cases.days.health_noted = CheckInNoted(id="", care=CARE, stops=True)
    async with at(rig.cases, None) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert is_on(pilot.app, HealthScreen)
        await pilot.press("6", "enter")
        await pilot.pause()
        assert "Please call a doctor or a clinic today" in str(
            pilot.app.screen.query_one("#question").render()
        )
        await pilot.press("space")
        await pilot.pause()
        assert is_on(pilot.app, TodayScreen)
        assert rig.cases.calls == []


async def test_each_tick_shows_its_effect(rig: SessionRig) -> None:
    rig.cases.days.health_open = True
    async with at(rig.cases, None) as pilot:
        await pilot.press("s")
        await pilot.pause()
        text = SessionRig.text
        assert "is no medical advice" in " ".join(text(rig_of(pilot)).split())
        assert "leans on the wall" not in text(rig_of(pilot))
        await pilot.press("1")
        await pilot.pause()
        assert "Planks become leans on the wall" in " ".join(text(rig_of(pilot)).split())


def rig_of(pilot: Pilot[None]) -> SessionRig:
    """Something with an app, for its text."""
    rig = SessionRig.__new__(SessionRig)
    rig.app = pilot.app  # type: ignore[assignment]
    return rig


# ---------------------------------------------------------------------- an empty home, for real


@pytest.fixture
def empty(tmp_path: Path) -> Rig:
    """A home in which nothing was ever said."""
    rig = Rig(tmp_path / "home")
    rig.config.unlink()
    return rig


async def answered_none(pilot: Pilot[None], rig: Rig) -> None:
    """Read a list to its end, and say that none of it is there."""
    screen = rig.app.screen
    while rig.app.screen is screen:
        await pilot.press("pagedown", "n")
        await pilot.pause()


async def test_open_signs_asked_before_any_session(
    empty: Rig,
) -> None:
    async with empty.app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: isinstance(empty.app.screen, WelcomeScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(empty.app.screen, TodayScreen) and "due" in empty.text())
        assert "warning signs is still open" in " ".join(empty.text().split())
        assert list(empty.workspace.journal.events()) == []
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(empty.app.screen, CheckInScreen))
        await pilot.press("escape")
        await pilot.pause()
        assert is_on(empty.app, TodayScreen)
        await pilot.press("enter", "n")
        await until(pilot, lambda: isinstance(empty.app.screen, HealthScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(empty.app.screen, IntroductionScreen))
        assert "New to you" in empty.text()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(empty.app.screen, SessionScreen))
        assert [type(one) for one in empty.workspace.journal.events()][:1] == [CheckIn]


OTHER_DOORS = [("p", "down", "enter"), ("p", "down", "s"), ("b", "s")]


@pytest.mark.parametrize("keys", OTHER_DOORS, ids=" ".join)
async def test_programs_and_breaks_ask_before_start(tmp_path: Path, keys: tuple[str, ...]) -> None:
    rig = Rig(tmp_path / "home")
    async with rig.opened(*keys, size=(100, 40)) as pilot:
        await until(pilot, lambda: is_on(rig.app, CheckInScreen), rig.text)
        await pilot.press("n")
        await until(pilot, lambda: is_on(rig.app, HealthScreen), rig.text)
        await pilot.press("escape")
        await pilot.pause()
        assert not any(isinstance(one, SessionScreen) for one in rig.app.screen_stack)
        assert rig.workspace.settings.health is None


async def test_first_start_records_health(empty: Rig) -> None:
    async with empty.app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: isinstance(empty.app.screen, WelcomeScreen))
        await pilot.press("1", "3", "enter", "enter", "n")
        await until(pilot, lambda: "Does any of this fit you" in empty.text())
        await pilot.press("4", "5", "enter")
        await until(pilot, lambda: "crossing one" in empty.text(), empty.text)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(empty.app.screen, TodayScreen), empty.text)
        assert empty.workspace.settings.health == ("joint_replacement",)
        assert empty.workspace.settings.osteoporosis


async def test_health_can_be_changed_in_check_ins(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "home", config="health: [heart]\nosteoporosis: true\n")
    async with rig.opened("c", size=(100, 40)) as pilot:
        line = next(one for one in rig.text().splitlines() if "Your health" in one)
        await pilot.press(line.split()[0])
        await until(pilot, lambda: isinstance(rig.app.screen, HealthScreen))
        assert rig.text().count("☑") == 2
        await pilot.press("3", "4", "5", "enter")
        await until(pilot, lambda: rig.workspace.settings.health == ("joint_replacement",))
        assert not rig.workspace.settings.osteoporosis
        assert MONDAY.date() == rig.workspace.today()


async def test_new_home_is_asked_for_the_weight_before_the_first_carry(empty: Rig) -> None:
    async with empty.app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(empty.app.screen, WelcomeScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(empty.app.screen, TodayScreen) and "due" in empty.text())
        empty.app.start_program("core")
        await until(pilot, lambda: isinstance(empty.app.screen, CheckInScreen))
        await answered_none(pilot, empty)
        await until(pilot, lambda: isinstance(empty.app.screen, HealthScreen))
        await answered_none(pilot, empty)
        await until(pilot, lambda: isinstance(empty.app.screen, WeightScreen), empty.text)
        assert "What can you carry easily in each hand" in empty.text()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(empty.app.screen, TodayScreen), empty.text)
        known = [empty.workspace.settings.carry_kg]
        empty.app.start_program("core")
        await until(pilot, lambda: isinstance(empty.app.screen, WeightScreen), empty.text)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(empty.app.screen, IntroductionScreen), empty.text)
        known.append(empty.workspace.settings.carry_kg)
        assert known == [None, 4]
        assert "Farmer carry: 4 kg a hand." in " ".join(empty.text().split())
