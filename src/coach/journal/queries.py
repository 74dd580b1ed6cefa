"""Queries and inserts of the table of events.

Functions of a connection are called inside `Journal.reading` or `Journal.writing`. Those that return events
raise `JournalError` where the journal cannot be read, or an event is damaged.
"""

from __future__ import annotations

import gc
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import msgspec
from msgspec import Struct

from coach.errors import JournalError
from coach.journal.codec import StoredEvent, checksum, max_pain, same_content
from coach.journal.damage import COLUMNS, DamagedRow, intact_text, unreadable
from coach.model.events import Event, Session, Tombstone

if TYPE_CHECKING:
    from coach.journal.journal import Journal

_CHUNK: Final = 500
_many: Final = msgspec.json.Decoder[list[Event]](list[Event])
_one: Final = msgspec.json.Decoder[Event](Event)

Place = tuple[str, int, str]
"""The date, moment and id by which events are ordered."""


def decode_all(
    connection: sqlite3.Connection,
    path: Path,
    condition: str,
    values: Sequence[str | int] = (),
    *,
    newest: bool = False,
    limit: int | None = None,
) -> tuple[Event, ...]:
    """The events for which `condition` holds, in order, or newest first."""
    order = "date DESC, at DESC, id DESC" if newest else "date, at, id"
    rows = connection.execute(
        f"SELECT crc, CAST(body AS BLOB) FROM events INDEXED BY events_in_order {condition} "
        f"ORDER BY {order} LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).fetchall()
    return decode_checked(connection, rows, path)


def decode_intact(
    connection: sqlite3.Connection, condition: str
) -> tuple[tuple[Event, ...], tuple[DamagedRow, ...]]:
    """The events for which `condition` holds, newest first, and the rows that are left out as damaged."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM events {condition} ORDER BY date DESC, at DESC, id DESC"
    )
    events: list[Event] = []
    damaged: list[DamagedRow] = []
    for found in map(intact_text, rows):
        if isinstance(found, str):
            events.append(decode_one(found))
        else:
            damaged.append(found)
    return tuple(events), tuple(damaged)


def decode_checked(
    connection: sqlite3.Connection, rows: Sequence[tuple[object, object]], path: Path
) -> tuple[Event, ...]:
    """The events of rows with a checksum and a text in bytes.

    Raises:
        JournalError: a text does not fit its checksum, or is no event any more.
    """
    texts = [text for crc, text in rows if isinstance(text, bytes) and zlib.crc32(text) == crc]
    try:
        if len(texts) == len(rows):
            # The collector would walk tens of thousands of new values that are all needed.
            was_on = gc.isenabled()
            gc.disable()
            try:
                # As one array, which takes half the time of one by one.
                return tuple(_many.decode(b"[%b]" % b",".join(texts)))
            finally:
                if was_on:
                    gc.enable()
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise unreadable(connection, path, _bad(rows)) from error
    raise unreadable(connection, path, _bad(rows))


def texts_in_order(
    connection: sqlite3.Connection, after: Place | None
) -> list[tuple[Place, str | DamagedRow]]:
    """The JSON texts that follow a place in the order, or the first ones; damaged rows in place of theirs."""
    condition = "WHERE (date, at, id) > (?, ?, ?)" if after else ""
    rows = connection.execute(
        f"SELECT date, at, id, {COLUMNS} FROM events {condition} ORDER BY date, at, id LIMIT ?",
        (*(after or ()), _CHUNK),
    )
    return [((date_, at, id_), intact_text(row)) for date_, at, id_, *row in rows]


def texts_of(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """The JSON texts of these ids, in their order, without those that are not there.

    Raises:
        JournalError: one of them is not as it was written.
    """
    found = stored_by_id(connection, ids)
    texts = [found[id_] for id_ in ids if id_ in found]
    intact = tuple(text for text in texts if isinstance(text, str))
    if len(intact) < len(texts):
        path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
        raise unreadable(connection, path, len(texts) - len(intact))
    return intact


def stored_by_id(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str | DamagedRow]:
    """The JSON texts of those of these ids that are there; a damaged row in place of its text."""
    found: dict[str, str | DamagedRow] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = _marks(some)
        rows = connection.execute(f"SELECT id, {COLUMNS} FROM events WHERE id IN ({marks})", some)
        found.update({id_: intact_text(row) for id_, *row in rows})
    return found


def inactive_ids(connection: sqlite3.Connection) -> set[str]:
    """The ids of events that no longer count: undone, or replaced by an event that was not undone itself."""
    gone = tombstoned_ids(connection)
    replacing = connection.execute("SELECT id, replaces FROM events WHERE replaces IS NOT NULL").fetchall()
    return gone | {old for new, old in replacing if new not in gone and new != old}


def tombstoned_ids(connection: sqlite3.Connection) -> set[str]:
    """The ids of events that are undone by a tombstone, which was not undone by a later one itself."""
    stones = connection.execute(
        "SELECT at, id, target FROM events WHERE target IS NOT NULL ORDER BY at DESC, id DESC"
    ).fetchall()
    moments = {id_: (at, id_) for at, id_, _target in stones}
    gone: set[str] = set()
    for at, id_, target in stones:
        if id_ not in gone and moments.get(target, (at - 1, "")) < (at, id_):
            gone.add(target)
    return gone


def decode_one(text: str) -> Event:
    """The event of a text that was stored."""
    return cast("Event", _one.decode(text))


def _bad(rows: Sequence[tuple[object, object]]) -> int:
    """How many of these rows cannot be decoded."""
    bad = 0
    for crc, text in rows:
        try:
            _one.decode(text if isinstance(text, bytes) and zlib.crc32(text) == crc else b"")
        except (msgspec.MsgspecError, UnicodeError):
            bad += 1
    return bad


def newest_before(
    journal: Journal, program: str, day: date, serves: Callable[[Session], bool]
) -> Session | None:
    """The newest session of a program before a day for which `serves` is true, undone or not."""
    condition, values = "WHERE type = 'session' AND program = ? AND date < ?", (program, day.isoformat())
    # The newest one nearly always serves; a few are read at once for when it does not.
    batch, passed = 4, 0
    while True:
        with journal.reading() as connection:
            found = decode_all(connection, journal.path, condition, values, newest=True, limit=batch)
        for event in found[passed:]:
            if isinstance(event, Session) and serves(event):
                return event
        if len(found) < batch:
            return None
        passed, batch = len(found), 4 * batch


BATCH: Final = 250
"""Events that are decoded in one go: few enough that a screen never waits for the interpreter."""


class PageRequest(Struct, frozen=True, kw_only=True):
    """Which entries are wanted; None and an empty tuple of programs mean any."""

    types: tuple[str, ...] = ("session", "activity")
    programs: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    """The last day."""
    pain: int | None = None
    """Only entries with pain of so much or more."""


EVERYTHING: Final = PageRequest(types=("session", "activity", "checkin", "control"))


def places(journal: Journal, wanted: PageRequest) -> tuple[int, ...]:
    """The row numbers of the entries that count, newest first.

    Only the index is read, so ten years take no time.
    """
    since = wanted.since.isoformat() if wanted.since else None
    until = wanted.until.isoformat() if wanted.until else None
    limits = (("date >= ?", since), ("date <= ?", until), ("max_pain >= ?", wanted.pain))
    parts = [f"type IN ({_marks(wanted.types)})"]
    if wanted.programs:
        parts.append(f"program IN ({_marks(wanted.programs)})")
    parts += [part for part, value in limits if value is not None]
    condition = " AND ".join(parts)
    values = (*wanted.types, *wanted.programs, *(value for _part, value in limits if value is not None))
    with journal.reading() as connection:
        rows = connection.execute(
            f"SELECT seq, id FROM events INDEXED BY events_in_order WHERE {condition} "
            "ORDER BY date DESC, at DESC, id DESC",
            values,
        ).fetchall()
        gone = inactive_ids(connection)
    return tuple(seq for seq, id_ in rows if id_ not in gone)


def entries_at(journal: Journal, places: Sequence[int]) -> tuple[Event, ...]:
    """The entries in these rows, in their order."""
    found: dict[int, tuple[object, object]] = {}
    with journal.reading() as connection:
        for start in range(0, len(places), BATCH):
            some = places[start : start + BATCH]
            marks = _marks(some)
            rows = connection.execute(
                f"SELECT seq, crc, CAST(body AS BLOB) FROM events WHERE seq IN ({marks})", some
            )
            found.update({seq: (crc, text) for seq, crc, text in rows})
        return decode_checked(connection, [found[row] for row in places if row in found], journal.path)


def in_batches(journal: Journal, places: Sequence[int]) -> Iterator[tuple[Event, ...]]:
    """The entries in these rows, a few hundred at a time; other threads may use the journal in between."""
    for start in range(0, len(places), BATCH):
        yield entries_at(journal, places[start : start + BATCH])


def programs_in(journal: Journal) -> tuple[str, ...]:
    """The ids of all programs that there are sessions of, in alphabetical order."""
    with journal.reading() as connection:
        rows = connection.execute(
            "SELECT DISTINCT program FROM events INDEXED BY events_in_order "
            "WHERE type = 'session' AND program IS NOT NULL ORDER BY program"
        ).fetchall()
    return tuple(program for (program,) in rows)


def drills_done(journal: Journal, drills: Iterable[str]) -> frozenset[str]:
    """Those of some drills of which there are sets in the journal."""
    with journal.reading() as connection:
        return frozenset(
            drill
            for drill in drills
            if connection.execute(
                "SELECT 1 FROM events WHERE type = 'session' AND (instr(body, ?) OR instr(body, ?)) "
                "ORDER BY seq DESC LIMIT 1",
                (f'"drill":"{drill}"', f'"drill": "{drill}"'),
            ).fetchone()
        )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_INSERT: Final = (
    "INSERT INTO events (id, date, at, type, program, kind, max_pain, target, replaces, imported, crc, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert(connection: sqlite3.Connection, stored: StoredEvent, *, imported: bool) -> None:
    """Insert one event that is not there yet."""
    event = stored.event
    values = (
        event.id,
        stored.day.isoformat(),
        stored.instant,
        type(event).__struct_config__.tag,
        getattr(event, "program", None),
        getattr(event, "kind", None),
        max_pain(event),
        event.target if isinstance(event, Tombstone) else None,
        getattr(event, "replaces", None),
        int(imported),
        checksum(stored.text),
        stored.text,
    )
    connection.execute(_INSERT, values)
    if isinstance(event, Session):
        # It may come back from a rescue file: nothing of it is in progress any more.
        connection.execute("DELETE FROM running_sets WHERE session = ?", (event.id,))
        connection.execute("DELETE FROM running WHERE session = ?", (event.id,))


def add_lines(connection: sqlite3.Connection, lines: Sequence[StoredEvent], path: Path) -> None:
    """Insert events, but for those that are there already with the same content.

    Raises:
        JournalError: an id is taken by another event.
    """
    for line in lines:
        there = texts_of(connection, [line.event.id])
        if not there:
            insert(connection, line, imported=False)
        elif not same_content(there[0], line.text):
            raise JournalError(
                f"the id {line.event.id} already belongs to another event",
                hint="nothing was written",
                path=str(path),
            )
