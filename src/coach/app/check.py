"""The check of program, drill and settings files, and of texts that are not saved yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from coach.config.load import CONFIG_NAME
from coach.config.schema import check_config
from coach.model.program import Drill, Program
from coach.programs.catalog import Catalog
from coach.programs.load import (
    DrillIndex,
    FileKind,
    check_figures,
    index_drills,
    load_catalog,
    open_source,
    read_drill_file,
    read_program,
    source_of,
)
from coach.programs.parse import Fetch, Problem, fetch_bytes


def check_files(
    paths: Sequence[Path], catalog: Catalog | None = None, *, fetch: Fetch = fetch_bytes
) -> list[Problem]:
    """Every problem of some files, in one pass, file by file in the order given, line by line.

    The keys of a file show what it is: a program, or drills; a file named `config.yaml` has the settings.
    Programs may use the drills of the drill files that are checked with them.

    Args:
        catalog: with the other drills; None: those that ship with the app.
        fetch: how a file is read.
    """
    sources = [open_source(path, _default_kind(path), fetch) for path in dict.fromkeys(paths)]
    drills = (catalog or load_catalog(None)).drills
    drill_files = [read_drill_file(source) for source in sources if source.kind == "drills"]
    index = index_drills(drill_files, drills)
    for source in sources:
        if source.kind == "program":
            read_program(source, index)
        elif source.kind == "config":
            check_config(source)
    check_figures(sources, drill_files)
    return [problem for source in sources for problem in sorted(source.problems)]


def check_text(
    text: str, path: Path, drills: Mapping[str, Drill]
) -> tuple[Program | None, tuple[Problem, ...]]:
    """The program of a text, or its problems, in the order of the text; nothing is read from disk.

    Args:
        path: the file that it will be saved as: its name is the id that the program must have.
    """
    source = source_of(text, path, _default_kind(path))
    program = None
    if source.kind == "drills":
        file = read_drill_file(source)
        index_drills([file], drills)
        check_figures([source], [file])
    elif source.kind == "figures":
        check_figures([source], [])
    elif source.kind == "program":
        program = read_program(source, DrillIndex(drills))
    else:
        check_config(source)
    return program, tuple(sorted(source.problems))


def _default_kind(path: Path) -> FileKind:
    if path.name == CONFIG_NAME:
        return "config"
    return "drills" if path.stem == "drills" or path.parent.name == "drills" else "program"
