"""Single sessions: of long ago, without reading everything since, and those that are not over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.journal.journal import Journal
from coach.journal.queries import decode_all, decode_vouched, gone_ids
from coach.model.events import Event, Session

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


BATCH: Final = 250
"""Events that are decoded in one go: few enough that a screen beside it never waits."""


class PageRequest(Struct, frozen=True, kw_only=True):
    """Which entries are wanted; what is not said is not asked."""

    types: tuple[str, ...] = ("session", "activity")
    programs: tuple[str, ...] = ()
    """Only entries of these programs; empty: of any, and of none."""
    since: date | None = None
    until: date | None = None
    """The last day that counts."""
    pain: int | None = None
    """Only entries with pain of so much or more."""


EVERYTHING: Final = PageRequest(types=("session", "activity", "checkin", "control"))


def places(journal: Journal, wanted: PageRequest) -> tuple[int, ...]:
    """Where the entries are that hold, newest first; only the index is read, so ten years take no time.

    Raises:
        JournalError: the journal cannot be read.
    """
    condition, values = _condition(wanted)
    with journal.reading() as connection:
        rows = connection.execute(
            f"SELECT seq, id FROM events INDEXED BY events_in_order WHERE {condition} "
            "ORDER BY date DESC, at DESC, id DESC",
            values,
        ).fetchall()
        gone = gone_ids(connection)
    return tuple(seq for seq, id_ in rows if id_ not in gone)


def entries_at(journal: Journal, places: Sequence[int]) -> tuple[Event, ...]:
    """The entries at these places, in their order.

    Raises:
        JournalError: the journal cannot be read, or is damaged.
    """
    found: dict[int, tuple[object, object]] = {}
    for start in range(0, len(places), BATCH):
        some = places[start : start + BATCH]
        marks = ", ".join("?" * len(some))
        with journal.reading() as connection:
            rows = connection.execute(
                f"SELECT seq, crc, CAST(body AS BLOB) FROM events WHERE seq IN ({marks})", some
            )
            found.update({seq: (crc, text) for seq, crc, text in rows})
    vouched = [found[place] for place in places if place in found]
    with journal.reading() as connection:
        return decode_vouched(connection, vouched, journal.path)


def in_batches(journal: Journal, places: Sequence[int]) -> Iterator[tuple[Event, ...]]:
    """The entries at these places, a few hundred at a time; others may use the journal in between.

    Raises:
        JournalError: the journal cannot be read, or is damaged.
    """
    for start in range(0, len(places), BATCH):
        yield entries_at(journal, places[start : start + BATCH])


def programs_in(journal: Journal) -> tuple[str, ...]:
    """The ids of all programs that sessions were ever done of, in the order of the alphabet.

    Raises:
        JournalError: the journal cannot be read.
    """
    with journal.reading() as connection:
        rows = connection.execute(
            "SELECT DISTINCT program FROM events INDEXED BY events_in_order "
            "WHERE type = 'session' AND program IS NOT NULL ORDER BY program"
        ).fetchall()
    return tuple(program for (program,) in rows)


def _condition(wanted: PageRequest) -> tuple[str, tuple[str | int, ...]]:
    parts = [f"type IN ({_marks(wanted.types)})"]
    values: list[str | int] = [*wanted.types]
    if wanted.programs:
        parts.append(f"program IN ({_marks(wanted.programs)})")
        values += wanted.programs
    if wanted.since is not None:
        parts.append("date >= ?")
        values.append(wanted.since.isoformat())
    if wanted.until is not None:
        parts.append("date <= ?")
        values.append(wanted.until.isoformat())
    if wanted.pain is not None:
        parts.append("max_pain >= ?")
        values.append(wanted.pain)
    return " AND ".join(parts), tuple(values)


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
