"""Errors with a message for the user: what happened, where, and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Final


class CoachError(Exception):
    """An error that the user sees.

    Attributes:
        message: what happened, one sentence, without a trailing period.
        hint: what to do about it, or None.
        path: the file it is about, or None.
        line: 1-based line in that file, or None.
        column: 1-based column in that line, or None.
        lines: what is to be shown below the sentence, as it is.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        lines: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line
        self.column = column
        self.lines = lines

    def __str__(self) -> str:
        """The whole of it on one line: `file:line:column: message (hint)`."""
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} ({self.hint})" if self.hint else text


class ProgramFileError(CoachError):
    """A program or drill file that cannot be used."""


class JournalError(CoachError):
    """A journal that cannot be read or written."""


class UsageError(CoachError):
    """A command that was asked for something it cannot do."""


class TerminalGoneError(CoachError):
    """The window was closed, or the connection to it has ended: no key comes, and nothing can be shown."""

    def __init__(self) -> None:
        super().__init__("the terminal has gone", hint="what was done is kept")


def file_error(error: OSError) -> CoachError:
    """An error of the system about a file or a folder, with a message for the user."""
    path = str(error.filename) if error.filename is not None else None
    message, hint = _WORDS.get(error.errno or 0, (None, _LOOK))
    return CoachError(message or (error.strerror or str(error)).lower(), hint=hint, path=path)


_LOOK: Final = "look at the disk and the path"
_YOURS: Final = ("you may not use this", "make it and the folder round it yours to read and write")
_WORDS: Final[dict[int, tuple[str, str]]] = {
    errno.EACCES: _YOURS,
    errno.EPERM: _YOURS,
    errno.EROFS: ("this may only be read", "use a place that can be written"),
    errno.ENOENT: ("there is no such file or folder", "look at the path"),
    errno.ENOTDIR: ("a part of this path is not a folder", "look at the path"),
    errno.EISDIR: ("this is a folder, and a file is wanted", "look at the path"),
    errno.ENAMETOOLONG: ("this path is too long for the system", "use a shorter one"),
    errno.ELOOP: ("the links on this path lead round in a circle", "look at the path"),
    errno.ENOSPC: ("there is no room left there", "make room, and start again"),
    errno.EDQUOT: ("there is no room left for you there", "make room, and start again"),
}


def did_you_mean(word: str, known: Sequence[str], otherwise: str) -> str:
    """A hint for a word that is not known: the nearest one that is, or else another hint."""
    near = nearest_word(word, known)
    return f"did you mean '{near}'?" if near else otherwise


def nearest_word(word: str, known: Sequence[str]) -> str | None:
    """The known word that is most like another one; None where none is like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1)), None)
