"""The user's settings: what config.yaml says, and the default for everything that it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from coach.config.schema import WINDOW, ConfigDocument, setting_fields
from coach.errors import ProgramFileError
from coach.files import failure, led_to, read_bytes, write_over
from coach.model.settings import SettingKind, Settings
from coach.model.timeline import CueKind
from coach.programs.catalog import Source
from coach.programs.decode import Diagnostics, read_document
from coach.programs.parse import Problem, read_text

CONFIG_NAME: Final = "config.yaml"


def load_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a file, and its problems: whatever is wrong counts as if it were not there.

    A file that is not there is no problem: everything has a default.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError:
        pass  # what stands in the way is said when the file is opened
    # Most people have no such file, and then YAML is not needed to start.
    from coach.programs.catalog import open_source

    source = open_source(path, "config")
    settings = check_config(source)
    return settings, tuple(sorted(source.problems))


def check_config(source: Source) -> Settings:
    """The settings of a file that has been opened; its problems are added to `source`."""
    if source.root is None:
        return Settings()
    reading = Diagnostics(source.path, source.problems)
    return _settings(read_document(ConfigDocument, source.root, reading), reading)


def _settings(document: Struct, reading: Diagnostics) -> Settings:
    """What was read well, over the defaults."""
    broken = [name for name in ("work", "quiet") if not _window_holds(name, document, reading)]
    values: dict[str, object] = {}
    for setting in setting_fields():
        group, _, inner = setting.key.partition(".")
        if group in broken and inner in WINDOW:
            continue
        part = getattr(document, group) if inner else document
        value = UNSET if part is UNSET else getattr(part, setting.fields[0])
        if value is not UNSET:
            convert = _MAPPINGS.get(setting.key) or _CONVERTERS.get(setting.kind)
            values[setting.fields[0]] = convert(value) if convert else value
    return replace(Settings(), **values)


def _window_holds(name: str, document: Struct, reading: Diagnostics) -> bool:
    """Whether the hours of a group can be used: both are there and make sense together."""
    group = getattr(document, name)
    if group is UNSET or not reading.good(group, *WINDOW):
        return False
    start, end = getattr(group, f"{name}_from"), getattr(group, f"{name}_until")
    if name == "work" and end <= start:
        problem = (f"work: until {end} is not after from {start}", "write a later time")
    elif name == "quiet" and end == start:
        problem = (f"quiet: from and until are both {start}", "write another time, or leave quiet out")
    else:
        return True
    reading.say(reading.at(group, "until"), *problem)
    return False


def _muted_cues(cues: Mapping[str, bool]) -> frozenset[CueKind]:
    return frozenset(CueKind(cue) for cue, heard in cues.items() if not heard)


def _keys(keys: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        action: tuple(name.strip() for name in names.split(",") if name.strip())
        for action, names in keys.items()
    }


def _each_once(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


_MAPPINGS: Final[dict[str, Callable[[Any], object]]] = {"cues": _muted_cues, "keys": _keys}
_CONVERTERS: Final[dict[SettingKind, Callable[[Any], object]]] = {
    SettingKind.TIME: str,
    SettingKind.LENGTH: int,
    SettingKind.LOAD: float,
    SettingKind.DATE: date.fromisoformat,
    SettingKind.DAYS: _each_once,
    SettingKind.SOME: _each_once,
}
"""From the value of the document to the one of `Settings`; the others are the same."""


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
    from coach.config.edit import edit_settings

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
    raise ProgramFileError("another program keeps changing this file", hint="try again", path=str(path))


def _decoded(path: Path, data: bytes) -> str:
    text = read_text(path, lambda _: data)
    if isinstance(text, Problem):
        raise ProgramFileError(
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
