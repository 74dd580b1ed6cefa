"""Reads program and drill files: the kind of a file, its drills or its program, and whole folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from coach.model.program import Drill, Program
from coach.paths import shipped_programs_folder
from coach.programs.build import build_drill, build_program
from coach.programs.catalog import Catalog, Unchanged
from coach.programs.decode import Diagnostics, decode_document, nearest
from coach.programs.figures import SHIPPED_FIGURES
from coach.programs.parse import (
    Fetch,
    MappingNode,
    Problem,
    excerpt,
    fetch_bytes,
    kind_text,
    read_text,
    read_tree,
)
from coach.programs.schema import DrillDocument, DrillsDocument, ProgramDocument
from coach.programs.validate import check_drills, check_program, keep_locked

FileKind = Literal["program", "drills", "figures", "config"]

_FIRST_KEYS: Final[Mapping[FileKind, str]] = {
    "program": "start with schema: 1, then id:, title:, kind: and slots:",
    "drills": "start with schema: 1, then drills:",
    "figures": "start with schema: 1, then figures:",
    "config": "start with a key: and its value",
}


class Source(Struct):
    """A file that has been parsed: its root, where it has one, and its problems."""

    path: Path
    root: MappingNode | None
    problems: list[Problem]
    kind: FileKind


def open_source(path: Path, default_kind: FileKind, fetch: Fetch = fetch_bytes) -> Source:
    """Parse a file; `default_kind` is what it is where its keys do not show it."""
    text = read_text(path, fetch)
    if isinstance(text, Problem):
        return Source(path, None, [text], default_kind)
    return source_of(text, path, default_kind)


def source_of(text: str, path: Path, default_kind: FileKind) -> Source:
    """Parse a text as the file of that path, saved or not."""
    tree = read_tree(text, path)
    if isinstance(tree.root, MappingNode):
        keys = {key.text for key, _ in tree.root.pairs}
        kind = default_kind
        if kind != "config" and "drills" in keys:
            kind = "drills"
        elif kind != "config" and "figures" in keys:
            kind = "figures"
        elif kind != "config" and keys & {"slots", "parts", "kind", "title"}:
            kind = "program"
        return Source(path, tree.root, tree.problems, kind)
    source = Source(path, None, tree.problems, default_kind)
    if tree.root is not None:
        message = f"the file starts with {kind_text(tree.root)}, not with keys"
        position = tree.root.line, tree.root.column
        source.problems.append(Problem(path, *position, message, _FIRST_KEYS[default_kind]))
    elif not source.problems and default_kind != "config":
        source.problems.append(Problem(path, 1, 1, "the file is empty", _FIRST_KEYS[default_kind]))
    return source


class DrillFile(Struct):
    """A drill file that has been decoded, with the diagnostics of its drills."""

    path: Path
    diagnostics: Diagnostics
    documents: list[DrillDocument]

    def valid_drills(self) -> dict[str, Drill]:
        """The drills that have no problems; the first of two with one id."""
        drills: dict[str, Drill] = {}
        for document in self.documents:
            if self.diagnostics.is_valid_document(document):
                drills.setdefault(document.id, build_drill(document))
        return drills


def read_drill_file(source: Source) -> DrillFile:
    """The drills of a file, each checked by itself; `index_drills` compares them."""
    diagnostics = Diagnostics(source.path, source.problems)
    if source.root is not None:
        decode_document(DrillsDocument, source.root, diagnostics)
    return DrillFile(source.path, diagnostics, diagnostics.documents(DrillDocument))


class DrillIndex(Struct):
    """Every drill there is."""

    drills: Mapping[str, Drill]
    """Those without problems, by id."""
    broken: Mapping[str, Path] = field(default_factory=dict)
    """The file of each drill that has problems, where none takes its place."""


def index_drills(files: list[DrillFile], known: Mapping[str, Drill]) -> DrillIndex:
    """Every drill there is, after adding the problems between them; those of `files` replace `known` ones.

    A drill in the place of one that ships is never open under more locks than that.
    """
    drills, homes, broken = dict(known), dict[str, Path](), dict[str, Path]()
    for file in files:
        for name, drill in file.valid_drills().items():
            if name not in homes:
                drills[name] = keep_locked(drill, known.get(name))
            homes.setdefault(name, file.path)
        for document in file.documents:
            broken.setdefault(document.id, file.path)
    index = DrillIndex(drills, {name: path for name, path in broken.items() if name not in drills})
    for file in files:
        file.diagnostics.broken_drills = index.broken
        check_drills(file.documents, drills, homes, file.diagnostics)
    return index


def read_program(source: Source, index: DrillIndex) -> Program | None:
    """The program of a file, or None after adding all its problems to the source."""
    if source.root is None:
        return None
    diagnostics = Diagnostics(source.path, source.problems, index.broken)
    document = decode_document(ProgramDocument, source.root, diagnostics)
    check_program(document, index.drills, diagnostics)
    return None if source.problems else build_program(document, index.drills)


def load_catalog(user_home: Path | None, unchanged: Unchanged | None = None) -> Catalog:
    """The shipped programs and drills, with those of the user's own.

    A program of the user's takes the place of a shipped one with its id, also while it has problems: playing
    the shipped one in its stead would be another session than the one they wrote.

    Args:
        user_home: the folder with `programs/` and `drills/`; None: what ships alone.
        unchanged: programs whose files need not be read again.
    """
    known_programs = unchanged.programs if unchanged is not None else {}
    shipped = _open_folder(shipped_programs_folder(), "program", known_programs)
    own: list[Source] = []
    if user_home is not None:
        own = _open_folder(user_home / "drills", "drills")
        own += _open_folder(user_home / "programs", "program", known_programs)
    known = index_drills(_drill_files(shipped), {}).drills
    known = {name: replace(drill, open_at_most=drill.while_locked) for name, drill in known.items()}
    own_drills = _drill_files(own)
    index = index_drills(own_drills, known)
    check_figures(own, own_drills)
    if unchanged is not None and index.drills != unchanged.drills:
        return load_catalog(user_home)
    catalog = Catalog(drills=dict(index.drills))
    for source in shipped + own:
        if source.kind != "program":
            continue
        program = known_programs.get(source.path) or read_program(source, index)
        name = program.id if program else source.path.stem
        for replaced in (catalog.programs, catalog.sources, catalog.broken):
            replaced.pop(name, None)
        if program:
            catalog.programs[name] = program
            catalog.sources[name] = source.path
        else:
            catalog.broken[name] = source.path
    catalog.problems = tuple(sorted(problem for source in shipped + own for problem in source.problems))
    return catalog


def check_figures(sources: list[Source], drill_files: list[DrillFile]) -> None:
    """Add every problem of the figures of some files, and of the drills that name a figure."""
    files = [source for source in sources if source.kind == "figures"]
    naming = [
        (document, file.diagnostics)
        for file in drill_files
        for document in file.documents
        if file.diagnostics.is_valid(document, "figure")
    ]
    if not files and not naming:
        return
    # It brings the solver along, which few files need.
    from coach.programs.figure_build import read_figure_file, read_figure_files

    figures = dict(read_figure_files([SHIPPED_FIGURES]).figures)
    for source in files:
        figures |= read_figure_file(source, figures)
    for document, diagnostics in naming:
        if document.figure not in figures:
            message = f"no figure is named '{excerpt(str(document.figure))}'"
            close = nearest(str(document.figure), figures)
            diagnostics.add_at(document, "figure", message, f"did you mean {close}?" if close else "")


def _drill_files(sources: list[Source]) -> list[DrillFile]:
    return [read_drill_file(source) for source in sources if source.kind == "drills"]


def _open_folder(
    folder: Path, default_kind: FileKind, known: Mapping[Path, Program] | None = None
) -> list[Source]:
    """Every file of a folder, in the order of their names; a missing folder is empty.

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
        # The shipped figures are read when the first one is shown: `figures.load_figures`.
        if path.name.startswith(".") or path == SHIPPED_FIGURES:
            continue
        if known and path in known:
            sources.append(Source(path, None, [], "program"))
        elif path.suffix == ".yaml":
            sources.append(open_source(path, default_kind))
        elif path.suffix == ".yml":
            problem = Problem(path, 1, 1, "only .yaml files are read", f"name it {path.stem}.yaml")
            sources.append(Source(path, None, [problem], default_kind))
    return sources
