"""Damaged rows of the journal: those whose text does not fit its checksum."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from coach.errors import JournalError
from coach.journal.connection import repair_hint

COLUMNS: Final = "seq, CAST(id AS BLOB), CAST(date AS BLOB), crc, CAST(body AS BLOB)"
"""The columns that `intact_text` needs; as bytes, because damaged texts may not be UTF-8."""
_MOST_NAMED: Final = 3


class DamagedRow(Struct, frozen=True):
    """A row whose text does not fit its checksum."""

    seq: int
    id: str
    """As it is stored; it may be damaged itself."""
    date: str

    @property
    def words(self) -> str:
        """`entry 12, of 2026-01-05, with the id ...`."""
        return f"entry {self.seq}, of {self.date}, with the id {self.id}"


def intact_text(row: Sequence[object]) -> str | DamagedRow:
    """The text of a row of `COLUMNS`, or the row as damaged where its checksum does not fit."""
    seq, id_, date, crc, body = row
    if isinstance(body, bytes) and zlib.crc32(body) == crc:
        try:
            return body.decode()
        except UnicodeDecodeError:
            pass
    return DamagedRow(seq if isinstance(seq, int) else 0, _shown(id_), _shown(date))


def damaged_rows(connection: sqlite3.Connection) -> tuple[DamagedRow, ...]:
    """Every damaged row, in the order in which they were written.

    Raises:
        sqlite3.Error: the table itself cannot be read.
    """
    rows = connection.execute(f"SELECT {COLUMNS} FROM events ORDER BY seq")
    return tuple(found for found in map(intact_text, rows) if isinstance(found, DamagedRow))


def check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Check that the tables of the file and their indexes agree.

    Where they do not, an event may not be found by its id, and an import would add it twice.

    Raises:
        JournalError: they do not.
        sqlite3.Error: the file cannot be read.
    """
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise JournalError(
            f"the journal is damaged: {str(said).splitlines()[0]}", hint=repair_hint(path), path=str(path)
        )


def names_of(rows: Sequence[DamagedRow]) -> str:
    """A list of damaged rows in a sentence, at most three by name."""
    named = "; ".join(row.words for row in rows[:_MOST_NAMED])
    return f"{named}; and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else named


def unreadable(connection: sqlite3.Connection, path: Path, bad: int) -> JournalError:
    """The error for a journal of which `bad` events that were asked for cannot be read."""
    rows = damaged_rows(connection)
    return JournalError(
        f"the journal is damaged: {bad} of its events cannot be read{f': {names_of(rows)}' if rows else ''}",
        hint=repair_hint(path),
        path=str(path),
    )


def left_out(row: DamagedRow, path: Path) -> str:
    """The warning about a row that was left out."""
    return f"{path}: {row.words}, is not as it was written, and is left out ({repair_hint(path)})"


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
