"""The programs there are, and what can be done with those of the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from coach.errors import LibraryError, UsageError
from coach.library.own import OwnPrograms
from coach.library.problems import Problem
from coach.model.events import Control, Session
from coach.model.program import Drill, Kind, Program
from coach.resources import shipped_programs_folder
from coach.service.preview import equipment, starting_timeline

if TYPE_CHECKING:
    from coach.service.coach import Coach

Origin = Literal["shipped", "own", "broken"]
"""Broken: of the user's own, with problems, so that it cannot be started."""


class Entry(Struct, frozen=True, kw_only=True):
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

    def __init__(self, coach: Coach) -> None:
        """Look after the programs of `coach`."""
        self._coach = coach
        self.own = OwnPrograms(coach.paths.programs)
        self._listed: tuple[Mapping[str, Program], date, tuple[Entry, ...]] | None = None
        self._laid_out: tuple[Mapping[str, Program], date, dict[str, FirstSession]] | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Every program: those that can be used in their order, then the broken ones."""
        programs, today = self._coach.programs, self._coach.today()
        if self._listed is not None and self._listed[0] is programs and self._listed[1] == today:
            return self._listed[2]
        library = self._coach.library
        shipped = {path.stem for path in shipped_programs_folder().glob("*.yaml")}
        problems: dict[Path, list[Problem]] = {}
        for problem in library.problems:
            problems.setdefault(problem.path, []).append(problem)
        good = [self._good(program, shipped) for program in programs.values()]
        broken = [
            _broken(name, path, problems.get(path, ()), takes_place=name in shipped)
            for name, path in sorted(library.broken.items())
        ]
        self._listed = (programs, today, (*good, *broken))
        return self._listed[2]

    def first_session(self, program_id: str) -> FirstSession:
        """What a program asks for as it begins, laid out from start to end; until a file changes, once.

        A broken one asks for nothing.
        """
        programs, today = self._coach.programs, self._coach.today()
        if self._laid_out is None or self._laid_out[0] is not programs or self._laid_out[1] != today:
            self._laid_out = (programs, today, {})
        known = self._laid_out[2]
        if program_id not in known and program_id in programs:
            drills = self._coach.library.drills
            timeline = starting_timeline(programs[program_id], drills, today, self._coach.settings)
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
            raise LibraryError("this cannot be read as text", hint="coach check", path=str(path)) from error

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
        from coach.library.templates import template

        if source is not None and source in self._coach.library.broken:
            path = self._coach.library.broken[source]
            raise LibraryError(f"the program '{source}' has problems", hint=f"coach check {path}")
        text = template(kind) if source is None else self.text(source)
        made = (
            self.own.add(program_id, text)
            if source == program_id and title is None
            else self.own.create(program_id, text, title=title)
        )
        self._coach.reload_library()
        return made

    def copy_to_edit(self, program_id: str) -> Path:
        """The user's own file of a program, copied from the shipped one where there is none yet.

        Raises:
            UsageError: there is no such program.
            LibraryError: it cannot be written.
        """
        path = self._path(program_id)
        if path.parent == self._coach.paths.programs:
            return path
        return self.new(program_id, source=program_id)

    def has_past(self, program_id: str) -> bool:
        """Whether the journal holds anything of this program: a session, finished or not, or a level set."""
        coach = self._coach
        told = (one for one in coach.journal.events() if isinstance(one, Session | Control))
        return any(one.program == program_id for one in told) or any(
            one.session.program == program_id for one in coach.sessions.unfinished()
        )

    def rename(self, program_id: str, new_id: str, *, title: str) -> Path:
        """Give a program of the user's another title, and another id where nothing was done with it yet.

        Its sets are written under its id, and its levels come of them: with a past it keeps the id.

        Raises:
            UsageError: it cannot be an id.
            LibraryError: there is no such program of theirs, or one of that id already.
        """
        kept = program_id if self.has_past(program_id) else new_id
        path = self.own.rename(program_id, kept, self._coach.clock.now(), title=title)
        self._coach.reload_library()
        return path

    def delete(self, program_id: str) -> Path:
        """Move a program of the user's into the trash folder; a shipped one of its id is back then.

        Raises:
            LibraryError: there is no such program of theirs.
        """
        path = self.own.delete(program_id, self._coach.clock.now())
        self._coach.reload_library()
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
        saved = self.own.save(program_id, text, self._coach.clock.now(), mark=mark)
        self._coach.reload_library()
        return saved

    def is_shipped(self, program_id: str) -> bool:
        """Whether a program of that id ships with the app."""
        return (shipped_programs_folder() / f"{program_id}.yaml").is_file()

    def _path(self, program_id: str) -> Path:
        library = self._coach.library
        path = library.broken.get(program_id) or library.sources.get(program_id)
        if path is None:
            self._coach.program(program_id)  # says which ones there are
            raise UsageError(f"there is no program '{program_id}'")
        return path

    def _good(self, program: Program, shipped: Collection[str]) -> Entry:
        path = self._coach.library.sources[program.id]
        own = path.parent == self._coach.paths.programs
        return Entry(
            id=program.id,
            title=program.title,
            origin="own" if own else "shipped",
            path=path,
            kind=program.kind,
            about=program.about,
            takes_place=own and program.id in shipped,
        )


def _broken(name: str, path: Path, problems: Iterable[Problem], *, takes_place: bool) -> Entry:
    return Entry(
        id=name, title=name, origin="broken", path=path, problems=tuple(problems), takes_place=takes_place
    )


def neighbours(drill: Drill, drills: Mapping[str, Drill]) -> tuple[Drill | None, Drill | None]:
    """The next easier and the next harder drill, for a drill's page."""
    easier = drills.get(drill.easier) if drill.easier else None
    harder = drills.get(drill.harder) if drill.harder else None
    return easier, harder
