"""Saving what a damaged journal still holds into a new one; the damaged file is kept.

Three sources are put together, and nothing is taken that its checksum does not vouch for: the rows that
SQLite can still reach, the bytes of the file itself, and the copies. Events are never changed, so what an
older copy holds is as good as what was lost.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from coach.journal import backup
from coach.journal.codec import StoredEvent, checksum, read_line
from coach.journal.connection import UNREADABLE, connect, flush_folder, journal_errors, transaction
from coach.journal.damage import DamagedRow, damaged_rows
from coach.journal.migrate import migrate
from coach.journal.queries import insert
from coach.model.events import Session, SetRecord

_SMALLEST_ROW: Final = 100
"""Bytes that an event takes at the least; bounds how many there can be."""
_CHUNK: Final = 256
_CRC_BYTES: Final = 4
_RUNNING: Final = "SELECT session, header, plan, last_at, process, machine FROM running"
_RUNNING_SETS: Final = "SELECT session, key, body FROM running_sets WHERE session = ?"

_Found = dict[str, tuple[StoredEvent, bool]]
"""By id: the event, and whether it was imported."""
_Running = list[tuple[tuple[object, ...], list[tuple[object, ...]]]]


class Recovered(Struct, frozen=True, kw_only=True):
    """What became of a damaged journal."""

    kept: Path | None
    """The damaged file; None where there was none any more."""
    events: int
    from_copies: int
    """How many of the events only a copy still held."""
    running: int
    """Sessions in progress."""
    unreadable: int
    """Rows of the damaged file that no checksum vouches for; a copy may have brought them back."""
    lost: tuple[DamagedRow, ...] = ()
    """Those of them that can still be named, and that nothing has brought back."""


def recover(path: Path, *, day: date) -> Recovered:
    """Put a sound journal in the place of a damaged one.

    Args:
        path: the damaged journal.
        day: goes into the name under which it is kept.

    Raises:
        JournalError: there is no such file nor a copy of it, another coach has it open, or the new one cannot
            be written.
    """
    with journal_errors(path):
        if path.exists() or not backup.backups(path):
            backup.refuse_what_is_no_file(path)
            backup.check_alone(path)
        kept = backup.keep_present(path, day)
        damaged = kept or path
        found: _Found = {}
        unreadable = _take_rows(damaged, found)
        _take_bytes(damaged, found)
        own = len(found)
        for copy in reversed(backup.backups(path)):
            _take_rows(copy, found)
        lost = tuple(row for row in _named(damaged) if row.id not in found)
        running = _running(damaged, set(found))
        _write(path, found, running)
    return Recovered(
        kept=kept,
        events=len(found),
        from_copies=len(found) - own,
        running=len(running),
        unreadable=unreadable,
        lost=lost,
    )


def _take_rows(path: Path, found: _Found) -> int:
    """Add what SQLite still reaches in a file; returns how many rows there are that cannot be trusted."""
    bad = 0
    with suppress(*UNREADABLE), closing(_open(path)) as connection:
        for first in range(1, _bound(connection, path), _CHUNK):
            for row in _rows(connection, first, first + _CHUNK):
                line = _trusted(row[0], row[1]) if row else None
                if line is None:
                    bad += 1
                else:
                    found.setdefault(line.event.id, (line, row is not None and row[2] == 1))
    return bad


def _named(path: Path) -> tuple[DamagedRow, ...]:
    with suppress(*UNREADABLE), closing(_open(path)) as connection:
        return damaged_rows(connection)
    return ()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = bytes
    return connection


def _bound(connection: sqlite3.Connection, path: Path) -> int:
    most = path.stat().st_size // _SMALLEST_ROW
    with suppress(*UNREADABLE):
        newest = connection.execute("SELECT max(seq) FROM events").fetchone()[0]
        if isinstance(newest, int):
            return min(newest, most) + 1
    return most + 1


def _rows(
    connection: sqlite3.Connection, first: int, end: int
) -> Iterator[tuple[object, object, object] | None]:
    """Rows from `first` up to `end`; None for each one that cannot be read."""
    query = "SELECT crc, body, imported FROM events WHERE seq >= ? AND seq < ? ORDER BY seq"
    try:
        yield from connection.execute(query, (first, end)).fetchall()
    except UNREADABLE:
        if end - first == 1:
            yield None
            return
        middle = (first + end) // 2
        yield from _rows(connection, first, middle)
        yield from _rows(connection, middle, end)


def _trusted(crc: object, body: object) -> StoredEvent | None:
    if not isinstance(body, bytes):
        return None
    try:
        text = body.decode()
        return read_line(text, any_day=True) if checksum(text) == crc else None
    except ValueError:
        return None


def _take_bytes(path: Path, found: _Found) -> None:
    """Add events whose text stands in the file in one piece, whether or not SQLite still finds the way there.

    In a row the checksum stands right before the text, its highest byte first.
    """
    scanner = json.JSONDecoder(strict=False)
    for name in (path.name, f"{path.name}-wal"):
        file = path.with_name(name)
        data = file.read_bytes() if file.exists() else b""
        # Byte for byte one character, so that places in one are places in the other.
        letters = data.decode("latin-1")
        start = letters.find('{"')
        while start >= 0:
            end = _end_of_object(scanner, letters, start)
            line = _vouched(data, start, end) if end else None
            if line:
                found.setdefault(line.event.id, (line, False))
            start = letters.find('{"', end if line else start + 1)


def _end_of_object(scanner: json.JSONDecoder, letters: str, start: int) -> int:
    """Where the object that begins there ends; 0 when it is none."""
    try:
        return scanner.raw_decode(letters, start)[1]
    except (ValueError, RecursionError):
        return 0


def _vouched(data: bytes, start: int, end: int) -> StoredEvent | None:
    body = data[start:end]
    try:
        crc = checksum(body.decode())
    except UnicodeDecodeError:
        return None
    # SQLite leaves out bytes that say nothing more than the sign.
    digits = crc.to_bytes(_CRC_BYTES, "big")
    short = digits[1:] if crc < 1 << 23 else digits
    return _trusted(crc, body) if data[:start].endswith(short, max(0, start - _CRC_BYTES)) else None


def _running(path: Path, finished: set[str]) -> _Running:
    """Sessions in progress with their sets, as far as they can be read."""
    found: _Running = []
    with suppress(*UNREADABLE), closing(_open(path)) as connection:
        connection.text_factory = str
        for row in connection.execute(_RUNNING).fetchall():
            sets: list[tuple[object, ...]] = []
            with suppress(*UNREADABLE):
                sets = connection.execute(_RUNNING_SETS, (row[0],)).fetchall()
            good = [one for one in sets if _decodes(one[2], SetRecord)]
            if row[0] not in finished and _decodes(row[1], Session):
                found.append((row, good))
    return found


def _decodes(text: object, model: type[Struct]) -> bool:
    try:
        msgspec.json.decode(text if isinstance(text, str) else b"", type=model)
    except (ValueError, RecursionError):
        return False
    return True


def _write(path: Path, found: _Found, running: _Running) -> None:
    fresh = path.with_name(f"{path.name}.new")
    for ending in ("", "-wal", "-shm"):
        fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    with closing(connect(fresh)) as connection:
        migrate(connection, fresh, before=lambda _version: None)
        with transaction(connection):
            for line, imported in found.values():
                insert(connection, line, imported=imported)
            for row, sets in running:
                connection.execute("INSERT OR IGNORE INTO running VALUES (?, ?, ?, ?, ?, ?)", row)
                connection.executemany("INSERT OR IGNORE INTO running_sets VALUES (?, ?, ?)", sets)
        backup.check_sound(connection, fresh)
    backup.drop_log(path)
    fresh.replace(path)
    flush_folder(path.parent)
