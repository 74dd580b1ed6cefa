"""Journals of several machines kept alike through a shared folder: a union of events by their ids.

Each machine writes what the folder does not hold yet into files of its own, and takes in everything else
that is there. Events are never changed, so neither order nor repetition matters.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from coach.errors import JournalError, UsageError
from coach.journal.codec import MAX_LINE_BYTES, StoredEvent, new_id, read_line, same_content
from coach.journal.connection import FileLock, flush_folder, make_private
from coach.journal.damage import DamagedRow, damaged_rows
from coach.journal.journal import Journal
from coach.journal.queries import insert, stored_by_id
from coach.model.events import Event
from coach.model.formatting import count_text

_FILE: Final = "machine"
_NAME: Final = re.compile(r"[0-9a-f]{12}")
_MOST_BYTES: Final = 64


def machine_name(home: Path, now: datetime) -> str:
    """The name of this machine, made at the first call and kept in the user's folder.

    Two machines that share one name, because the folder was copied, lose nothing by it: their files then
    become conflict copies of each other, and these are read like any other.

    Args:
        home: the folder of the user's data.
        now: goes into the making of a name.

    Returns:
        Twelve hexadecimal digits.

    Raises:
        OSError: it cannot be kept.
    """
    path = home / _FILE
    found = _read_id(path)
    if found is not None:
        return found
    name = new_id(now)[-12:]
    beside = path.with_name(f".{_FILE}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    make_private(beside)
    beside.write_text(f"{name}\n", encoding="ascii")
    beside.replace(path)
    return name


def _read_id(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            written = file.read(_MOST_BYTES).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    return written if _NAME.fullmatch(written) else None


PREFIX: Final = "coach-"
ENDING: Final = ".jsonl"
MAX_FILES: Final = 20_000
MAX_FILE_BYTES: Final = 64_000_000
MAX_BYTES: Final = 400_000_000
"""Of all files together."""
FULL_BYTES: Final = 4_000_000
"""From this size on a file of this machine is left as it is, and another one is begun."""
_MERGE_MARKS: Final = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
"""What git writes between two versions of a file, each of which is read."""


class SharedLine(Struct, frozen=True):
    """One line of one file."""

    file: str
    number: int
    data: bytes
    last: bool
    """Nothing follows it, not even the end of a line: it may still be on its way."""


class UnreadFile(Struct, frozen=True):
    """A file, or a line of it, that was not taken in, and why."""

    file: str
    reason: str
    line: int | None = None

    def text(self) -> str:
        """`file:line: reason`."""
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class SharedFolder:
    """The files of every machine in one folder.

    Attributes:
        unread: files that were passed over by `lines`, and why.
        files: how many were read.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder that is there.

        Raises:
            UsageError: there is no such folder, or nobody may look there.
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
        """Every line of every file whose name is of the right form, conflict copies included."""
        left = MAX_BYTES
        for name in self._names():
            try:
                data = _read(self.folder / name, min(left, MAX_FILE_BYTES))
            except (OSError, ValueError) as error:
                reason = str(getattr(error, "strerror", None) or error)
                self.unread.append(UnreadFile(name, f"not read: {reason[:1].lower()}{reason[1:]}"))
                continue
            left -= len(data)
            self.files += 1
            yield from _lines(name, data)

    def add(self, machine: str, month: str, texts: list[str]) -> None:
        """Put lines into the files of this machine, whole or not at all.

        Args:
            machine: the name of this machine.
            month: `YYYY-MM`, part of the file's name.
            texts: one JSON object each, on one line.

        Raises:
            OSError: the folder cannot be written to; the files are as they were.
        """
        number = 1
        while texts:
            path = self.folder / own_name(machine, month, number)
            before = _whole_objects(path)
            room = FULL_BYTES - len(before)
            fitting = _how_many(texts, room) if room > 0 else 0
            if fitting:
                lines = "".join(f"{text}\n" for text in texts[:fitting])
                _write(path, before + lines.encode())
                texts = texts[fitting:]
            number += 1

    def _names(self) -> list[str]:
        try:
            found = sorted(path.name for path in self.folder.iterdir())
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        names = [name for name in found if name.startswith(PREFIX) and name.lower().endswith(ENDING)]
        if len(names) > MAX_FILES:
            raise UsageError(f"more than {MAX_FILES:,} files of coach", path=str(self.folder))
        return names


def _unreadable(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"the folder cannot be read: {error.strerror or error}", path=str(folder))


def own_name(machine: str, month: str, number: int = 1) -> str:
    """The name of a file of this machine: `coach-0123456789ab-2026-01.jsonl`."""
    return f"{PREFIX}{machine}-{month}{'' if number == 1 else f'.{number}'}{ENDING}"


def _open(path: Path) -> BinaryIO:
    """Open a plain file, and no link, pipe or device.

    Raises:
        OSError, ValueError: it cannot be opened, or is something else.
    """
    if path.is_symlink():
        raise ValueError("a link, which is not followed")
    # Opening a pipe would wait for somebody to write into it.
    descriptor = os.open(
        path,
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_BINARY", 0),
    )
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ValueError("not a plain file")
    return os.fdopen(descriptor, "rb")


def _read(path: Path, most: int) -> bytes:
    with _open(path) as file:
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


def _whole_objects(path: Path) -> bytes:
    """The lines of a file of this machine, but for those that a crash has torn."""
    try:
        data = _read(path, MAX_FILE_BYTES)
    except (FileNotFoundError, ValueError):
        return b""
    whole = [line.data for line in _lines(path.name, data) if _is_object(line.data)]
    return b"".join(line + b"\n" for line in whole)


def _is_object(data: bytes) -> bool:
    if len(data) > MAX_LINE_BYTES:
        return False
    try:
        return isinstance(msgspec.json.decode(data), dict)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False


def _how_many(texts: list[str], room: int) -> int:
    """How many fit; one at least, or a single long line would never find a place."""
    count, used = 0, 0
    for text in texts:
        used += len(text.encode()) + 1
        if used > room and count:
            break
        count += 1
    return count


def _write(path: Path, data: bytes) -> None:
    """Replace a file; a link that stands at its place is replaced itself, what it leads to is not touched."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    # Nobody else writes files of this machine: what is there was left by a process that was killed.
    for left in path.parent.glob(f".{path.name}.*.part"):
        left.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(beside, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder(path.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


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
    problems: tuple[UnreadFile, ...] = ()
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
        self.fresh: dict[str, tuple[SharedLine, StoredEvent]] = {}
        self.known: set[str] = set()
        self.unfinished: set[str] = set()
        self.problems: list[UnreadFile] = []

    def compare(self, at: SharedLine, one: str, other: str) -> None:
        """Tell when two texts with one id do not say the same."""
        if not same_content(one, other):
            reason = "an event with this id is known, and says something else; that one was kept"
            self.problems.append(UnreadFile(at.file, reason, at.number))


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
    chunk: list[SharedLine] = []
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


def _sort_chunk(journal: Journal, chunk: list[SharedLine], found: _Found) -> None:
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


def _sort_line(line: SharedLine, found: _Found) -> None:
    try:
        read = read_line(_text(line.data))
    except ValueError as error:
        if line.last:
            found.unfinished.add(line.file)
        else:
            found.problems.append(UnreadFile(line.file, str(error), line.number))
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
