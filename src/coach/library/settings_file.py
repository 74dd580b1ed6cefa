"""Writing config.yaml: all of it or nothing, readable by its owner alone, with the last version kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from coach.errors import LibraryError
from coach.library.files import read_text
from coach.library.problems import Problem

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
    target = path.resolve()
    for _ in range(_TRIES):
        before = _bytes_of(target)
        text = "" if before is None else _decoded(path, before)
        after = edit_settings(text, changes, path)
        if after == text:
            return False
        mark = _BOM if before is not None and before.startswith(_BOM) else b""
        if _write(target, before, mark + after.encode("utf-8")):
            return True
    raise LibraryError("another program keeps changing this file", hint="try again", path=str(path))


def _bytes_of(path: Path) -> bytes | None:
    """The bytes of the file; None where there is none."""
    try:
        return path.read_bytes() if path.is_file() or path.exists() else None
    except OSError as error:
        raise _failure(path, "read", error) from error


def _decoded(path: Path, data: bytes) -> str:
    text = read_text(path, lambda _: data)
    if isinstance(text, Problem):
        raise LibraryError(
            text.message, hint=text.hint or None, path=str(path), line=text.line, column=text.column
        )
    return text


def _write(path: Path, before: bytes | None, after: bytes) -> bool:
    """Put the new text in the place of the old; False when somebody else has changed it meanwhile."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if before is not None:
            _put(path.with_name(path.name + BACKUP_SUFFIX), before)
        if _bytes_of(path) != before:
            return False
        _put(path, after)
    except OSError as error:
        raise _failure(path, "written", error) from error
    return True


def _put(path: Path, data: bytes) -> None:
    """Have this on disk under that name, or the old one still."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the new name on disk too, where folders can be synced."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failure(path: Path, what: str, error: OSError) -> LibraryError:
    reason = error.strerror or str(error)
    return LibraryError(
        f"the settings cannot be {what}: {reason}", hint="check the folder and its rights", path=str(path)
    )
