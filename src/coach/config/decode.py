"""From the tree of config.yaml to `Settings`: valid values over the defaults, each problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from coach.config.schema import WINDOW, ConfigDocument, setting_fields, windows
from coach.model.settings import SettingKind, Settings
from coach.model.timeline import CueKind
from coach.programs.decode import Diagnostics, decode_document
from coach.programs.load import Source


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
