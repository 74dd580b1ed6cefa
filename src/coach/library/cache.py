"""The library as it was last read, so that a short command need not read every page of YAML again.

It is used only while every file is the very one that was read: same name, size, time of change and place on
disk. Where some are others, the programs of the rest are still used. A library with problems is never kept,
so that a problem is always told from the file itself.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from coach import __version__
from coach.library.collection import Library
from coach.library.writing import FileStamp
from coach.model.program import Drill, Program
from coach.resources import shipped_programs_folder

if TYPE_CHECKING:
    from coach.library.load import Unchanged

NAME: Final = "library.msgpack"
FORMAT: Final = 3
"""Grows when programs or drills get other fields."""

Stamp = tuple[str, FileStamp]
"""A file's path, and by which one sees that it is still the same."""


class _Kept(Struct, frozen=True):
    """What is kept on disk."""

    version: str
    format: int
    stamps: tuple[Stamp, ...]
    programs: dict[str, Program]
    drills: dict[str, Drill]
    sources: dict[str, str]


def library_of(home: Path, folder: Path) -> Library:
    """The shipped programs and drills with the user's own; read from the files where any of them has changed.

    Args:
        home: the folder with the user's `programs/` and `drills/`.
        folder: where it is kept; made when there is a home to make it in.
    """
    stamps = _stamps((shipped_programs_folder(), home / "drills", home / "programs"))
    kept = _read(folder / NAME)
    if kept is not None and kept.stamps == stamps:
        sources = {name: Path(path) for name, path in kept.sources.items()}
        return Library(programs=kept.programs, drills=kept.drills, sources=sources)
    from coach.library.load import load_library

    library = load_library(home, _unchanged(kept, stamps))
    if home.is_dir() and not library.problems and not library.broken:
        _write(folder, library, stamps)
    return library


def _stamps(folders: tuple[Path, ...]) -> tuple[Stamp, ...]:
    """A stamp of everything in these folders that could be read; a folder that is not there is empty."""
    stamps: list[Stamp] = []
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".yaml", ".yml")):
                    stamps.append((entry.path, FileStamp.of(entry.stat())))
    return tuple(sorted(stamps))


def _read(file: Path) -> _Kept | None:
    """What is kept; None where there is nothing, or nothing that this version understands."""
    try:
        kept = msgspec.msgpack.decode(file.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
    return kept if (kept.version, kept.format) == (__version__, FORMAT) else None


def _unchanged(kept: _Kept | None, stamps: tuple[Stamp, ...]) -> Unchanged | None:
    """What is kept of the files that are still the very ones that were read."""
    if kept is None:
        return None
    from coach.library.load import Unchanged

    same = {path for path, _stamp in {*kept.stamps}.intersection(stamps)}
    programs = {Path(path): kept.programs[name] for name, path in kept.sources.items() if path in same}
    return Unchanged(programs, kept.drills)


def _write(folder: Path, library: Library, stamps: tuple[Stamp, ...]) -> None:
    sources = {name: str(path) for name, path in library.sources.items()}
    kept = _Kept(__version__, FORMAT, stamps, library.programs, library.drills, sources)
    beside = folder / f".{NAME}.{os.getpid()}"
    # Nothing is lost without it: the files are read the next time.
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(msgspec.msgpack.encode(kept))
        beside.replace(folder / NAME)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
