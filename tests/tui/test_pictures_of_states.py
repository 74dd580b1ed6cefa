"""Each screen in each state that it can be in: with something in it, empty, locked, and after ten years."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest
from textual.app import App
from textual.pilot import Pilot

from coach.app.history import HistoryReader
from coach.tui.app import CoachApp
from coach.tui.history.base import HistoryScreenBase
from coach.tui.history.records import DrillCurveScreen, RecordsScreen
from coach.tui.history.weeks import WeekScreen, WeeksScreen
from coach.tui.widgets.figure_pane import FigurePane
from tests.support.example_history import half_a_year, write_ten_years
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.tui.rig import CONFIG, Compare, Rig, history_rig, history_screen, today_read
from tests.tui.test_pictures_history import settled

SMALL: Final = (80, 24)
SIZES = pytest.mark.parametrize("size", [(120, 40), SMALL], ids=lambda size: f"{size[0]}x{size[1]}")

PAST: Final[dict[str, Callable[[HistoryReader], HistoryScreenBase]]] = {
    "week": WeekScreen,
    "weeks": WeeksScreen,
    "records": RecordsScreen,
    "curve": DrillCurveScreen,
}
PLACES: Final[dict[str, tuple[str, ...]]] = {
    "week": ("w",),
    "history": ("h",),
    "programs": ("p",),
    "drill": ("p", "d"),
    "guide": ("g",),
    "page": ("g", "down", "down", "down", "enter"),
    "settings": ("e",),
    "check-in": ("c", "1"),
}


UNFINISHED: Final = ("Reading…", "Looking ahead…")
"""What stands where something is still being read."""


@pytest.fixture(scope="module")
def lifetime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ten years of somebody are, written once for all of these pictures."""
    home = tmp_path_factory.mktemp("ten") / "years"
    write_ten_years(home)
    return home


def all_figures_drawn(app: App[None]) -> bool:
    """Whether no thread reads, and each figure that is to be seen was drawn, also behind a question."""
    panes = [pane for screen in app.screen_stack for pane in screen.query(FigurePane) if pane.display]
    return not any(one.is_running for one in app.workers) and all(pane.figure.frame_count for pane in panes)


def there(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Go somewhere by these keys, and wait until all of it was read."""

    async def run(pilot: Pilot[None]) -> None:
        await today_read(pilot)
        app = pilot.app
        assert isinstance(app, CoachApp)
        # Else they come when a thread has read them, before or after the picture is taken.
        app.figures.load()
        for key in keys:
            await pilot.press(key)
            await until(pilot, lambda: all_figures_drawn(pilot.app))
        await until(pilot, lambda: not any(words in screen_text(pilot.app) for words in UNFINISHED))
        await until(pilot, lambda: all_figures_drawn(pilot.app))

    return run


@pytest.mark.parametrize("place", PLACES)
def test_locked(snap_compare: Compare, tmp_path: Path, place: str) -> None:
    rig = Rig(tmp_path / "home")
    rig.lock()
    assert snap_compare(rig.app, terminal_size=SMALL, run_before=there(*PLACES[place]))


@SIZES
@pytest.mark.parametrize("place", ["programs", "drill", "look-ahead", "new", "week"])
def test_fresh_home(snap_compare: Compare, tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    keys = {"look-ahead": ("p", "down", "a"), "new": ("p", "n"), **PLACES}[place]
    # The figures beside the weeks ahead have a test of their own; they come one after the other.
    config = f"{CONFIG}figures: off\n" if place == "look-ahead" else CONFIG
    rig = Rig(tmp_path / "home", config=config)
    assert snap_compare(rig.app, terminal_size=size, run_before=there(*keys))


@SIZES
@pytest.mark.parametrize("screen", ["weeks", "records"])
def test_past(snap_compare: Compare, tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    app = rig.show(PAST[screen](HistoryReader(rig.workspace)))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
@pytest.mark.parametrize("screen", ["weeks", "records", "curve"])
def test_empty(snap_compare: Compare, tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", [])
    app = rig.show(PAST[screen](HistoryReader(rig.workspace)))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@pytest.mark.parametrize("screen", PAST)
def test_after_ten_years(snap_compare: Compare, lifetime: Path, screen: str) -> None:
    rig = history_rig(lifetime, [])
    app = rig.show(PAST[screen](HistoryReader(rig.workspace)))
    assert snap_compare(app, terminal_size=SMALL, run_before=settled("down"))


@SIZES
def test_entry_of_ten_years(snap_compare: Compare, lifetime: Path, size: tuple[int, int]) -> None:
    rig = history_rig(lifetime, [])
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, terminal_size=size, run_before=settled("down", "enter"))


@SIZES
def test_entry(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    rig = history_rig(tmp_path / "past", half_a_year())
    app = rig.show(history_screen(rig.workspace))
    assert snap_compare(app, terminal_size=size, run_before=settled("down", "down", "enter"))
