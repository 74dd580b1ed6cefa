"""The catalog of programs and drills, and its cache on disk; YAML is loaded only for files that changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from msgspec import Struct, field

from coach import __version__
from coach.files import FileStamp
from coach.model.program import Drill, Program
from coach.paths import shipped_programs_folder

if TYPE_CHECKING:
    from coach.programs.parse import Problem


StructT = TypeVar("StructT", bound=Struct)


class Catalog(Struct, kw_only=True):
    """Every program and drill there is."""

    programs: dict[str, Program] = field(default_factory=dict)
    """By id; only those without problems."""
    drills: dict[str, Drill] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: dict[str, Path] = field(default_factory=dict)
    """The file of each program."""
    broken: dict[str, Path] = field(default_factory=dict)
    """Programs with problems, which cannot be used before these are repaired, by their file's name."""


class Unchanged(Struct, frozen=True):
    """What is known of files that are the same as before, all of them without problems."""

    programs: Mapping[Path, Program]
    """By their files."""
    drills: Mapping[str, Drill]
    """Every drill there was when these programs were read; with other drills they would be others."""


CACHE_NAME: Final = "library.msgpack"
CACHE_FORMAT: Final = 5
"""Grows when programs or drills get other fields."""

Stamp = tuple[str, FileStamp]
"""The path of a file, and what shows whether it is the same as before."""


class _Cache(Struct, frozen=True):
    """The content of the cache file."""

    version: str
    format: int
    stamps: tuple[Stamp, ...]
    programs: dict[str, Program]
    drills: dict[str, Drill]
    sources: dict[str, str]


def load_cached_catalog(home: Path, folder: Path) -> Catalog:
    """The shipped programs and drills with the user's own; only files that have changed are read.

    Args:
        home: the folder with the user's `programs/` and `drills/`.
        folder: of the cache; made when there is a home to make it in.
    """
    found: list[Stamp] = []
    for place in (shipped_programs_folder(), home / "drills", home / "programs"):
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.endswith((".yaml", ".yml")):
                    found.append((entry.path, FileStamp.of(entry.stat())))
    stamps = tuple(sorted(found))
    unchanged, cache = None, read_cache(folder / CACHE_NAME, _Cache)
    if cache is not None and (cache.version, cache.format) == (__version__, CACHE_FORMAT):
        sources = {name: Path(path) for name, path in cache.sources.items()}
        if cache.stamps == stamps:
            return Catalog(programs=cache.programs, drills=cache.drills, sources=sources)
        same = {path for path, _stamp in {*cache.stamps}.intersection(stamps)}
        programs = {path: cache.programs[name] for name, path in sources.items() if str(path) in same}
        unchanged = Unchanged(programs, cache.drills)
    from coach.programs.load import load_catalog

    catalog = load_catalog(home, unchanged)
    if not home.is_dir() or catalog.problems or catalog.broken:
        return catalog
    files = {name: str(path) for name, path in catalog.sources.items()}
    cache = _Cache(__version__, CACHE_FORMAT, stamps, catalog.programs, catalog.drills, files)
    write_cache(folder / CACHE_NAME, cache)
    return catalog


def read_cache(file: Path, kind: type[StructT]) -> StructT | None:
    """The content of a cache; None where it cannot be read."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None


def write_cache(file: Path, cache: Struct) -> None:
    """Write a private cache; where that fails, the files are read the next time."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(msgspec.msgpack.encode(cache))
        beside.replace(file)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
