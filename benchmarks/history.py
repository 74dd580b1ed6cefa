"""What it costs to look at ten years: to open the year, and to go through the list."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.pilot import Pilot

from benchmarks.lifetime import lifetime
from benchmarks.measure import Row, in_turns, paint_seconds, python
from benchmarks.past_app import PastApp
from benchmarks.starting import BARE_APP
from coach.clock import SystemClock
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.tui.screens.drill_curve import DrillCurveScreen
from coach.tui.screens.history import HistoryScreen
from coach.tui.screens.weeks import WeeksScreen

_BEAT: float = 0.002
_PAGES: int = 40


class Heart:
    """Beats in the event loop, and knows the longest time it could not."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """Beat until it is cancelled."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(_BEAT)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - _BEAT)
            last = now


@contextmanager
def home_of(folder: Path) -> Iterator[None]:
    """A home with ten years in its journal, named in the environment."""
    home = folder / "ten-years"
    with Journal.open(home / "journal.db", clock=SystemClock()) as journal:
        import_lines(journal, lifetime(10), dry_run=False)
    before = os.environ.get("COACH_HOME")
    os.environ["COACH_HOME"] = str(home)
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
            screen = HistoryScreen(app.shown.desk)
            started = time.perf_counter()
            app.push_screen(screen)
            while not len(screen.pages) or "█" not in screen.heat.text.partition("less")[0]:
                await asyncio.sleep(0.001)
            found.append(time.perf_counter() - started)
            await _settled(pilot, app)
            app.pop_screen()
            await _settled(pilot, app)
    return statistics.median(found)


async def stalls() -> dict[str, float]:
    """The longest stall, in seconds: while the list is gone through, and while everything is read."""
    app = PastApp()
    found: dict[str, float] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(pilot, app)
        found["nothing being done"] = await _watched(asyncio.sleep(1))
        found["scrolling"] = await _watched(_scroll(app, pilot))
        for name, screen in (
            ("curves", DrillCurveScreen(app.shown.desk)),
            ("weeks", WeeksScreen(app.shown.desk)),
        ):
            app.push_screen(screen)
            await pilot.pause(0.1)
            found[name] = await _watched(_settled(pilot, app))
            app.pop_screen()
            await _settled(pilot, app)
    return found


async def _watched(doing: Awaitable[None]) -> float:
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    await doing
    beating.cancel()
    return heart.longest


async def _scroll(app: PastApp, pilot: Pilot[None]) -> None:
    ledger = app.shown.ledger
    for _ in range(_PAGES):
        ledger.action_page(1)
        await asyncio.sleep(0.02)
    for step in (ledger.action_last, ledger.action_first):
        step()
        await pilot.pause()
    for _ in range(_PAGES):
        ledger.scroll_down(animate=False)
        await asyncio.sleep(0.01)


def rows(folder: Path, times: int) -> list[Row]:
    """Opening the year beside a bare app, and the longest stalls with ten years in the journal."""
    with home_of(folder):
        environment = {"COACH_HOME": os.environ["COACH_HOME"]}
        opened, bare = in_turns(
            lambda: paint_seconds(python("-m", "benchmarks.past_app"), "11,000 entries", environment),
            lambda: paint_seconds(BARE_APP, "ready to go", {}),
            times,
        )
        shown = asyncio.run(opening(times))
        longest = asyncio.run(stalls())
    return [
        Row("opening the year, ten years", shown * 1000, 200, "ms", "1", "as long as one does not mind"),
        Row("an app that opens on the year", opened * 1000, bare * 1000, "ms", "", "a bare app"),
        *(
            Row(f"longest stall, {name}, ten years", seconds * 1000, 50, "ms", "1", "what one can feel")
            for name, seconds in longest.items()
        ),
    ]
