"""Rescue files: events that the journal does not take, in the first of several folders with room."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.journal.codec import encode_event
from coach.journal.connection import write_private
from coach.model.events import Event

PREFIX: Final = "coach-"
ENDING: Final = ".jsonl"
_PROBE: Final = b" " * 4096
"""A folder that takes this has room."""


class UnsavedError(JournalError):
    """Events are in no file at all; `lines` is all there is of them."""


class Rescue:
    """One file of events, as lines that `coach import` reads.

    Attributes:
        file: the file; None while there is none.
        folder: a folder with room for it, while there is no file.
    """

    def __init__(self, places: Callable[[], Iterable[Path]]) -> None:
        self.file: Path | None = None
        self.folder: Path | None = None
        self._places = places
        self._written = b""

    def keep(self, events: Sequence[Event]) -> Path | None:
        """Write these events in place of those before; None where no folder takes them."""
        if not events:
            self.folder = self.folder or next((place for place in self._places() if _has_room(place)), None)
            return None
        data = "".join(f"{line}\n" for line in lines_of(events)).encode()
        if self.file is not None and data == self._written and self.file.exists():
            return self.file
        name = f"{PREFIX}{events[0].id}{ENDING}"
        before = self.file
        # First the folder that took it the last time.
        first = self.file.parent if self.file is not None else self.folder
        for place in chain([first] if first else [], (one for one in self._places() if one != first)):
            with suppress(OSError):
                self.file, self._written = _write(place / name, data), data
                if before is not None and before != self.file:
                    before.unlink(missing_ok=True)
                return self.file
        return None if before is None or not before.exists() else before

    def drop(self) -> None:
        """Remove the file: the journal has its events."""
        if self.file is not None:
            with suppress(OSError):
                self.file.unlink(missing_ok=True)
        self.file = self.folder = None


def lines_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The events as lines that `coach import` reads."""
    return tuple(encode_event(event).text for event in events)


def rescue_places(journal: Path) -> Iterator[Path]:
    """Folders for rescue files: the user's own first, those of the system last.

    The folder of the journal is one of them while the journal is in it. A folder that was taken away, perhaps
    with its drive, is not made again.
    """
    import tempfile

    from platformdirs import PlatformDirs

    folders = PlatformDirs("coach", appauthor=False)
    if journal.exists():
        yield journal.parent
    with suppress(OSError, RuntimeError, KeyError):
        yield from (folders.user_state_path, folders.user_data_path, folders.user_cache_path)
    with suppress(OSError):
        yield Path(tempfile.gettempdir())
    if os.name == "posix":
        yield from (Path("/var/tmp"), Path("/dev/shm"))


def rescued_files(journal: Path) -> tuple[Path, ...]:
    """All rescue files of this user."""
    found: dict[Path, None] = {}
    for place in rescue_places(journal):
        with suppress(OSError):
            names = sorted(place.glob(f"{PREFIX}????????-????-????-????-????????????{ENDING}"))
            for path in names:
                if path.is_file() and (not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()):
                    found[path] = None
    return tuple(found)


def _write(path: Path, data: bytes) -> Path:
    """Write a file for its owner alone, whole or not at all, with the folders that it needs."""
    if not path.is_absolute():
        raise FileNotFoundError(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, data)
    return path


def _has_room(place: Path) -> bool:
    probe = place / f".coach-room.{os.getpid()}"
    made = not place.exists()
    try:
        _write(probe, _PROBE)
        probe.unlink()
    except OSError:
        return False
    finally:
        if made:
            # Leave no empty folder.
            with suppress(OSError):
                place.rmdir()
    return True
