"""How long it takes to start: the first paint of the app, and a command that reads the whole journal."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Row, command_seconds, in_turns, paint_seconds, python
from coach.clock import SystemClock, training_day
from tests.support.lifetime import LAST_DAY, lifetime

BARE_IMPORTS = python("-c", "import yaml, sqlite3, msgspec")
BARE_APP = python("-m", "benchmarks.bare_app")


A_DOSE = r"\d × \d+ s"
"""What stands on the screen once the whole day does: how much is asked of the marked program."""


def as_installed(folder: Path) -> dict[str, str]:
    """The environment in which modules are compiled once, as they are where coach is installed."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def home_with(years: int, folder: Path, last: date = LAST_DAY) -> dict[str, str]:
    """The environment of someone with so many years in their journal, the last session on that day."""
    name = f"{years}-years-{last}"
    home = folder / name
    environment = {**as_installed(folder), "COACH_HOME": str(home)}
    if not home.exists():
        events = folder / f"{name}.jsonl"
        events.write_text("\n".join(lifetime(years, last)) + "\n")
        command_seconds(python("-m", "coach", "import", str(events)), environment)
    return environment


def current_home(folder: Path) -> dict[str, str]:
    """The environment of someone who has trained for ten years, up to yesterday."""
    return home_with(10, folder, training_day(SystemClock().now()) - timedelta(days=1))


def rows(folder: Path, times: int) -> list[Row]:
    """First paint and `coach today --json`, with ten years and with fifty."""
    ten, fifty, bare = home_with(10, folder), home_with(50, folder), as_installed(folder)
    current = current_home(folder)
    today = python("-m", "coach", "today", "--json", "--on", LAST_DAY.isoformat())

    def imports() -> float:
        return command_seconds(BARE_IMPORTS, bare)

    paint = in_turns(
        lambda: paint_seconds(python("-m", "coach"), A_DOSE, current),
        lambda: paint_seconds(BARE_APP, "ready to go", bare),
        times,
    )
    day_ten = in_turns(lambda: command_seconds(today, ten), imports, times)
    day_fifty = in_turns(lambda: command_seconds(today, fifty), lambda: command_seconds(today, ten), times)
    return [
        Row("first paint of the whole day, ten years", *paint, "s", "1.4", "a bare Textual app"),
        Row("`coach today --json`, ten years", *day_ten, "s", "3", "bare imports"),
        Row("`coach today --json`, fifty years", *day_fifty, "s", "4", "ten years"),
    ]
