"""A disk that is full at some point: the session goes on in memory, and is saved when there is room again."""

from __future__ import annotations

import os
import random
import resource
import signal
from contextlib import suppress
from pathlib import Path

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.journal.recorder import SessionRecorder
from coach.journal.write_queue import WriteQueue
from tests.journal.factories import FixedClock, active, long_history, plank, session

SETS = 12
PATIENCE_SECONDS = 20.0


def fill_at_many_points(folder: Path, points: int, seed: int) -> dict[str, int]:
    """Let the disk be full after so many more bytes, from the first byte on, in a process of its own."""
    chance = random.Random(seed)
    refused = 0
    for number in range(points):
        place = folder / str(number)
        path = place / "journal.db"
        with Journal.open(path, clock=FixedClock()) as journal:
            journal.append(*long_history(number % 5))
        room = chance.randrange(0, 260_000)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(_child(path, room, writing))
        os.close(writing)
        said = os.read(reading, 16)
        os.close(reading)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, f"point {number}: status {status}"
        refused += said == b"refused"
        with Journal.open(path, clock=FixedClock()) as journal:
            journal.check()
            (found,) = [
                event for event in journal.sessions() if event.program == "core" and event.note == "full"
            ]
            assert len(found.sets) == SETS
    return {"points": points, "of them with a refused write": refused, "sets lost": 0}


def _child(path: Path, room: int, out: int) -> int:
    """Record a session with so much room, then with all there is."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    clock = FixedClock()
    opened: list[Journal] = []

    def open_journal() -> Journal:
        if not opened:
            opened.append(Journal.open(path, clock=clock))
        return opened[0]

    queue = WriteQueue(open_journal, clock)
    recorder = SessionRecorder(queue, active(header=session("full", sets=(), note="full")))
    troubled = not queue.wait(PATIENCE_SECONDS, or_trouble=True)
    for key in range(SETS):
        recorder.record(key, plank(key + 1))
        troubled = not queue.wait(PATIENCE_SECONDS, or_trouble=True) or troubled
    with suppress(JournalError):
        recorder.finish()
    troubled = not queue.wait(PATIENCE_SECONDS, or_trouble=True) or troubled
    assert queue.trouble is None or isinstance(queue.trouble, JournalError)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    saved = queue.save()
    os.write(out, b"refused" if troubled else b"fitted")
    for journal in opened:
        journal.close(back_up=False)
    return 0 if saved else 1
