"""A file for what the journal does not take: in the first folder of several that has room for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from coach.errors import JournalError
from coach.journal.codec import write_line
from coach.journal.connection import write_private
from coach.model.events import Event

PREFIX: Final = "coach-"
ENDING: Final = ".jsonl"
_PROBE: Final = b" " * 4096
"""What a folder has to take before it is said to have room."""


class UnsavedError(JournalError):
    """Something is in no file at all; its lines are all there is of it."""


class Rescue:
    """One file of events, as lines that `coach import` reads, in the first place that takes it.

    Attributes:
        file: where they are; None: nowhere yet.
        folder: a place that has room, where nothing had to be put yet.
    """

    def __init__(self, places: Callable[[], Iterable[Path]]) -> None:
        self.file: Path | None = None
        self.folder: Path | None = None
        self._places = places
        self._written = b""

    def keep(self, events: Sequence[Event]) -> Path | None:
        """Have these events on disk, in place of those before; None where no place takes them."""
        if not events:
            self.folder = self.folder or next((place for place in self._places() if _has_room(place)), None)
            return None
        data = "".join(f"{line}\n" for line in lines_of(events)).encode()
        if self.file is not None and data == self._written and self.file.exists():
            return self.file
        name = f"{PREFIX}{events[0].id}{ENDING}"
        before = self.file
        for place in self._tried_first():
            with suppress(OSError):
                self.file, self._written = _write(place / name, data), data
                if before is not None and before != self.file:
                    before.unlink(missing_ok=True)
                return self.file
        return None if before is None or not before.exists() else before

    def drop(self) -> None:
        """Take the file away: all of it is where it belongs."""
        if self.file is not None:
            with suppress(OSError):
                self.file.unlink(missing_ok=True)
        self.file = self.folder = None

    def _tried_first(self) -> Iterator[Path]:
        """The place that took it the last time, then every other one."""
        first = self.file.parent if self.file is not None else self.folder
        if first is not None:
            yield first
        yield from (place for place in self._places() if place != first)


def lines_of(events: Iterable[Event]) -> tuple[str, ...]:
    """The events as lines that `coach import` reads."""
    return tuple(write_line(event).text for event in events)


def rescue_places(journal: Path) -> Iterator[Path]:
    """Folders for what a journal does not take: the user's own first, those of the system last.

    The folder of the journal is one of them only while the journal is in it: one that was taken away, with
    its drive perhaps, is not made anew in its place.
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
    """Files of sessions that no journal took, wherever they were put."""
    found: dict[Path, None] = {}
    for place in rescue_places(journal):
        with suppress(OSError):
            names = sorted(place.glob(f"{PREFIX}????????-????-????-????-????????????{ENDING}"))
            found |= dict.fromkeys(path for path in names if path.is_file() and _is_mine(path))
    return tuple(found)


def _is_mine(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


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
            # Nothing is left where nothing had to be put.
            with suppress(OSError):
                place.rmdir()
    return True
