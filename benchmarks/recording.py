"""What it costs to record a set: the screen's time, and how long it takes until the set is on disk."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from benchmarks.measure import Row
from benchmarks.starting import home_with
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.journal.active_sessions import ActiveSession, save_session
from coach.journal.journal import Journal
from coach.journal.write_queue import WriteQueue
from coach.model.events import Session, SetRecord
from coach.paths import find_paths
from tests.support.commands import StillClock
from tests.support.lifetime import LAST_DAY

_LOOKS_A_SECOND = 10
_SETS = 50
_PATIENCE_SECONDS = 30.0


def rows(folder: Path) -> list[Row]:
    """A whole session looked at ten times a second, and fifty sets written as fast as the disk takes them."""
    home = home_with(10, folder)
    looks = looks_that_record(home)
    handed_in, on_disk = sets_to_disk(Path(home["COACH_HOME"]) / "recording.db")
    return [
        Row(
            f"a set recorded, the screen's time, longest of {len(looks)}",
            1000 * max(looks),
            None,
            "ms",
            "10 ms",
            "the whole look at the session in which the set ends",
        ),
        Row(
            f"a set recorded, handed to the journal, longest of {_SETS}",
            1000 * max(handed_in),
            None,
            "ms",
            "10 ms",
            "what of it is the journal's",
        ),
        Row(
            f"a set recorded, until it is on disk, longest of {_SETS}",
            1000 * max(on_disk),
            None,
            "ms",
            "1000 ms",
            "the next interval, a second later at the soonest",
        ),
    ]


def looks_that_record(environment: dict[str, str]) -> list[float]:
    """How long each look took in which a set was recorded, in seconds; the clock is moved by hand."""
    clock = StillClock(datetime(2026, 1, 5, 7, 30).astimezone())
    workspace = Workspace(find_paths(environment), clock)
    run = Sessions(workspace).start("core", mute=True, attended=False)
    found: list[float] = []
    run.start()
    while not run.ended:
        clock.advance(1 / _LOOKS_A_SECOND)
        before = len(run.records())
        started = time.perf_counter()
        run.tick()
        took = time.perf_counter() - started
        if len(run.records()) > before:
            found.append(took)
    run.close()
    workspace.close()
    return found


def sets_to_disk(journal: Path) -> tuple[list[float], list[float]]:
    """Seconds until each set was handed in, and until it was on disk, in a journal that the app keeps."""
    clock = SystemClock()
    queue = WriteQueue(lambda: Journal.open(journal, clock=clock), clock)
    at = datetime(2026, 1, 5, 7, 30).astimezone()
    header = Session(
        id=str(UUID(int=1, version=4)), date=LAST_DAY + timedelta(days=1), at=at, program="core", kind="core"
    )
    active = ActiveSession(header=header, last_at=at)
    handed_in: list[float] = []
    on_disk: list[float] = []
    for number in range(_SETS):
        record = SetRecord(slot="plank", round=number + 1, asked_seconds=30, seconds=30)
        started = time.perf_counter()
        active = replace(active, records=(*active.records, (number, record)))
        queue.put(partial(save_session, active=active), header.id, active.session)
        handed_in.append(time.perf_counter() - started)
        assert queue.wait(_PATIENCE_SECONDS), queue.trouble
        on_disk.append(time.perf_counter() - started)
    queue.close()
    return handed_in, on_disk
