"""The journal of many years of training."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

LAST_DAY = date(2026, 1, 4)
SESSIONS_IN_TEN_YEARS = 11_000


def lifetime(years: int, last: date = LAST_DAY) -> Iterator[str]:
    """The events of so many years up to `last`, one JSON object a line: 1 100 sessions a year.

    Core three times a week, the morning routine daily, hips and thoracic spine once or twice a day.
    """
    wanted = SESSIONS_IN_TEN_YEARS * years // 10
    first = last - timedelta(days=round(365.25 * years) - 1)
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    core = [day for day in days if day.weekday() in {0, 2, 4}]
    twice = wanted - len(core) - 2 * len(days)
    number = 0
    for index, day in enumerate(days):
        planned = ["morning", "hips-and-thoracic"]
        if day.weekday() in {0, 2, 4}:
            planned.append("core")
        # Spread evenly, whatever their number.
        if (index + 1) * twice // len(days) > index * twice // len(days):
            planned.append("hips-and-thoracic")
        for hour, program in enumerate(planned, start=7):
            number += 1
            yield json.dumps(_session(number, day, hour, program), separators=(",", ":"))
    assert number == wanted, (number, wanted)


def _session(number: int, day: date, hour: int, program: str) -> dict[str, object]:
    kind, sets = _SETS[program]
    return {
        "schema": 1,
        "id": str(UUID(int=number, version=4)),
        "type": "session",
        "date": day.isoformat(),
        "at": f"{day.isoformat()}T{hour:02}:00:00+01:00",
        "ended_at": f"{day.isoformat()}T{hour:02}:16:00+01:00",
        "program": program,
        "kind": kind,
        "sets": sets,
    }


def _set(
    slot: str, turn: int, side: str | None, seconds: int, load_kg: float | None = None
) -> dict[str, object]:
    return {
        "slot": slot,
        "drill": slot,
        "round": turn,
        "side": side,
        "asked_seconds": seconds,
        "seconds": seconds,
        "load_kg": load_kg,
        "reps": None,
        "form": "clean",
        "pain": 0,
        "end": "full",
    }


def _core() -> list[dict[str, object]]:
    sets = []
    for turn in (1, 2, 3):
        sets += [_set("plank", turn, None, 45)]
        sets += [_set("side-plank", turn, side, 30) for side in ("left", "right")]
        sets += [_set("bird-dog", turn, side, 30) for side in ("left", "right")]
        sets += [_set("farmer-carry", turn, None, 45, 6)]
    return sets


def _both_sides(slots: list[str], seconds: int) -> list[dict[str, object]]:
    return [_set(slot, 1, side, seconds) for slot in slots for side in ("left", "right")]


_SETS = {
    "core": ("core", _core()),
    "hips-and-thoracic": (
        "mobility",
        [
            _set("warm-up", 1, None, 180),
            *_both_sides(["hip-flexor-stretch", "figure-four", "open-book"], 120),
        ],
    ),
    "morning": (
        "morning",
        [
            *(_set("knee-to-chest", turn, side, 10) for turn in (1, 2, 3) for side in ("left", "right")),
            _set("cat-camel", 1, None, 48),
            _set("walk-5", 1, None, 300),
        ],
    ),
}
