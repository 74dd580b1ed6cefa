"""Programs: the list, previews, checks, and what can be done with the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from coach.config.load import CONFIG_NAME
from coach.config.schema import check_config
from coach.errors import ProgramFileError, UsageError
from coach.files import FolderWatch
from coach.model.events import Control, Session
from coach.model.program import Drill, Kind, Program
from coach.model.settings import Settings
from coach.model.timeline import IntervalKind, Timeline
from coach.model.units import Units
from coach.paths import shipped_programs_folder
from coach.programs.catalog import Catalog
from coach.programs.decode import is_name, make_name
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
from coach.programs.user_files import UserProgramFiles, template
from coach.session.instructions import equipment

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.coaching.simulate import SessionAhead
    from coach.programs.catalog import Catalog


FEW_FILES: Final = 300
"""As many are checked for changes within a few milliseconds."""
WEEKS_AHEAD: Final = 6


class Preview(Struct, frozen=True, kw_only=True):
    """The first session of a text, or its problems."""

    program: Program | None = None
    problems: tuple[Problem, ...] = ()
    timeline: Timeline | None = None
    """The first session; None while there are problems."""
    equipment: tuple[str, ...] = ()
    waits: int = 0
    """How often it waits for the user, which is not in its total."""


def weeks_ahead(
    workspace: Workspace,
    program: Program,
    weeks: int = WEEKS_AHEAD,
    *,
    misses: Sequence[int] = (),
    skips: Sequence[int] = (),
    on: date | None = None,
) -> tuple[SessionAhead, ...]:
    """The sessions of the weeks from a day if all goes well but for these, from the levels of that day; slow.

    Raises:
        JournalError: the journal cannot be read.
    """
    from coach.coaching.simulate import simulate

    today = workspace.today()
    return simulate(
        program,
        workspace.journal.events(),
        on or today,
        weeks,
        misses,
        skips=skips,
        drills=workspace.catalog.drills,
        settings=workspace.settings,
        now=on in (None, today),
    )


def starting_timeline(
    program: Program, drills: Mapping[str, Drill], on: date, settings: Settings | None = None
) -> Timeline:
    """The first session of a program with an empty journal."""
    from coach.coaching.planner import personalise, plan_day
    from coach.session.compile import compile_timeline

    program = personalise(program, settings or Settings())
    (plan,) = plan_day([program], (), on, drills=drills, settings=settings).programs
    return compile_timeline(program, plan, drills, on)


Origin = Literal["shipped", "own", "broken"]
"""Broken: the user's own with problems, which cannot be started."""


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
    replaces_shipped: bool = False
    """It is the user's own, in the place of a shipped one."""


class FirstSession(Struct, frozen=True):
    """What a program asks for as it begins."""

    total_seconds: int = 0
    """Without the time of sets that wait for the user."""
    equipment: tuple[str, ...] = ()


class Programs:
    """Lists, previews, makes, saves, renames and deletes programs, and follows changes of their files."""

    def __init__(self, workspace: Workspace, watch: FolderWatch | None = None) -> None:
        """Take the use of a workspace.

        Args:
            watch: of its folders, since they were read first; None: from now on.
        """
        self._workspace = workspace
        self.files = UserProgramFiles(workspace.paths.programs)
        """Texts, drafts and the trash folder of the user's own."""
        self._watch = watch or FolderWatch(workspace.paths.own_files)
        self._listed: tuple[Mapping[str, Program], date, tuple[ProgramEntry, ...]] | None = None
        self._laid_out: tuple[Mapping[str, Program], date, dict[str, FirstSession]] | None = None
        self._ahead: tuple[Catalog, Catalog] | None = None
        """The catalog that was in use, and the one that was read to take its place."""

    @property
    def drills(self) -> Mapping[str, Drill]:
        """Every drill, by its id."""
        return self._workspace.catalog.drills

    @property
    def units(self) -> Units:
        """How loads are shown."""
        return self._workspace.settings.units

    def get(self, program_id: str) -> Program | None:
        """A program without problems."""
        return self._workspace.programs.get(program_id)

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
        entries: list[ProgramEntry] = []
        for program in programs.values():
            path = catalog.sources[program.id]
            is_own = path.parent == self.files.folder
            entries.append(
                ProgramEntry(
                    id=program.id,
                    title=program.title,
                    origin="own" if is_own else "shipped",
                    path=path,
                    kind=program.kind,
                    about=program.about,
                    replaces_shipped=is_own and program.id in shipped,
                )
            )
        entries += [
            ProgramEntry(
                id=name,
                title=name,
                origin="broken",
                path=path,
                problems=tuple(problems.get(path, ())),
                replaces_shipped=name in shipped,
            )
            for name, path in sorted(catalog.broken.items())
        ]
        self._listed = (programs, today, tuple(entries))
        return self._listed[2]

    def first_session(self, program_id: str) -> FirstSession:
        """What a program asks for as it begins, worked out once until a file changes."""
        programs, today = self._workspace.programs, self._workspace.today()
        if self._laid_out is None or self._laid_out[0] is not programs or self._laid_out[1] != today:
            self._laid_out = (programs, today, {})
        known = self._laid_out[2]
        if program_id not in known and program_id in programs:
            timeline = starting_timeline(programs[program_id], self.drills, today, self._workspace.settings)
            known[program_id] = FirstSession(timeline.total_seconds, equipment(timeline, self.drills))
        return known.get(program_id, FirstSession())

    def is_shipped(self, program_id: str) -> bool:
        """Whether a program of that id ships with the app."""
        return (shipped_programs_folder() / f"{program_id}.yaml").is_file()

    def has_past(self, program_id: str) -> bool:
        """Whether the journal has a session of this program, finished or not, or a level set by hand."""
        from coach.app.sessions import Sessions

        workspace = self._workspace
        events = (one for one in workspace.journal.events() if isinstance(one, Session | Control))
        return any(one.program == program_id for one in events) or any(
            one.session.program == program_id for one in Sessions(workspace).unfinished()
        )

    def text(self, program_id: str) -> str:
        """The text of a program, shipped or own, right or wrong.

        Raises:
            UsageError: there is none.
            ProgramFileError: it cannot be read.
        """
        path = self._path(program_id)
        try:
            return path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ProgramFileError(
                "this cannot be read as text", hint="coach check", path=str(path)
            ) from error

    def preview(self, text: str, path: Path) -> Preview:
        """What a text will do, or what is wrong with it; quick enough for every key.

        Args:
            text: as it is being typed; it need not be on disk.
            path: the file it belongs to; its name is the id that it must have.
        """
        program, problems = check_text(text, path, self.drills)
        if program is None:
            return Preview(problems=problems)
        timeline = starting_timeline(program, self.drills, self._workspace.today(), self._workspace.settings)
        return Preview(
            program=program,
            problems=problems,
            timeline=timeline,
            equipment=equipment(timeline, self.drills),
            waits=sum(one.kind is IntervalKind.WAIT for one in timeline.intervals),
        )

    def weeks_ahead(self, program: Program) -> tuple[SessionAhead, ...]:
        """The sessions of the next weeks if all goes well; slow, and safe to call from a thread.

        Raises:
            JournalError: the journal cannot be read.
        """
        return weeks_ahead(self._workspace, program)

    def free_id(self, title: str, *, current: str | None = None) -> str:
        """An id made from a title that no program has, but the one whose id is `current`.

        Raises:
            UsageError: nothing can be made from it.
        """
        name = make_name(title)
        if not is_name(name):
            raise UsageError(f"no id can be made from '{title}'", hint="use letters or digits")
        catalog = self._workspace.catalog
        taken = {*catalog.programs, *catalog.broken}
        number, free = 1, name
        while free != current and (free in taken or self.files.path(free).exists()):
            number += 1
            free = f"{name[:60]}-{number}"
        return free

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
            title: None makes one from the id; a copy under its own id keeps its title.

        Raises:
            UsageError: it cannot be an id, or there is no such program.
            ProgramFileError: the user has one of that id, or it cannot be written.
        """
        if source is not None and source in self._workspace.catalog.broken:
            path = self._workspace.catalog.broken[source]
            raise ProgramFileError(f"the program '{source}' has problems", hint=f"coach check {path}")
        text = template(kind) if source is None else self.text(source)
        if source == program_id and title is None:
            return self.add(program_id, text)
        return self._reloaded(self.files.create(program_id, text, title=title))

    def add(self, program_id: str, text: str) -> Path:
        """Make a program of the user's own with this text; errors are those of `new`."""
        return self._reloaded(self.files.add(program_id, text))

    def copy_to_edit(self, program_id: str) -> Path:
        """The user's own file of a program, copied from the shipped one where there is none yet.

        Raises:
            UsageError: there is no such program.
            ProgramFileError: it cannot be written.
        """
        path = self._path(program_id)
        return path if path.parent == self.files.folder else self.new(program_id, source=program_id)

    def save(self, program_id: str, text: str, *, mark: str | None = None) -> str:
        """Save an edited text, right or wrong; a copy of the text before it is kept.

        Args:
            mark: of the text that was read; None saves over any other text.

        Returns:
            The mark of the saved text, for saving it again.

        Raises:
            ChangedOnDiskError: another program has changed the file since it was read.
            ProgramFileError: it cannot be written.
        """
        saved = self.files.save(program_id, text, self._workspace.clock.now(), mark=mark)
        self._reloaded(self.files.path(program_id))
        return saved

    def rename(self, program_id: str, title: str) -> Path:
        """Give a program of the user's another title, and an id after it where it has no past.

        Sets and levels are recorded under the id of their program: with a past it keeps the id.

        Raises:
            UsageError: no id can be made from the title.
            ProgramFileError: there is no such program of theirs, or it cannot be written.
        """
        new_id = program_id if self.has_past(program_id) else self.free_id(title, current=program_id)
        return self._reloaded(self.files.rename(program_id, new_id, self._workspace.clock.now(), title=title))

    def delete(self, program_id: str) -> Path:
        """Move a program of the user's into the trash folder; a shipped one of its id is back then.

        Raises:
            ProgramFileError: there is no such program of theirs.
        """
        return self._reloaded(self.files.delete(program_id, self._workspace.clock.now()))

    def restore(self, trashed: Path) -> Path:
        """Move a program out of the trash folder again.

        Raises:
            ProgramFileError: there is one of its id by now.
        """
        return self._reloaded(self.files.restore(trashed))

    def restore_shipped(self, program_id: str) -> Path:
        """Put the shipped program in the place of the user's, which goes into the trash folder.

        Raises:
            UsageError: none ships under that id.
            ProgramFileError: the user has none in its place.
        """
        if not self.is_shipped(program_id):
            raise UsageError(f"no program '{program_id}' ships with the app", hint="delete yours instead")
        return self.delete(program_id)

    @property
    def has_many_files(self) -> bool:
        """Whether there are so many files that checking them for changes takes noticeably long."""
        return len(self._watch) > FEW_FILES

    @property
    def is_read(self) -> bool:
        """Whether the programs have been read, so that `entries` answers at once."""
        return self._workspace.has_catalog

    def reload_changed(self) -> bool:
        """Read the programs again if a file was changed on disk since the last call; returns whether."""
        if not self._watch.has_changed() and self._ahead is None:
            return False
        self._ahead = None
        self._workspace.reload_catalog()
        return True

    def read_ahead(self) -> bool:
        """Read what was never read, or was changed on disk since the last call; whether there was any.

        `use_read_ahead` shows it. Slow where there is something to read, and safe to call from a thread.
        """
        if not self.is_read:
            self.entries()
            return True
        if self._ahead is not None:
            return True
        if not self._watch.has_changed():
            return False
        before = self._workspace.catalog
        self._ahead = before, self._workspace.read_catalog()
        return True

    def use_read_ahead(self) -> None:
        """Go on with what was read ahead, or read it again where something was written meanwhile."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            before, catalog = ahead
            is_latest = self.is_read and self._workspace.catalog is before
            self._workspace.reload_catalog(catalog if is_latest else None)

    def _reloaded(self, path: Path) -> Path:
        """Read the programs again after a change of the app's own, which is not one of another program."""
        self._workspace.reload_catalog()
        self._watch.has_changed()
        return path

    def _path(self, program_id: str) -> Path:
        catalog = self._workspace.catalog
        path = catalog.broken.get(program_id) or catalog.sources.get(program_id)
        if path is None:
            self._workspace.program(program_id)  # raises an error with the known ones
            raise UsageError(f"there is no program '{program_id}'")
        return path


def neighbours(drill: Drill, drills: Mapping[str, Drill]) -> tuple[Drill | None, Drill | None]:
    """The next easier and the next harder drill, for a drill's page."""
    easier = drills.get(drill.easier) if drill.easier else None
    harder = drills.get(drill.harder) if drill.harder else None
    return easier, harder


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
