"""From rows to events: the few statements that read the table of events."""

from __future__ import annotations

import gc
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

import msgspec
from msgspec import Struct

from coach.errors import JournalError
from coach.journal.codec import StoredEvent, checksum, max_pain, same_content
from coach.journal.damage import COLUMNS, DamagedRow, sound_text, unreadable
from coach.model.events import Event, Session, Tombstone

_CHUNK: Final = 500
_many: Final = msgspec.json.Decoder[list[Event]](list[Event])
_one: Final = msgspec.json.Decoder[Event](Event)


class StoredText(Struct, frozen=True):
    """The JSON text of an event, with its place in the order."""

    place: tuple[str, int, str]
    text: str | DamagedRow
    """Or which row it is, where its checksum does not vouch for it."""


def decode_all(
    connection: sqlite3.Connection,
    path: Path,
    condition: str,
    values: Sequence[str | int] = (),
    *,
    newest: bool = False,
    limit: int | None = None,
) -> tuple[Event, ...]:
    """The events for which `condition` holds, in order.

    All texts are joined to one array and decoded in one go, which takes half the time of one by one.

    Raises:
        JournalError: a text is no event any more.
    """
    order = "date DESC, at DESC, id DESC" if newest else "date, at, id"
    rows = connection.execute(
        f"SELECT crc, CAST(body AS BLOB) FROM events INDEXED BY events_in_order {condition} "
        f"ORDER BY {order} LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).fetchall()
    return decode_vouched(connection, rows, path)


def decode_sound(
    connection: sqlite3.Connection, condition: str, *, newest: bool = False, limit: int | None = None
) -> tuple[tuple[Event, ...], tuple[DamagedRow, ...]]:
    """The events for which `condition` holds, in order, and the rows that are left out as damaged."""
    order = "date DESC, at DESC, id DESC" if newest else "date, at, id"
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM events {condition} ORDER BY {order} LIMIT ?",
        (-1 if limit is None else limit,),
    )
    events: list[Event] = []
    damaged: list[DamagedRow] = []
    for found in map(sound_text, rows):
        if isinstance(found, str):
            events.append(decode_one(found))
        else:
            damaged.append(found)
    return tuple(events), tuple(damaged)


def decode_vouched(
    connection: sqlite3.Connection, rows: Sequence[tuple[object, object]], path: Path
) -> tuple[Event, ...]:
    """The events of checksums and texts in bytes: a text that is not as it was written is never an event.

    Raises:
        JournalError: a text does not fit its checksum, or is no event any more.
    """
    texts = [text for crc, text in rows if isinstance(text, bytes) and zlib.crc32(text) == crc]
    try:
        if len(texts) == len(rows):
            with _collector_at_rest():
                return tuple(_many.decode(b"[%b]" % b",".join(texts)))
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise unreadable(connection, path, _bad(rows)) from error
    raise unreadable(connection, path, _bad(rows))


def texts_in_order(
    connection: sqlite3.Connection, after: tuple[str, int, str] | None, most: int = _CHUNK
) -> list[StoredText]:
    """The next texts after a place in the order; from the beginning when it is None."""
    condition = "WHERE (date, at, id) > (?, ?, ?)" if after else ""
    rows = connection.execute(
        f"SELECT date, at, id, {COLUMNS} FROM events {condition} ORDER BY date, at, id LIMIT ?",
        (*(after or ()), most),
    )
    return [StoredText((date, at, id_), sound_text(row)) for date, at, id_, *row in rows]


def texts_of(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """The texts of these ids, in their order; ids that are not there are passed over.

    Raises:
        JournalError: one of them is not as it was written.
    """
    found = stored_by_id(connection, ids)
    texts = [found[id_] for id_ in ids if id_ in found]
    sound = tuple(text for text in texts if isinstance(text, str))
    if len(sound) < len(texts):
        path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
        raise unreadable(connection, path, len(texts) - len(sound))
    return sound


def stored_by_id(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str | DamagedRow]:
    """What is there of these ids: the text of each, or which row it is where that cannot be trusted."""
    found: dict[str, str | DamagedRow] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(f"SELECT id, {COLUMNS} FROM events WHERE id IN ({marks})", some)
        found.update({id_: sound_text(row) for id_, *row in rows})
    return found


def gone_ids(connection: sqlite3.Connection) -> set[str]:
    """The ids of events that were taken back, or replaced by one that was not taken back itself."""
    gone = taken_back_ids(connection)
    replacing = connection.execute("SELECT id, replaces FROM events WHERE replaces IS NOT NULL").fetchall()
    return gone | {old for new, old in replacing if new not in gone and new != old}


def taken_back_ids(connection: sqlite3.Connection) -> set[str]:
    """The ids of events that a tombstone takes back.

    A tombstone can be taken back by a later one; then what it took back holds again.
    """
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


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking tens of thousands of new values that are all needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bad(rows: Sequence[tuple[object, object]]) -> int:
    """How many of these cannot be read."""
    bad = 0
    for crc, text in rows:
        try:
            _one.decode(text if isinstance(text, bytes) and zlib.crc32(text) == crc else b"")
        except (msgspec.MsgspecError, UnicodeError):
            bad += 1
    return bad


_INSERT: Final = (
    "INSERT INTO events (id, date, at, type, program, kind, max_pain, target, replaces, imported, crc, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert(connection: sqlite3.Connection, line: StoredEvent, *, imported: bool) -> None:
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
    connection: sqlite3.Connection, lines: Sequence[StoredEvent], path: Path, *, imported: bool = False
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
