"""One file of the library: its tree, what kind of file it is, and what was said about it so far."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, field

from coach.library.documents import DrillDocument, DrillsDocument, ProgramDocument
from coach.library.drill_rules import check_drills, no_more_open
from coach.library.files import Fetch, fetch_bytes, read_text
from coach.library.nodes import Entries, Node, what_it_is
from coach.library.problems import Problem
from coach.library.program_rules import check_program
from coach.library.reading import Reading
from coach.library.resolve import drill as resolve_drill
from coach.library.resolve import program as resolve_program
from coach.library.shape import read_document
from coach.library.tree import read_tree
from coach.model.program import Drill, Program

FileKind = Literal["program", "drills", "config"]

_BEGIN: Final[Mapping[FileKind, str]] = {
    "program": "start with schema: 1, then id:, title:, kind: and slots:",
    "drills": "start with schema: 1, then drills:",
    "config": "start with a key: and its value",
}


class Source(Struct):
    """A file that has been opened: its root, where it has one, and its problems."""

    path: Path
    root: Entries | None
    problems: list[Problem]
    kind: FileKind


class Catalogue(Struct):
    """A drill file that has been read: its drills with what was said about each."""

    source: Source
    reading: Reading
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
    root = tree.root if isinstance(tree.root, Entries) else None
    source = Source(path, root, tree.problems, _kind(tree.root, usual))
    if tree.root is not None and root is None:
        source.problems.append(_wrong_top(tree.root, path, usual))
    elif root is None and not source.problems and usual != "config":
        source.problems.append(Problem(path, 1, 1, "the file is empty", _BEGIN[usual]))
    return source


def _kind(root: Node | None, usual: FileKind) -> FileKind:
    if not isinstance(root, Entries) or usual == "config":
        return usual
    keys = {key.text for key, _ in root.entries}
    if "drills" in keys:
        return "drills"
    return "program" if keys & {"slots", "parts", "kind", "title"} else usual


def _wrong_top(root: Node, path: Path, usual: FileKind) -> Problem:
    message = f"the file starts with {what_it_is(root)}, not with keys"
    return Problem(path, root.line, root.column, message, _BEGIN[usual])


def read_catalogue(source: Source) -> Catalogue:
    """The drills of a file, each checked by itself; what they say of each other comes later."""
    reading = Reading(source.path, source.problems)
    if source.root is None:
        return Catalogue(source, reading, [])
    document = read_document(DrillsDocument, source.root, reading)
    return Catalogue(source, reading, reading.documents(DrillDocument) if document else [])


class Shelf(Struct):
    """Every drill there is."""

    drills: Mapping[str, Drill]
    """Those without problems, by id."""
    broken: Mapping[str, Path] = field(default_factory=dict)
    """The file of each drill that has problems, where none takes its place."""


def check_catalogues(catalogues: list[Catalogue], known: Mapping[str, Drill]) -> Shelf:
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
    shelf = Shelf(drills, {name: path for name, path in broken.items() if name not in drills})
    for catalogue in catalogues:
        catalogue.reading.broken_drills = shelf.broken
        check_drills(catalogue.entries, drills, homes, catalogue.reading)
    return shelf


def read_program(source: Source, shelf: Shelf) -> Program | None:
    """The program of a file, or None after saying everything that is wrong with it."""
    if source.root is None:
        return None
    reading = Reading(source.path, source.problems, shelf.broken)
    document = read_document(ProgramDocument, source.root, reading)
    check_program(document, shelf.drills, reading)
    return None if source.problems else resolve_program(document, shelf.drills)
