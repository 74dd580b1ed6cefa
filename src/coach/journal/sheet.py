"""The journal as a sheet: one row a set, for a spreadsheet or a therapist."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from coach.journal.damage import DamagedRow
from coach.journal.journal import Journal
from coach.model.events import Session

CSV_COLUMNS: Final = (
    "session",
    "date",
    "started_at",
    "ended_at",
    "program",
    "kind",
    "slot",
    "drill",
    "round",
    "side",
    "asked_seconds",
    "seconds",
    "asked_reps",
    "reps",
    "load_kg",
    "form",
    "pain",
    "end",
    "note",
    "stopped",
    "asked_sets",
)
"""Their order stays as it is; new ones go to the end."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export_csv(journal: Journal, damaged: list[DamagedRow] | None = None) -> Iterator[str]:
    """One row for each set of the sessions that count, oldest first, after a row of `CSV_COLUMNS`.

    Rows come without line ends; a note of several lines has its own inside its quotes. A cell that a
    spreadsheet would take for a formula begins with an apostrophe.

    Args:
        journal: where the sessions are.
        damaged: takes the rows of the journal that are left out, because they are not as they were written.

    Raises:
        JournalError: the journal cannot be read; or it is damaged, and nobody takes what is left out.
    """
    yield ",".join(CSV_COLUMNS)
    for session in reversed(_sessions(journal, damaged)):
        head = {
            "session": session.id,
            "date": session.date.isoformat(),
            "started_at": session.at.isoformat(),
            "ended_at": session.ended_at.isoformat() if session.ended_at else None,
            "program": session.program,
            "kind": session.kind,
            "note": session.note,
            "stopped": "true" if session.stopped else None,
            "asked_sets": session.asked_sets,
        }
        for done in session.sets:
            yield _csv_row([head[key] if key in head else getattr(done, key) for key in CSV_COLUMNS])


def _sessions(journal: Journal, damaged: list[DamagedRow] | None) -> tuple[Session, ...]:
    if damaged is None:
        return journal.sessions()
    sessions, left_out = journal.sound_sessions()
    damaged += left_out
    return sessions


def _csv_row(values: Iterable[str | float | None]) -> str:
    row = io.StringIO()
    # A cell is put in quotes when it holds a sign of this ending: without one a second line would be a row.
    csv.writer(row, lineterminator="\r\n").writerow([_cell(value) for value in values])
    return row.getvalue().removesuffix("\r\n")


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(int(value)) if value == int(value) else str(value)
