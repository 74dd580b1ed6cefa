"""Writing the user's own files: all of a file or nothing, never over another one, never out of its folder.

And noticing that another program has changed one, and removing what was left half written.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from errno import EISDIR, ELOOP
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final, NamedTuple

from coach.errors import ProgramFileError

PARTIAL: Final = ".new"
"""Ends the name of a file that is being written; the library does not read such files."""
_PRIVATE: Final = 0o600
_UNFINISHED: Final = re.compile(r"(?:\.|journal-).*\.(?P<process>\d{1,9})\.(?:new|part)(?:-[a-z]+)?")
"""The name of a file that is renamed once all of it is on disk."""
_NEW_JOURNAL: Final = re.compile(r"journal\.db\.new(?:-[a-z]+)?")
_NEW_SECONDS: Final = 3_600
"""Putting a new journal in the place of another takes seconds."""
_STALE_SECONDS: Final = 86_400
"""After a day the number of a process may long be another one's."""


class ChangedOnDiskError(ProgramFileError):
    """The file is not what it was when it was read: another program has changed it."""


def mark_of(data: bytes) -> str:
    """A short text that differs whenever the bytes do."""
    from hashlib import sha256

    return sha256(data).hexdigest()


class FileStamp(NamedTuple):
    """Shows whether a file has changed, without reading it."""

    modified_ns: int
    size_bytes: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> FileStamp:
        """From what the system says of a file."""
        return cls(found.st_mtime_ns, found.st_size, found.st_ino)


def stamp_of(path: Path) -> FileStamp | None:
    """The stamp of a file; None where there is none that can be looked at."""
    try:
        return FileStamp.of(path.stat())
    except OSError:
        return None


class FolderWatch:
    """Checks the YAML files of some folders for changes; safe to use from any thread."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._lock = Lock()
        self._seen = self._stamps()

    def __len__(self) -> int:
        """The number of files at the last check."""
        return len(self._seen)

    def has_changed(self) -> bool:
        """Whether a file was written, added or removed since the last call."""
        with self._lock:
            before, self._seen = self._seen, self._stamps()
            return before != self._seen

    def _stamps(self) -> dict[str, FileStamp]:
        stamps: dict[str, FileStamp] = {}
        for folder in self._folders:
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith((".yaml", ".yml")):
                        # A broken link has none.
                        with suppress(OSError):
                            stamps[entry.path] = FileStamp.of(entry.stat())
        return stamps


def place_within(folder: Path, *names: str) -> Path:
    """The path of a file in a folder, or in a folder of that one.

    Raises:
        ProgramFileError: it is a link, or behind one, so that writing would change another file; or its
            folder cannot be read.
    """
    path = folder
    for name in names:
        path = path / name
        try:
            is_link = path.is_symlink()
        except OSError as error:
            raise failure(path, "read", error) from error
        if is_link:
            raise ProgramFileError(
                "this is a link to somewhere else, and is left alone",
                hint=f"edit {path.readlink()} itself, or put a copy in the place of the link",
                path=str(path),
            )
    return path


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none.

    Raises:
        ProgramFileError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failure(path, "read", error) from error


def write_new(path: Path, data: bytes) -> None:
    """Make a file that is not there yet.

    Raises:
        ProgramFileError: there is one already, or it cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        # A file in the place of the folder is no file of that name.
        raise failure(path, "written", error) from error
    try:
        with _fresh(path, _mode(path)) as (fresh, file):
            file.write(data)
            _finish(file)
            try:
                # In one step, where the disk knows hard links.
                path.hardlink_to(fresh)
            except FileExistsError:
                raise
            except OSError:
                with path.open("xb") as copy:
                    copy.write(data)
                    _finish(copy)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise ProgramFileError(
            "there is such a file already", hint="choose another name", path=str(path)
        ) from error
    except OSError as error:
        raise failure(path, "written", error) from error


def write_over(path: Path, data: bytes, *, private: bool = False, folder: bool = True) -> None:
    """Make a file, or put another text in its place.

    Args:
        private: readable by its owner alone afterwards, whatever it was before.
        folder: make its folder where it is missing.

    Raises:
        ProgramFileError: it cannot be written; the old one is as it was.
    """
    try:
        if folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writing_over(path, private=private) as file:
            file.write(data)
    except OSError as error:
        raise failure(path, "written", error) from error


def move_new(source: Path, target: Path) -> None:
    """Give a file another name, which no file has yet.

    Raises:
        ProgramFileError: there is such a file already, or it cannot be moved.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists() or target.is_symlink():
            raise ProgramFileError(
                "there is such a file already", hint="choose another name", path=str(target)
            )
        source.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise failure(source, "moved", error) from error


@contextmanager
def writing_over(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write into, which takes the name and the place of another one once all of it is on disk.

    A link leads to the file that it names. A device or a pipe cannot be replaced: it is written into.

    Args:
        path: the file; there need not be one yet.
        private: readable by its owner alone afterwards, whatever it was before.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    target = follow_links(path)
    with _fresh(target, _PRIVATE if private else _mode(target)) as (fresh, file):
        yield file
        _finish(file)
        fresh.replace(target)
    sync_folder(target.parent)


@contextmanager
def _fresh(path: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """An empty file beside another one, which is gone afterwards unless it was given another name."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            yield fresh, file
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def follow_links(path: Path) -> Path:
    """The file that a path leads to through links.

    Raises:
        OSError: the links form a loop.
    """
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(ELOOP, os.strerror(ELOOP), str(path)) from error


def _finish(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return _PRIVATE


def sync_folder(folder: Path) -> None:
    """Write the entries of a folder to disk, so that a new file survives a power cut."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def failure(path: Path, what: str, error: OSError) -> ProgramFileError:
    """The error for something that the system refused."""
    reason = (error.strerror or str(error)).lower()
    return ProgramFileError(
        f"this cannot be {what}: {reason}", hint="check the folder and its rights", path=str(path)
    )


def remove_unfinished(folders: Iterable[Path], now: Callable[[], datetime]) -> None:
    """Remove what killed processes of the app left in these folders; nothing in folders below them.

    Args:
        now: tells the wall time, asked where the age of a file decides.
    """
    for folder in dict.fromkeys(folders):
        with suppress(OSError), os.scandir(folder) as found:
            for entry in found:
                if (name := _UNFINISHED.fullmatch(entry.name)) is not None:
                    _remove_left(Path(entry.path), int(name["process"]), now)
                elif _NEW_JOURNAL.fullmatch(entry.name) and _age(Path(entry.path), now) > _NEW_SECONDS:
                    Path(entry.path).unlink(missing_ok=True)


def _age(path: Path, now: Callable[[], datetime]) -> float:
    return now().timestamp() - path.lstat().st_mtime


def _remove_left(path: Path, process: int, now: Callable[[], datetime]) -> None:
    with suppress(OSError):
        if not stat.S_ISREG(path.lstat().st_mode) or process == os.getpid():
            return
        is_alive = True
        # On Windows, asking in this way would end the process.
        if os.name != "nt":
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                is_alive = False
            except (OSError, OverflowError):
                pass
        if not is_alive or _age(path, now) > _STALE_SECONDS:
            path.unlink()
