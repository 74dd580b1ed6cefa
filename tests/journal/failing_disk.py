"""A disk that is full, or hangs, as a test wants it."""

from __future__ import annotations

import threading
from pathlib import Path

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.model.events import Event
from tests.journal.factories import FixedClock

PATIENCE_SECONDS = 20.0


class Disk:
    """Opens a journal, unless it is full, or hangs until `moving` is set."""

    def __init__(self, path: Path, clock: FixedClock) -> None:
        self.path = path
        self.clock = clock
        self.full = False
        self.moving = threading.Event()
        self.moving.set()
        self.opened: list[Journal] = []

    def open(self) -> Journal:
        assert self.moving.wait(PATIENCE_SECONDS)
        if self.full:
            raise JournalError("the disk is full", path=str(self.path))
        self.opened.append(Journal.open(self.path, clock=self.clock))
        return self.opened[-1]

    def fill_up(self) -> None:
        """Let the open journal fail as a full disk makes it fail."""
        self._refuse_writes(True)

    def make_room(self) -> None:
        self._refuse_writes(False)

    def events(self) -> tuple[Event, ...]:
        """What is on disk, read by another process."""
        with Journal.open(self.path, clock=self.clock) as journal:
            return journal.events()

    def _refuse_writes(self, full: bool) -> None:
        self.full = full
        for journal in self.opened:
            with journal.reading() as connection:
                connection.execute(f"PRAGMA query_only = {'ON' if full else 'OFF'}")
