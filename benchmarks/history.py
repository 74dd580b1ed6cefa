"""What it costs to look at ten years: to open the year, and to go through the list."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from benchmarks.measure import Row, in_turns, paint_seconds, python
from benchmarks.past_app import PastApp
from benchmarks.starting import BARE_APP, as_installed, current_home
from coach.app.history import HistoryReader
from coach.tui.history.base import HistoryScreenBase
from coach.tui.history.records import DrillCurveScreen, RecordsScreen
from coach.tui.history.screen import HistoryScreen
from coach.tui.history.weeks import WeeksScreen

_BEAT: float = 0.002
_PAGES: int = 40
_SCREENS: Final[dict[str, Callable[[HistoryReader], HistoryScreenBase]]] = {
    "curves": DrillCurveScreen,
    "records": RecordsScreen,
    "weeks": WeeksScreen,
}
THE_YEAR: Final = r"(?s)11,000 entries.*[█▓]{20}"
"""What stands on the screen once the list and the year do."""


class Heart:
    """Beats in the event loop, and knows the longest time it could not.

    Attributes:
        longest: in seconds.
        busiest: the most processor time, in seconds, that the loop itself took between two beats; where it is
            much less, the machine or another thread had its turn.
    """

    def __init__(self) -> None:
        """Begin anew."""
        self.longest = self.busiest = 0.0

    async def beat(self) -> None:
        """Beat until it is cancelled."""
        last, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(_BEAT)
            now, work = time.perf_counter(), time.thread_time()
            self.longest = max(self.longest, now - last - _BEAT)
            self.busiest = max(self.busiest, work - worked)
            last, worked = now, work


@contextmanager
def home_of(environment: Mapping[str, str]) -> Iterator[None]:
    """That home is the one of this process."""
    before = os.environ.get("COACH_HOME")
    os.environ["COACH_HOME"] = environment["COACH_HOME"]
    try:
        yield
    finally:
        if before is None:
            del os.environ["COACH_HOME"]
        else:
            os.environ["COACH_HOME"] = before


async def _settled(pilot: Pilot[None], app: PastApp) -> None:
    await pilot.pause()
    while any(worker.is_running for worker in app.workers):
        await pilot.pause(0.01)
    await pilot.pause()


async def opening(times: int) -> float:
    """Seconds from the key to the year with its squares, in an app that is open: the middle of some."""
    app = PastApp()
    found: list[float] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(pilot, app)
        for _ in range(times):
            screen = HistoryScreen(app.shown.history, app.shown.corrections)
            started = time.perf_counter()
            app.push_screen(screen)
            while not len(screen.pages) or "█" not in screen.heatmap.text.partition("less")[0]:
                await asyncio.sleep(0.001)
            found.append(time.perf_counter() - started)
            await _settled(pilot, app)
            app.pop_screen()
            await _settled(pilot, app)
    return statistics.median(found)


async def stalls() -> dict[str, Heart]:
    """The longest stalls: while the list is gone through, and while everything is read."""
    app = PastApp()
    found: dict[str, Heart] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(pilot, app)
        # As it is in the app: the collector looks only through what came after the first frame.
        gc.freeze()
        found["nothing being done"] = await _watched(asyncio.sleep(1))
        found["scrolling"] = await _watched(_scroll(app, pilot))
        for name, kind in _SCREENS.items():
            found[name] = await _watched(_visit(app, pilot, kind(app.shown.history)))
    return found


async def _visit(app: PastApp, pilot: Pilot[None], screen: HistoryScreenBase) -> None:
    app.push_screen(screen)
    await pilot.pause(0.1)
    await _settled(pilot, app)
    await pilot.press("down")
    app.pop_screen()
    await _settled(pilot, app)


async def _watched(doing: Awaitable[None]) -> Heart:
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    await doing
    beating.cancel()
    return heart


async def _scroll(app: PastApp, pilot: Pilot[None]) -> None:
    entries = app.shown.virtual_list
    for _ in range(_PAGES):
        entries.action_page(1)
        await asyncio.sleep(0.02)
    for step in (entries.action_last, entries.action_first):
        step()
        await pilot.pause()
    for _ in range(_PAGES):
        entries.scroll_down(animate=False)
        await asyncio.sleep(0.01)


def rows(folder: Path, times: int) -> list[Row]:
    """Opening the year beside a bare app, and the longest stalls with ten years in the journal."""
    environment, bare = current_home(folder), as_installed(folder)
    opened, frame = in_turns(
        lambda: paint_seconds(python("-m", "benchmarks.past_app"), THE_YEAR, environment),
        lambda: paint_seconds(BARE_APP, "ready to go", bare),
        times,
    )
    with home_of(environment):
        shown = asyncio.run(opening(times))
        longest = asyncio.run(stalls())
    return [
        Row("the year, ten years, from the start of an app", opened, frame, "s", "0.2 s more", "a bare app"),
        Row("the year, ten years, from its key", shown * 1000, None, "ms", "200 ms", "in the open app"),
        *(
            Row(
                f"longest stall, {name}, ten years",
                heart.longest * 1000,
                None,
                "ms",
                "50 ms",
                f"{heart.busiest * 1000:.0f} ms at most are the screen's own work",
            )
            for name, heart in longest.items()
        ),
    ]
