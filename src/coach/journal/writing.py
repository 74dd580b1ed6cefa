"""From events to rows: the only statement that adds to the table of events."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.journal.lines import Line, checksum, max_pain, same_content
from coach.journal.reading import texts_of
from coach.model.events import Session, Tombstone

_INSERT: Final = (
    "INSERT INTO events (id, date, at, type, program, kind, max_pain, target, replaces, imported, crc, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert(connection: sqlite3.Connection, line: Line, *, imported: bool) -> None:
    """Write one event that is not there yet, inside a transaction."""
    event = line.event
    values = (
        event.id,
        line.day.isoformat(),
        line.instant,
        type(event).__struct_config__.tag,
        getattr(event, "program", None),
        getattr(event, "kind", None),
        max_pain(event),
        event.target if isinstance(event, Tombstone) else None,
        getattr(event, "replaces", None),
        int(imported),
        checksum(line.text),
        line.text,
    )
    connection.execute(_INSERT, values)
    if isinstance(event, Session):
        # One that was rescued into a file, and comes back from there: nothing of it is in progress any more.
        connection.execute("DELETE FROM running_sets WHERE session = ?", (event.id,))
        connection.execute("DELETE FROM running WHERE session = ?", (event.id,))


def add_lines(
    connection: sqlite3.Connection, lines: Sequence[Line], path: Path, *, imported: bool = False
) -> None:
    """Insert events inside a transaction; those that are there already, saying the same, are passed over.

    Raises:
        JournalError: an id is taken by another event.
    """
    for line in lines:
        there = texts_of(connection, [line.event.id])
        if not there:
            insert(connection, line, imported=imported)
        elif not same_content(there[0], line.text):
            raise JournalError(
                f"the id {line.event.id} already belongs to another event",
                hint="nothing was written",
                path=str(path),
            )
