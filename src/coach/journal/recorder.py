"""Recording a session: each set is on disk when its end is announced, as far as the disk allows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from coach.errors import JournalError, UsageError
from coach.journal.active_sessions import ActiveSession, discard_session, finish_session, save_session
from coach.journal.codec import encode_event
from coach.journal.journal import Journal
from coach.journal.rescue import ENDING, UnsavedError
from coach.journal.write_queue import SLOW_SECONDS, WriteQueue
from coach.model.events import Control, Session, SetRecord

BEGIN_SECONDS: Final = 0.5
"""How long a session waits before its start to know whether the disk takes it."""
RECORD_SECONDS: Final = SLOW_SECONDS
"""How long the end of a set by a key waits for the disk; after that the set is reported as not saved."""
FINISH_SECONDS: Final = 0.25
"""How long one attempt at the end of a session may take; a screen makes one each second."""
KEPT: Final = "What you did is kept."


class Recorder:
    """Records nothing, as in a rehearsal; `SessionRecorder` overrides all of it."""

    @property
    def trouble(self) -> str | None:
        """There is none."""
        return None

    @property
    def promise(self) -> str:
        """The sentence for a rehearsal."""
        return "Nothing is recorded."

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        """Do nothing."""

    def begin(self, at: datetime) -> None:
        """Do nothing."""

    def record(self, key: int, record: SetRecord) -> None:
        """Do nothing."""

    def forget(self, key: int) -> None:
        """Do nothing."""

    def write(self, event: Control, *, asked_sets: int) -> None:
        """Do nothing."""

    def discard(self) -> None:
        """Do nothing."""

    def finish(self, *, stopped: bool = False) -> Session | None:
        """There are no sets."""
        return None

    def close(self) -> None:
        """Do nothing."""


class SessionRecorder(Recorder):
    """Records one session. No set is lost: the queue writes it, and retries until the disk takes it.

    A set that ends by itself is written shortly before that moment, so that it is on disk when its end is
    announced. If it ends in another way, what was written ahead is replaced.
    """

    def __init__(self, queue: WriteQueue, active: ActiveSession) -> None:
        """Begin a session, or resume one with the sets that it has.

        Raises:
            UsageError: its values do not make sense.
        """
        try:
            encode_event(active.session)
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error
        self._queue = queue
        self._header = active.header
        self._plan = active.plan
        self._sets = dict(active.records)
        self._last_at = active.last_at
        self._upcoming: tuple[int, SetRecord] | None = None
        """The set that is to be written before its end."""
        self._ahead: tuple[int, SetRecord] | None = None
        """The set that was written before its end, while that has not come."""
        self._finished: Session | None = None
        self._save()
        queue.wait(BEGIN_SECONDS, or_trouble=True)

    @property
    def trouble(self) -> str | None:
        """Why something is not on disk yet, in a sentence; None while all is well."""
        return self._queue.trouble.message if self._queue.trouble else None

    @property
    def promise(self) -> str:
        """Where what was done is at this moment, in a sentence that is true."""
        if not self._queue.trouble:
            return KEPT
        place = self._queue.rescue
        if place is None:
            return "What you do is only in memory for now; at the end it is shown in full."
        if place.suffix != ENDING:
            return f"What you do goes into the folder {place} for now."
        return f"What you did is in {place} for now."

    def begin(self, at: datetime) -> None:
        """The session begins now: what is read before it is no part of it."""
        with self._queue.lock:
            if not self._sets:
                self._header = replace(self._header, at=at)

    def expect(self, moment: float | None, key: int = 0, record: SetRecord | None = None) -> None:
        """Write a set before its end, in place of what was expected before.

        Args:
            moment: when it ends if the user does nothing, on the monotonic clock; None: no set does.
            key: the index of its work interval in the timeline.
            record: the set as it will be then.
        """
        with self._queue.lock:
            self._upcoming = None if moment is None or record is None else (key, record)
            if self._ahead is None:
                self._queue.schedule(moment, self._save_ahead)
            elif self._ahead != self._upcoming:
                self._ahead = None
                self._save()
                self._queue.schedule(moment, self._save_ahead)
            else:
                self._upcoming = None

    def record(self, key: int, record: SetRecord) -> None:
        """Save a set, at once where the disk allows; a later record with the same key replaces it."""
        with self._queue.lock:
            is_written = self._written().get(key) == record
            is_first = not self._queue.pending
            self._sets[key] = record
            self._last_at = self._queue.clock.now()
            self._cancel(key)
            if is_written:
                self._queue.start_waiting()
            else:
                self._save()
        if is_first:
            self._queue.wait(RECORD_SECONDS, or_trouble=True)

    def forget(self, key: int) -> None:
        """Delete a set that is to be done again, because it was skipped by mistake."""
        with self._queue.lock:
            self._sets.pop(key, None)
            self._cancel(key)
            self._save()

    def write(self, event: Control, *, asked_sets: int) -> None:
        """Write something that was decided during the session; it stays, whatever becomes of the session.

        Args:
            asked_sets: how many sets the session asks for from now on.
        """
        with self._queue.lock:
            self._header = replace(self._header, asked_sets=asked_sets)
        self._queue.put(lambda journal: journal.append(event), event.id, event)

    def discard(self) -> None:
        """Delete the session and its sets."""
        self.expect(None)
        session_id = self._header.id
        self._queue.put(lambda journal: discard_session(journal, session_id), session_id, None)
        self._queue.wait(FINISH_SECONDS, or_trouble=True)

    def finish(self, *, stopped: bool = False) -> Session | None:
        """Turn the recorded sets into a session of the journal; None when there are none.

        Args:
            stopped: the user stopped it before its end.

        Raises:
            JournalError: it is not on disk yet. Nothing is lost; this may be called again.
        """
        with self._queue.lock:
            if self._finished is None:
                self.expect(None)
                session = self._active(self._last_at).ended(self._queue.clock.now(), stopped=stopped)
                self._finished = session
                self._put(lambda journal: finish_session(journal, session), session)
        if not self._queue.wait(FINISH_SECONDS, or_trouble=True):
            raise self._queue.trouble or JournalError("the journal does not answer")
        return self._finished if self._finished.sets else None

    def close(self) -> None:
        """Close the journal.

        Raises:
            JournalError: something could not be saved; the message says where it was put instead.
        """
        # A set whose end has not come by now never ends.
        self.expect(None)
        try:
            rescued = self._queue.close()
        except UnsavedError as error:
            raise JournalError(
                f"what you did could not be saved anywhere: {self._reason()}",
                hint="all of it is below: put these lines into a file, and then: coach import FILE",
                lines=error.lines,
            ) from error
        if rescued is not None:
            raise JournalError(
                f"{self._reason()}; what you did is in {rescued}",
                hint=f"once the journal works again: coach import {rescued}",
            )

    def _reason(self) -> str:
        return self.trouble or "the journal could not be written"

    def _cancel(self, key: int) -> None:
        """Expect this set no longer."""
        if self._ahead is not None and self._ahead[0] == key:
            self._ahead = None
        if self._upcoming is not None and self._upcoming[0] == key:
            self._upcoming = None
            self._queue.schedule(None)

    def _save_ahead(self) -> None:
        upcoming, self._upcoming = self._upcoming, None
        if upcoming is not None and self._written().get(upcoming[0]) != upcoming[1]:
            self._ahead = upcoming
            self._save(ahead=True)

    def _save(self, *, ahead: bool = False) -> None:
        active = self._active(self._queue.clock.now() if ahead else self._last_at)
        self._put(lambda journal: save_session(journal, active), active.ended(stopped=True), ahead=ahead)

    def _put(self, write: Callable[[Journal], None], event: Session, *, ahead: bool = False) -> None:
        self._queue.put(write, event.id, event if event.sets else None, ahead=ahead)

    def _active(self, last_at: datetime) -> ActiveSession:
        records = tuple(sorted(self._written().items()))
        return ActiveSession(header=self._header, records=records, plan=self._plan, last_at=last_at)

    def _written(self) -> dict[int, SetRecord]:
        """The sets that are on disk as soon as the queue is empty."""
        return self._sets if self._ahead is None else self._sets | dict([self._ahead])
