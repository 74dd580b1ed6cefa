"""The programs there are, and what can be done with those of the user's own."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from coach.app.check import check_text
from coach.app.sessions import Sessions
from coach.errors import ProgramFileError, UsageError
from coach.files import FileStamp, place_within, write_new
from coach.model.events import Control, Session
from coach.model.program import Drill, Kind, Program
from coach.model.settings import Settings
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.paths import shipped_programs_folder
from coach.programs.catalog import Catalog, check_catalogues, read_catalogue, source_of
from coach.programs.decode import as_name
from coach.programs.importers.base import Draft, free_name, one_line
from coach.programs.importers.read import read_file
from coach.programs.importers.write import as_texts
from coach.programs.parse import Problem
from coach.programs.user_files import UserProgramFiles

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.coaching.simulate import SessionAhead


WEEKS_AHEAD: Final = 6
_WAIT_SECONDS: Final = 10
_REPETITION_SECONDS: Final = 4
"""How wide what has no length is drawn."""


class Preview(Struct, frozen=True, kw_only=True):
    """What a text will do, or what is wrong with it."""

    program: Program | None = None
    problems: tuple[Problem, ...] = ()
    timeline: Timeline | None = None
    """The first session; None while there are problems."""
    equipment: tuple[str, ...] = ()
    waits: int = 0
    """How often it stands still for the user: so much longer than its total it takes."""


def preview(workspace: Workspace, text: str, path: Path) -> Preview:
    """What a text that is being edited will do; nothing of it needs to be on disk.

    Args:
        coach: whose drills and settings count.
        text: as it is being typed.
        path: the file it belongs to; its name is the id that it must have.
    """
    from coach.app.check import check_text

    drills = workspace.catalog.drills
    program, problems = check_text(text, path, drills)
    if program is None:
        return Preview(problems=problems)
    timeline = starting_timeline(program, drills, workspace.today(), workspace.settings)
    waits = sum(one.kind is IntervalKind.WAIT for one in timeline.intervals)
    return Preview(
        program=program,
        problems=problems,
        timeline=timeline,
        equipment=equipment(timeline, drills),
        waits=waits,
    )


def weeks_ahead(workspace: Workspace, program: Program, weeks: int = WEEKS_AHEAD) -> tuple[SessionAhead, ...]:
    """The sessions of the next weeks, if all goes well, from where its owner stands today.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.simulate import simulate

    return simulate(
        program,
        workspace.journal.events(),
        workspace.today(),
        weeks,
        drills=workspace.catalog.drills,
        settings=workspace.settings,
        now=True,
    )


def starting_timeline(
    program: Program, drills: Mapping[str, Drill], on: date, settings: Settings | None = None
) -> Timeline:
    """The very first session of a program, as someone with an empty journal would have it."""
    from coach.coaching.planner import personalise, plan_day
    from coach.session.compile import compile_timeline

    program = personalise(program, settings or Settings())
    (plan,) = plan_day([program], (), on, drills=drills, settings=settings).programs
    return compile_timeline(program, plan, drills, on)


def equipment(timeline: Timeline, drills: Mapping[str, Drill]) -> tuple[str, ...]:
    """What to have at hand for a session, in the order in which it is needed."""
    used = dict.fromkeys(one.drill for one in timeline.intervals)
    return tuple(dict.fromkeys(thing for name in used if name in drills for thing in drills[name].equipment))


def strip(timeline: Timeline, width: int) -> tuple[IntervalKind, ...]:
    """A session as a row of cells, each the kind of interval that most of it is.

    Args:
        timeline: the session.
        width: how many cells; fewer come out only for a session without intervals.
    """
    whole = sum(map(_width, timeline.intervals))
    if not whole or width < 1:
        return ()
    cells: list[dict[IntervalKind, float]] = [{} for _ in range(width)]
    start = 0.0
    for one in timeline.intervals:
        end = start + _width(one) * width / whole
        _fill(cells, one, start, end)
        start = end
    return tuple(_most(cell) for cell in cells)


def _fill(cells: list[dict[IntervalKind, float]], one: Interval, start: float, end: float) -> None:
    """Add an interval to every cell that it covers, each as far as it does."""
    kind = IntervalKind.WORK if one.is_set else one.kind
    for place in range(int(start), min(len(cells), int(end) + 1)):
        covered = min(end, place + 1) - max(start, place)
        if covered > 0:
            cells[place][kind] = cells[place].get(kind, 0.0) + covered


def _most(cell: dict[IntervalKind, float]) -> IntervalKind:
    """What covers most of a cell; work wins where it is as much as anything else."""
    return max(cell, key=lambda kind: (round(cell[kind], 6), kind is IntervalKind.WORK))


def _width(one: Interval) -> int:
    if one.seconds is not None:
        return one.seconds
    return _REPETITION_SECONDS * one.reps if one.reps else _WAIT_SECONDS


Origin = Literal["shipped", "own", "broken"]
"""Broken: of the user's own, with problems, so that it cannot be started."""


class ProgramEntry(Struct, frozen=True, kw_only=True):
    """One program of the list."""

    id: str
    title: str
    origin: Origin
    path: Path
    kind: Kind | None = None
    """None for a broken one."""
    about: str = ""
    problems: tuple[Problem, ...] = ()
    takes_place: bool = False
    """It is the user's own, in the place of a shipped one."""


class FirstSession(Struct, frozen=True):
    """What a program asks for as it begins."""

    total_seconds: int = 0
    """What waits for the user counts as nothing."""
    equipment: tuple[str, ...] = ()


class Programs:
    """Lists, makes, copies, names and throws away programs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.own = UserProgramFiles(workspace.paths.programs)
        self._listed: tuple[Mapping[str, Program], date, tuple[ProgramEntry, ...]] | None = None
        self._laid_out: tuple[Mapping[str, Program], date, dict[str, FirstSession]] | None = None

    def entries(self) -> tuple[ProgramEntry, ...]:
        """Every program: those that can be used in their order, then the broken ones."""
        programs, today = self._workspace.programs, self._workspace.today()
        if self._listed is not None and self._listed[0] is programs and self._listed[1] == today:
            return self._listed[2]
        catalog = self._workspace.catalog
        shipped = {path.stem for path in shipped_programs_folder().glob("*.yaml")}
        problems: dict[Path, list[Problem]] = {}
        for problem in catalog.problems:
            problems.setdefault(problem.path, []).append(problem)
        good = [self._good(program, shipped) for program in programs.values()]
        broken = [
            _broken(name, path, problems.get(path, ()), takes_place=name in shipped)
            for name, path in sorted(catalog.broken.items())
        ]
        self._listed = (programs, today, (*good, *broken))
        return self._listed[2]

    def first_session(self, program_id: str) -> FirstSession:
        """What a program asks for as it begins, laid out from start to end; until a file changes, once.

        A broken one asks for nothing.
        """
        programs, today = self._workspace.programs, self._workspace.today()
        if self._laid_out is None or self._laid_out[0] is not programs or self._laid_out[1] != today:
            self._laid_out = (programs, today, {})
        known = self._laid_out[2]
        if program_id not in known and program_id in programs:
            drills = self._workspace.catalog.drills
            timeline = starting_timeline(programs[program_id], drills, today, self._workspace.settings)
            known[program_id] = FirstSession(timeline.total_seconds, equipment(timeline, drills))
        return known.get(program_id, FirstSession())

    def text(self, program_id: str) -> str:
        """The text of a program, shipped or own, right or wrong.

        Raises:
            UsageError: there is none.
            LibraryError: it cannot be read.
        """
        path = self._path(program_id)
        try:
            return path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ProgramFileError(
                "this cannot be read as text", hint="coach check", path=str(path)
            ) from error

    def new(
        self,
        program_id: str,
        *,
        source: str | None = None,
        kind: Kind = Kind.CUSTOM,
        title: str | None = None,
    ) -> Path:
        """Make a program of the user's own, from another one or from the template of a kind.

        Args:
            program_id: of the new one; the id of a shipped program takes its place.
            source: the id of the program to begin with, comments and all; None: a template.
            kind: which template.
            title: None makes one from the id; a copy under its own id keeps its title.

        Raises:
            UsageError: it cannot be an id, or there is no such program.
            LibraryError: the user has one of that id, or it cannot be written.
        """
        from coach.programs.user_files import template

        if source is not None and source in self._workspace.catalog.broken:
            path = self._workspace.catalog.broken[source]
            raise ProgramFileError(f"the program '{source}' has problems", hint=f"coach check {path}")
        text = template(kind) if source is None else self.text(source)
        made = (
            self.own.add(program_id, text)
            if source == program_id and title is None
            else self.own.create(program_id, text, title=title)
        )
        self._workspace.reload_library()
        return made

    def copy_to_edit(self, program_id: str) -> Path:
        """The user's own file of a program, copied from the shipped one where there is none yet.

        Raises:
            UsageError: there is no such program.
            LibraryError: it cannot be written.
        """
        path = self._path(program_id)
        if path.parent == self._workspace.paths.programs:
            return path
        return self.new(program_id, source=program_id)

    def has_past(self, program_id: str) -> bool:
        """Whether the journal holds anything of this program: a session, finished or not, or a level set."""
        workspace = self._workspace
        told = (one for one in workspace.journal.events() if isinstance(one, Session | Control))
        return any(one.program == program_id for one in told) or any(
            one.session.program == program_id for one in Sessions(workspace).unfinished()
        )

    def rename(self, program_id: str, new_id: str, *, title: str) -> Path:
        """Give a program of the user's another title, and another id where nothing was done with it yet.

        Its sets are written under its id, and its levels come of them: with a past it keeps the id.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: there is no such program of theirs, or one of that id already.
        """
        kept = program_id if self.has_past(program_id) else new_id
        path = self.own.rename(program_id, kept, self._workspace.clock.now(), title=title)
        self._workspace.reload_library()
        return path

    def delete(self, program_id: str) -> Path:
        """Move a program of the user's into the trash folder; a shipped one of its id is back then.

        Raises:
            LibraryError: there is no such program of theirs.
        """
        path = self.own.delete(program_id, self._workspace.clock.now())
        self._workspace.reload_library()
        return path

    def restore_shipped(self, program_id: str) -> Path:
        """Have the shipped program again in the place of the user's, which goes into the trash folder.

        Raises:
            UsageError: none ships under that id.
            LibraryError: the user has none in its place.
        """
        if not self.is_shipped(program_id):
            raise UsageError(f"no program '{program_id}' ships with the app", hint="delete yours instead")
        return self.delete(program_id)

    def save(self, program_id: str, text: str, *, mark: str | None = None) -> str:
        """Save what was edited, right or wrong; the text before it is kept.

        Returns:
            The mark of the saved text, for saving it again.

        Raises:
            ChangedOnDiskError: another program has changed the file since it was read.
            LibraryError: it cannot be written.
        """
        saved = self.own.save(program_id, text, self._workspace.clock.now(), mark=mark)
        self._workspace.reload_library()
        return saved

    def is_shipped(self, program_id: str) -> bool:
        """Whether a program of that id ships with the app."""
        return (shipped_programs_folder() / f"{program_id}.yaml").is_file()

    def _path(self, program_id: str) -> Path:
        catalog = self._workspace.catalog
        path = catalog.broken.get(program_id) or catalog.sources.get(program_id)
        if path is None:
            self._workspace.program(program_id)  # says which ones there are
            raise UsageError(f"there is no program '{program_id}'")
        return path

    def _good(self, program: Program, shipped: Collection[str]) -> ProgramEntry:
        path = self._workspace.catalog.sources[program.id]
        own = path.parent == self._workspace.paths.programs
        return ProgramEntry(
            id=program.id,
            title=program.title,
            origin="own" if own else "shipped",
            path=path,
            kind=program.kind,
            about=program.about,
            takes_place=own and program.id in shipped,
        )


def _broken(name: str, path: Path, problems: Iterable[Problem], *, takes_place: bool) -> ProgramEntry:
    return ProgramEntry(
        id=name, title=name, origin="broken", path=path, problems=tuple(problems), takes_place=takes_place
    )


def neighbours(drill: Drill, drills: Mapping[str, Drill]) -> tuple[Drill | None, Drill | None]:
    """The next easier and the next harder drill, for a drill's page."""
    easier = drills.get(drill.easier) if drill.easier else None
    harder = drills.get(drill.harder) if drill.harder else None
    return easier, harder


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


def look_into(workspace: Workspace, path: Path, program_id: str | None = None) -> ImportedFile:
    """What a file of another app would become; nothing is written.

    Args:
        coach: whose drills are used, and whose programs keep their names.
        path: the file.
        program_id: for its program; further ones get a number behind it. None: made from the titles.

    Raises:
        UsageError: it cannot be an id.
        LibraryError: the file cannot be read, or comes from no app that is known.
    """
    own = UserProgramFiles(workspace.paths.programs)
    if program_id is not None and own.path(program_id).exists():
        raise UsageError(f"there is a program '{program_id}' already", hint="choose another name")
    found = read_file(path)
    drills = dict(workspace.catalog.drills)
    taken = _taken(workspace.catalog)
    programs: list[Imported] = []
    for draft in found.drafts:
        name = free_name(program_id or as_name(one_line(draft.title), "imported"), taken)
        taken.add(name)
        programs.append(_imported(draft, own.path(name), workspace.paths.drills, drills, found.app))
        drills |= {drill.id: drill for drill in programs[-1].new_drills}
    return ImportedFile(app=found.app, programs=tuple(programs))


def take_over(workspace: Workspace, file: ImportedFile) -> None:
    """Write what was looked at: the drills first, so that no program is there without them.

    Raises:
        LibraryError: a file is there by now, or cannot be written; what was written before it stays.
    """
    own = UserProgramFiles(workspace.paths.programs)
    for one in file.programs:
        if one.drills_path is not None:
            write_new(
                place_within(workspace.paths.drills, one.drills_path.name), one.drills_text.encode("utf-8")
            )
            UserProgramFiles(workspace.paths.drills).put_schema("drills")
        own.add(one.program.id, one.text)
    workspace.reload_library()


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
        raise ProgramFileError(f"'{one_line(draft.title, 60)}' cannot be made into a program", hint=said)
    return Imported(
        program=program,
        path=path,
        text=texts.program,
        drills_path=drills_path,
        drills_text=texts.drills,
        new_drills=tuple(new.values()),
        notes=tuple(draft.notes),
    )


def _taken(catalog: Catalog) -> set[str]:
    """Names that are no longer free: those of programs and their files, and of what is no program."""
    return {*catalog.programs, *catalog.broken, "drills", "config"}


class FolderWatch:
    """Looks at the YAML files of some folders, and tells whether any of them is another than before.

    It may be asked from any thread.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._looking = Lock()
        self._seen = self._look()

    def __len__(self) -> int:
        """How many files there were when it last looked."""
        return len(self._seen)

    def has_changed(self) -> bool:
        """Whether a file was written, made or taken away since this was last asked."""
        with self._looking:
            seen, self._seen = self._seen, self._look()
            return seen != self._seen

    def _look(self) -> dict[str, FileStamp]:
        seen: dict[str, FileStamp] = {}
        for folder in self._folders:
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith((".yaml", ".yml")):
                        # A link that leads nowhere has none.
                        with suppress(OSError):
                            seen[entry.path] = FileStamp.of(entry.stat())
        return seen
