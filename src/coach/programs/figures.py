"""The figures of drills, read when the first one is shown, and their cache on disk.

YAML is loaded only where a file has changed since.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from coach import __version__
from coach.files import FileStamp, stamp_of
from coach.model.figure import Figure
from coach.model.program import Drill
from coach.paths import shipped_programs_folder
from coach.programs.catalog import read_cache, write_cache

if TYPE_CHECKING:
    from coach.programs.parse import Problem

SHIPPED_FIGURES: Final = shipped_programs_folder() / "figures.yaml"
CACHE_NAME: Final = "figures.msgpack"
CACHE_FORMAT: Final = 4
"""Grows when figures get other fields."""


class Figures(Struct, frozen=True):
    """Every figure there is."""

    figures: dict[str, Figure] = field(default_factory=dict)
    """By id; only those without problems."""
    problems: tuple[Problem, ...] = ()

    def of_drill(self, drill: Drill) -> Figure | None:
        """The figure that a drill names, or else that of its own id."""
        return self.figures.get(drill.figure or drill.id)


class _FigureCache(Struct, frozen=True):
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
            paths = sorted((home / "drills").iterdir())
            files += [path for path in paths if path.suffix == ".yaml" and not path.name.startswith(".")]
    stamps = tuple((str(file), stamp_of(file)) for file in files)
    key = (__version__, CACHE_FORMAT, stamps)
    cached = None if folder is None else read_cache(folder / CACHE_NAME, _FigureCache)
    if cached is not None and (cached.version, cached.format, cached.stamps) == key:
        return Figures(cached.figures)
    from coach.programs.figure_build import read_figure_files

    figures = read_figure_files(files)
    if folder is not None and not figures.problems and (home is None or home.is_dir()):
        write_cache(folder / CACHE_NAME, _FigureCache(*key, figures.figures))
    return figures
