"""Programs, drills and the user's own files, as their screens see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.app.programs import (
    FirstSession,
    FolderWatch,
    Preview,
    ProgramEntry,
    Programs,
    preview,
    weeks_ahead,
)
from coach.coaching.simulate import SessionAhead
from coach.errors import UsageError
from coach.files import FileStamp, stamp_of
from coach.model.program import Drill, Kind, Program
from coach.model.units import Units
from coach.programs.decode import as_name, is_name
from coach.tui.ports_programs import Manuscript

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.programs.catalog import Catalog


FEW_FILES: Final = 300
"""So many are looked at within a few milliseconds."""


class CoachPrograms:
    """Stands between the service and the screens of programs."""

    def __init__(self, workspace: Workspace, watch: FolderWatch) -> None:
        self._workspace = workspace
        self._programs = Programs(workspace)
        self._watch = watch
        self._ahead: tuple[Catalog, Catalog] | None = None
        """The library that was in use, and the one that was read to take its place."""

    @property
    def drills(self) -> Mapping[str, Drill]:
        """The catalogue."""
        return self._workspace.catalog.drills

    @property
    def units(self) -> Units:
        """How loads are shown."""
        return self._workspace.settings.units

    def entries(self) -> Sequence[ProgramEntry]:
        """Every program: those that can be used in their order, then the broken ones."""
        return self._programs.entries()

    def first_session(self, program_id: str) -> FirstSession:
        """What a program asks for as it begins."""
        return self._programs.first_session(program_id)

    def program(self, program_id: str) -> Program | None:
        """A program without problems."""
        return self._workspace.programs.get(program_id)

    def is_shipped(self, program_id: str) -> bool:
        """Whether a program of that id ships with the app."""
        return self._programs.is_shipped(program_id)

    def text(self, program_id: str) -> str:
        """The text of a program, shipped or own."""
        return self._programs.text(program_id)

    def free_name(self, title: str, *, own: str | None = None) -> str:
        """An id made from a title, which no program has but the one that is called `own`."""
        name = as_name(title)
        if not is_name(name):
            raise UsageError(f"no id can be made from '{title}'", hint="use letters or digits")
        catalog = self._workspace.catalog
        taken = {*catalog.programs, *catalog.broken}
        number = 2
        found = name
        while found != own and (found in taken or self._programs.own.path(found).exists()):
            found = f"{name[:60]}-{number}"
            number += 1
        return found

    def new(
        self,
        program_id: str,
        *,
        source: str | None = None,
        kind: Kind = Kind.CUSTOM,
        title: str | None = None,
    ) -> Path:
        """Make a program of the user's own from another one, or from the template of a kind."""
        return self._settled(self._programs.new(program_id, source=source, kind=kind, title=title))

    def add(self, program_id: str, text: str) -> Path:
        """Make a program of the user's own with this text."""
        path = self._programs.own.add(program_id, text)
        self._workspace.reload_library()
        return self._settled(path)

    def copy_to_edit(self, program_id: str) -> Path:
        """The user's own file of a program, copied from the shipped one where there is none yet."""
        return self._settled(self._programs.copy_to_edit(program_id))

    def has_past(self, program_id: str) -> bool:
        """Whether the journal holds anything of this program."""
        return self._programs.has_past(program_id)

    def rename(self, program_id: str, title: str) -> Path:
        """Give a program of the user's another title, and an id after it while it has no past."""
        new_id = self.free_name(title, own=program_id)
        return self._settled(self._programs.rename(program_id, new_id, title=title))

    def delete(self, program_id: str) -> Path:
        """Move a program of the user's into the trash folder."""
        return self._settled(self._programs.delete(program_id))

    def trashed(self) -> Sequence[Path]:
        """What is in the trash folder, the latest first."""
        return self._programs.own.trashed()

    def bring_back(self, trashed: Path) -> Path:
        """Move a program out of the trash folder again."""
        path = self._programs.own.bring_back(trashed)
        self._workspace.reload_library()
        return self._settled(path)

    def restore_shipped(self, program_id: str) -> Path:
        """Have the shipped program again in the place of the user's."""
        return self._settled(self._programs.restore_shipped(program_id))

    def open(self, program_id: str) -> Manuscript:
        """A program of the user's, to be edited."""
        own = self._programs.own
        path = own.path(program_id)
        # The stamp first: a change between the two is then seen as one.
        seen = stamp_of(path)
        text, mark = own.read(program_id)
        return Manuscript(
            id=program_id, path=path, text=text, mark=mark, stamp=seen, draft=own.draft(program_id)
        )

    def stamp(self, path: Path) -> FileStamp | None:
        """When a file was last written, and its size; None where it is not."""
        return stamp_of(path)

    def save(self, program_id: str, text: str, *, mark: str | None) -> str:
        """Save a text, right or wrong, and return its mark; without a mark over whatever stands there."""
        saved = self._programs.save(program_id, text, mark=mark)
        self._watch.has_changed()
        return saved

    def keep_draft(self, program_id: str, text: str) -> None:
        """Put aside what is not saved yet."""
        self._programs.own.keep_draft(program_id, text)

    def drop_draft(self, program_id: str) -> None:
        """Forget what was put aside."""
        self._programs.own.drop_draft(program_id)

    def preview(self, text: str, path: Path) -> Preview:
        """What a text will do, or what is wrong with it."""
        return preview(self._workspace, text, path)

    def weeks_ahead(self, program: Program) -> Sequence[SessionAhead]:
        """The sessions of the next weeks if all goes well."""
        return weeks_ahead(self._workspace, program)

    @property
    def takes_long(self) -> bool:
        """Whether there are so many files that a look at them is felt."""
        return len(self._watch) > FEW_FILES

    @property
    def is_read(self) -> bool:
        """Whether the programs have been read, so that `entries` answers at once."""
        return self._workspace.has_library

    def read_ahead(self) -> bool:
        """Read what was never read, or was changed on disk since this was last asked; `take_over` shows it.

        Returns:
            Whether there was something to read.
        """
        if not self.is_read:
            self.entries()
            return True
        if self._ahead is not None:
            # Who had it read did not wait for it.
            return True
        if not self._watch.has_changed():
            return False
        before = self._workspace.catalog
        self._ahead = before, self._workspace.read_library()
        return True

    def take_over(self) -> None:
        """Go on with what was read ahead, or read it anew where something was written meanwhile."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            before, catalog = ahead
            is_latest = self.is_read and self._workspace.catalog is before
            self._workspace.reload_library(catalog if is_latest else None)

    def has_changed(self) -> bool:
        """Whether a program or drill file was changed on disk since this was last asked; it is read then."""
        if not self._watch.has_changed() and self._ahead is None:
            return False
        self._ahead = None
        self._workspace.reload_library()
        return True

    def _settled(self, path: Path) -> Path:
        """A change of our own is none of somebody else's."""
        self._watch.has_changed()
        return path
