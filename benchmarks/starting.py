"""How long it takes to start: the first paint of the app, and a command that reads the whole journal."""

from __future__ import annotations

from pathlib import Path

from benchmarks.lifetime import LAST_DAY, lifetime
from benchmarks.measure import Row, command_seconds, in_turns, paint_seconds, python

BARE_IMPORTS = python("-c", "import yaml, sqlite3, msgspec")
BARE_APP = python("-m", "benchmarks.bare_app")


def home_with(years: int, folder: Path) -> dict[str, str]:
    """The environment of someone with so many years in their journal."""
    home = folder / f"{years}-years"
    environment = {"COACH_HOME": str(home)}
    if not home.exists():
        events = folder / f"{years}-years.jsonl"
        events.write_text("\n".join(lifetime(years)) + "\n")
        command_seconds(python("-m", "coach", "import", str(events)), environment)
    return environment


def rows(folder: Path, times: int) -> list[Row]:
    """First paint and `coach today --json`, with ten years and with fifty."""
    ten, fifty = home_with(10, folder), home_with(50, folder)
    today = python("-m", "coach", "today", "--json", "--on", LAST_DAY.isoformat())

    def imports() -> float:
        return command_seconds(BARE_IMPORTS, {})

    paint = in_turns(
        lambda: paint_seconds(python("-m", "coach"), "core", ten),
        lambda: paint_seconds(BARE_APP, "ready to go", {}),
        times,
    )
    day_ten = in_turns(lambda: command_seconds(today, ten), imports, times)
    day_fifty = in_turns(lambda: command_seconds(today, fifty), lambda: command_seconds(today, ten), times)
    return [
        Row("first paint, ten years in the journal", *paint, "s", "1.4", "a bare Textual app"),
        Row("`coach today --json`, ten years", *day_ten, "s", "3", "bare imports"),
        Row("`coach today --json`, fifty years", *day_fifty, "s", "4", "ten years"),
    ]
