"""Syncing the journals of several machines through a shared folder: a union of events by their ids.

Each machine writes the events that the folder does not hold into files of its own, and takes in all others.
Events are never changed, so neither order nor repetition matters.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import accumulate, groupby, islice
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from coach.errors import JournalError, UsageError
from coach.journal.codec import MAX_LINE_BYTES, StoredEvent, decode_event, new_id, same_content
from coach.journal.connection import FileLock, write_private
from coach.journal.damage import DamagedRow, damaged_rows
from coach.journal.journal import Journal
from coach.journal.queries import insert, stored_by_id
from coach.model.events import Event
from coach.model.formatting import count_text

_DEVICE_FILE: Final = "machine"
_DEVICE_ID: Final = re.compile(r"[0-9a-f]{12}")
PREFIX: Final = "coach-"
ENDING: Final = ".jsonl"
MAX_FILES: Final = 20_000
MAX_FILE_BYTES: Final = 64_000_000
MAX_BYTES: Final = 400_000_000
"""Of all files together."""
FULL_BYTES: Final = 4_000_000
"""A file of this machine that has this size is left as it is, and another one is begun."""
MAX_NEW: Final = 200_000
_CHUNK: Final = 1_000
_MERGE_MARKS: Final = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
"""Lines that git writes between two versions of a file, both of which are read."""


def device_id(home: Path, now: datetime) -> str:
    """The random id of this machine: twelve hexadecimal digits, made once and kept in the user's folder.

    Two machines with the same id, because the folder was copied, lose nothing: their files become conflict
    copies of each other, which are read too.

    Raises:
        OSError: it cannot be kept.
    """
    path = home / _DEVICE_FILE
    with suppress(FileNotFoundError), path.open("rb") as file:
        found = file.read(64).decode("ascii", "replace").strip()
        if _DEVICE_ID.fullmatch(found):
            return found
    made = new_id(now)[-12:]
    write_private(path, f"{made}\n".encode())
    return made


class SharedLine(Struct, frozen=True):
    """One line of one file."""

    file: str
    number: int
    data: bytes
    last: bool
    """Without the end of a line: the rest of it may not have been synced yet."""


class UnreadFile(Struct, frozen=True):
    """Why a file, or a line of it, was not taken in."""

    file: str
    reason: str
    line: int | None = None

    def text(self) -> str:
        """`file:line: reason`."""
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class SharedFolder:
    """The files of every machine in one folder.

    Attributes:
        unread: files that `lines` left out.
        files: how many were read.
    """

    def __init__(self, folder: Path) -> None:
        """Use an existing folder.

        Raises:
            UsageError: there is no such folder, or it cannot be read.
        """
        try:
            is_there = folder.is_dir()
        except OSError as error:
            raise _unreadable(folder, error) from error
        if not is_there:
            raise UsageError(
                "there is no such folder",
                hint="see that the drive is connected, or make the folder first",
                path=str(folder),
            )
        self.folder = folder
        self.unread: list[UnreadFile] = []
        self.files = 0

    def lines(self) -> Iterator[SharedLine]:
        """Every line of every file with a name of the right form, conflict copies too.

        Raises:
            UsageError: the folder cannot be read, or has too many such files.
        """
        left = MAX_BYTES
        try:
            found = sorted(path.name for path in self.folder.iterdir())
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        names = [name for name in found if name.startswith(PREFIX) and name.lower().endswith(ENDING)]
        if len(names) > MAX_FILES:
            raise UsageError(f"more than {MAX_FILES:,} files of coach", path=str(self.folder))
        for name in names:
            try:
                data = _read(self.folder / name, min(left, MAX_FILE_BYTES))
            except (OSError, ValueError) as error:
                reason = str(getattr(error, "strerror", None) or error)
                self.unread.append(UnreadFile(name, f"not read: {reason[:1].lower()}{reason[1:]}"))
                continue
            left -= len(data)
            self.files += 1
            yield from _lines(name, data)

    def add(self, device: str, month: str, texts: list[str]) -> None:
        """Add lines to the files of this machine.

        Args:
            month: `YYYY-MM`, part of the file's name.
            texts: one JSON object each, on one line.

        Raises:
            OSError: the folder cannot be written to; the files are as they were.
        """
        number = 1
        while texts:
            path = self.folder / device_file(device, month, number)
            data = _complete_lines(path)
            # At least one line in a file that is not full, or a long line would never find a place.
            sizes = accumulate((len(text.encode()) + 1 for text in texts), initial=len(data))
            fitting = max(1, bisect_right(list(sizes), FULL_BYTES) - 1) if len(data) < FULL_BYTES else 0
            if fitting:
                data += "".join(f"{text}\n" for text in texts[:fitting]).encode()
                # Only this machine writes this file: other parts were left by a process that was killed.
                for left in self.folder.glob(f".{path.name}.*.part"):
                    left.unlink(missing_ok=True)
                write_private(path, data)
                texts = texts[fitting:]
            number += 1


def _unreadable(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"the folder cannot be read: {error.strerror or error}", path=str(folder))


def device_file(device: str, month: str, number: int = 1) -> str:
    """The name of a file of one machine: `coach-0123456789ab-2026-01.jsonl`."""
    return f"{PREFIX}{device}-{month}{'' if number == 1 else f'.{number}'}{ENDING}"


def _read(path: Path, most: int) -> bytes:
    """The bytes of a plain file; a link, a pipe or a device is not opened.

    Raises:
        OSError, ValueError: it cannot be read, is something else, or too large.
    """
    if path.is_symlink():
        raise ValueError("a link, which is not followed")
    # Opening a pipe would wait for a writer.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, os.O_RDONLY | flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError("not a plain file")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"larger than {most // 1_000_000} MB")
    return data


def _lines(name: str, data: bytes) -> Iterator[SharedLine]:
    pieces = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, piece in enumerate(pieces, start=1):
        line = piece.strip()
        if line and not line.startswith(_MERGE_MARKS):
            yield SharedLine(name, number, line, last=number == len(pieces))


def _complete_lines(path: Path) -> bytes:
    """The lines of a file of this machine, without any that a crash has cut off."""
    try:
        data = _read(path, MAX_FILE_BYTES)
    except (FileNotFoundError, ValueError):
        return b""
    kept: list[bytes] = []
    for line in _lines(path.name, data):
        with suppress(msgspec.MsgspecError, UnicodeError, RecursionError):
            if len(line.data) <= MAX_LINE_BYTES and isinstance(msgspec.json.decode(line.data), dict):
                kept.append(line.data + b"\n")
    return b"".join(kept)


class SyncReport(Struct, frozen=True, kw_only=True):
    """The result of a sync; in a dry run what it would be."""

    taken_in: int
    """Events of other machines that are new in the journal."""
    written: int
    """Events that the folder did not hold."""
    files: int
    """Files that were read."""
    unfinished: int = 0
    """Files that end in the middle of a line, as while they are copied."""
    problems: tuple[UnreadFile, ...] = ()
    damaged: tuple[DamagedRow, ...] = ()
    """Damaged rows of the journal, which were not written to the folder."""
    dry_run: bool = False
    events: tuple[Event, ...] = ()
    """What was taken in, or would be."""


class _Id(Struct):
    id: str


class _Found:
    """The events of the folder, compared with the journal."""

    def __init__(self) -> None:
        self.fresh: dict[str, tuple[SharedLine, StoredEvent]] = {}
        self.known: set[str] = set()
        self.unfinished: set[str] = set()
        self.problems: list[UnreadFile] = []

    def compare(self, at: SharedLine, one: str, other: str) -> None:
        """Note it as a problem when two texts with one id differ in content."""
        if not same_content(one, other):
            reason = "an event with this id is known, and says something else; that one was kept"
            self.problems.append(UnreadFile(at.file, reason, at.number))


def synchronise(journal: Journal, folder: Path, *, dry_run: bool = False) -> SyncReport:
    """Take in the events of other machines from a folder, and write the ones that it does not hold.

    Args:
        folder: the one that is synchronised; folders in it are left out.

    Raises:
        UsageError: there is no such folder, or it cannot be read or written, or it holds too much.
        JournalError: nothing was taken in: another coach is syncing, or the journal may only be read or is
            damaged.
    """
    shared = SharedFolder(folder)
    lock = FileLock(journal.path.with_name(".sync.lock"))
    if not dry_run:
        _acquire(journal, lock)
    try:
        journal.check_structure()
        found = _compare(journal, shared)
        if not dry_run and found.fresh:
            with journal.writing() as connection:
                # Another program may have been quicker.
                stored = stored_by_id(connection, list(found.fresh))
                for id_, (_line, event) in found.fresh.items():
                    if id_ not in stored:
                        insert(connection, event, imported=True)
        with journal.reading() as connection:
            damaged = damaged_rows(connection)
            held = found.known | set(found.fresh) | {row.id for row in damaged}
            rows = connection.execute("SELECT substr(date, 1, 7), id FROM events ORDER BY date, at, id")
            missing = [(month, id_) for month, id_ in rows if id_ not in held]
        if not dry_run and missing:
            _write_missing(journal, shared, missing, taken_in=len(found.fresh))
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


def _acquire(journal: Journal, lock: FileLock) -> None:
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


def _compare(journal: Journal, shared: SharedFolder) -> _Found:
    found = _Found()
    lines = shared.lines()
    while chunk := list(islice(lines, _CHUNK)):
        # Leave out the lines that the journal has word for word, which are most, and read the others.
        ids = [_id_of(line.data) for line in chunk]
        with journal.reading() as connection:
            stored = stored_by_id(connection, [id_ for id_ in ids if id_ is not None])
        for id_, line in zip(ids, chunk, strict=True):
            text = stored.get(id_ or "")
            if id_ is not None and isinstance(text, str) and text.encode() == line.data:
                found.known.add(id_)
                continue
            try:
                if len(line.data) > MAX_LINE_BYTES:
                    raise ValueError(f"longer than {MAX_LINE_BYTES:,} bytes")
                read = decode_event(line.data.decode())
            except ValueError as error:
                reason = "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
                if line.last:
                    found.unfinished.add(line.file)
                else:
                    found.problems.append(UnreadFile(line.file, reason, line.number))
                continue
            _, first = found.fresh.setdefault(read.event.id, (line, read))
            found.compare(line, first.text, read.text)
            if len(found.fresh) > MAX_NEW:
                raise UsageError(f"more than {MAX_NEW:,} new events", hint="import them file by file")
    with journal.reading() as connection:
        stored = stored_by_id(connection, list(found.fresh))
    for id_, text in stored.items():
        at, read = found.fresh.pop(id_)
        found.known.add(id_)
        if isinstance(text, str):
            found.compare(at, text, read.text)
    return found


def _id_of(data: bytes) -> str | None:
    """The id of a line, without checking the rest of it; None where it has none."""
    try:
        return msgspec.json.decode(data, type=_Id).id.lower()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _write_missing(
    journal: Journal, shared: SharedFolder, missing: list[tuple[str, str]], *, taken_in: int
) -> None:
    try:
        device = device_id(journal.path.parent, journal.clock.now())
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
            intact = [text for id_ in ids if isinstance(text := texts[id_], str)]
            shared.add(device, month, intact)
    except OSError as error:
        raise UsageError(
            f"the folder cannot be written to: {error.strerror or error}",
            hint=f"{count_text(taken_in, 'new event')} of other machines taken in from it"
            if taken_in
            else None,
            path=str(shared.folder),
        ) from error
