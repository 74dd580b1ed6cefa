"""Connections to the file of the journal: opening, migration, permissions, transactions, locks and errors."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.files import sync_folder
from coach.journal.schema import APPLICATION_ID, MIGRATIONS, NEWEST, Migration
from coach.paths import own_home

UNREADABLE: Final = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What reading a damaged file can raise; even a message of SQLite may not be UTF-8 then."""
_DAMAGED: Final = ("the journal is damaged", "")
_WORDS: Final[dict[int, tuple[str, str]]] = {
    sqlite3.SQLITE_FULL: (
        "the disk is full, so the journal cannot be written",
        "free some space on that disk and try again",
    ),
    sqlite3.SQLITE_READONLY: (
        "the journal may only be read here",
        "make the file and its folder writable for yourself, or set COACH_HOME to a folder that is",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the journal cannot be opened",
        "see that its folder exists and is yours to write in, or set COACH_HOME to one that is",
    ),
    sqlite3.SQLITE_PERM: (
        "you may not open the journal",
        "make the file and its folder yours to read and write",
    ),
    sqlite3.SQLITE_BUSY: (
        "another program has kept the journal busy for 5 seconds",
        "close the other program and try again",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk did not carry out a read or write of the journal",
        "see that the disk has room, is still connected, and allows a file of this size; then try again",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: (
        "the journal refused an event that does not fit it",
        "nothing was changed; please report this",
    ),
}
_WORDS[sqlite3.SQLITE_LOCKED] = _WORDS[sqlite3.SQLITE_BUSY]
_SYSTEM: Final[dict[int, int]] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_PERM,
    errno.EPERM: sqlite3.SQLITE_PERM,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EFBIG: sqlite3.SQLITE_IOERR,
}
_LEAST_FREE_BYTES: Final = 65_536
"""With less a journal cannot be opened for writing: SQLite makes a file of 32 KiB beside it."""
_PRIMARY: Final = 0xFF
"""The byte of an extended result code that is the primary one."""
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
_NOT_OFFERED: Final = frozenset(
    getattr(errno, name)
    for name in ("ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL")
    if hasattr(errno, name)
)
_VERSION: Final = slice(60, 64)
_APPLICATION: Final = slice(68, 72)
"""Where the header of a SQLite file has the two numbers, in big-endian order."""


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; `SQLITE_ERROR` where Python raised the error."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & _PRIMARY if isinstance(code, int) else sqlite3.SQLITE_ERROR


def journal_error(error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path) -> JournalError:
    """An error of SQLite or the system as a `JournalError` about the file at `path`."""
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode"):
        code, fallback = sqlite3.SQLITE_CORRUPT, ""
    elif isinstance(error, OSError):
        code = _SYSTEM.get(error.errno or 0, 0)
        fallback = f"the journal cannot be used: {error.strerror or error}"
    else:
        code = primary_code(error)
        fallback = f"the journal cannot be used: {error}"
    message, hint = _WORDS.get(code, (fallback, "see that the file and its folder are yours and writable"))
    return JournalError(message, hint=hint or repair_hint(path), path=str(path))


def read_only_error(error: sqlite3.Error | OSError, path: Path) -> JournalError:
    """The error for a journal that can be read and not written."""
    import shutil

    full = isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_FULL
    with suppress(OSError):
        full = full or shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    message, hint = _WORDS[sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_READONLY]
    return JournalError(message, hint=hint, path=str(path))


def repair_hint(path: Path) -> str:
    """The hint for a damaged journal, with its newest copy if there is one."""
    copies = sorted((path.parent / "backups").glob(f"{path.stem}-[0-9]*{path.suffix}"))
    if copies:
        return f"coach doctor --repair saves what it still holds; its newest copy is {copies[-1]}"
    return "coach doctor --repair saves what it still holds; no copy of it was made yet"


@contextmanager
def journal_errors(path: Path) -> Iterator[None]:
    """Raise errors of SQLite and the disk as a `JournalError` about `path`."""
    try:
        yield
    except UNREADABLE as error:
        raise journal_error(error, path) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for writing; it and its folder are made where they are missing, for their owner alone.

    A commit returns when the data is on the disk itself: a write-ahead log with `synchronous=FULL`.

    Raises:
        sqlite3.Error, OSError: it cannot be opened.
    """
    make_private(path)
    connection = _connection(f"{path.absolute().as_uri()}?mode=rw")
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA recursive_triggers = ON")
        # Stored in the file; setting it again would need a lock.
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that cannot be written.

    Raises:
        sqlite3.Error: it cannot be opened.
        JournalError: its newest part cannot be read without writing.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return _connection(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
    try:
        # Without the shared-memory file, for which the disk has no room. This locks all other programs out.
        connection = _connection(f"{path.absolute().as_uri()}?mode=rw")
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise JournalError(
            "the newest part of the journal cannot be read from a folder that may not be written to",
            hint="make the folder writable, or copy all of it elsewhere and set COACH_HOME to the copy",
            path=str(path),
        ) from error
    return connection


def make_private(path: Path) -> None:
    """Make an empty file and its folder for their owner alone, or take the rights of others from them.

    Raises:
        OSError: it cannot be made.
    """
    _make_private_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    except FileExistsError:
        for name in (path.name, path.name + "-wal", path.name + "-shm"):
            _tighten(path.with_name(name), _PRIVATE_FILE)
    else:
        os.close(descriptor)
        path.chmod(_PRIVATE_FILE)
        sync_folder(path.parent)


def write_private(path: Path, data: bytes) -> None:
    """Replace a file by one for its owner alone, whole or not at all; a link at its place is replaced itself.

    Raises:
        OSError: it is as it was.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, flags, _PRIVATE_FILE), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def is_write_error(error: sqlite3.Error | OSError) -> bool:
    """Whether the error is about writing, so that the file may still be readable."""
    return isinstance(error, OSError) or primary_code(error) in _CANNOT_WRITE


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether this is a journal of the newest version."""
    return (
        pragma(connection, "user_version") == NEWEST
        and pragma(connection, "application_id") == APPLICATION_ID
    )


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """The value of a PRAGMA with a number."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction, on disk when it ends, or rolled back."""
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
        # Others use a folder like /tmp too, and the user's home is not the app's.
        if not (folder.stat().st_mode & stat.S_ISVTX or folder == own_home()):
            _tighten(folder, _PRIVATE_FOLDER)
        return
    if folder.parent != folder and not folder.parent.exists():
        _make_private_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    folder.chmod(_PRIVATE_FOLDER)


def _tighten(path: Path, mode: int) -> None:
    """Take the rights of others from a file, unless it is another user's or gone by now."""
    try:
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & ~mode:
            path.chmod(stat.S_IMODE(found.st_mode) & mode)
    except OSError:
        return


class FileLock:
    """A lock on a file, held by at most one holder on this machine; kill -9 frees it.

    Attributes:
        is_supported: whether the file system has such locks; known after `acquire`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_supported = True
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take it without waiting.

        Returns:
            Whether it is held now, or there are no such locks; False when another holder has it.

        Raises:
            OSError: the file cannot be made.
        """
        if self._descriptor is not None:
            return True
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
        try:
            _lock(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError as error:
            if error.errno not in _NOT_OFFERED:
                os.close(descriptor)
                raise
            self.is_supported = False
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def release(self, *, remove: bool = False) -> None:
        """Release it; `remove` deletes its file too, where it is never needed again."""
        if self._descriptor is None:
            return
        if remove:
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None


def _lock(descriptor: int) -> None:
    """Lock an open file for this descriptor alone.

    Raises:
        BlockingIOError: another descriptor has the lock.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_up_to_date(path: Path) -> bool:
    """Whether the file is a journal of the newest version, by its header alone.

    Without what is still in the write-ahead log: False may be wrong, True never.
    """
    try:
        if not path.is_file():
            # Opening a pipe would wait for a writer.
            return False
        with path.open("rb") as file:
            head = file.read(_APPLICATION.stop)
    except OSError:
        return False
    version, application = (int.from_bytes(head[part], "big") for part in (_VERSION, _APPLICATION))
    return (version, application) == (NEWEST, APPLICATION_ID)


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    *,
    before: Callable[[int], object],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> int:
    """Apply what is missing, and return the version that the journal has now.

    Two programs that start at once do it once: each version is looked at again inside its transaction.

    Args:
        connection: to the journal, open for writing.
        before: called with the old version before a journal that already has tables is changed.

    Raises:
        JournalError: the file is not a journal of this app, or a newer app wrote it.
    """
    version = check_version(connection, path, newest=migrations[-1].version)
    if 0 < version < migrations[-1].version:
        before(version)
    for migration in (one for one in migrations if one.version > version):
        with transaction(connection):
            if pragma(connection, "user_version") >= migration.version:
                continue
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {migration.version}")
    return migrations[-1].version


def check_version(connection: sqlite3.Connection, path: Path, *, newest: int = NEWEST) -> int:
    """The version of the journal's tables; 0 for an empty file.

    Raises:
        JournalError: the file is not a journal of this app, or a newer app wrote it.
    """
    version = pragma(connection, "user_version")
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if (tables or version) and pragma(connection, "application_id") != APPLICATION_ID:
        raise JournalError(
            "this is a database, but not a journal of coach",
            hint="move it elsewhere, or set COACH_HOME to another folder",
            path=str(path),
        )
    if version > newest:
        raise JournalError(
            f"a newer coach wrote this journal (version {version}; this one reads up to {newest})",
            hint="update coach; the journal was left as it is",
            path=str(path),
        )
    return version
