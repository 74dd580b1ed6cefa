"""Logs and programs of other apps, made into this person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.app.programs import check_text
from coach.clock import in_local_zone, training_day
from coach.errors import ProgramFileError, UsageError
from coach.files import place_within, write_new
from coach.journal.importers.import_log import LogReport, LogRules, import_table
from coach.journal.importers.names import ImportTarget, parse_mappings
from coach.model.program import Drill, Kind, Program
from coach.model.units import Units
from coach.programs.decode import make_name
from coach.programs.importers.draft import Draft, free_name, one_line
from coach.programs.importers.read import read_file
from coach.programs.importers.write import draft_texts
from coach.programs.load import index_drills, read_drill_file, source_of
from coach.programs.user_files import RESERVED, UserProgramFiles

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


_TRAINED: Final = (Kind.CORE, Kind.MOBILITY, Kind.PRACTICE, Kind.CUSTOM)
"""Programs whose drills other apps may have logged."""


def import_log(
    workspace: Workspace,
    data: bytes,
    *,
    mappings: Sequence[str] = (),
    unit: Units | None = None,
    dry_run: bool = False,
) -> LogReport:
    """Import the log of another app.

    Args:
        mappings: where certain exercises go, as `NAME=PROGRAM/SLOT`.
        unit: of weights, where the file does not say.

    Raises:
        UsageError: the file is of no known app, or its unit has to be told.
        JournalError: nothing was added.
    """
    programs = list(workspace.programs.values())
    rules = LogRules(
        slots=drill_slots(programs, workspace.catalog.drills),
        in_zone=in_local_zone,
        day_of=lambda moment: training_day(moment, workspace.settings.day_cutover),
        mappings=parse_mappings(mappings, slots_by_name(programs)),
        unit=unit,
    )
    return import_table(workspace.journal, data, rules, dry_run=dry_run)


def slots_by_name(programs: Sequence[Program]) -> dict[str, ImportTarget]:
    """Every slot, as `program/slot`."""
    return {
        f"{program.id}/{slot.slot}": ImportTarget(program.id, program.kind, slot.slot)
        for program in programs
        for slot in program.slots
    }


def drill_slots(programs: Sequence[Program], drills: Mapping[str, Drill]) -> dict[str, ImportTarget]:
    """The first slot with a drill on its ladder, by the names and ids of the drills."""
    slots: dict[str, ImportTarget] = {}
    for program in programs:
        if program.kind not in _TRAINED:
            continue
        for slot in program.slots:
            for rung in slot.ladder:
                target = ImportTarget(program.id, program.kind, slot.slot, rung.drill)
                drill = drills.get(rung.drill)
                for name in (rung.drill, drill.name if drill else rung.drill):
                    slots.setdefault(name.lower().replace("-", " "), target)
    return slots


class Imported(Struct, frozen=True, kw_only=True):
    """One imported program, written or to be written."""

    program: Program
    path: Path
    text: str
    drills_path: Path | None
    """The file of its new drills; None without any."""
    drills_text: str
    new_drills: tuple[Drill, ...]
    notes: tuple[str, ...]
    """What could not be carried over, or was changed; a sentence each."""


class ImportedFile(Struct, frozen=True, kw_only=True):
    """A file of another app."""

    app: str
    programs: tuple[Imported, ...]


def preview_import(workspace: Workspace, path: Path, program_id: str | None = None) -> ImportedFile:
    """What a file of another app would become; nothing is written.

    Args:
        program_id: for its program; further ones get a number behind it. None: made from the titles.

    Raises:
        UsageError: it cannot be an id.
        ProgramFileError: the file cannot be read, or comes from no app that is known.
    """
    own = UserProgramFiles(workspace.paths.programs)
    if program_id is not None and own.path(program_id).exists():
        raise UsageError(f"there is a program '{program_id}' already", hint="choose another name")
    imported = read_file(path)
    drills = dict(workspace.catalog.drills)
    taken = {*workspace.catalog.programs, *workspace.catalog.broken, *RESERVED}
    programs: list[Imported] = []
    for draft in imported.drafts:
        name = free_name(program_id or make_name(one_line(draft.title), "imported"), taken)
        taken.add(name)
        programs.append(_imported(draft, own.path(name), workspace.paths.drills, drills, imported.app))
        drills |= {drill.id: drill for drill in programs[-1].new_drills}
    return ImportedFile(app=imported.app, programs=tuple(programs))


def write_import(workspace: Workspace, file: ImportedFile) -> None:
    """Write a previewed import: the drills first, so that no program is there without them.

    Raises:
        ProgramFileError: a file is there by now, or cannot be written; what was written before it stays.
    """
    own = UserProgramFiles(workspace.paths.programs)
    for one in file.programs:
        if one.drills_path is not None:
            write_new(
                place_within(workspace.paths.drills, one.drills_path.name), one.drills_text.encode("utf-8")
            )
            UserProgramFiles(workspace.paths.drills).put_schema("drills")
        own.add(one.program.id, one.text)
    workspace.reload_catalog()


def _imported(draft: Draft, path: Path, drills_folder: Path, drills: dict[str, Drill], app: str) -> Imported:
    texts = draft_texts(draft, path.stem, drills, app)
    drills_path = drills_folder / f"{path.stem}.yaml" if texts.drills else None
    new: dict[str, Drill] = {}
    if drills_path is not None:
        there = {one.stem for one in drills_folder.glob("*.yaml")}
        drills_path = drills_folder / f"{free_name(path.stem, there)}.yaml"
        file = read_drill_file(source_of(texts.drills, drills_path, "drills"))
        index_drills([file], drills)
        new = file.valid_drills()
    program, problems = check_text(texts.program, path, {**drills, **new})
    if program is None:
        reason = problems[0].line_text() if problems else "it is empty"
        raise ProgramFileError(f"'{one_line(draft.title, 60)}' cannot be made into a program", hint=reason)
    return Imported(
        program=program,
        path=path,
        text=texts.program,
        drills_path=drills_path,
        drills_text=texts.drills,
        new_drills=tuple(new.values()),
        notes=tuple(draft.notes),
    )
