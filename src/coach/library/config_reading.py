"""From config.yaml to settings: what is right counts, what is wrong is said and leaves the default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from coach.library.config import WINDOW, ConfigDocument
from coach.library.reading import Reading
from coach.library.settings_list import setting_fields
from coach.library.shape import read_document
from coach.library.source import Source
from coach.model.settings import SettingKind, Settings
from coach.model.timeline import CueKind


def check_config(source: Source) -> Settings:
    """The settings of a file that has been opened; its problems are added to `source`."""
    if source.root is None:
        return Settings()
    reading = Reading(source.path, source.problems)
    return _settings(read_document(ConfigDocument, source.root, reading), reading)


def _settings(document: Struct, reading: Reading) -> Settings:
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


def _window_holds(name: str, document: Struct, reading: Reading) -> bool:
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
