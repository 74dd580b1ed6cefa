"""The open file of the editor, its draft and its changes on disk; and the outside editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from shutil import which
from typing import Final

from coach.app.programs import Programs
from coach.errors import CoachError
from coach.files import stamp_of
from coach.programs.user_files import FileSnapshot

Suspend = Callable[[], AbstractContextManager[None]]
"""A context in which another program has the terminal."""

Editor = Callable[[Path, Suspend], None]
"""Opens a file in an outside editor and waits until that is closed; a CoachError if it cannot be started."""


class DiskChange(StrEnum):
    """What other programs did to the file since the last check."""

    NOTHING = "nothing"
    CHANGED = "changed"
    """It has another text, and nothing was typed here: that one can be taken."""
    CONFLICT = "conflict"
    """It has another text, and something was typed here too."""
    GONE = "gone"


class OpenFile:
    """The text that is typed, the text on disk, and the draft of what is not saved yet."""

    def __init__(self, programs: Programs, snapshot: FileSnapshot, text: str) -> None:
        """Open a file as it was read; `text` is its text from the text area."""
        self._programs = programs
        self.id = snapshot.id
        self.path = snapshot.path
        self.text = text
        """As it is typed now."""
        self._saved = text
        self._mark: str | None = snapshot.mark
        self._stamp = snapshot.stamp
        self._draft = snapshot.draft
        self.conflict = False
        """Another program has changed the file, and which text is to be saved is not decided yet."""

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that is not in the file."""
        return self.text != self._saved

    def keep_draft(self) -> None:
        """Write what is not saved to the draft; remove the draft where all is saved.

        Raises:
            CoachError: it cannot be written.
        """
        wanted = self.text if self.is_unsaved else None
        if wanted == self._draft:
            return
        if wanted is None:
            self._programs.files.drop_draft(self.id)
        else:
            self._programs.files.keep_draft(self.id, wanted)
        self._draft = wanted

    def save(self, *, over: bool = False) -> None:
        """Save what is typed, with `over` also where another program has changed the file.

        Raises:
            ChangedOnDiskError: another program has changed it.
            CoachError: it cannot be written; nothing is lost.
        """
        text = self.text
        self._mark = self._programs.save(self.id, text, mark=None if over else self._mark)
        self._stamp = stamp_of(self.path)
        self._saved, self._draft, self.conflict = text, None, False

    def check_disk(self) -> DiskChange:
        """What other programs did since the last check; each change is returned once."""
        stamp = stamp_of(self.path)
        if stamp == self._stamp:
            return DiskChange.NOTHING
        self._stamp = stamp
        if stamp is None:
            self.conflict = True
            return DiskChange.GONE
        try:
            snapshot = self._programs.files.snapshot(self.id)
        except CoachError:
            self._stamp = None  # it may be half written: look again
            return DiskChange.NOTHING
        if snapshot.mark == self._mark:
            return DiskChange.NOTHING
        if not self.is_unsaved:
            return DiskChange.CHANGED
        self.conflict = True
        return DiskChange.CONFLICT

    def use(self, snapshot: FileSnapshot, text: str) -> None:
        """Go on from a newer snapshot, in place of what was typed; `text` is its text from the text area."""
        self.text = self._saved = text
        self._mark, self._stamp = snapshot.mark, snapshot.stamp
        self.conflict = False

    def discard(self) -> None:
        """Drop what was typed and not saved.

        Raises:
            CoachError: the draft cannot be removed.
        """
        self.text = self._saved
        self.keep_draft()


_VARIABLES: Final = ("VISUAL", "EDITOR")
_COMMON_EDITORS: Final = ("sensible-editor", "nano", "vim", "vi", "notepad")
_HINT: Final = "set EDITOR, for example to nano"


def edit_outside(path: Path, suspend: Suspend, environment: Mapping[str, str] = os.environ) -> None:
    """Open a file in the user's editor while the app is suspended; no shell reads the command.

    Raises:
        CoachError: there is none, it cannot be started, or this terminal cannot be lent to it.
    """
    from textual.app import SuspendNotSupported

    words = editor_command(environment)
    try:
        with suspend():
            subprocess.run([*words, str(path)], check=False)
    except SuspendNotSupported as error:
        raise CoachError(
            "the terminal cannot be lent to another editor here", hint=f"edit {path} in a second window"
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CoachError(f"the editor '{words[0]}' cannot be started: {reason}", hint=_HINT) from error


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The words of the editor's command: what is set, else one that most machines have.

    Raises:
        CoachError: nothing is set and nothing is there, or a quote in it is not closed.
    """
    for name in _VARIABLES:
        command = environment.get(name, "").strip()
        if command:
            try:
                words = shlex.split(command)
            except ValueError as error:
                raise CoachError(f"{name} cannot be read: {command}", hint="close the quote in it") from error
            if words:
                return words
    found = next((path for path in map(which, _COMMON_EDITORS) if path), None)
    if found is None:
        raise CoachError("no editor is set", hint=_HINT)
    return [found]
