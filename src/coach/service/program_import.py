"""Taking over programs that were made with other apps: looked at first, then written, never over a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.errors import LibraryError, UsageError
from coach.library.check import check_text
from coach.library.importing.draft import Draft, free_name, one_line
from coach.library.importing.read import read_file
from coach.library.importing.text import as_texts
from coach.library.load import Library
from coach.library.own import OwnPrograms
from coach.library.shape import as_name
from coach.library.source import check_catalogues, read_catalogue, source_of
from coach.library.writing import place_within, write_new
from coach.model.program import Drill, Program

if TYPE_CHECKING:
    from coach.service.coach import Coach


class Imported(Struct, frozen=True, kw_only=True):
    """One program as it will be, or is now."""

    program: Program
    path: Path
    text: str
    drills_path: Path | None
    """Where the drills are that it brings; None where the catalogue has them all."""
    drills_text: str
    new_drills: tuple[Drill, ...]
    notes: tuple[str, ...]
    """What could not be carried over, or was changed; a sentence each."""


class ImportedFile(Struct, frozen=True, kw_only=True):
    """A file of another app."""

    app: str
    programs: tuple[Imported, ...]


def look_into(coach: Coach, path: Path, program_id: str | None = None) -> ImportedFile:
    """What a file of another app would become; nothing is written.

    Args:
        coach: whose drills are used, and whose programs keep their names.
        path: the file.
        program_id: for its program; further ones get a number behind it. None: made from the titles.

    Raises:
        UsageError: it cannot be an id.
        LibraryError: the file cannot be read, or comes from no app that is known.
    """
    own = OwnPrograms(coach.paths.programs)
    if program_id is not None and own.path(program_id).exists():
        raise UsageError(f"there is a program '{program_id}' already", hint="choose another name")
    found = read_file(path)
    drills = dict(coach.library.drills)
    taken = _taken(coach.library)
    programs: list[Imported] = []
    for draft in found.drafts:
        name = free_name(program_id or as_name(one_line(draft.title), "imported"), taken)
        taken.add(name)
        programs.append(_imported(draft, own.path(name), coach.paths.drills, drills, found.app))
        drills |= {drill.id: drill for drill in programs[-1].new_drills}
    return ImportedFile(app=found.app, programs=tuple(programs))


def take_over(coach: Coach, file: ImportedFile) -> None:
    """Write what was looked at: the drills first, so that no program is there without them.

    Raises:
        LibraryError: a file is there by now, or cannot be written; what was written before it stays.
    """
    own = OwnPrograms(coach.paths.programs)
    for one in file.programs:
        if one.drills_path is not None:
            write_new(place_within(coach.paths.drills, one.drills_path.name), one.drills_text.encode("utf-8"))
            OwnPrograms(coach.paths.drills).put_schema("drills")
        own.add(one.program.id, one.text)
    coach.reload_library()


def _imported(draft: Draft, path: Path, drills_folder: Path, drills: dict[str, Drill], app: str) -> Imported:
    texts = as_texts(draft, path.stem, drills, app)
    drills_path = drills_folder / f"{path.stem}.yaml" if texts.drills else None
    new: dict[str, Drill] = {}
    if drills_path is not None:
        there = {one.stem for one in drills_folder.glob("*.yaml")}
        drills_path = drills_folder / f"{free_name(path.stem, there)}.yaml"
        catalogue = read_catalogue(source_of(texts.drills, drills_path, "drills"))
        check_catalogues([catalogue], drills)
        new = catalogue.good()
    program, problems = check_text(texts.program, path, {**drills, **new})
    if program is None:
        said = problems[0].line_text() if problems else "it is empty"
        raise LibraryError(f"'{one_line(draft.title, 60)}' cannot be made into a program", hint=said)
    return Imported(
        program=program,
        path=path,
        text=texts.program,
        drills_path=drills_path,
        drills_text=texts.drills,
        new_drills=tuple(new.values()),
        notes=tuple(draft.notes),
    )


def _taken(library: Library) -> set[str]:
    """Names that are no longer free: those of programs and their files, and of what is no program."""
    return {*library.programs, *library.broken, "drills", "config"}
