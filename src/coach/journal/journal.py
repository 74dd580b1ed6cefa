"""The journal itself: events go in at one end, are never changed, and are read in one order."""

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
from coach.journal.codec import write_line
from coach.journal.connection import (
    FileLock,
    connect,
    connect_to_read,
    is_current,
    is_up_to_date,
    journal_errors,
    may_not_write,
    transaction,
    why_not_written,
)
from coach.journal.damage import DamagedRow, check_structure, unreadable
from coach.journal.queries import (
    Place,
    add_lines,
    decode_all,
    decode_sound,
    gone_ids,
    texts_in_order,
    texts_of,
)
from coach.model.events import STRONG_PAIN, Event, Session


class Journal:
    """An open journal. Safe to use from several threads, and beside other programs that use the same file.

    Events are ordered by their date, then by the instant of their moment (so that offsets do not matter),
    then by id. A tombstone without a date takes its place by the wall date of its moment. Taken-back events
    and their tombstones are part of what is read: which of them count is for the reader to say.

    Attributes:
        path: the file.
        clock: gives the day of a backup and the moments of a session in progress.
        read_only: the file or its folder may not be written to; reading works.
        notice: something about the file that its owner should know, in a sentence, or None.
        locks: of the sessions that are being recorded here, by their ids. For this room only.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        clock: Clock,
        *,
        read_only: JournalError | None = None,
        notice: str | None = None,
    ) -> None:
        self.path = path
        self.clock = clock
        self.notice = notice
        self._read_only = read_only
        self._connection = connection
        self._lock = threading.RLock()
        self._writes = 0
        self._file = _identity(path)
        self.locks: dict[str, FileLock] = {}

    @classmethod
    def open(cls, path: Path, *, clock: Clock | None = None) -> Journal:
        """Open the journal at `path`; it and its folder are made when they are missing.

        An older journal is backed up and brought up to date. Where it cannot be written it is opened to read.

        Raises:
            JournalError: it is damaged, is not a journal, is from a newer app, or cannot be opened at all.
        """
        clock = clock or SystemClock()
        with journal_errors(path):
            _look_for_loss(path)
            try:
                connection = connect(path)
            except (sqlite3.Error, OSError) as error:
                if not may_not_write(error):
                    raise
                if not path.is_file():
                    return cls._open_nothing(path, clock, error)
                return cls._open_to_read(path, clock, why_not_written(error, path))
            try:
                if not is_current(connection):
                    _bring_up_to_date(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path, clock)

    @classmethod
    def _open_to_read(cls, path: Path, clock: Clock, trouble: JournalError) -> Journal:
        connection = connect_to_read(path)
        try:
            if not is_current(connection):
                from coach.journal.migrate import check_version

                check_version(connection, path)
                raise JournalError(
                    "the journal has to be brought up to date, and may only be read here",
                    hint="make the file and its folder writable for yourself",
                    path=str(path),
                )
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, clock, read_only=trouble, notice=trouble.message)

    @classmethod
    def _open_nothing(cls, path: Path, clock: Clock, error: sqlite3.Error | OSError) -> Journal:
        """A journal without an event, where there is none yet and none can be made.

        Only where that is certain: nobody's red flags are passed over because they could not be read.
        """
        from coach.journal.migrate import migrate

        try:
            path.lstat()
        except FileNotFoundError:
            pass
        else:
            raise error
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(connection, path, before=lambda _version: None)
        trouble = why_not_written(error, path)
        return cls(connection, path, clock, read_only=trouble, notice=trouble.message)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(back_up=error is None)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written for now; the next attempt to write looks again."""
        return self._read_only is not None

    @property
    def trouble(self) -> JournalError | None:
        """Why nothing can be written for now; None where it can."""
        return self._read_only

    @property
    def revision(self) -> int:
        """A number that grows whenever anything was written, here or by another program."""
        with self.reading() as connection:
            return self._writes + int(connection.execute("PRAGMA data_version").fetchone()[0])

    def append(self, *events: Event) -> None:
        """Have these events on disk before returning: all of them, or none.

        An event that is there already, word for word, is not written twice.

        Raises:
            JournalError: they are not on disk, or an id is taken by another event.
            UsageError: an event's values do not make sense.
        """

        try:
            lines = [write_line(event) for event in events]
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error
        with self.writing() as connection:
            add_lines(connection, lines, self.path)

    def events(self) -> tuple[Event, ...]:
        """Everything, in order, tombstones and what they take back included.

        Raises:
            JournalError: the journal cannot be read, or is damaged.
        """
        with self.reading() as connection:
            return decode_all(connection, self.path, "")

    def recent(self, since: date, *, only: Collection[str] | None = None) -> tuple[Event, ...]:
        """What a day's plan needs, in order, without reading every set of ten years.

        Left out are only sessions before `since`, and of these not the ones with strong pain, which reach
        every program, nor the ones that replace another: it may have been of another program, or later.
        Everything that is not a session is there.

        Args:
            since: from this date on everything is read.
            only: ids of the programs whose earlier sessions are left out; None is every program.

        Raises:
            JournalError: the journal cannot be read, or is damaged.
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
        """Sessions that hold, newest first: neither taken back nor replaced.

        Args:
            limit: at most so many; None is all.

        Raises:
            JournalError: the journal cannot be read, or is damaged.
        """
        with self.reading() as connection:
            gone = gone_ids(connection)
            enough = None if limit is None else limit + len(gone)
            found = decode_all(connection, self.path, "WHERE type = 'session'", newest=True, limit=enough)
        live = [event for event in found if isinstance(event, Session) and event.id not in gone]
        return tuple(live[:limit])

    def sound_sessions(self, limit: int | None = None) -> tuple[tuple[Session, ...], tuple[DamagedRow, ...]]:
        """The sessions that `sessions` gives, and the rows that are left out as damaged.

        Raises:
            JournalError: the journal cannot be read.
        """
        try:
            return self.sessions(limit), ()
        except JournalError:
            # One by one takes longer, which is only worth it where something is wrong.
            pass
        with self.reading() as connection:
            gone = gone_ids(connection)
            found, damaged = decode_sound(connection, "WHERE type = 'session'", newest=True)
        live = [event for event in found if isinstance(event, Session) and event.id not in gone]
        return tuple(live[:limit]), damaged

    def session_texts(self, limit: int | None = None) -> tuple[str, ...]:
        """The stored JSON of what `sessions` gives, with the fields that this version does not know."""
        return self.texts_of(self.sessions(limit))

    def texts_of(self, events: Sequence[Event]) -> tuple[str, ...]:
        """The stored JSON of events of this journal, with the fields that this version does not know."""
        with self.reading() as connection:
            return texts_of(connection, [event.id for event in events])

    def find(self, beginning: str) -> Event:
        """The one event whose id begins so.

        Raises:
            UsageError: there is none, or more than one.
            JournalError: the journal cannot be read.
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
        """The stored JSON of every event, in order, one after the other.

        Args:
            damaged: takes the rows that are left out, because they are not as they were written.

        Raises:
            JournalError: the journal cannot be read; or it is damaged, and nobody takes what is left out.
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
        """Keep a copy of the journal as it is, unless there is one of today already.

        Returns:
            The new copy, or None.

        Raises:
            JournalError: it cannot be written, or the journal is damaged: then older copies are left alone.
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
        """Go through the whole file, and every event against its checksum.

        Raises:
            JournalError: something is damaged.
        """
        from coach.journal.backup import check_sound

        with self.reading() as connection:
            check_sound(connection, self.path)

    def check_structure(self) -> None:
        """See that every event that is there is found by its id; before anything is taken in or given out so.

        Raises:
            JournalError: the file is damaged in such a way that this cannot be relied on.
        """
        with self.reading() as connection:
            check_structure(connection, self.path)

    def close(self, *, back_up: bool = True) -> None:
        """Let go of the file; when something was written, a copy is kept first, at most one a day.

        Raises:
            JournalError: the copy cannot be written; the journal itself is safe and closed.
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
        """Whether the file is gone, or another one by now: what is written to the old one would be lost."""
        return _identity(self.path) != self._file

    @property
    def answers(self) -> bool:
        """Whether anything can still be read: not from a drive that was pulled out, put back or not."""
        try:
            with self._lock:
                self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (sqlite3.Error, OSError):
            return False
        return True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time, with failures as `JournalError`. For this room only."""
        with self._lock, journal_errors(self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on disk when it is left. For this room only.

        Raises:
            JournalError: nothing of it was written.
        """
        if self._read_only:
            self._open_again(self._read_only)
        if self.was_replaced:
            raise JournalError(
                "the journal was moved or replaced while coach had it open",
                hint="put it back, or start coach again",
                path=str(self.path),
            )
        with self.reading() as connection, transaction(connection):
            yield connection
        self._writes += 1

    def _open_again(self, trouble: JournalError) -> None:
        """Open for writing what could only be read so far: a disk may have room again.

        Raises:
            JournalError: it still may only be read.
        """
        with self._lock:
            try:
                connection = connect(self.path)
                if not is_current(connection):
                    _bring_up_to_date(connection, self.path)
            except (sqlite3.Error, OSError) as error:
                raise trouble from error
            self._connection.close()
            self._connection = connection
            self._file = _identity(self.path)
            self._read_only = self.notice = None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _look_for_loss(path: Path) -> None:
    if is_up_to_date(path):
        return
    from coach.journal.backup import look_for_loss

    look_for_loss(path)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    from coach.journal.backup import before_migration
    from coach.journal.migrate import migrate

    migrate(connection, path, before=lambda version: before_migration(connection, path, version))
