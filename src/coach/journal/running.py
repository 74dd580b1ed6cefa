"""The session in progress: each set is on disk when it is over, and stays there through a crash."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coach.errors import JournalError
from coach.journal.codec import write_line
from coach.journal.connection import FileLock
from coach.journal.journal import Journal
from coach.journal.queries import add_lines, decode_one, texts_of
from coach.model.events import Session, SetRecord

_header: Final = msgspec.json.Decoder(Session)
_set: Final = msgspec.json.Decoder(SetRecord)


class NotInProgressError(JournalError):
    """A session that nothing is known of, or that was saved or discarded already."""


class ActiveSession(Struct, frozen=True, kw_only=True):
    """A session that was begun and not finished."""

    session: Session
    """With the sets that were recorded, in the order of the timeline, and without an end."""
    records: tuple[tuple[int, SetRecord], ...]
    """The same sets with their keys, as the player takes them up again."""
    plan: str | None
    """What was handed to `begin` for going on."""
    last_at: datetime
    """When the last set was recorded; the beginning where there is none."""


class Recording:
    """A session that is being recorded by this process; nobody else can take it for a crashed one."""

    def __init__(self, progress: ActiveSessions, session_id: str) -> None:
        self._progress = progress
        self.session_id = session_id

    def record(self, key: int, record: SetRecord) -> None:
        """Have this set on disk before returning; a later one with the same key takes its place.

        Args:
            key: the place of its work interval in the timeline.
            record: the set as it was done.

        Raises:
            JournalError: it is not on disk.
        """
        self._progress.record(self.session_id, key, record)

    def finish(self, ended_at: datetime | None = None) -> Session | None:
        """Make an event of the recorded sets; without any set nothing is kept, and None returned.

        Args:
            ended_at: when it ended; None is now.

        Raises:
            JournalError: it is not an event yet; the sets are still on disk.
        """
        return self._progress.finish(self.session_id, ended_at or self._progress.journal.clock.now())

    def leave(self) -> None:
        """Leave the session for later, by this coach or another one; it is unfinished from now on."""
        self._progress.leave(self.session_id)

    def discard(self) -> None:
        """Forget the session and its sets.

        Raises:
            JournalError: it is still there.
        """
        self._progress.discard(self.session_id)


class ActiveSessions:
    """The sessions in progress of one journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._locks = journal.locks

    def begin(self, header: Session, *, plan: str | None = None) -> Recording:
        """Put down that a session has begun. Beginning it again changes nothing.

        Args:
            header: its id, date, moment, program and kind; sets in it are left out.
            plan: any text that helps to go on after a crash, such as the timeline.

        Raises:
            JournalError: it is not on disk, or another coach is playing it.
        """
        line = write_line(replace(header, sets=(), ended_at=None))
        if not isinstance(line.event, Session):
            raise TypeError("only a session can be begun")
        session_id = line.event.id
        self._hold(session_id)
        values = (session_id, line.text, plan, header.at.isoformat(), os.getpid(), platform.node())
        with self.journal.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO running VALUES (?, ?, ?, ?, ?, ?)", values)
        return Recording(self, session_id)

    def resume(self, session_id: str) -> Recording:
        """Go on recording an unfinished session.

        Raises:
            JournalError: there is none of that id, or another coach is playing it.
        """
        self._hold(session_id)
        with self.journal.writing() as connection:
            found = connection.execute(
                "UPDATE running SET process = ?, machine = ? WHERE session = ?",
                (os.getpid(), platform.node(), session_id),
            )
            if not found.rowcount:
                raise self._unknown(session_id)
        return Recording(self, session_id)

    def record(self, session_id: str, key: int, record: SetRecord) -> None:
        """Have a set on disk before returning; a later one with the same key takes its place.

        Raises:
            NotInProgressError: there is no such session.
            JournalError: it is not on disk.
        """
        body = msgspec.json.encode(record).decode()
        now = self.journal.clock.now().isoformat()
        with self.journal.writing() as connection:
            found = connection.execute("UPDATE running SET last_at = ? WHERE session = ?", (now, session_id))
            if not found.rowcount:
                raise self._unknown(session_id)
            connection.execute(
                "INSERT OR REPLACE INTO running_sets VALUES (?, ?, ?)", (session_id, key, body)
            )

    def forget(self, session_id: str, key: int) -> None:
        """Take a set back that was written before its end, which did not come.

        Raises:
            NotInProgressError: there is no such session.
            JournalError: it is still there.
        """
        with self.journal.writing() as connection:
            found = connection.execute("SELECT 1 FROM running WHERE session = ?", (session_id,)).fetchone()
            if found is None:
                raise self._unknown(session_id)
            connection.execute("DELETE FROM running_sets WHERE session = ? AND key = ?", (session_id, key))

    def unfinished(self) -> tuple[ActiveSession, ...]:
        """Sessions that nobody is playing any more, oldest first: to be resumed, saved as is, or discarded.

        Raises:
            JournalError: the journal cannot be read.
        """
        with self.journal.reading() as connection:
            rows = connection.execute("SELECT session, process, machine FROM running ORDER BY session")
            players = [(session_id, process, machine) for session_id, process, machine in rows]
            found = [_read(connection, player[0]) for player in players if self._is_free(*player)]
        return tuple(sorted((one for one in found if one), key=lambda one: one.session.at))

    def finish(
        self, session_id: str, ended_at: datetime | None = None, *, stopped: bool = False
    ) -> Session | None:
        """Move a session from what is in progress into the events, in one transaction.

        Finishing it again gives the same session and changes nothing.

        Args:
            session_id: the session.
            ended_at: when it ended; None is the moment of its last set.
            stopped: the user stopped it before its end.

        Returns:
            The event, or None when it had no set: then nothing is left of it.

        Raises:
            NotInProgressError: there is no such session, in progress or finished.
            JournalError: nothing was changed.
        """
        self._hold(session_id)
        with self.journal.writing() as connection:
            found = _read(connection, session_id)
            if found is None:
                session = self._finished_before(connection, session_id)
            else:
                session = replace(found.session, ended_at=ended_at or found.last_at, stopped=stopped)
                if session.sets:
                    add_lines(connection, [write_line(session)], self.journal.path)
                _remove(connection, session_id)
        self._let_go(session_id)
        return session if session.sets else None

    def leave(self, session_id: str) -> None:
        """Leave a session for later; whoever asks for unfinished ones finds it."""
        self._let_go(session_id, remove=False)

    def discard(self, session_id: str) -> None:
        """Forget a session in progress and its sets; without such a session nothing happens.

        Raises:
            JournalError: it is still there, or another coach is playing it.
        """
        self._hold(session_id)
        with self.journal.writing() as connection:
            _remove(connection, session_id)
        self._let_go(session_id)

    def _hold(self, session_id: str) -> None:
        if session_id in self._locks or self.journal.read_only:
            return
        lock = self._lock_of(session_id)
        with self.journal.reading():
            if not lock.acquire():
                raise JournalError(
                    "this session is running in another coach",
                    hint="go on there, or close it first",
                    path=str(self.journal.path),
                )
        self._locks[session_id] = lock

    def _let_go(self, session_id: str, *, remove: bool = True) -> None:
        lock = self._locks.pop(session_id, None)
        if lock:
            lock.release(remove=remove)

    def _is_free(self, session_id: str, process: int, machine: str) -> bool:
        if session_id in self._locks:
            return False
        if self.journal.read_only:
            return True
        lock = self._lock_of(session_id)
        free = lock.acquire()
        lock.release()
        # Without locks, a process that is still there is all that tells of a session that is being played.
        return free and (lock.offered or machine != platform.node() or not _is_alive(process))

    def _lock_of(self, session_id: str) -> FileLock:
        return FileLock(self.journal.path.parent / "running" / f"{session_id}.lock")

    def _finished_before(self, connection: sqlite3.Connection, session_id: str) -> Session:
        for text in texts_of(connection, [session_id]):
            event = decode_one(text)
            if isinstance(event, Session):
                return event
        raise self._unknown(session_id)

    def _unknown(self, session_id: str) -> NotInProgressError:
        return NotInProgressError(
            f"no session {session_id} is in progress",
            hint="it was saved or discarded already",
            path=str(self.journal.path),
        )


def _read(connection: sqlite3.Connection, session_id: str) -> ActiveSession | None:
    row = connection.execute(
        "SELECT header, plan, last_at FROM running WHERE session = ?", (session_id,)
    ).fetchone()
    if row is None:
        return None
    header, plan, last_at = row
    rows = connection.execute(
        "SELECT key, body FROM running_sets WHERE session = ? ORDER BY key", (session_id,)
    )
    records = tuple((int(key), _set.decode(body)) for key, body in rows)
    session = replace(_header.decode(header), sets=tuple(record for _key, record in records))
    return ActiveSession(session=session, records=records, plan=plan, last_at=datetime.fromisoformat(last_at))


def _is_alive(process: int) -> bool:
    if sys.platform == "win32" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(connection: sqlite3.Connection, session_id: str) -> None:
    connection.execute("DELETE FROM running_sets WHERE session = ?", (session_id,))
    connection.execute("DELETE FROM running WHERE session = ?", (session_id,))
