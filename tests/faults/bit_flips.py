"""Bytes flipped at random in a journal: a sentence, or what it holds; never a traceback, never a lie."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from coach.app import repair
from coach.errors import CoachError
from coach.journal.active_sessions import save_session, unfinished_sessions
from coach.journal.journal import Journal
from coach.model.events import Event
from coach.paths import Paths
from tests.journal.factories import FixedClock, active, long_history, plank

DAYS = 25
AT_ONCE = (1, 1, 1, 1, 2, 5, 12, 24)


def flip_bytes(folder: Path, flips: int, seed: int) -> dict[str, int]:
    """Damage one copy after the other until so many bytes were flipped; read it, then repair it.

    What is read from a damaged journal is what was written, or it is refused. What a repair saves is what
    was written, and of events that no flip has touched it saves all.
    """
    chance = random.Random(seed)
    whole = folder / "whole"
    written = _fill(whole)
    figures = dict.fromkeys(("bytes flipped", "journals", "noticed", "read all the same", "events lost"), 0)
    while figures["bytes flipped"] < flips:
        home = folder / f"copy {figures['journals']}"
        shutil.copytree(whole, home)
        count = chance.choice(AT_ONCE)
        _flip(home / "journal.db", count, chance)
        paths = Paths(home=home, config=home / "config.yaml")
        figures["noticed"] += repair.trouble(paths, FixedClock()) is not None
        figures["read all the same"] += _read(home / "journal.db", written)
        figures["events lost"] += _repaired(paths, written, count)
        figures["bytes flipped"] += count
        figures["journals"] += 1
        shutil.rmtree(home)
    return figures


def _fill(home: Path) -> dict[str, Event]:
    events = list(long_history(DAYS))
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        journal.append(*events)
        save_session(journal, active({1: plank()}))
        journal.close(back_up=False)
    return {event.id: event for event in events}


def _flip(path: Path, count: int, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    path.write_bytes(data)


def _read(path: Path, written: dict[str, Event]) -> bool:
    """Whether everything can be read; what is read is as it was written."""
    try:
        journal = Journal.open(path, clock=FixedClock())
        try:
            found = journal.events()
            journal.sessions(5)
            unfinished_sessions(journal)
        finally:
            journal.close(back_up=False)
    except CoachError as error:
        assert error.message
        return False
    for event in found:
        assert written.get(event.id) == event, f"{event.id} was read, and is not what was written"
    assert len(found) == len(written), f"{len(written) - len(found)} events are missing, and nothing was said"
    return True


def _repaired(paths: Paths, written: dict[str, Event], flips: int) -> int:
    """How many events are gone after a repair; at most a few for each byte that was flipped."""
    try:
        repair.repair(paths, FixedClock())
    except CoachError as error:
        assert error.message
        return 0
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        found = journal.events()
        journal.check()
        journal.close(back_up=False)
    for event in found:
        assert written.get(event.id) == event, f"{event.id} was saved, and is not what was written"
    lost = len(written) - len(found)
    assert lost <= 3 * flips, f"{lost} events are lost by {flips} bytes"
    return lost
