"""Half a year of training for tests of the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from coach.app.workspace import Workspace
from coach.journal.exchange import import_lines
from coach.model.events import Activity, CheckIn, Event, Session, SetRecord
from coach.paths import find_paths
from tests.support.commands import StillClock
from tests.support.lifetime import LAST_DAY, lifetime

TODAY: Final = LAST_DAY
NOW: Final = datetime.combine(TODAY, time(18, 30), tzinfo=UTC)
FIRST: Final = TODAY - timedelta(days=181)


def workspace_with(home: Path, events: list[Event]) -> Workspace:
    """A workspace on the evening of `TODAY`, with these events in the journal."""
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(NOW))
    if events:
        workspace.journal.append(*events)
    return workspace


def write_ten_years(home: Path) -> None:
    """Write the training of ten years to the journal of a home."""
    workspace = workspace_with(home, [])
    import_lines(workspace.journal, lifetime(10), dry_run=False)
    workspace.close()


def session(number: int, day: date, program: str, *sets: SetRecord, **said: str) -> Session:
    """One session in the evening of a day, a quarter of an hour long."""
    at = datetime.combine(day, time(17, 30), tzinfo=UTC) + timedelta(minutes=number % 7)
    kind = {"core": "core", "hips-and-thoracic": "mobility"}.get(program, "custom")
    return Session(
        id=str(UUID(int=number, version=4)),
        date=day,
        at=at,
        ended_at=at + timedelta(minutes=15),
        program=program,
        kind=kind,
        sets=sets,
        note=said.get("note"),
    )


def held(
    slot: str,
    turn: int,
    seconds: int,
    *,
    asked: int | None = None,
    side: str | None = None,
    load: float | None = None,
    pain: int = 0,
    shaky: bool = False,
) -> SetRecord:
    """One hold."""
    asked = seconds if asked is None else asked
    return SetRecord(
        slot=slot,
        drill=slot,
        round=turn,
        side="left" if side == "left" else "right" if side == "right" else None,
        asked_seconds=asked,
        seconds=seconds,
        load_kg=load,
        form="shaky" if shaky else "clean",
        pain=pain,
        end="full" if seconds >= asked else "early",
    )


def half_a_year() -> list[Event]:
    """Core every other day and slowly more of it, hips between, a run on Sundays; one bad week in autumn."""
    return list(_half_a_year())


def _half_a_year() -> Iterator[Event]:
    number = 1000
    for day in (FIRST + timedelta(days=index) for index in range((TODAY - FIRST).days + 1)):
        number += 10
        past = (day - FIRST).days
        if day.weekday() in (0, 2, 4) and past % 40 != 7:
            yield session(number, day, "core", *_core(past), **_note(past))
        if day.weekday() in (1, 3, 5):
            yield session(number + 1, day, "hips-and-thoracic", *_hips())
        if day.weekday() == 6:
            at = datetime.combine(day, time(9), tzinfo=UTC)
            yield Activity(
                id=str(UUID(int=number + 2, version=4)),
                date=day,
                at=at,
                kind="run",
                minutes=35,
                distance_km=5.2,
            )
        if past in (100, 101, 102):
            at = datetime.combine(day, time(7), tzinfo=UTC)
            yield CheckIn(
                id=str(UUID(int=number + 3, version=4)),
                date=day,
                at=at,
                kind="morning",
                stiff=True,
                tug=past == 102,
                triggers=("long drive",) if past > 100 else ("bad chair",),
            )


def _note(past: int) -> dict[str, str]:
    return {"note": "in the garden [with the dog]"} if past % 50 == 4 else {}


def _core(past: int) -> Iterator[SetRecord]:
    seconds = 20 + past // 6
    for turn in (1, 2, 3):
        yield held("plank", turn, seconds, shaky=turn == 3 and past % 9 == 0)
        for side in ("left", "right"):
            short = turn == 3 and side == "right" and past % 30 == 2
            yield held(
                "side-plank",
                turn,
                seconds - (14 if short else 6 if side == "left" else 4),
                asked=seconds - (6 if side == "left" else 4),
                side=side,
                pain=4 if short else 0,
            )
        yield held("farmer-carry", turn, 40, load=6 + past // 60)


def _hips() -> Iterator[SetRecord]:
    for drill in ("hip-flexor-stretch", "figure-four"):
        for side in ("left", "right"):
            yield held(drill, 1, 60, side=side)
