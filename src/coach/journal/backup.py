"""Copies of the journal, one a day for seven days and one before each migration, and restoring one."""

from __future__ import annotations

import gc
import os
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.files import sync_folder
from coach.journal.connection import FileLock, make_private, primary_code, repair_hint
from coach.journal.damage import check_structure, damaged_rows, names_of
from coach.journal.schema import APPLICATION_ID, NEWEST

KEPT_DAYS: Final = 7
_FOLDER: Final = "backups"
_SQLITE: Final = b"SQLite format 3\0"
_TAKEN: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def folder_of(path: Path) -> Path:
    """Where the copies of the journal at `path` are."""
    return path.parent / _FOLDER


def backups(path: Path) -> tuple[Path, ...]:
    """The daily copies of the journal at `path`, oldest first.

    Raises:
        OSError: their folder cannot be read.
    """
    return _in_folder(path, f"{path.stem}-[0-9]*-[0-9]*-[0-9]*{path.suffix}")


def migration_copies(path: Path) -> tuple[Path, ...]:
    """The copies that were made before a migration, oldest first.

    Raises:
        OSError: their folder cannot be read.
    """
    return _in_folder(path, f"{path.stem}-version-*{path.suffix}")


def _in_folder(path: Path, pattern: str) -> tuple[Path, ...]:
    folder = folder_of(path)
    try:
        # Not by glob, which finds nothing in a folder that cannot be read.
        return tuple(sorted(found for found in folder.iterdir() if fnmatchcase(found.name, pattern)))
    except (FileNotFoundError, NotADirectoryError):
        return ()


def check_not_lost(path: Path) -> None:
    """Check that the journal is not gone, nor something else in its place, before a new one is made.

    Raises:
        JournalError: the file is missing or empty although it has copies, which may hold a red flag; or it is
            no journal.
        OSError: the folder cannot be read.
    """
    copies = backups(path)
    if not path.exists():
        if copies:
            raise JournalError(
                "the journal is gone, and its copies are still there",
                hint=f"coach doctor --repair puts back what they hold; the newest is {copies[-1]}; "
                f"to begin anew, move {folder_of(path)} away",
                path=str(path),
            )
        return
    check_plain_file(path)
    with path.open("rb") as file:
        head = file.read(len(_SQLITE))
    if head and head != _SQLITE:
        raise JournalError("the journal is damaged: this is not one", hint=repair_hint(path), path=str(path))
    if not copies:
        return
    empty = not head
    # Not even a new journal is a database without a table. Opening it finds any other damage.
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True)) as connection:
        empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty:
        raise JournalError(
            "the journal is empty, and should not be",
            hint=f"coach doctor --repair puts back what its copies hold; the newest is {copies[-1]}",
            path=str(path),
        )


def check_plain_file(path: Path) -> None:
    """Refuse a device, a pipe or a folder: reading one may never end.

    Raises:
        JournalError: the path, or what it links to, is no plain file.
        OSError: there is nothing.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise JournalError(
            "the journal cannot be opened: this is no file",
            hint="move it away, or set COACH_HOME to another folder",
            path=str(path),
        )


def daily(connection: sqlite3.Connection, path: Path, day: date) -> Path | None:
    """Copy the journal as of `day`, and remove the oldest copies.

    Returns:
        The copy, or None when that day has one already, or another coach is making it.

    Raises:
        JournalError: the journal is damaged; the other copies are as they were.
        sqlite3.Error, OSError: the copy cannot be written.
    """
    target = folder_of(path) / f"{path.stem}-{day.isoformat()}{path.suffix}"
    if target.exists():
        return None
    lock = FileLock(target.parent / ".lock")
    if not lock.acquire():
        return None
    try:
        if target.exists():
            return None
        _copy(connection, target, path)
        # Old copies, and those that a crash left unfinished.
        unfinished = folder_of(path).glob(f"{path.stem}-[0-9]*{path.suffix}*.part*")
        for old in (*backups(path)[:-KEPT_DAYS], *unfinished):
            old.unlink(missing_ok=True)
    finally:
        lock.release()
    return target


def before_migration(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the journal before its tables change; the app never removes this copy."""
    target = folder_of(path) / f"{path.stem}-version-{version}{path.suffix}"
    _copy(connection, target, path)
    return target


def restore(path: Path, copy: Path, *, day: date) -> Path | None:
    """Replace the journal by a copy; the present file is kept beside it under another name.

    Args:
        copy: one of `backups(path)`, or any other journal.
        day: goes into the name under which the present file is kept.

    Returns:
        What became of the present file, or None when there was none.

    Raises:
        JournalError: the copy is damaged or no journal, or another program has the journal open.
        sqlite3.Error, OSError: the disk refused.
    """
    try:
        with closing(
            sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if mark != APPLICATION_ID or not 0 < version <= NEWEST:
                raise JournalError("this is no journal that this coach can read", path=str(copy))
            check_intact(connection, copy)
    except sqlite3.Error as error:
        raise JournalError("this copy is damaged", hint="choose an older one", path=str(copy)) from error
    check_not_in_use(path)
    kept = keep_current(path, day)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    make_private(fresh)
    _copy_bytes(copy, fresh)
    remove_log(path)
    fresh.replace(path)
    sync_folder(path.parent)
    return kept


def check_intact(connection: sqlite3.Connection, path: Path) -> None:
    """Check the whole file, and every event against its checksum.

    Raises:
        JournalError: something is damaged.
    """
    check_structure(connection, path)
    bad = damaged_rows(connection)
    if bad:
        raise JournalError(
            f"the journal is damaged: {len(bad)} of its events are not as they were written: {names_of(bad)}",
            hint=repair_hint(path),
            path=str(path),
        )


def _copy(connection: sqlite3.Connection, target: Path, path: Path) -> None:
    """Copy what is committed and check the copy, or leave nothing behind."""
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.part")
    unfinished.parent.mkdir(exist_ok=True)
    unfinished.unlink(missing_ok=True)
    make_private(unfinished)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            connection.backup(copy)
            # A copy is one file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            check_intact(copy, path)
        _flush(unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def check_not_in_use(path: Path) -> None:
    """Refuse while another program has the journal open, which would go on writing to the old file."""
    if not path.exists():
        return
    try:
        _lock_exclusively(path)
    except sqlite3.Error as error:
        if primary_code(error) not in _TAKEN:
            return
        # A query that failed on damage may keep the file locked until it is collected.
        gc.collect()
        try:
            _lock_exclusively(path)
        except sqlite3.Error as again:
            if primary_code(again) in _TAKEN:
                raise JournalError(
                    "another coach has the journal open", hint="close it and try again", path=str(path)
                ) from again


def _lock_exclusively(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def remove_log(path: Path) -> None:
    """Remove the log of a file that is about to be replaced; it would be read into the new one."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def keep_current(path: Path, day: date) -> Path | None:
    """Copy the journal as it is, damaged or not, to another name; None when there is none."""
    if not path.exists():
        return None
    check_plain_file(path)
    number = 1
    while (kept := path.with_name(f"{path.stem}-replaced-{day.isoformat()}-{number}{path.suffix}")).exists():
        number += 1
    for ending in ("", "-wal"):
        source = path.with_name(path.name + ending)
        if source.exists():
            make_private(kept.with_name(kept.name + ending))
            _copy_bytes(source, kept.with_name(kept.name + ending))
    return kept


def _copy_bytes(source: Path, target: Path) -> None:
    import shutil

    shutil.copyfile(source, target)
    _flush(target)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
