"""What the screens of programs need from the rest of the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from coach.app.programs import FirstSession, Preview, ProgramEntry
from coach.coaching.simulate import SessionAhead
from coach.files import FileStamp
from coach.model.program import Drill, Kind, Program
from coach.model.units import Units

Aside = Callable[[], AbstractContextManager[None]]
"""Lends the terminal to another program for as long as it is entered."""


class Editor(Protocol):
    """The editor that somebody likes best, outside of the app."""

    def edit(self, path: Path, aside: Aside) -> None:
        """Open a file in it, and return when it was left.

        Args:
            path: the file.
            aside: puts the app aside meanwhile.

        Raises:
            CoachError: it cannot be started, and what to do about it.
        """
        ...


class Manuscript(Struct, frozen=True, kw_only=True):
    """A file as it was when it was opened for editing."""

    id: str
    path: Path
    text: str
    mark: str
    """Tells later whether the file was changed meanwhile."""
    stamp: FileStamp | None
    """The same, quicker and less sure."""
    draft: str | None = None
    """What was typed another time and never saved."""


class ProgramsDesk(Protocol):
    """Programs, drills and the user's own files behind the screens."""

    @property
    def drills(self) -> Mapping[str, Drill]:
        """The catalogue."""
        ...

    @property
    def units(self) -> Units:
        """How loads are shown."""
        ...

    def entries(self) -> Sequence[ProgramEntry]:
        """Every program: those that can be used in their order, then the broken ones."""
        ...

    def first_session(self, program_id: str) -> FirstSession:
        """What a program asks for as it begins; laid out when it is first asked for."""
        ...

    def program(self, program_id: str) -> Program | None:
        """A program without problems."""
        ...

    def is_shipped(self, program_id: str) -> bool:
        """Whether a program of that id ships with the app."""
        ...

    def text(self, program_id: str) -> str:
        """The text of a program, shipped or own.

        Raises:
            CoachError: there is none, or it cannot be read.
        """
        ...

    def free_name(self, title: str, *, own: str | None = None) -> str:
        """An id made from a title, which no program has but the one that is called `own`.

        Raises:
            CoachError: nothing can be made from it.
        """
        ...

    def new(
        self,
        program_id: str,
        *,
        source: str | None = None,
        kind: Kind = Kind.CUSTOM,
        title: str | None = None,
    ) -> Path:
        """Make a program of the user's own from another one, or from the template of a kind.

        Raises:
            CoachError: it cannot be made, and why.
        """
        ...

    def add(self, program_id: str, text: str) -> Path:
        """Make a program of the user's own with this text.

        Raises:
            CoachError: it cannot be made, and why.
        """
        ...

    def copy_to_edit(self, program_id: str) -> Path:
        """The user's own file of a program, copied from the shipped one where there is none yet.

        Raises:
            CoachError: it cannot be made, and why.
        """
        ...

    def has_past(self, program_id: str) -> bool:
        """Whether the journal holds anything of this program.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    def rename(self, program_id: str, title: str) -> Path:
        """Give a program of the user's another title, and an id after it while it has no past.

        Raises:
            CoachError: it cannot be done, and why.
        """
        ...

    def delete(self, program_id: str) -> Path:
        """Move a program of the user's into the trash folder.

        Raises:
            CoachError: it cannot be done, and why.
        """
        ...

    def trashed(self) -> Sequence[Path]:
        """What is in the trash folder, the latest first."""
        ...

    def bring_back(self, trashed: Path) -> Path:
        """Move a program out of the trash folder again.

        Raises:
            CoachError: there is one of its id by now.
        """
        ...

    def restore_shipped(self, program_id: str) -> Path:
        """Have the shipped program again in the place of the user's.

        Raises:
            CoachError: it cannot be done, and why.
        """
        ...

    def open(self, program_id: str) -> Manuscript:
        """A program of the user's, to be edited.

        Raises:
            CoachError: it cannot be read as text.
        """
        ...

    def stamp(self, path: Path) -> FileStamp | None:
        """When a file was last written, and its size; None where it is not."""
        ...

    def save(self, program_id: str, text: str, *, mark: str | None) -> str:
        """Save a text, right or wrong, and return its mark; without a mark over whatever stands there.

        Raises:
            ChangedOnDiskError: somebody else has changed the file.
            CoachError: it cannot be written.
        """
        ...

    def keep_draft(self, program_id: str, text: str) -> None:
        """Put aside what is not saved yet.

        Raises:
            CoachError: it cannot be written.
        """
        ...

    def drop_draft(self, program_id: str) -> None:
        """Forget what was put aside.

        Raises:
            CoachError: it cannot be removed.
        """
        ...

    def preview(self, text: str, path: Path) -> Preview:
        """What a text will do, or what is wrong with it; quick enough for every key."""
        ...

    def weeks_ahead(self, program: Program) -> Sequence[SessionAhead]:
        """The sessions of the next weeks if all goes well; slow, and safe to ask from a thread.

        Raises:
            CoachError: the journal cannot be read.
        """
        ...

    @property
    def takes_long(self) -> bool:
        """Whether there are so many files that a look at them is felt."""
        ...

    @property
    def is_read(self) -> bool:
        """Whether the programs have been read, so that `entries` answers at once."""
        ...

    def read_ahead(self) -> bool:
        """Read what was never read, or was changed on disk since this was last asked; `take_over` shows it.

        Slow where there is something to read, and safe to ask from a thread.

        Returns:
            Whether there was something to read.
        """
        ...

    def take_over(self) -> None:
        """Go on with what was read ahead."""
        ...

    def has_changed(self) -> bool:
        """Whether a program or drill file was changed on disk since this was last asked; it is read then."""
        ...
