"""Opening the journal's file: where it lies, who may read it, and how surely it is written."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.journal.failures import primary_code
from coach.journal.schema import APPLICATION_ID, NEWEST
from coach.paths import own_home

BUSY_SECONDS: Final = 5.0
"""How long to wait for another program that writes."""
_PRIVATE_FILE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_CANNOT_WRITE: Final = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for writing, making it and its folder when they are missing, both for their owner alone.

    Commits return when the data is on the disk itself: a write-ahead log with `synchronous=FULL`.

    Raises:
        sqlite3.Error, OSError: it cannot be opened.
    """
    make_private(path)
    connection = _connection(f"{path.absolute().as_uri()}?mode=rw")
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA recursive_triggers = ON")
        # Remembered in the file itself; asking again would need a lock.
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that may not be written to.

    Raises:
        sqlite3.Error: it cannot be opened.
        JournalError: its newest part cannot be read without writing.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        try:
            return _connect_alone(path)
        except sqlite3.Error as error:
            raise JournalError(
                "the newest part of the journal cannot be read from a folder that may not be written to",
                hint="make the folder writable, or copy all of it elsewhere and set COACH_HOME to the copy",
                path=str(path),
            ) from error
    return _connection(f"{path.absolute().as_uri()}?mode=ro&immutable=1")


def _connect_alone(path: Path) -> sqlite3.Connection:
    """Open a file with its log on a disk that has no room for what SQLite keeps beside it.

    Nobody else can use the journal meanwhile; so this is for when nothing else works.

    Raises:
        sqlite3.Error: it may not be written to at all, or somebody else uses it.
    """
    connection = _connection(f"{path.absolute().as_uri()}?mode=rw")
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def make_private(path: Path) -> None:
    """Make an empty file and its folder for their owner alone; what is there already is closed to others.

    Raises:
        OSError: it cannot be made.
    """
    _make_private_folder(path.parent)
    _make_private_file(path)


def flush_folder(folder: Path) -> None:
    """Have the names of the files in a folder on disk, so that a new file survives a power cut."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def may_not_write(error: sqlite3.Error | OSError) -> bool:
    """Whether the file might still be read, though it cannot be opened for writing."""
    return isinstance(error, OSError) or primary_code(error) in _CANNOT_WRITE


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether this is a journal of this very version."""
    return (
        pragma(connection, "user_version") == NEWEST
        and pragma(connection, "application_id") == APPLICATION_ID
    )


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """A number that SQLite keeps in or about the file."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done in here, or nothing of it; it is on disk afterwards."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled it back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connection(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
    )


def _make_private_folder(folder: Path) -> None:
    if folder.is_dir():
        if not _is_shared(folder):
            _tighten(folder, _PRIVATE_FOLDER)
        return
    if folder.parent != folder and not folder.parent.exists():
        _make_private_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    folder.chmod(_PRIVATE_FOLDER)


def _is_shared(folder: Path) -> bool:
    """Whether more than the app lives there: someone's home, or a folder like /tmp."""
    return bool(folder.stat().st_mode & stat.S_ISVTX) or folder == own_home()


def _make_private_file(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    except FileExistsError:
        for name in (path.name, path.name + "-wal", path.name + "-shm"):
            _tighten(path.with_name(name), _PRIVATE_FILE)
    else:
        os.close(descriptor)
        path.chmod(_PRIVATE_FILE)
        flush_folder(path.parent)


def _tighten(path: Path, mode: int) -> None:
    """Take away what others may do; what is someone else's, or gone by now, is left as it is."""
    try:
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & ~mode:
            path.chmod(stat.S_IMODE(found.st_mode) & mode)
    except OSError:
        return
