"""Journals of several machines kept alike through a shared folder: a union of events by their ids.

Each machine writes what the folder does not hold yet into files of its own, and takes in everything else
that is there. Events are never changed, so neither order nor repetition matters.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from coach.errors import JournalError, UsageError
from coach.journal.damage import DamagedRow, damaged_rows
from coach.journal.journal import Journal
from coach.journal.lines import MAX_LINE_BYTES, Line, read_line, same_content
from coach.journal.locks import FileLock
from coach.journal.machine import machine_name
from coach.journal.reading import stored_by_id
from coach.journal.shared_folder import FoundLine, SharedFolder, Unread
from coach.journal.writing import insert
from coach.model.events import Event
from coach.model.quantities import count_text

MAX_NEW: Final = 200_000
_CHUNK: Final = 1_000


class SyncReport(Struct, frozen=True, kw_only=True):
    """What a sync did, or in a dry run would do."""

    taken_in: int
    """Events of other machines that were not in the journal."""
    written: int
    """Events that the folder did not hold."""
    files: int
    """How many were read."""
    unfinished: int = 0
    """Files that end in the middle of a line, as while they are being copied."""
    problems: tuple[Unread, ...] = ()
    damaged: tuple[DamagedRow, ...] = ()
    """Rows of the journal that are not as they were written; nothing of them was given to the folder."""
    dry_run: bool = False
    events: tuple[Event, ...] = ()
    """What was taken in, or would be."""


class _Id(Struct):
    id: str


class _Found:
    """What the folder holds, sorted out against the journal."""

    def __init__(self) -> None:
        self.fresh: dict[str, tuple[FoundLine, Line]] = {}
        self.known: set[str] = set()
        self.unfinished: set[str] = set()
        self.problems: list[Unread] = []

    def compare(self, at: FoundLine, one: str, other: str) -> None:
        """Tell when two texts with one id do not say the same."""
        if not same_content(one, other):
            reason = "an event with this id is known, and says something else; that one was kept"
            self.problems.append(Unread(at.file, reason, at.number))


def synchronise(journal: Journal, folder: Path, *, dry_run: bool = False) -> SyncReport:
    """Take in what other machines have put into a folder, and put there what it does not hold.

    Args:
        journal: of this machine.
        folder: one that a synchroniser carries; its files are in no folder below it.
        dry_run: only say what would happen.

    Raises:
        UsageError: there is no such folder, or it cannot be read or written, or it holds too much.
        JournalError: nothing was taken in: another coach is syncing, or the journal may only be read or is
            damaged.
    """
    shared = SharedFolder(folder)
    lock = FileLock(journal.path.with_name(".sync.lock"))
    if not dry_run:
        _begin(journal, lock)
    try:
        journal.check_structure()
        found = _sort_out(journal, shared)
        if not dry_run:
            _take_in(journal, found)
        damaged = _damaged(journal)
        held = found.known | set(found.fresh) | {row.id for row in damaged}
        missing = _missing(journal, held)
        if not dry_run:
            _write_out(journal, shared, missing, taken_in=len(found.fresh))
    finally:
        lock.release()
    return SyncReport(
        taken_in=len(found.fresh),
        written=len(missing),
        files=shared.files,
        unfinished=len(found.unfinished),
        problems=(*shared.unread, *found.problems),
        damaged=damaged,
        dry_run=dry_run,
        events=tuple(line.event for _, line in found.fresh.values()),
    )


def _begin(journal: Journal, lock: FileLock) -> None:
    if journal.trouble is not None:
        raise journal.trouble
    try:
        taken = lock.acquire()
    except OSError as error:
        raise JournalError(
            f"this cannot be used as a lock: {(error.strerror or str(error)).lower()}",
            hint="see that nothing else is in its place, and that its folder is yours to write in",
            path=str(lock.path),
        ) from error
    if not taken:
        raise JournalError("another coach is syncing just now", hint="try again in a moment")


def _sort_out(journal: Journal, shared: SharedFolder) -> _Found:
    found = _Found()
    chunk: list[FoundLine] = []
    for line in shared.lines():
        chunk.append(line)
        if len(chunk) >= _CHUNK:
            _sort_chunk(journal, chunk, found)
            chunk = []
    _sort_chunk(journal, chunk, found)
    with journal.reading() as connection:
        stored = stored_by_id(connection, list(found.fresh))
    for id_, text in stored.items():
        at, read = found.fresh.pop(id_)
        found.known.add(id_)
        if isinstance(text, str):
            found.compare(at, text, read.text)
    return found


def _sort_chunk(journal: Journal, chunk: list[FoundLine], found: _Found) -> None:
    """Pass over what the journal has word for word, which is most of it, and read the rest."""
    ids = [_id_of(line.data) for line in chunk]
    with journal.reading() as connection:
        stored = stored_by_id(connection, [id_ for id_ in ids if id_ is not None])
    for id_, line in zip(ids, chunk, strict=True):
        text = stored.get(id_ or "")
        if id_ is not None and isinstance(text, str) and text.encode() == line.data:
            found.known.add(id_)
        else:
            _sort_line(line, found)


def _sort_line(line: FoundLine, found: _Found) -> None:
    try:
        read = read_line(_text(line.data))
    except ValueError as error:
        if line.last:
            found.unfinished.add(line.file)
        else:
            found.problems.append(Unread(line.file, str(error), line.number))
        return
    _, first = found.fresh.setdefault(read.event.id, (line, read))
    found.compare(line, first.text, read.text)
    if len(found.fresh) > MAX_NEW:
        raise UsageError(f"more than {MAX_NEW:,} new events", hint="import them file by file")


def _id_of(data: bytes) -> str | None:
    """The id at a glance; what is right in the end is what reading the line says."""
    try:
        return msgspec.json.decode(data, type=_Id).id.lower()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _text(data: bytes) -> str:
    if len(data) > MAX_LINE_BYTES:
        raise ValueError(f"longer than {MAX_LINE_BYTES:,} bytes")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8 text") from error


def _take_in(journal: Journal, found: _Found) -> None:
    if not found.fresh:
        return
    with journal.writing() as connection:
        # Another program may have been quicker.
        there = stored_by_id(connection, list(found.fresh))
        for id_, (_at, line) in found.fresh.items():
            if id_ not in there:
                insert(connection, line, imported=True)


def _damaged(journal: Journal) -> tuple[DamagedRow, ...]:
    with journal.reading() as connection:
        return damaged_rows(connection)


def _missing(journal: Journal, held: set[str]) -> list[tuple[str, str]]:
    """Month and id of every event that the folder does not hold, in order."""
    with journal.reading() as connection:
        rows = connection.execute("SELECT substr(date, 1, 7), id FROM events ORDER BY date, at, id")
        return [(month, id_) for month, id_ in rows if id_ not in held]


def _write_out(
    journal: Journal, shared: SharedFolder, missing: list[tuple[str, str]], *, taken_in: int
) -> None:
    if not missing:
        return
    try:
        machine = machine_name(journal.path.parent, journal.clock.now())
    except OSError as error:
        raise JournalError(
            f"the name of this machine cannot be kept: {(error.strerror or str(error)).lower()}",
            hint="see that its folder has room and is yours to write in",
            path=str(journal.path.parent),
        ) from error
    try:
        for month, group in groupby(missing, key=lambda row: row[0]):
            ids = [id_ for _month, id_ in group]
            with journal.reading() as connection:
                texts = stored_by_id(connection, ids)
            sound = [text for id_ in ids if isinstance(text := texts[id_], str)]
            shared.add(machine, month, sound)
    except OSError as error:
        raise UsageError(
            f"the folder cannot be written to: {error.strerror or error}",
            hint=f"{count_text(taken_in, 'new event')} of other machines taken in from it"
            if taken_in
            else None,
            path=str(shared.folder),
        ) from error
