"""The journal: an append-only store of events in SQLite."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.clock import Clock, SystemClock
from coach.errors import JournalError, UsageError
from coach.journal.codec import encode_event
from coach.journal.connection import (
    FileLock,
    connect,
    connect_to_read,
    is_current,
    is_up_to_date,
    is_write_error,
    journal_errors,
    read_only_error,
    transaction,
)
from coach.journal.damage import DamagedRow, check_structure, unreadable
from coach.journal.queries import (
    Place,
    add_lines,
    decode_all,
    decode_intact,
    inactive_ids,
    texts_in_order,
    texts_of,
)
from coach.model.events import STRONG_PAIN, Event, Session


class Journal:
    """An open journal. Several threads may use it, and other programs the same file.

    Events are ordered by date, then by moment in UTC, then by id; a tombstone without a date by the wall date
    of its moment. Undone events and their tombstones are read like others, but for `sessions`. Every method
    that reads raises `JournalError` where the journal cannot be read or is damaged.

    Attributes:
        path: the file.
        clock: gives the day of a backup.
        trouble: why nothing can be written for now; None where it can.
        notice: a sentence about the file for its owner, or None.
        locks: of the sessions that this process records, by id; for this package only.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        clock: Clock,
        *,
        trouble: JournalError | None = None,
    ) -> None:
        self.path = path
        self.clock = clock
        self.notice = trouble.message if trouble else None
        self.trouble = trouble
        self._connection = connection
        self._lock = threading.RLock()
        self._writes = 0
        self._file = _identity(path)
        self.locks: dict[str, FileLock] = {}

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None) -> Journal:
        """Open the journal at `path`; it and its folder are made where they are missing.

        An older journal is backed up and migrated. One that cannot be written is opened read-only.

        Raises:
            JournalError: it is damaged, is not a journal, is from a newer app, or cannot be opened at all.
        """
        clock = clock or SystemClock()
        with journal_errors(path):
            if not is_up_to_date(path):
                from coach.journal.backup import check_not_lost

                check_not_lost(path)
            try:
                connection = connect(path)
            except (sqlite3.Error, OSError) as error:
                if not is_write_error(error):
                    raise
                if not path.is_file():
                    return cls._open_in_memory(path, clock, error)
                return cls._open_read_only(path, clock, read_only_error(error, path))
            try:
                if not is_current(connection):
                    _bring_up_to_date(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path, clock)

    @classmethod
    def _open_read_only(cls, path: Path, clock: Clock, trouble: JournalError) -> Journal:
        connection = connect_to_read(path)
        try:
            if not is_current(connection):
                from coach.journal.connection import check_version

                check_version(connection, path)
                raise JournalError(
                    "the journal has to be brought up to date, and may only be read here",
                    hint="make the file and its folder writable for yourself",
                    path=str(path),
                )
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, clock, trouble=trouble)

    @classmethod
    def _open_in_memory(cls, path: Path, clock: Clock, error: sqlite3.Error | OSError) -> Journal:
        """An empty journal in memory, where there is none yet and none can be made."""
        from coach.journal.connection import migrate

        # Only where that is certain: red flags are never missed because they could not be read.
        try:
            path.lstat()
        except FileNotFoundError:
            pass
        else:
            raise error
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(connection, path, before=lambda _version: None)
        return cls(connection, path, clock, trouble=read_only_error(error, path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(back_up=error is None)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written for now; the next write tries again."""
        return self.trouble is not None

    @property
    def revision(self) -> int:
        """A number that grows with every write, here or by another program."""
        with self.reading() as connection:
            return self._writes + int(connection.execute("PRAGMA data_version").fetchone()[0])

    def append(self, *events: Event) -> None:
        """Write these events to disk in one transaction, without those that are there already.

        Raises:
            JournalError: nothing was written; the disk refused, or an id belongs to another event.
            UsageError: an event's values do not make sense.
        """
        try:
            lines = [encode_event(event) for event in events]
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error
        with self.writing() as connection:
            add_lines(connection, lines, self.path)

    def events(self) -> tuple[Event, ...]:
        """All events, in order."""
        with self.reading() as connection:
            return decode_all(connection, self.path, "")

    def recent(self, since: date, *, only: Collection[str] | None = None) -> tuple[Event, ...]:
        """The events that the plan of a day needs, in order: all but most of the sessions before a date.

        Of the sessions before it, those with strong pain count for every program, and those that replace
        another one may have changed its program or date, so both are included.

        Args:
            since: from this date on everything is included.
            only: ids of the programs whose earlier sessions are left out; None is every program.
        """
        short = sorted(only or ())
        kept = "" if only is None else f" OR program NOT IN ({', '.join('?' * len(short))})"
        condition = (
            f"WHERE date >= ? OR type <> 'session' OR max_pain >= ?{kept}"
            " OR id IN (SELECT id FROM events WHERE replaces IS NOT NULL)"
        )
        with self.reading() as connection:
            return decode_all(connection, self.path, condition, (since.isoformat(), STRONG_PAIN, *short))

    def sessions(self, limit: int | None = None) -> tuple[Session, ...]:
        """The newest sessions, at most `limit`, newest first, without those that were undone or replaced."""
        with self.reading() as connection:
            gone = inactive_ids(connection)
            enough = None if limit is None else limit + len(gone)
            found = decode_all(connection, self.path, "WHERE type = 'session'", newest=True, limit=enough)
        live = [event for event in found if isinstance(event, Session) and event.id not in gone]
        return tuple(live[:limit])

    def intact_sessions(self, limit: int | None = None) -> tuple[tuple[Session, ...], tuple[DamagedRow, ...]]:
        """The sessions that `sessions` gives, and the damaged rows that are left out."""
        try:
            return self.sessions(limit), ()
        except JournalError:
            # One by one takes longer, which is only worth it where something is wrong.
            pass
        with self.reading() as connection:
            gone = inactive_ids(connection)
            found, damaged = decode_intact(connection, "WHERE type = 'session'")
        live = [event for event in found if isinstance(event, Session) and event.id not in gone]
        return tuple(live[:limit]), damaged

    def session_texts(self, limit: int | None = None) -> tuple[str, ...]:
        """The stored JSON of the sessions that `sessions` gives."""
        return self.texts_of(self.sessions(limit))

    def texts_of(self, events: Sequence[Event]) -> tuple[str, ...]:
        """The stored JSON of events of this journal, with the fields that this version does not know."""
        with self.reading() as connection:
            return texts_of(connection, [event.id for event in events])

    def find(self, beginning: str) -> Event:
        """The one event whose id begins with a text, in small or capital letters.

        Raises:
            UsageError: there is none, or more than one.
        """
        sought = beginning.strip().lower()
        with self.reading() as connection:
            found = decode_all(
                connection, self.path, "WHERE substr(id, 1, ?) = ?", (len(sought), sought), limit=2
            )
        if not sought or not found:
            raise UsageError(
                f"there is no event '{beginning}' in the journal", hint="coach history --json shows ids"
            )
        if len(found) > 1:
            raise UsageError(f"more than one event begins with '{beginning}'", hint="write more of its id")
        return found[0]

    def texts(self, damaged: list[DamagedRow] | None = None) -> Iterator[str]:
        """The stored JSON of every event, in order.

        Args:
            damaged: a list for the damaged rows, which are left out; without it they raise JournalError.
        """
        after: Place | None = None
        while True:
            with self.reading() as connection:
                chunk = texts_in_order(connection, after)
            if not chunk:
                return
            for _place, text in chunk:
                if isinstance(text, str):
                    yield text
                elif damaged is not None:
                    damaged.append(text)
                else:
                    with self.reading() as connection:
                        raise unreadable(connection, self.path, 1)
            after = chunk[-1][0]

    def back_up(self) -> Path | None:
        """Make the copy of today and return it; None where there is one.

        Raises:
            JournalError: it cannot be written, or the journal is damaged; the other copies are as they were.
        """
        from coach.journal import backup

        with self._lock, journal_errors(self.path):
            try:
                return backup.daily(self._connection, self.path, self.clock.now().date())
            except OSError as error:
                raise JournalError(
                    f"no copy of the journal can be made: {(error.strerror or str(error)).lower()}",
                    hint="the journal itself is safe; see that this folder has room and is yours to write in",
                    path=str(backup.folder_of(self.path)),
                ) from error

    def check(self) -> None:
        """Check the whole file, and every event against its checksum."""
        from coach.journal.backup import check_intact

        with self.reading() as connection:
            check_intact(connection, self.path)

    def check_structure(self) -> None:
        """Check that every event is found by its id; import and sync rely on it."""
        with self.reading() as connection:
            check_structure(connection, self.path)

    def close(self, *, back_up: bool = True) -> None:
        """Close the file; when something was written, the copy of today is made first.

        Raises:
            JournalError: the copy cannot be made; the journal is safe and closed.
        """
        try:
            if back_up and self._writes:
                self.back_up()
        finally:
            with self._lock:
                self._writes = 0
                for lock in self.locks.values():
                    lock.release()
                self.locks.clear()
                self._connection.close()

    @property
    def was_replaced(self) -> bool:
        """Whether another file is at the path by now, or none: what is written would be lost."""
        return _identity(self.path) != self._file

    @property
    def is_readable(self) -> bool:
        """Whether anything can be read; not from a drive that was pulled out, even if it is back."""
        try:
            with self._lock:
                self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (sqlite3.Error, OSError):
            return False
        return True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time, with errors as `JournalError`; for this package only."""
        with self._lock, journal_errors(self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, on disk when it ends; for this package only.

        Raises:
            JournalError: nothing of it was written.
        """
        if self.trouble:
            with self._lock:
                try:
                    connection = connect(self.path)
                    if not is_current(connection):
                        _bring_up_to_date(connection, self.path)
                except (sqlite3.Error, OSError) as error:
                    raise self.trouble from error
                self._connection.close()
                self._connection = connection
                self._file = _identity(self.path)
                self.trouble = self.notice = None
        if self.was_replaced:
            raise JournalError(
                "the journal was moved or replaced while coach had it open",
                hint="put it back, or start coach again",
                path=str(self.path),
            )
        with self.reading() as connection, transaction(connection):
            yield connection
        self._writes += 1


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    from coach.journal.backup import before_migration
    from coach.journal.connection import migrate

    migrate(connection, path, before=lambda version: before_migration(connection, path, version))
