"""Reading and writing config.yaml; a setting that is missing or wrong there has its default."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.errors import ProgramFileError
from coach.files import failure, follow_links, read_bytes, write_over
from coach.model.settings import Settings

if TYPE_CHECKING:
    from coach.programs.parse import Problem

CONFIG_NAME: Final = "config.yaml"


def load_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file, and its problems; a missing file is none."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError:
        pass  # the reason is reported when the file is opened
    # Most people have no such file, and then YAML is not needed to start.
    from coach.config.schema import check_config
    from coach.programs.load import open_source

    source = open_source(path, "config")
    settings = check_config(source)
    return settings, tuple(sorted(source.problems))


BACKUP_SUFFIX: Final = ".bak"
_ATTEMPTS: Final = 3
_BOM: Final = b"\xef\xbb\xbf"


def change_settings(path: Path, changes: Mapping[str, str | None]) -> bool:
    """Change settings in the user's file; comments stay, and the previous version is kept beside it.

    Args:
        path: of config.yaml; it and its folder are created if they are missing.
        changes: values as a person would write them, by key; None for the default.

    Returns:
        Whether the file has changed.

    Raises:
        UsageError: there is no such setting.
        ProgramFileError: a value does not fit, or the file cannot be read, edited safely or written; it is
            unchanged then.
    """
    from coach.config.edit import edit_settings

    # A link to a file elsewhere stays a link.
    try:
        target = follow_links(path)
    except OSError as error:
        raise failure(path, "read", error) from error
    for _ in range(_ATTEMPTS):
        before = read_bytes(target)
        text = "" if before is None else _decoded(path, before)
        after = edit_settings(text, changes, path)
        if after == text:
            return False
        mark = _BOM if before is not None and before.startswith(_BOM) else b""
        if _write(target, before, mark + after.encode("utf-8")):
            return True
    raise ProgramFileError("another program keeps changing this file", hint="try again", path=str(path))


def _decoded(path: Path, data: bytes) -> str:
    from coach.programs.parse import Problem, read_text

    text = read_text(path, lambda _: data)
    if isinstance(text, Problem):
        raise ProgramFileError(
            text.message, hint=text.hint or None, path=str(path), line=text.line, column=text.column
        )
    return text


def _write(path: Path, before: bytes | None, after: bytes) -> bool:
    """Replace the text; False when another program has changed it meanwhile."""
    if before is not None:
        write_over(path.with_name(path.name + BACKUP_SUFFIX), before, private=True)
    if read_bytes(path) != before:
        return False
    write_over(path, after, private=True)
    return True
