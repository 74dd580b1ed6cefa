"""The figures of drills, read when the first one is shown, and their cache on disk.

YAML is loaded only where a file has changed since.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct, field

from coach import __version__
from coach.files import FileStamp, stamp_of
from coach.model.figure import Figure
from coach.model.program import Drill
from coach.paths import shipped_programs_folder

if TYPE_CHECKING:
    from coach.programs.parse import Problem

SHIPPED_FIGURES: Final = shipped_programs_folder() / "figures.yaml"
CACHE_NAME: Final = "figures.msgpack"
CACHE_FORMAT: Final = 1
"""Grows when figures get other fields."""


class Figures(Struct, frozen=True):
    """Every figure there is."""

    figures: dict[str, Figure] = field(default_factory=dict)
    """By id; only those without problems."""
    problems: tuple[Problem, ...] = ()

    def of_drill(self, drill: Drill) -> Figure | None:
        """The figure that a drill names, or else that of its own id."""
        return self.figures.get(drill.figure or drill.id)


class _Cache(Struct, frozen=True):
    """The content of the cache file."""

    version: str
    format: int
    stamps: tuple[tuple[str, FileStamp | None], ...]
    figures: dict[str, Figure]


def load_figures(home: Path | None, folder: Path | None = None) -> Figures:
    """The shipped figures, with those of the user's own in their place.

    Args:
        home: the folder with the user's `drills/`, where a file of figures is; None: what ships alone.
        folder: of the cache; None: without one.
    """
    files = [SHIPPED_FIGURES]
    if home is not None:
        with suppress(OSError):
            files += sorted(path for path in (home / "drills").iterdir() if _may_have_figures(path))
    stamps = tuple((str(file), stamp_of(file)) for file in files)
    cached = None if folder is None else _read_cache(folder / CACHE_NAME)
    if cached is not None and cached.stamps == stamps:
        return Figures(cached.figures)
    from coach.programs.figure_build import read_figure_files

    figures = read_figure_files(files)
    if folder is not None and not figures.problems and (home is None or home.is_dir()):
        _write_cache(folder, _Cache(__version__, CACHE_FORMAT, stamps, figures.figures))
    return figures


def _may_have_figures(path: Path) -> bool:
    """Whether a file of the user's drills folder can be one of figures."""
    return path.suffix == ".yaml" and not path.name.startswith(".")


def _read_cache(file: Path) -> _Cache | None:
    """The cache; None where there is none, or one of another version."""
    try:
        cache = msgspec.msgpack.decode(file.read_bytes(), type=_Cache)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
    return cache if (cache.version, cache.format) == (__version__, CACHE_FORMAT) else None


def _write_cache(folder: Path, cache: _Cache) -> None:
    beside = folder / f".{CACHE_NAME}.{os.getpid()}"
    # Nothing is lost without it: the files are read the next time.
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(msgspec.msgpack.encode(cache))
        beside.replace(folder / CACHE_NAME)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
