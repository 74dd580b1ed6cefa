"""Opening a file in the editor that somebody has named in `$VISUAL` or `$EDITOR`."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from typing import Final

from coach.errors import CoachError
from coach.tui.ports_programs import Aside

_NAMES: Final = ("VISUAL", "EDITOR")
_USUAL: Final = ("sensible-editor", "nano", "vim", "vi", "notepad")
_NO_COMMAND: Final = "no editor is set"
_HINT: Final = "set EDITOR, for example to nano"


class OutsideEditor:
    """Puts the app aside for as long as the editor runs. No shell reads the command."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Take the editor that `environment` names."""
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
