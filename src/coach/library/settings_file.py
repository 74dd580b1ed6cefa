"""Writing config.yaml: all of it or nothing, readable by its owner alone, with the last version kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from coach.errors import LibraryError
from coach.library.files import read_text
from coach.library.problems import Problem
from coach.library.writing import failure, led_to, read_bytes, write_over

BACKUP_SUFFIX: Final = ".bak"
_TRIES: Final = 3
_BOM: Final = b"\xef\xbb\xbf"


def change_settings(path: Path, changes: Mapping[str, str | None]) -> bool:
    """Change settings in the user's file; comments and layout stay, and the version before is kept beside it.

    Args:
        path: of config.yaml; it and its folder are made where they are missing.
        changes: by key: the value as a person would write it, or None for the default.

    Returns:
        Whether the file is another one now.

    Raises:
        UsageError: there is no such setting.
        LibraryError: a value does not fit, or the file cannot be read, edited safely or written. It is as
            it was, then.
    """
    from coach.library.settings_edit import edit_settings

    # A link is followed: whoever keeps settings in one place and links to them wants it to stay so.
    try:
        target = led_to(path)
    except OSError as error:
        raise failure(path, "read", error) from error
    for _ in range(_TRIES):
        before = read_bytes(target)
        text = "" if before is None else _decoded(path, before)
        after = edit_settings(text, changes, path)
        if after == text:
            return False
        mark = _BOM if before is not None and before.startswith(_BOM) else b""
        if _write(target, before, mark + after.encode("utf-8")):
            return True
    raise LibraryError("another program keeps changing this file", hint="try again", path=str(path))


def _decoded(path: Path, data: bytes) -> str:
    text = read_text(path, lambda _: data)
    if isinstance(text, Problem):
        raise LibraryError(
            text.message, hint=text.hint or None, path=str(path), line=text.line, column=text.column
        )
    return text


def _write(path: Path, before: bytes | None, after: bytes) -> bool:
    """Put the new text in the place of the old; False when somebody else has changed it meanwhile."""
    if before is not None:
        write_over(path.with_name(path.name + BACKUP_SUFFIX), before, private=True)
    if read_bytes(path) != before:
        return False
    write_over(path, after, private=True)
    return True
