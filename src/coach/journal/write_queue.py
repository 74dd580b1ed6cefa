"""A queue of writes to the journal: kept in memory until the disk takes them, and retried until it does."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from coach.clock import Clock, SystemClock
from coach.errors import CoachError, JournalError
from coach.journal.journal import Journal
from coach.journal.rescue import Rescue, UnsavedError, lines_of
from coach.model.events import Event

RETRY_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 0.25
"""After this long, something that is not on disk yet counts as trouble."""
CLOSE_SECONDS: Final = 10.0
"""How long closing waits for a disk that hangs."""
LEAST_LEAD_SECONDS: Final = 0.2
MOST_LEAD_SECONDS: Final = 1.0
"""What is scheduled is written three times the slowest of the last writes before its moment, within these."""
_LEAD_FACTOR: Final = 3
_LAST_WRITES: Final = 8
_STALE_SECONDS: Final = 0.5
"""This long after its moment nothing scheduled is written any more: the machine was suspended."""


class _Write(Struct, frozen=True):
    """One thing to write; doing it twice is the same as doing it once."""

    write: Callable[[Journal], object]
    event_id: str
    event: Event | None
    """The event of this id once it is written; None where there is none then."""


class WriteQueue:
    """Writes to the journal in a thread of its own, in order.

    No method raises because of the disk; `trouble` has the reason. While the disk refuses, what it has not
    taken is also kept in a rescue file, where any folder has room for one.

    Attributes:
        clock: for the moments of what is scheduled.
        lock: held while something is put in; a writer holds it to change its own state at the same time.
    """

    def __init__(
        self,
        open_journal: Callable[[], Journal],
        clock: Clock,
        *,
        rescue_to: Callable[[], Iterable[Path]] | None = None,
    ) -> None:
        """Nothing is opened before there is something to write.

        Args:
            open_journal: opens a journal, which `close` closes; called again after some failures.
            rescue_to: folders for the rescue file, in the order in which they are tried; None: no such file.
        """
        self.clock = clock
        self.lock = threading.Condition()
        self._disk_clock: Clock = SystemClock()
        """Times the disk, which is no faster in a rehearsal."""
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._error: CoachError | None = None
        self._writes: deque[_Write] = deque()
        self._scheduled: tuple[float, Callable[[], object]] | None = None
        self._last_seconds: deque[float] = deque(maxlen=_LAST_WRITES)
        self._waiting_since: float | None = None
        self._saving = threading.Lock()
        self._rescue = Rescue(rescue_to) if rescue_to is not None else None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """How many writes are not on disk yet."""
        return len(self._writes)

    @property
    def trouble(self) -> CoachError | None:
        """Why something that was done is not on disk; None while all is well."""
        since = self._waiting_since
        late = since is not None and self._writes and self._disk_clock.monotonic() - since >= SLOW_SECONDS
        return self._error or (JournalError("the disk is slow") if late else None)

    @property
    def rescue(self) -> Path | None:
        """The rescue file, or the folder where it would be; None: there is no room for one."""
        return None if self._rescue is None else self._rescue.file or self._rescue.folder

    def put(
        self, write: Callable[[Journal], object], event_id: str, event: Event | None, *, ahead: bool = False
    ) -> None:
        """Queue a write after all others.

        Args:
            write: doing it twice is the same as doing it once.
            event_id: of the event that it is about.
            event: what goes into the rescue file in its place; None: nothing of that id.
            ahead: it has not happened yet, so it is not late either.
        """
        with self.lock:
            self._writes.append(_Write(write, event_id, event))
            if not ahead:
                self.start_waiting()
            self.lock.notify_all()

    def start_waiting(self) -> None:
        """What was put in has happened: from now on it is late while it is not on disk."""
        with self.lock:
            if self._writes and self._waiting_since is None:
                self._waiting_since = self._disk_clock.monotonic()

    def schedule(self, moment: float | None, due: Callable[[], object] | None = None) -> None:
        """Queue a write early enough to be on disk at a moment; replaces what was scheduled before.

        Args:
            moment: on the monotonic clock; None: nothing is scheduled any more.
            due: called in the thread of the queue, with the lock held.
        """
        with self.lock:
            self._scheduled = None if moment is None or due is None else (moment, due)
            self.lock.notify_all()

    def save(self) -> bool:
        """Try to write everything that is pending; whether all of it is on disk now."""
        with self._saving:
            while self._writes:
                started = self._disk_clock.monotonic()
                try:
                    if self._journal is None:
                        self._journal = self._open_journal()
                    self._writes[0].write(self._journal)
                except CoachError as error:
                    journal = self._journal
                    if journal is not None and (
                        journal.read_only or journal.was_replaced or not journal.is_readable
                    ):
                        # It can never be written to again; the next attempt opens another one.
                        self._journal = None
                        with suppress(CoachError, sqlite3.Error):
                            journal.close(back_up=False)
                    if self._rescue is not None:
                        self._rescue.keep(self.unsaved())
                    # Last, so that the rescue file is known to those who see the error.
                    self._error = error
                    return False
                self._last_seconds.append(self._disk_clock.monotonic() - started)
                with self.lock:
                    self._writes.popleft()
                    if not self._writes:
                        self._waiting_since = None
            self._error = None
            if self._rescue is not None:
                self._rescue.drop()
            return True

    def wait(self, seconds: float, *, or_trouble: bool = False) -> bool:
        """Wait until nothing is pending; whether all of it is on disk.

        Args:
            seconds: at most so long.
            or_trouble: no longer than until the disk refuses.
        """
        with self.lock:
            self.lock.wait_for(
                lambda: not self._writes or (or_trouble and self._error is not None), timeout=seconds
            )
            return not self._writes

    def unsaved(self) -> tuple[Event, ...]:
        """The events that are not on disk, or not all of them."""
        with self.lock:
            found = {one.event_id: one.event for one in self._writes}
        return tuple(event for event in found.values() if event is not None)

    def close(self) -> Path | None:
        """Try a last time, and stop.

        Returns:
            The rescue file, with lines that `coach import` reads; None when everything is on disk.

        Raises:
            UnsavedError: no folder took the file; what is not saved is in the error's lines.
        """
        with self.lock:
            self._closed = True
            self.lock.notify_all()
        self._thread.join(CLOSE_SECONDS)
        if not self._thread.is_alive():
            saved = self.save()
            journal, self._journal = self._journal, None
            if journal is not None:
                try:
                    journal.close()
                except CoachError as error:
                    # Without its daily copy nothing is lost.
                    self._error = error
            if saved:
                return None
        left = self.unsaved()
        if not left or self._rescue is None:
            return None
        file = self._rescue.keep(left)
        if file is None:
            raise UnsavedError("it could not be saved anywhere", lines=lines_of(left))
        return file

    def _run(self) -> None:
        while True:
            with self.lock:
                if not (self._closed or self._writes):
                    self.lock.wait(self._seconds_until_due())
                if self._closed:
                    return
                if self._scheduled is not None and self._seconds_until_due() == 0.0:
                    (moment, due), self._scheduled = self._scheduled, None
                    if self.clock.monotonic() <= moment + _STALE_SECONDS:
                        due()
                if not self._writes:
                    continue
            saved = self.save()
            with self.lock:
                self.lock.notify_all()
                if not saved:
                    self.lock.wait_for(lambda: self._closed, RETRY_SECONDS)

    def _seconds_until_due(self) -> float | None:
        if self._scheduled is None:
            return None
        lead = max(LEAST_LEAD_SECONDS, _LEAD_FACTOR * max(self._last_seconds, default=0.0))
        return max(0.0, self._scheduled[0] - min(MOST_LEAD_SECONDS, lead) - self.clock.monotonic())
