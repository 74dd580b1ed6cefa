"""A file on somebody's desk: what was read, what was typed since, and what became of it on disk meanwhile."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from shutil import which
from typing import Final

from coach.errors import CoachError
from coach.tui.ports_programs import Aside, Manuscript, ProgramsDesk


class Outside(StrEnum):
    """What others did to the file since it was last looked at."""

    NOTHING = "nothing"
    CHANGED = "changed"
    """It has another text, and nothing was typed here: that one can be taken."""
    CONFLICT = "conflict"
    """It has another text, and something was typed here too."""
    GONE = "gone"


class OpenFile:
    """Keeps the text that is typed, the text on disk and the draft between them apart."""

    def __init__(self, desk: ProgramsDesk, manuscript: Manuscript, text: str) -> None:
        """Begin.

        Args:
            desk: reads and writes the file.
            manuscript: the file as it was opened.
            text: the same text as the place where it is edited gives it back.
        """
        self._desk = desk
        self.id = manuscript.id
        self.path = manuscript.path
        self.text = text
        """As it is typed now."""
        self._saved = text
        self._mark: str | None = manuscript.mark
        self._stamp = manuscript.stamp
        self._kept = manuscript.draft
        self.conflict = False
        """Others have changed the file, and nobody has decided yet which text shall stand."""

    @property
    def is_unsaved(self) -> bool:
        """Something was typed that is not in the file."""
        return self.text != self._saved

    def keep(self) -> None:
        """Have the draft on disk be what is typed, or gone where all is saved.

        Raises:
            CoachError: it cannot be written.
        """
        wanted = self.text if self.is_unsaved else None
        if wanted == self._kept:
            return
        if wanted is None:
            self._desk.drop_draft(self.id)
        else:
            self._desk.keep_draft(self.id, wanted)
        self._kept = wanted

    def save(self, *, over: bool = False) -> None:
        """Save what is typed; the text before it is kept in a folder beside it.

        Args:
            over: also where others have changed the file.

        Raises:
            ChangedOnDiskError: others have changed it.
            CoachError: it cannot be written; nothing is lost.
        """
        text = self.text
        self._mark = self._desk.save(self.id, text, mark=None if over else self._mark)
        self._stamp = self._desk.stamp(self.path)
        self._saved, self._kept, self.conflict = text, None, False

    def look(self) -> Outside:
        """What others did since the last look; each thing is told once."""
        seen = self._desk.stamp(self.path)
        if seen == self._stamp:
            return Outside.NOTHING
        self._stamp = seen
        if seen is None:
            self.conflict = True
            return Outside.GONE
        try:
            found = self._desk.open(self.id)
        except CoachError:
            self._stamp = None  # it may be half written: look again
            return Outside.NOTHING
        if found.mark == self._mark:
            return Outside.NOTHING
        if not self.is_unsaved:
            return Outside.CHANGED
        self.conflict = True
        return Outside.CONFLICT

    def reread(self) -> Manuscript:
        """The file as it is now; `settle` takes it for the saved one.

        Raises:
            CoachError: it cannot be read.
        """
        return self._desk.open(self.id)

    def settle(self, manuscript: Manuscript, text: str) -> None:
        """Go on from the file as it is now; what was typed before is given up."""
        self.text = self._saved = text
        self._mark, self._stamp = manuscript.mark, manuscript.stamp
        self.conflict = False

    def forget(self) -> None:
        """Give up what was typed and not saved.

        Raises:
            CoachError: the draft cannot be removed.
        """
        self.text = self._saved
        self.keep()


_NAMES: Final = ("VISUAL", "EDITOR")
_USUAL: Final = ("sensible-editor", "nano", "vim", "vi", "notepad")
_NO_COMMAND: Final = "no editor is set"
_HINT: Final = "set EDITOR, for example to nano"


class OutsideEditor:
    """Puts the app aside for as long as the editor runs. No shell reads the command."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def edit(self, path: Path, aside: Aside) -> None:
        """Open a file in it, and return when it was left.

        Args:
            path: the file.
            aside: puts the app aside meanwhile.

        Raises:
            CoachError: there is none, it cannot be started, or this terminal cannot be lent to it.
        """
        from textual.app import SuspendNotSupported

        words = editor_command(self._environment)
        try:
            with aside():
                subprocess.run([*words, str(path)], check=False)
        except SuspendNotSupported as error:
            raise CoachError(
                "the terminal cannot be lent to another editor here", hint=f"edit {path} in a second window"
            ) from error
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            raise CoachError(f"the editor '{words[0]}' cannot be started: {said}", hint=_HINT) from error


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The words of the editor's command: what is set, else one that most machines have.

    Raises:
        CoachError: nothing is set and nothing is there, or a quote in it is not closed.
    """
    for name in _NAMES:
        said = environment.get(name, "").strip()
        if said:
            try:
                words = shlex.split(said)
            except ValueError as error:
                raise CoachError(f"{name} cannot be read: {said}", hint="close the quote in it") from error
            if words:
                return words
    found = next((path for path in map(which, _USUAL) if path), None)
    if found is None:
        raise CoachError(_NO_COMMAND, hint=_HINT)
    return [found]
