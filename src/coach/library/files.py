"""From a path to a text: everything that can be wrong with a file before a word of it is read."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from coach.library.problems import Problem

MAX_BYTES: Final = 1_000_000
"""Far more than any program: a shipped one has 2 kB."""

Fetch = Callable[[Path], bytes]
"""Reads a whole file, or raises OSError or `TooLargeError`."""


class TooLargeError(Exception):
    """A file that is too large to be a program; nothing of it was read."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


class NoFileError(Exception):
    """Something that has a path but is no file: a device, a pipe."""


def fetch_bytes(path: Path) -> bytes:
    """The bytes of a file, its kind and size being known before it is opened.

    Raises:
        TooLargeError: it has more than `MAX_BYTES`.
        NoFileError: reading it could take for ever.
        OSError: as the system says it.
    """
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(path)
    if not stat.S_ISREG(about.st_mode):
        raise NoFileError
    if about.st_size > MAX_BYTES:
        raise TooLargeError(about.st_size)
    with path.open("rb") as file:
        return file.read(MAX_BYTES)


def read_text(path: Path, fetch: Fetch = fetch_bytes) -> str | Problem:
    """The text of a file, or the one problem that stands before it."""
    try:
        data = fetch(path)
    except TooLargeError as error:
        size = f"{error.size / 1e6:.0f} MB" if error.size >= 2e6 else f"{error.size / 1e3:.0f} kB"
        return Problem(path, 1, 1, f"this file has {size}", f"at most {MAX_BYTES // 1_000_000} MB")
    except NoFileError:
        return Problem(path, 1, 1, "this is not a file", "give the path of a .yaml file")
    except OSError as error:
        return Problem(path, 1, 1, *explain(error))
    return _decoded(data, path)


def explain(error: OSError) -> tuple[str, str]:
    """What the system said, in words, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "check the path"
    if isinstance(error, IsADirectoryError):
        return "this is a folder", "give the path of a .yaml file"
    if isinstance(error, PermissionError):
        return "you may not read this file", "allow it: chmod u+r"
    return f"this file cannot be read: {error.strerror or error}", "check the disk and the path"


def _decoded(data: bytes, path: Path) -> str | Problem:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, 1, "this is UTF-16, not UTF-8", "save it as UTF-8")
    if b"\x00" in data:
        line, column = _place(data, data.index(b"\x00"))
        return Problem(path, line, column, "this is not a text file", "give the path of a .yaml file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line, column = _place(data, at)
        return Problem(path, line, column, f"the byte 0x{data[at]:02x} is not UTF-8", "save it as UTF-8")


def _place(data: bytes, index: int) -> tuple[int, int]:
    """Line and column, both from 1 and in characters, of a byte."""
    before = data[:index]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1
