"""Sessions that were begun and not finished: each set is on disk when it is over, even after a crash."""

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
from coach.journal.codec import encode_event
from coach.journal.connection import FileLock
from coach.journal.journal import Journal
from coach.journal.queries import add_lines, texts_of
from coach.model.events import Session, SetRecord

_header: Final = msgspec.json.Decoder(Session)
_set: Final = msgspec.json.Decoder(SetRecord)


class ActiveSession(Struct, frozen=True, kw_only=True):
    """A session that was begun and not finished."""

    header: Session
    """Its id, date, moment, program and kind."""
    records: tuple[tuple[int, SetRecord], ...] = ()
    """The sets that were recorded, by the index of their work interval in the timeline."""
    plan: str | None = None
    """Any text that helps to resume it, such as the timeline."""
    last_at: datetime
    """When the last set was recorded; the start while there is none."""

    @property
    def session(self) -> Session:
        """The session with its sets, without an end."""
        return replace(self.header, sets=tuple(record for _key, record in self.records), ended_at=None)

    def ended(self, at: datetime | None = None, *, stopped: bool) -> Session:
        """The event it becomes.

        Args:
            at: when it ended; None is the moment of its last set.
            stopped: the user stopped it before its end.
        """
        return replace(self.session, ended_at=at or self.last_at, stopped=stopped)


def save_session(journal: Journal, active: ActiveSession) -> None:
    """Write this session with exactly these sets, in place of what the journal had of it before.

    From now on it belongs to this process; other ones do not list it as unfinished.

    Raises:
        JournalError: it is not on disk, or another coach is running it.
    """
    session_id = active.header.id
    _lock(journal, session_id)
    wanted = {key: msgspec.json.encode(record).decode() for key, record in active.records}
    header = msgspec.json.encode(replace(active.header, sets=(), ended_at=None)).decode()
    owner = (active.last_at.isoformat(), os.getpid(), platform.node())
    with journal.writing() as connection:
        known = connection.execute(
            "UPDATE running SET header = ?, last_at = ?, process = ?, machine = ? WHERE session = ?",
            (header, *owner, session_id),
        )
        if not known.rowcount:
            connection.execute(
                "INSERT INTO running VALUES (?, ?, ?, ?, ?, ?)", (session_id, header, active.plan, *owner)
            )
        stored = dict(_stored_sets(connection, session_id))
        connection.executemany(
            "DELETE FROM running_sets WHERE session = ? AND key = ?",
            [(session_id, key) for key in stored if key not in wanted],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO running_sets VALUES (?, ?, ?)",
            [(session_id, key, body) for key, body in wanted.items() if stored.get(key) != body],
        )


def finish_session(journal: Journal, session: Session) -> None:
    """Move a session into the events in one transaction. Doing it again changes nothing.

    Args:
        journal: where it is active, or a new one in its place.
        session: with all its sets and its end; without any set it is only deleted.

    Raises:
        JournalError: nothing was changed; its sets are still on disk.
    """
    _lock(journal, session.id)
    line = encode_event(session)
    with journal.writing() as connection:
        is_new = _read(connection, session.id) or not texts_of(connection, [session.id])
        if session.sets and is_new:
            add_lines(connection, [line], journal.path)
        _delete(connection, session.id)
    release_session(journal, session.id, remove=True)


def discard_session(journal: Journal, session_id: str) -> None:
    """Delete an active session and its sets; without such a session nothing happens.

    Raises:
        JournalError: it is still there, or another coach is running it.
    """
    _lock(journal, session_id)
    with journal.writing() as connection:
        _delete(connection, session_id)
    release_session(journal, session_id, remove=True)


def release_session(journal: Journal, session_id: str, *, remove: bool = False) -> None:
    """Leave an active session to any other process; from now on it is unfinished.

    Args:
        remove: delete the file of its lock too.
    """
    lock = journal.locks.pop(session_id, None)
    if lock:
        lock.release(remove=remove)


def unfinished_sessions(journal: Journal) -> tuple[ActiveSession, ...]:
    """Active sessions that no process is running any more, oldest first.

    Raises:
        JournalError: the journal cannot be read.
    """
    with journal.reading() as connection:
        rows = connection.execute("SELECT session, process, machine FROM running").fetchall()
        found = [_read(connection, row[0]) for row in rows if _is_free(journal, *row)]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.header.at, one.header.id)))


def has_active_session(journal: Journal) -> bool:
    """Whether any session was begun and not finished; it may be running, in this process or another.

    Raises:
        JournalError: the journal cannot be read.
    """
    with journal.reading() as connection:
        return connection.execute("SELECT 1 FROM running LIMIT 1").fetchone() is not None


def _lock(journal: Journal, session_id: str) -> None:
    if session_id in journal.locks or journal.read_only:
        return
    lock = _lock_of(journal, session_id)
    with journal.reading():
        if not lock.acquire():
            raise JournalError(
                "this session is running in another coach",
                hint="go on there, or close it first",
                path=str(journal.path),
            )
    journal.locks[session_id] = lock


def _is_free(journal: Journal, session_id: str, process: int, machine: str) -> bool:
    if session_id in journal.locks:
        return False
    if journal.read_only:
        return True
    lock = _lock_of(journal, session_id)
    free = lock.acquire()
    lock.release()
    if lock.is_supported or machine != platform.node() or process == os.getpid() or sys.platform == "win32":
        return free
    # Where the file system has no locks, only the process shows that a session is running.
    try:
        os.kill(process, 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False


def _lock_of(journal: Journal, session_id: str) -> FileLock:
    return FileLock(journal.path.parent / "running" / f"{session_id}.lock")


def _read(connection: sqlite3.Connection, session_id: str) -> ActiveSession | None:
    row = connection.execute(
        "SELECT header, plan, last_at FROM running WHERE session = ?", (session_id,)
    ).fetchone()
    if row is None:
        return None
    header, plan, last_at = row
    return ActiveSession(
        header=_header.decode(header),
        records=tuple((key, _set.decode(body)) for key, body in _stored_sets(connection, session_id)),
        plan=plan,
        last_at=datetime.fromisoformat(last_at),
    )


def _stored_sets(connection: sqlite3.Connection, session_id: str) -> list[tuple[int, str]]:
    return connection.execute(
        "SELECT key, body FROM running_sets WHERE session = ? ORDER BY key", (session_id,)
    ).fetchall()


def _delete(connection: sqlite3.Connection, session_id: str) -> None:
    connection.execute("DELETE FROM running_sets WHERE session = ?", (session_id,))
    connection.execute("DELETE FROM running WHERE session = ?", (session_id,))
