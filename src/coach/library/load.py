"""The library: what ships with the app, with the user's own programs and drills over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from coach.library.collection import Library
from coach.library.problems import Problem
from coach.library.source import (
    Catalogue,
    FileKind,
    Source,
    check_catalogues,
    open_source,
    read_catalogue,
    read_program,
)
from coach.model.program import Drill, Program
from coach.resources import shipped_programs_folder

__all__ = ["Library", "load_library"]


class Unchanged(Struct, frozen=True):
    """What is known of files that are still the same, all of them without problems."""

    programs: Mapping[Path, Program]
    """By their files."""
    drills: Mapping[str, Drill]
    """Every drill there was when these programs were read; with other drills they would be others."""


def load_library(user_home: Path | None, unchanged: Unchanged | None = None) -> Library:
    """The shipped programs and drills, with those of the user's own.

    A program of the user's takes the place of a shipped one with its id, also while it has problems: playing
    the shipped one in its stead would be another session than the one they wrote.

    Args:
        user_home: the folder with `programs/` and `drills/`; None: what ships alone.
        unchanged: programs whose files need not be read again.
    """
    known_programs = unchanged.programs if unchanged is not None else {}
    shipped = _folder(shipped_programs_folder(), "program", known_programs)
    own: list[Source] = []
    if user_home is not None:
        own = _folder(user_home / "drills", "drills")
        own += _folder(user_home / "programs", "program", known_programs)
    known = check_catalogues(_catalogues(shipped), {}).drills
    known = {name: replace(drill, open_at_most=drill.while_locked) for name, drill in known.items()}
    shelf = check_catalogues(_catalogues(own), known)
    if unchanged is not None and shelf.drills != unchanged.drills:
        return load_library(user_home)
    library = Library(drills=dict(shelf.drills))
    for source in shipped + own:
        if source.kind == "program":
            _add_program(library, source, known_programs.get(source.path) or read_program(source, shelf))
    library.problems = tuple(sorted(problem for source in shipped + own for problem in source.problems))
    return library


def _catalogues(sources: list[Source]) -> list[Catalogue]:
    return [read_catalogue(source) for source in sources if source.kind == "drills"]


def _add_program(library: Library, source: Source, program: Program | None) -> None:
    name = program.id if program else source.path.stem
    for known in (library.programs, library.sources, library.broken):
        known.pop(name, None)
    if program:
        library.programs[name] = program
        library.sources[name] = source.path
    else:
        library.broken[name] = source.path


def _folder(folder: Path, usual: FileKind, known: Mapping[Path, Program] | None = None) -> list[Source]:
    """Every file of a folder, in the order of their names; a folder that is not there is empty.

    The files of known programs are not opened.
    """
    try:
        paths = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror or error}"
        return [Source(folder, None, [Problem(folder, 1, 1, message, "allow it: chmod u+rx")], "drills")]
    sources = []
    for path in paths:
        if path.name.startswith("."):
            continue
        if known and path in known:
            sources.append(Source(path, None, [], "program"))
        elif path.suffix == ".yaml":
            sources.append(open_source(path, usual))
        elif path.suffix == ".yml":
            problem = Problem(path, 1, 1, "only .yaml files are read", f"name it {path.stem}.yaml")
            sources.append(Source(path, None, [problem], usual))
    return sources
