"""Undoing and correcting events: they never change; a tombstone and a new event take their place."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coach.errors import UsageError
from coach.journal.codec import StoredEvent, decode_event, encode_event, new_id
from coach.journal.journal import Journal
from coach.journal.queries import add_lines, decode_one, inactive_ids, texts_of, tombstoned_ids
from coach.model.events import Activity, CheckIn, Control, Event, Session, SetRecord, Tombstone

Editable = Session | CheckIn | Activity | Control
_SET_PLACE: Final = ("slot", "round", "side")


class Change(Struct, frozen=True, kw_only=True):
    """A change that is not written yet; `apply_change` writes it."""

    lines: tuple[StoredEvent, ...]
    removed: Event | None = None
    """The event that no longer counts."""
    added: Event | None = None
    """The event that counts instead."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that would be written."""
        return tuple(line.event for line in self.lines)


def remove_event(journal: Journal, target_id: str, *, now: datetime) -> Change:
    """Undo an event, as if it had never been written.

    Raises:
        UsageError: there is no such event, or it is removed already.
    """
    target, _text = _target(journal, target_id)
    return Change(lines=(_tombstone(target, now),), removed=target)


def edit(journal: Journal, target_id: str, replacement: Editable, *, now: datetime) -> Change:
    """Replace an event, which is undone, by another one.

    Fields of the old event that this version does not know are copied to the new one.

    Args:
        replacement: the right one; it gets an id of its own.

    Raises:
        UsageError: there is no such event, it is removed already, or the new one is of another type.
    """
    target, text = _target(journal, target_id)
    if type(target) is not type(replacement):
        raise UsageError(
            "an event is replaced by one of its own type", hint="take it back and write a new one"
        )
    return _swap(target, text, replacement, now)


def undo(journal: Journal, *, now: datetime) -> Change:
    """Undo the last change on this machine, but for imports: a new event, an undo, or an edit.

    Undoing twice is the same as not undoing.

    Raises:
        UsageError: nothing was written here yet.
    """
    with journal.reading() as connection:
        row = connection.execute(
            "SELECT id FROM events WHERE imported = 0 ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        if row is None:
            raise UsageError("there is nothing to undo")
        last = _event(connection, row[0])
        if not isinstance(last, Tombstone):
            return Change(lines=(_tombstone(last, now),), removed=last)
        (text,) = texts_of(connection, [last.target]) or ("",)
        # The event that replaces this one, unless it no longer counts.
        row = connection.execute(
            "SELECT id FROM events WHERE replaces = ? ORDER BY seq DESC LIMIT 1", (last.target,)
        ).fetchone()
        event = _event(connection, row[0]) if row and row[0] not in inactive_ids(connection) else None
        newer = None if isinstance(event, Tombstone) else event
    if not text:
        raise UsageError("what was taken back last is not in this journal, so it cannot be put in again")
    former = decode_one(text)
    if isinstance(former, Tombstone):
        raise UsageError("a tombstone cannot be put in again")
    if newer is not None:
        return _swap(newer, text, former, now)
    line = _copy(text, former, replaces=former.id, now=now)
    return Change(lines=(line,), added=line.event)


def apply_change(journal: Journal, change: Change) -> None:
    """Write a change, whole or not at all.

    Raises:
        UsageError: the event was removed meanwhile.
        JournalError: nothing was written.
    """
    with journal.writing() as connection:
        if change.removed is not None:
            _check_live(connection, change.removed)
        add_lines(connection, change.lines, journal.path)


def _target(journal: Journal, target_id: str) -> tuple[Event, str]:
    target = journal.find(target_id)
    if isinstance(target, Tombstone):
        raise UsageError(
            "a tombstone cannot be taken back or edited", hint="coach log undo puts things in again"
        )
    with journal.reading() as connection:
        _check_live(connection, target)
        (text,) = texts_of(connection, [target.id])
    return target, text


def _check_live(connection: sqlite3.Connection, event: Event) -> None:
    """Refuse an event that no longer counts; red flags count until they are undone, even when replaced."""
    has_flags = isinstance(event, CheckIn) and bool(event.red_flags)
    if event.id in (tombstoned_ids(connection) if has_flags else inactive_ids(connection)):
        raise UsageError(f"the event {event.id} was taken back already")


def _event(connection: sqlite3.Connection, event_id: str) -> Event:
    (text,) = texts_of(connection, [event_id])
    return decode_one(text)


def _swap(target: Event, text: str, replacement: Editable, now: datetime) -> Change:
    # The tombstone comes last, by which `undo` recognises an edit.
    line = _copy(text, replacement, replaces=target.id, now=now)
    return Change(lines=(line, _tombstone(target, now)), removed=target, added=line.event)


def _tombstone(target: Event, now: datetime) -> StoredEvent:
    return encode_event(Tombstone(id=new_id(now), at=now, target=target.id))


def _copy(text: str, event: Editable, *, replaces: str, now: datetime) -> StoredEvent:
    """The event with an id of its own, and the fields of `text` that this version does not know."""
    written = msgspec.to_builtins(replace(event, id=new_id(now), replaces=replaces))
    old = msgspec.json.decode(text)
    merged = {**_unknown(old, type(event)), **written}
    if isinstance(event, Session):
        before = old.get("sets") or []
        merged["sets"] = list(written["sets"])
        for index, (was, done) in enumerate(zip(before, written["sets"], strict=False)):
            if all(was.get(key) == done.get(key) for key in _SET_PLACE):
                merged["sets"][index] = {**_unknown(was, SetRecord), **done}
    try:
        return decode_event(msgspec.json.encode(merged).decode())
    except ValueError as error:
        raise UsageError(f"this cannot be written down: {error}") from error


def _unknown(old: Mapping[str, object], model: type[Struct]) -> dict[str, object]:
    known = {*model.__struct_encode_fields__, "type"}
    return {key: value for key, value in old.items() if key not in known}
