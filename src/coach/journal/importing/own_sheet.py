"""Coach's own sheet of sets, read back into sessions: for a journal of which only the sheet is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from coach.journal.importing.table import Row, Table
from coach.journal.importing.workouts import Workout
from coach.journal.lines import write_line
from coach.journal.sheet import CSV_COLUMNS, FORMULA_STARTS
from coach.model.events import Session, SetRecord

_HEAD: Final = {"session": "id", "date": "date", "started_at": "at", "ended_at": "ended_at"}
_SAME: Final = ("program", "kind", "note", "stopped", "asked_sets")
_LATER: Final = frozenset({"stopped", "asked_sets"})
"""Columns that older sheets do not have."""


def is_own(header: tuple[str, ...]) -> bool:
    """Whether coach itself wrote this sheet."""
    return set(CSV_COLUMNS) - _LATER <= set(header)


def own_sessions(table: Table) -> Iterator[Workout]:
    """The sessions of a sheet; a row that cannot be read is told in `table.problems`, and left out."""
    found: dict[str, tuple[Row, list[SetRecord]]] = {}
    for row in table.rows():
        try:
            record = _record(row)
        except ValueError as error:
            table.problems.append((row.line, str(error)))
        else:
            found.setdefault(row.text("session"), (row, []))[1].append(record)
    for row, records in found.values():
        try:
            yield Workout(row.line, (_session(row, records),))
        except ValueError as error:
            table.problems.append((row.line, str(error)))


def _record(row: Row) -> SetRecord:
    values = {
        name: _plain(value) for name, value in row.cells.items() if name not in _HEAD and name not in _SAME
    }
    # A number that is lost in words is refused, and so is a side that is none.
    return msgspec.convert(values, SetRecord, strict=False)


def _session(row: Row, records: list[SetRecord]) -> Session:
    values: dict[str, object] = {key: row.cells[name] for name, key in _HEAD.items() if name in row.cells}
    values |= {name: _plain(row.cells[name]) for name in _SAME if name in row.cells}
    session = msgspec.convert({**values, "sets": records}, Session, strict=False)
    written = write_line(session).event
    assert isinstance(written, Session)
    return written


def _plain(value: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value
