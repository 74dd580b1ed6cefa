"""One file of the library: its tree, what kind of file it is, and what was said about it so far."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from coach import __version__
from coach.files import FileStamp
from coach.model.program import Drill, Program
from coach.paths import shipped_programs_folder
from coach.programs.build import drill as resolve_drill
from coach.programs.build import program as resolve_program
from coach.programs.decode import Diagnostics, read_document
from coach.programs.parse import (
    Fetch,
    MappingNode,
    Node,
    Problem,
    fetch_bytes,
    read_text,
    read_tree,
    what_it_is,
)
from coach.programs.schema import DrillDocument, DrillsDocument, ProgramDocument
from coach.programs.validate import check_drills, check_program, no_more_open

FileKind = Literal["program", "drills", "config"]

_BEGIN: Final[Mapping[FileKind, str]] = {
    "program": "start with schema: 1, then id:, title:, kind: and slots:",
    "drills": "start with schema: 1, then drills:",
    "config": "start with a key: and its value",
}


class Source(Struct):
    """A file that has been opened: its root, where it has one, and its problems."""

    path: Path
    root: MappingNode | None
    problems: list[Problem]
    kind: FileKind


class DrillFile(Struct):
    """A drill file that has been read: its drills with what was said about each."""

    source: Source
    reading: Diagnostics
    entries: list[DrillDocument]

    def good(self) -> dict[str, Drill]:
        """The drills that have no problems; one that stands there twice counts once."""
        drills: dict[str, Drill] = {}
        for entry in self.entries:
            if self.reading.is_clean(entry):
                drills.setdefault(entry.id, resolve_drill(entry))
        return drills


def open_source(path: Path, usual: FileKind, fetch: Fetch = fetch_bytes) -> Source:
    """Read a file as far as its tree; `usual` is what it is where its keys do not tell."""
    text = read_text(path, fetch)
    if isinstance(text, Problem):
        return Source(path, None, [text], usual)
    return source_of(text, path, usual)


def source_of(text: str, path: Path, usual: FileKind) -> Source:
    """The same from a text, saved or not."""
    tree = read_tree(text, path)
    root = tree.root if isinstance(tree.root, MappingNode) else None
    source = Source(path, root, tree.problems, _kind(tree.root, usual))
    if tree.root is not None and root is None:
        source.problems.append(_wrong_top(tree.root, path, usual))
    elif root is None and not source.problems and usual != "config":
        source.problems.append(Problem(path, 1, 1, "the file is empty", _BEGIN[usual]))
    return source


def _kind(root: Node | None, usual: FileKind) -> FileKind:
    if not isinstance(root, MappingNode) or usual == "config":
        return usual
    keys = {key.text for key, _ in root.entries}
    if "drills" in keys:
        return "drills"
    return "program" if keys & {"slots", "parts", "kind", "title"} else usual


def _wrong_top(root: Node, path: Path, usual: FileKind) -> Problem:
    message = f"the file starts with {what_it_is(root)}, not with keys"
    return Problem(path, root.line, root.column, message, _BEGIN[usual])


def read_catalogue(source: Source) -> DrillFile:
    """The drills of a file, each checked by itself; what they say of each other comes later."""
    reading = Diagnostics(source.path, source.problems)
    if source.root is None:
        return DrillFile(source, reading, [])
    document = read_document(DrillsDocument, source.root, reading)
    return DrillFile(source, reading, reading.documents(DrillDocument) if document else [])


class DrillIndex(Struct):
    """Every drill there is."""

    drills: Mapping[str, Drill]
    """Those without problems, by id."""
    broken: Mapping[str, Path] = field(default_factory=dict)
    """The file of each drill that has problems, where none takes its place."""


def check_catalogues(catalogues: list[DrillFile], known: Mapping[str, Drill]) -> DrillIndex:
    """Every drill there is, after saying what is wrong between them; these go over `known`.

    One that takes the place of a drill that ships is never open under more locks than that.
    """
    drills, homes, broken = dict(known), dict[str, Path](), dict[str, Path]()
    for catalogue in catalogues:
        for name, drill in catalogue.good().items():
            if name not in homes:
                drills[name] = no_more_open(drill, known.get(name))
            homes.setdefault(name, catalogue.source.path)
        for entry in catalogue.entries:
            broken.setdefault(entry.id, catalogue.source.path)
    shelf = DrillIndex(drills, {name: path for name, path in broken.items() if name not in drills})
    for catalogue in catalogues:
        catalogue.reading.broken_drills = shelf.broken
        check_drills(catalogue.entries, drills, homes, catalogue.reading)
    return shelf


def read_program(source: Source, shelf: DrillIndex) -> Program | None:
    """The program of a file, or None after saying everything that is wrong with it."""
    if source.root is None:
        return None
    reading = Diagnostics(source.path, source.problems, shelf.broken)
    document = read_document(ProgramDocument, source.root, reading)
    check_program(document, shelf.drills, reading)
    return None if source.problems else resolve_program(document, shelf.drills)


class Catalog(Struct, kw_only=True):
    """Every program and drill there is."""

    programs: dict[str, Program] = field(default_factory=dict)
    """By id; only those without problems."""
    drills: dict[str, Drill] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: dict[str, Path] = field(default_factory=dict)
    """The file of each program."""
    broken: dict[str, Path] = field(default_factory=dict)
    """Programs that are there and cannot be used before their problems are repaired, by their file's name."""


__all__ = ["Catalog", "load_catalog"]


class Unchanged(Struct, frozen=True):
    """What is known of files that are still the same, all of them without problems."""

    programs: Mapping[Path, Program]
    """By their files."""
    drills: Mapping[str, Drill]
    """Every drill there was when these programs were read; with other drills they would be others."""


def load_catalog(user_home: Path | None, unchanged: Unchanged | None = None) -> Catalog:
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
        return load_catalog(user_home)
    catalog = Catalog(drills=dict(shelf.drills))
    for source in shipped + own:
        if source.kind == "program":
            _add_program(catalog, source, known_programs.get(source.path) or read_program(source, shelf))
    catalog.problems = tuple(sorted(problem for source in shipped + own for problem in source.problems))
    return catalog


def _catalogues(sources: list[Source]) -> list[DrillFile]:
    return [read_catalogue(source) for source in sources if source.kind == "drills"]


def _add_program(catalog: Catalog, source: Source, program: Program | None) -> None:
    name = program.id if program else source.path.stem
    for known in (catalog.programs, catalog.sources, catalog.broken):
        known.pop(name, None)
    if program:
        catalog.programs[name] = program
        catalog.sources[name] = source.path
    else:
        catalog.broken[name] = source.path


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


if TYPE_CHECKING:
    pass

NAME: Final = "library.msgpack"
FORMAT: Final = 3
"""Grows when programs or drills get other fields."""

Stamp = tuple[str, FileStamp]
"""A file's path, and by which one sees that it is still the same."""


class _CachedFile(Struct, frozen=True):
    """What is kept on disk."""

    version: str
    format: int
    stamps: tuple[Stamp, ...]
    programs: dict[str, Program]
    drills: dict[str, Drill]
    sources: dict[str, str]


def library_of(home: Path, folder: Path) -> Catalog:
    """The shipped programs and drills with the user's own; read from the files where any of them has changed.

    Args:
        home: the folder with the user's `programs/` and `drills/`.
        folder: where it is kept; made when there is a home to make it in.
    """
    stamps = _stamps((shipped_programs_folder(), home / "drills", home / "programs"))
    kept = _read(folder / NAME)
    if kept is not None and kept.stamps == stamps:
        sources = {name: Path(path) for name, path in kept.sources.items()}
        return Catalog(programs=kept.programs, drills=kept.drills, sources=sources)

    catalog = load_catalog(home, _unchanged(kept, stamps))
    if home.is_dir() and not catalog.problems and not catalog.broken:
        _write(folder, catalog, stamps)
    return catalog


def _stamps(folders: tuple[Path, ...]) -> tuple[Stamp, ...]:
    """A stamp of everything in these folders that could be read; a folder that is not there is empty."""
    stamps: list[Stamp] = []
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".yaml", ".yml")):
                    stamps.append((entry.path, FileStamp.of(entry.stat())))
    return tuple(sorted(stamps))


def _read(file: Path) -> _CachedFile | None:
    """What is kept; None where there is nothing, or nothing that this version understands."""
    try:
        kept = msgspec.msgpack.decode(file.read_bytes(), type=_CachedFile)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
    return kept if (kept.version, kept.format) == (__version__, FORMAT) else None


def _unchanged(kept: _CachedFile | None, stamps: tuple[Stamp, ...]) -> Unchanged | None:
    """What is kept of the files that are still the very ones that were read."""
    if kept is None:
        return None

    same = {path for path, _stamp in {*kept.stamps}.intersection(stamps)}
    programs = {Path(path): kept.programs[name] for name, path in kept.sources.items() if path in same}
    return Unchanged(programs, kept.drills)


def _write(folder: Path, catalog: Catalog, stamps: tuple[Stamp, ...]) -> None:
    sources = {name: str(path) for name, path in catalog.sources.items()}
    kept = _CachedFile(__version__, FORMAT, stamps, catalog.programs, catalog.drills, sources)
    beside = folder / f".{NAME}.{os.getpid()}"
    # Nothing is lost without it: the files are read the next time.
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(msgspec.msgpack.encode(kept))
        beside.replace(folder / NAME)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
