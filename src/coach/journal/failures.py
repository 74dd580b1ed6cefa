"""What SQLite and the disk say, told to a person: what happened, to which file, and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from coach.errors import JournalError

UNREADABLE: Final = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What reading a file can raise; damage can reach even the words of SQLite's own errors."""
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
"""With less a journal cannot even be opened for writing: SQLite makes a file of 32 KiB beside it."""
_PRIMARY: Final = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, or `SQLITE_ERROR` where the error came from Python's side."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & _PRIMARY if isinstance(code, int) else sqlite3.SQLITE_ERROR


def journal_error(error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path) -> JournalError:
    """The sentence for what went wrong with the file at `path`."""
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode"):
        code, fallback = sqlite3.SQLITE_CORRUPT, ""
    elif isinstance(error, OSError):
        code = _SYSTEM.get(error.errno or 0, 0)
        fallback = f"the journal cannot be used: {error.strerror or error}"
    else:
        code = primary_code(error)
        fallback = f"the journal cannot be used: {error}"
    message, hint = _WORDS.get(code, (fallback, "see that the file and its folder are yours and writable"))
    return JournalError(message, hint=hint or what_is_left(path), path=str(path))


def why_not_written(error: sqlite3.Error | OSError, path: Path) -> JournalError:
    """The sentence for a journal that can be read and not written, whatever the disk said of it."""
    import shutil

    full = isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_FULL
    with suppress(OSError):
        full = full or shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    message, hint = _WORDS[sqlite3.SQLITE_FULL if full else sqlite3.SQLITE_READONLY]
    return JournalError(message, hint=hint, path=str(path))


def what_is_left(path: Path) -> str:
    """What to do about a damaged journal: where its newest copy is, if there is one."""
    copies = sorted((path.parent / "backups").glob(f"{path.stem}-[0-9]*{path.suffix}"))
    if copies:
        return f"coach doctor --repair saves what it still holds; its newest copy is {copies[-1]}"
    return "coach doctor --repair saves what it still holds; no copy of it was made yet"


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn whatever SQLite or the disk raises in here into a `JournalError` about `path`."""
    try:
        yield
    except UNREADABLE as error:
        raise journal_error(error, path) from error
