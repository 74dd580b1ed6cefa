"""Each screen in each state that it can be in: with something in it, empty, locked, and after ten years."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from coach.app.history import HistoryReader
from coach.tui.history.base import HistoryScreenBase
from coach.tui.history.progress import DrillCurveScreen
from coach.tui.history.records import RecordsScreen
from coach.tui.history.weeks import WeekScreen, WeeksScreen
from tests.support.settling import until
from tests.tui.pasts import PastApp, coach_with, half_a_year, history_screen, ten_years
from tests.tui.pictures import Compare
from tests.tui.shelf import Shelf, settle
from tests.tui.test_pictures_of_the_past import settled

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")

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
    ten_years(home).close()
    return home


def there(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Go somewhere by these keys, and wait until all of it was read."""

    async def run(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await until(pilot, lambda: not any(one.is_running for one in pilot.app.workers))
        await until(pilot, lambda: not any(words in _text(pilot.app.screen) for words in UNFINISHED))

    return run


def _text(screen: Screen[Any]) -> str:
    return "\n".join(strip.text for strip in screen._compositor.render_strips())


@SIZES
@pytest.mark.parametrize("place", PLACES)
def test_locked(snap_compare: Compare, tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    shelf = Shelf(tmp_path / "home")
    shelf.lock()
    assert snap_compare(shelf.app, terminal_size=size, run_before=there(*PLACES[place]))


@SIZES
@pytest.mark.parametrize("place", ["programs", "drill", "look-ahead", "new", "week"])
def test_as_it_begins(snap_compare: Compare, tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    keys = {"look-ahead": ("p", "down", "a"), "new": ("p", "n"), **PLACES}[place]
    shelf = Shelf(tmp_path / "home")
    assert snap_compare(shelf.app, terminal_size=size, run_before=there(*keys))


@SIZES
@pytest.mark.parametrize("screen", ["weeks", "records"])
def test_the_past(snap_compare: Compare, tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    app = PastApp(PAST[screen](HistoryReader(coach_with(tmp_path / "past", half_a_year()))))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
@pytest.mark.parametrize("screen", ["weeks", "records", "curve"])
def test_nothing_yet(snap_compare: Compare, tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    app = PastApp(PAST[screen](HistoryReader(coach_with(tmp_path / "past", []))))
    assert snap_compare(app, terminal_size=size, run_before=settled())


@SIZES
@pytest.mark.parametrize("screen", PAST)
def test_after_ten_years(snap_compare: Compare, lifetime: Path, screen: str, size: tuple[int, int]) -> None:
    app = PastApp(PAST[screen](HistoryReader(coach_with(lifetime, []))))
    assert snap_compare(app, terminal_size=size, run_before=settled("down"))


@SIZES
def test_one_entry_of_ten_years(snap_compare: Compare, lifetime: Path, size: tuple[int, int]) -> None:
    app = PastApp(history_screen(coach_with(lifetime, [])))
    assert snap_compare(app, terminal_size=size, run_before=settled("down", "enter"))


@SIZES
def test_one_entry(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    app = PastApp(history_screen(coach_with(tmp_path / "past", half_a_year())))
    assert snap_compare(app, terminal_size=size, run_before=settled("down", "down", "enter"))
