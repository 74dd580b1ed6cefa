"""Reading and writing config.yaml; a setting that is missing or wrong there has its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from coach.config.schema import WINDOW, ConfigDocument, setting_fields, windows
from coach.errors import ProgramFileError
from coach.files import failure, led_to, read_bytes, write_over
from coach.model.settings import SettingKind, Settings
from coach.model.timeline import CueKind
from coach.programs.catalog import Source
from coach.programs.decode import Diagnostics, decode_document
from coach.programs.parse import Problem, read_text

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
    from coach.programs.catalog import open_source

    source = open_source(path, "config")
    settings = check_config(source)
    return settings, tuple(sorted(source.problems))


def check_config(source: Source) -> Settings:
    """The settings of a file that has been opened; its problems are added to `source`."""
    if source.root is None:
        return Settings()
    diagnostics = Diagnostics(source.path, source.problems)
    return _settings(decode_document(ConfigDocument, source.root, diagnostics), diagnostics)


def _settings(document: Struct, diagnostics: Diagnostics) -> Settings:
    """The valid values, over the defaults."""
    broken = [name for name in windows() if not _window_is_valid(name, document, diagnostics)]
    values: dict[str, object] = {}
    for setting in setting_fields():
        group, _, inner = setting.key.partition(".")
        if group in broken and inner in WINDOW:
            continue
        part = getattr(document, group) if inner else document
        value = UNSET if part is UNSET else getattr(part, setting.field)
        if value is not UNSET:
            convert = _MAPPINGS.get(setting.key) or _CONVERTERS.get(setting.kind)
            values[setting.field] = convert(value) if convert else value
    return replace(Settings(), **values)


def _window_is_valid(name: str, document: Struct, diagnostics: Diagnostics) -> bool:
    """Whether both hours of a window are there and make sense together."""
    group = getattr(document, name)
    if group is UNSET or not diagnostics.is_valid(group, *WINDOW):
        return False
    start, end = getattr(group, f"{name}_from"), getattr(group, f"{name}_until")
    if name == "work" and end <= start:
        problem = (f"work: until {end} is not after from {start}", "write a later time")
    elif name == "quiet" and end == start:
        problem = (f"quiet: from and until are both {start}", "write another time, or leave quiet out")
    else:
        return True
    diagnostics.add_at(group, "until", *problem)
    return False


def _muted_cues(cues: Mapping[str, bool]) -> frozenset[CueKind]:
    return frozenset(CueKind(cue) for cue, is_heard in cues.items() if not is_heard)


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
"""From values of the document to those of `Settings`; the others are the same."""


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
        target = led_to(path)
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
