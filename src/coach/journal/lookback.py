"""Single sessions: of long ago, without reading everything since, and those that are not over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from coach.journal.journal import Journal
from coach.journal.reading import decode_all
from coach.model.events import Session

_FEW: Final = 4
"""The newest one nearly always serves; a few are read at once for when it does not."""


def newest_before(
    journal: Journal, program: str, day: date, serves: Callable[[Session], bool]
) -> Session | None:
    """The newest session of a program before a day that serves, taken back or not; None where there is none.

    Raises:
        JournalError: the journal cannot be read, or is damaged.
    """
    condition = "WHERE type = 'session' AND program = ? AND date < ?"
    batch = _FEW
    passed = 0
    while True:
        with journal.reading() as connection:
            found = decode_all(
                connection,
                journal.path,
                condition,
                (program, day.isoformat()),
                newest=True,
                limit=batch,
            )
        for event in found[passed:]:
            if isinstance(event, Session) and serves(event):
                return event
        if len(found) < batch:
            return None
        passed, batch = len(found), 4 * batch


def is_any_begun(journal: Journal) -> bool:
    """Whether a session was begun and is not an event yet; it may be played at this moment, by anybody.

    Raises:
        JournalError: the journal cannot be read.
    """
    with journal.reading() as connection:
        return connection.execute("SELECT 1 FROM running LIMIT 1").fetchone() is not None
