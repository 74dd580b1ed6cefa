"""A folder that something else carries between machines: files of lines, of which anything may be missing.

What is found there was written by other machines and carried by programs that know nothing of it. So a file
may be old, cut off, there twice under another name, or not one of ours at all; nothing in it is trusted
before it is read as an event, and no link is followed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from coach.errors import UsageError
from coach.journal.database import flush_folder
from coach.journal.lines import MAX_LINE_BYTES

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


class FoundLine(Struct, frozen=True):
    """One line of one file."""

    file: str
    number: int
    data: bytes
    last: bool
    """Nothing follows it, not even the end of a line: it may still be on its way."""


class Unread(Struct, frozen=True):
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
        self.unread: list[Unread] = []
        self.files = 0

    def lines(self) -> Iterator[FoundLine]:
        """Every line of every file whose name is of the right form, conflict copies included."""
        left = MAX_BYTES
        for name in self._names():
            try:
                data = _read(self.folder / name, min(left, MAX_FILE_BYTES))
            except (OSError, ValueError) as error:
                reason = str(getattr(error, "strerror", None) or error)
                self.unread.append(Unread(name, f"not read: {reason[:1].lower()}{reason[1:]}"))
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


def _lines(name: str, data: bytes) -> Iterator[FoundLine]:
    pieces = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, piece in enumerate(pieces, start=1):
        line = piece.strip()
        if line and not line.startswith(_MERGE_MARKS):
            yield FoundLine(name, number, line, last=number == len(pieces))


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
