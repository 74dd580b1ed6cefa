"""Repairing a damaged journal: a new one is made of what can be saved, and the damaged file is kept.

Events come from three sources, and only where the checksum fits: the rows that SQLite can still read, the
bytes of the file itself, and the copies. Events never change, so an older copy is as good as the journal.
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

from coach.files import sync_folder
from coach.journal import backup
from coach.journal.codec import StoredEvent, checksum, decode_event
from coach.journal.connection import UNREADABLE, connect, journal_errors, migrate, transaction
from coach.journal.damage import DamagedRow, damaged_rows
from coach.journal.queries import insert
from coach.model.events import Session, SetRecord

_SMALLEST_ROW: Final = 100
"""The least bytes of an event; limits how many there can be."""
_CHUNK: Final = 256
_CRC_BYTES: Final = 4
_RUNNING: Final = "SELECT session, header, plan, last_at, process, machine FROM running"
_RUNNING_SETS: Final = "SELECT session, key, body FROM running_sets WHERE session = ?"

_Found = dict[str, tuple[StoredEvent, bool]]
"""By id: the event, and whether it was imported."""
_Running = list[tuple[tuple[object, ...], list[tuple[object, ...]]]]


class Recovered(Struct, frozen=True, kw_only=True):
    """The result of a repair."""

    kept: Path | None
    """The damaged file under its new name; None where it was missing."""
    events: int
    from_copies: int
    """How many of the events were only in a copy."""
    running: int
    """Sessions in progress."""
    unreadable: int
    """Damaged rows of the file; a copy may have had their events."""
    lost: tuple[DamagedRow, ...] = ()
    """Those of them that have a name and were in no copy."""


def recover(path: Path, *, day: date) -> Recovered:
    """Replace a damaged journal by one with everything that can be saved.

    Args:
        day: goes into the name under which it is kept.

    Raises:
        JournalError: there is no such file nor a copy of it, another coach has it open, or the new one cannot
            be written.
    """
    with journal_errors(path):
        if path.exists() or not backup.backups(path):
            backup.check_plain_file(path)
            backup.check_not_in_use(path)
        kept = backup.keep_current(path, day)
        damaged = kept or path
        found: _Found = {}
        unreadable = _add_rows(damaged, found)
        _add_from_bytes(damaged, found)
        own = len(found)
        for copy in reversed(backup.backups(path)):
            _add_rows(copy, found)
        named: tuple[DamagedRow, ...] = ()
        with suppress(*UNREADABLE), closing(_open(damaged)) as connection:
            named = damaged_rows(connection)
        lost = tuple(row for row in named if row.id not in found)
        running = _unfinished_sessions(damaged, set(found))
        _write(path, found, running)
    return Recovered(
        kept=kept,
        events=len(found),
        from_copies=len(found) - own,
        running=len(running),
        unreadable=unreadable,
        lost=lost,
    )


def _add_rows(path: Path, found: _Found) -> int:
    """Add the events that SQLite can still read; returns how many rows are damaged."""
    bad = 0
    with suppress(*UNREADABLE), closing(_open(path)) as connection:
        most = path.stat().st_size // _SMALLEST_ROW
        with suppress(*UNREADABLE):
            newest = connection.execute("SELECT max(seq) FROM events").fetchone()[0]
            most = min(newest, most) if isinstance(newest, int) else most
        for first in range(1, most + 1, _CHUNK):
            for row in _rows(connection, first, first + _CHUNK):
                line = _checked_event(row[0], row[1]) if row else None
                if line is None:
                    bad += 1
                else:
                    found.setdefault(line.event.id, (line, row is not None and row[2] == 1))
    return bad


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = bytes
    return connection


def _rows(
    connection: sqlite3.Connection, first: int, end: int
) -> Iterator[tuple[object, object, object] | None]:
    """The rows from `first` to before `end`; None for each that cannot be read."""
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


def _checked_event(crc: object, body: object) -> StoredEvent | None:
    if not isinstance(body, bytes):
        return None
    try:
        text = body.decode()
        return decode_event(text, any_day=True) if checksum(text) == crc else None
    except ValueError:
        return None


def _add_from_bytes(path: Path, found: _Found) -> None:
    """Add events whose text is in the file in one piece, even where SQLite cannot find it.

    In a row the checksum is right before the text, its highest byte first.
    """
    scanner = json.JSONDecoder(strict=False)
    for name in (path.name, f"{path.name}-wal"):
        file = path.with_name(name)
        data = file.read_bytes() if file.exists() else b""
        # One character a byte, so that positions in both are the same.
        letters = data.decode("latin-1")
        start = letters.find('{"')
        while start >= 0:
            line, after = None, start + 1
            with suppress(ValueError, RecursionError):
                _value, end = scanner.raw_decode(letters, start)
                body = data[start:end]
                crc = checksum(body.decode())
                # SQLite leaves out a leading byte that is only the sign.
                digits = crc.to_bytes(_CRC_BYTES, "big")[1 if crc < 1 << 23 else 0 :]
                if data[:start].endswith(digits, max(0, start - _CRC_BYTES)):
                    line = _checked_event(crc, body)
            if line:
                found.setdefault(line.event.id, (line, False))
                after = end
            start = letters.find('{"', after)


def _unfinished_sessions(path: Path, finished: set[str]) -> _Running:
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
        backup.check_intact(connection, fresh)
    backup.remove_log(path)
    fresh.replace(path)
    sync_folder(path.parent)
