"""The history screens: reading, filtering, correcting, adding, undoing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Select

from coach.app.corrections import Corrections
from coach.app.history import HistoryReader
from coach.journal.queries import PageRequest
from coach.model.events import Session
from coach.tui.dialogs import FormScreen
from coach.tui.history.base import ConfirmScreen
from coach.tui.history.entry import SessionDetailScreen
from coach.tui.history.heatmap import HeatMap
from coach.tui.history.records import DrillCurveScreen, RecordsScreen
from coach.tui.history.screen import HistoryScreen
from coach.tui.history.weeks import WeekScreen, WeeksScreen
from tests.support.example_history import FIRST, TODAY, half_a_year, held, session, workspace_with
from tests.support.screens import screen_text
from tests.support.settling import PATIENCE_SECONDS, until
from tests.tui.rig import Rig, history_rig, history_screen

SIZES = [(120, 40), (80, 24), (50, 16)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return history_rig(tmp_path, half_a_year())


@asynccontextmanager
async def history_shown(
    rig: Rig, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], HistoryScreen]]:
    """The history, once its list was read."""
    screen = history_screen(rig.workspace)
    async with rig.show(screen).run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: len(screen.pages) > 0)
        yield pilot, screen


@pytest.mark.parametrize("size", SIZES)
async def test_list_shows_newest_entry_first(rig: Rig, size: tuple[int, int]) -> None:
    async with history_shown(rig, size) as (_pilot, screen):
        lines = screen.virtual_list.text.splitlines()
        assert "4 Jan" in lines[0]
        assert "Run" in lines[0]
        assert "Core holds" in screen.virtual_list.text


async def test_empty_history_shows_a_hint(tmp_path: Path) -> None:
    rig = history_rig(tmp_path, [])
    screen = history_screen(rig.workspace)
    async with rig.show(screen).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: screen.has_class("-empty"))
        assert "Press a to add it" in screen_text(pilot.app)


async def test_heat_map_describes_the_current_day(rig: Rig) -> None:
    screen = history_screen(rig.workspace)
    async with rig.show(screen).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "▒" in screen.heatmap.text and "!" in screen.heatmap.text.splitlines()[8])
        await pilot.press("y", "left")
        assert "Sun 28 Dec 2025: 1 activity, 35 min" in screen.heatmap.text
        await pilot.press("enter")
        assert screen.virtual_list.has_focus
        assert "28 Dec 2025" in screen.virtual_list.text.splitlines()[screen.virtual_list.cursor]


async def test_click_on_a_day_moves_the_list(rig: Rig) -> None:
    async with history_shown(rig, (120, 40)) as (pilot, screen):
        await until(pilot, lambda: "▒" in screen.heatmap.text)
        await pilot.click(screen.heatmap, offset=(4 + 2 * 51, 1))
        assert "22 Dec 2025" in screen.virtual_list.text.splitlines()[screen.virtual_list.cursor]


async def test_day_chosen_while_the_list_loads(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = history_screen(rig.workspace)
    chosen, places = Event(), screen.history.places

    def places_late(request: PageRequest) -> tuple[int, ...]:
        assert chosen.wait(PATIENCE_SECONDS)
        return places(request)

    monkeypatch.setattr(screen.history, "places", places_late)
    async with rig.show(screen).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "▒" in screen.heatmap.text)
        await pilot.click(screen.heatmap, offset=(4 + 2 * 51, 1))
        chosen.set()
        await until(pilot, lambda: len(screen.pages) > 0)
        assert "22 Dec 2025" in screen.virtual_list.text.splitlines()[screen.virtual_list.cursor]


@pytest.mark.parametrize("key", ["left", "right", "up", "down", "enter", "click"])
async def test_heat_map_without_data_ignores_input(key: str) -> None:
    chosen: list[HeatMap.Chosen] = []

    class Year(App[None]):
        def compose(self) -> ComposeResult:
            yield HeatMap()

        def on_heat_map_chosen(self, message: HeatMap.Chosen) -> None:
            chosen.append(message)

    app = Year()
    async with app.run_test() as pilot:
        heat = app.query_one(HeatMap)
        heat.focus()
        await (pilot.click(heat, offset=(0, 0)) if key == "click" else pilot.press(key))
        assert heat.cursor == date.min
    assert not chosen


async def test_brackets_change_the_year(rig: Rig) -> None:
    async with history_shown(rig, (120, 40)) as (pilot, screen):
        await until(pilot, lambda: "▒" in screen.heatmap.text)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "▒" not in "\n".join(screen.heatmap.text.splitlines()[:8]))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "▒" in "\n".join(screen.heatmap.text.splitlines()[:8]))


async def test_filter_by_program_and_date(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, screen):
        everything = len(screen.pages)
        await pilot.press("f")
        form = pilot.app.screen
        form.query_one("#program", Select).value = "core"
        since = form.query_one("#since", Input)
        since.value = "2025-12-01"
        since.focus()
        await pilot.press("enter")
        await until(pilot, lambda: 0 < len(screen.pages) < everything)
        assert "Hips" not in screen.virtual_list.text
        assert "Core holds, from 1 Dec 2025" in screen_text(pilot.app)
        await pilot.press("x")
        await until(pilot, lambda: len(screen.pages) == everything)


async def test_invalid_date_keeps_the_typed_text(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, _screen):
        await pilot.press("f")
        since = pilot.app.screen.query_one("#since", Input)
        since.value = "31.12."
        since.focus()
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, FormScreen)
        assert "'31.12.' is not a day" in screen_text(pilot.app)
        assert since.value == "31.12."


async def test_filter_without_matches_shows_a_hint(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, screen):
        await pilot.press("f")
        until_day = pilot.app.screen.query_one("#until", Input)
        until_day.value = "2020-01-01"
        until_day.focus()
        await pilot.press("enter")
        await until(pilot, lambda: screen.has_class("-empty"))
        assert "Nothing fits" in screen_text(pilot.app)


async def test_entries_of_other_processes_appear(rig: Rig, tmp_path: Path) -> None:
    async with history_shown(rig) as (pilot, screen):
        before = len(screen.pages)
        workspace_with(tmp_path, []).journal.append(session(5, TODAY, "core", held("plank", 1, 30)))
        await until(pilot, lambda: len(screen.pages) == before + 1)


async def test_session_shows_planned_and_done(tmp_path: Path) -> None:
    done = session(1, TODAY, "core", held("plank", 1, 22, asked=30, shaky=True), held("plank", 2, 30, pain=4))
    rig = history_rig(tmp_path, [done])
    async with history_shown(rig) as (pilot, screen):
        assert "pain 4, 1 shaky" in screen.virtual_list.text
        await pilot.press("enter")
        detail = pilot.app.screen
        assert isinstance(detail, SessionDetailScreen)
        await until(pilot, lambda: "Plank" in detail.virtual_list.text)
        first, second = detail.virtual_list.text.splitlines()[:2]
        assert first.split()[1:] == ["1.", "Plank", "30", "s", "22", "s", "shaky,", "ended", "early"]
        assert second.endswith("pain 4")
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_correction_is_confirmed_with_its_effects(tmp_path: Path) -> None:
    days = [TODAY - timedelta(days=2), TODAY]
    done = [
        session(index, on, "core", *(held("plank", turn, 30) for turn in (1, 2, 3)))
        for index, on in enumerate(days, 1)
    ]
    rig = history_rig(tmp_path, [*done])
    screen = SessionDetailScreen(HistoryReader(rig.workspace), Corrections(rig.workspace), done[1].id)
    async with rig.show(screen).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Plank" in screen.virtual_list.text)
        await pilot.press("down", "e")
        seconds = pilot.app.screen.query_one("#seconds", Input)
        seconds.value = "12"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        assert "What that does to today" in screen_text(pilot.app)
        assert len(screen.history.places(PageRequest())) == 2
        await pilot.press("y")
        await until(pilot, lambda: "12 s" in screen.virtual_list.text)
        assert "correction" in screen_text(pilot.app)
        assert len(screen.history.places(PageRequest())) == 2


async def test_declined_correction_writes_nothing(tmp_path: Path) -> None:
    done = session(1, TODAY, "core", held("plank", 1, 30))
    rig = history_rig(tmp_path, [done])
    screen = SessionDetailScreen(HistoryReader(rig.workspace), Corrections(rig.workspace), done.id)
    async with rig.show(screen).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Plank" in screen.virtual_list.text)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        revision = rig.workspace.journal.revision
        await pilot.press("n")
        assert pilot.app.screen is screen
        assert rig.workspace.journal.revision == revision


async def test_take_back_and_undo(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, screen):
        before = len(screen.pages)
        for key, count in (("u", before - 1), ("z", before)):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
            await pilot.press("y")
            await until(pilot, lambda count=count: len(screen.pages) == count)  # type: ignore[misc]


async def test_added_session_has_the_planned_values(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, screen):
        before = len(screen.pages)
        await pilot.press("a")
        form = pilot.app.screen
        form.query_one("#what", Select).value = "core"
        day = form.query_one("#day", Input)
        day.value = "yesterday"
        form.query_one("#pain", Input).value = "0"
        day.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        assert "Add Core holds on 3 January 2026" in screen_text(pilot.app)
        await pilot.press("y")
        await until(pilot, lambda: len(screen.pages) == before + 1)
        newest = [
            entry for entry in screen.history.entries(screen.pages.places[:3]) if isinstance(entry, Session)
        ]
        added = next(entry for entry in newest if entry.program == "core")
        assert {done.pain for done in added.sets} == {0}
        assert all(done.seconds == done.asked_seconds for done in added.sets)


async def test_added_activity_cannot_be_in_the_future(rig: Rig) -> None:
    async with history_shown(rig) as (pilot, screen):
        before = len(screen.pages)
        await pilot.press("a")
        form = pilot.app.screen
        form.query_one("#what", Select).value = "activity:walk"
        form.query_one("#day", Input).value = (TODAY + timedelta(days=1)).isoformat()
        minutes = form.query_one("#minutes", Input)
        minutes.value = "40"
        minutes.focus()
        await pilot.press("enter")
        await until(pilot, lambda: "has not come yet" in screen_text(pilot.app))
        assert len(screen.pages) == before
        await pilot.press("a")
        form = pilot.app.screen
        form.query_one("#what", Select).value = "activity:walk"
        minutes = form.query_one("#minutes", Input)
        minutes.value = "40"
        minutes.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmScreen))
        await pilot.press("y")
        await until(pilot, lambda: len(screen.pages) == before + 1)


@pytest.mark.parametrize("size", SIZES)
async def test_curves_show_sides_and_light_weeks(rig: Rig, size: tuple[int, int]) -> None:
    async with history_shown(rig, size) as (pilot, _screen):
        await pilot.press("c")
        curve = pilot.app.screen
        assert isinstance(curve, DrillCurveScreen)
        await until(pilot, lambda: bool(curve.drills))
        curve.virtual_list.cursor = curve.drills.index("side-plank")
        await pilot.press("v", "v")  # the last 12 weeks
        await until(pilot, lambda: "the last 12 weeks" in screen_text(pilot.app))
        text = screen_text(pilot.app)
        assert "left, seconds" in text
        assert "right, seconds" in text
        assert "░" in text
        assert any("\u2801" <= sign <= "\u28ff" for sign in text)


async def test_load_curve_depends_on_the_height(rig: Rig) -> None:
    for size, keys, wanted in (((120, 40), [], True), ((80, 24), [], False), ((80, 24), ["m"], True)):
        rig.restart()
        screen = DrillCurveScreen(HistoryReader(rig.workspace))
        async with rig.show(screen).run_test(size=size) as pilot:
            await until(pilot, lambda screen=screen: bool(screen.drills))  # type: ignore[misc]
            screen.virtual_list.cursor = screen.drills.index("farmer-carry")
            await pilot.press(*keys)
            await until(pilot, lambda: "Best so far: 40 s" in screen_text(pilot.app))
            assert ("load, kg a hand" in screen_text(pilot.app)) is wanted


async def test_records_exclude_light_weeks(tmp_path: Path) -> None:
    sessions = [
        session(index, FIRST + timedelta(days=days), "core", held("plank", 1, 30))
        for index, days in enumerate((0, 2, 7, 14, 21))
    ]
    light = session(9, FIRST + timedelta(days=30), "core", held("plank", 1, 90))
    rig = history_rig(tmp_path, [*sessions, light])
    screen = RecordsScreen(HistoryReader(rig.workspace))
    async with rig.show(screen).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not screen.has_class("-empty"))
        assert "30 s" in screen.virtual_list.text
        assert "1 min 30 s" not in screen.virtual_list.text


async def test_weeks_are_listed_and_open(rig: Rig) -> None:
    screen = WeeksScreen(HistoryReader(rig.workspace))
    async with rig.show(screen).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not screen.has_class("-empty"))
        assert "early light" in screen.virtual_list.text
        assert "29 Dec 2025   3/3 ✓" in screen.virtual_list.text
        await pilot.press("down", "enter")
        week = pilot.app.screen
        assert isinstance(week, WeekScreen)
        await until(pilot, lambda: "Week of 22 to 28 December 2025" in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_week_shows_habits_and_quick_checks(rig: Rig, size: tuple[int, int]) -> None:
    screen = WeekScreen(HistoryReader(rig.workspace))
    async with rig.show(screen).run_test(size=size) as pilot:
        await until(pilot, lambda: "Core sessions" in screen_text(pilot.app))
        assert "3 of 3" in screen_text(pilot.app)
        assert "No pain during the plank? yes" in screen_text(pilot.app)
        await pilot.press("left")
        await until(pilot, lambda: "22 to 28 December" in screen_text(pilot.app))
        await pilot.press("right", "right")
        await until(pilot, lambda: "29 December" in screen_text(pilot.app))


async def test_note_with_brackets_is_not_markup(tmp_path: Path) -> None:
    done = session(1, TODAY, "core", held("plank", 1, 30), note="[bold]not markup[/] [")
    rig = history_rig(tmp_path, [done])
    screen = history_screen(rig.workspace)
    async with rig.show(screen).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "[bold]not markup[/] [" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Note: [bold]not markup[/] [" in screen_text(pilot.app))


async def test_keys_of_an_entry_that_is_still_read_lead_nowhere_else(rig: Rig) -> None:
    async with rig.opened("h") as pilot:
        await until(pilot, lambda: isinstance(rig.app.screen, HistoryScreen), rig.text)
        await until(pilot, lambda: len(rig.top(HistoryScreen).pages) > 0, rig.text)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(rig.app.screen, SessionDetailScreen), rig.text)
        detail = rig.top(SessionDetailScreen)
        await until(pilot, lambda: detail._detail is not None, rig.text)
        detail._detail = None
        for key in ("e", "c", "u"):
            await pilot.press(key)
            await pilot.pause()
            assert rig.app.screen is detail, key
