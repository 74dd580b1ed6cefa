"""Every setting there is: its key, what it can be, its default and its meaning, from the one definition."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from json import dumps
from typing import Final, cast

from msgspec import Struct
from msgspec import inspect as types
from msgspec.structs import replace

from coach.errors import UsageError
from coach.library.config import ConfigDocument
from coach.library.nodes import Scalar
from coach.library.reading import nearest
from coach.library.values import CivilDate, Kilograms, Seconds, TimeOfDay
from coach.model.program import WEEKDAYS
from coach.model.settings import Settings
from coach.model.timeline import CueKind

_TRUTHS: Final = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}


NONE: Final = "none"
"""None of a few words."""


class SettingKind(StrEnum):
    """What a setting can be."""

    SWITCH = "switch"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    TIME = "time"
    """`HH:MM`."""
    LENGTH = "length"
    """A duration, such as `30s`."""
    LOAD = "load"
    """Such as `6kg` or `10lb`."""
    DATE = "date"
    DAYS = "days"
    """Weekdays, with commas between them."""
    SOME = "some"
    """Any of a few words, with commas between them, or `none`."""
    KEYS = "keys"
    """Keys of the keyboard for each action; set one as `keys.ACTION`."""


class Setting(Struct, frozen=True, kw_only=True):
    """One setting."""

    key: str
    """As it is named in config.yaml; `rest.between` is `between` inside `rest`."""
    kind: SettingKind
    meaning: str
    default: str
    """As a person would write it, or words where the default is something else's own."""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    fields: tuple[str, ...]
    """The fields of `Settings` that it can change; the first one holds its value."""


_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "weight": ("weight_kg",),
    "carry": ("carry_kg",),
    "load_step": ("load_step_kg",),
    "rest.between": ("rest_between_seconds",),
    "rest.rounds": ("rest_rounds_seconds",),
    "work.from": ("work_from", "work_until", "work_days"),
    "work.until": ("work_until", "work_from", "work_days"),
    "work.days": ("work_days", "work_from", "work_until"),
    "quiet.from": ("quiet_from", "quiet_until"),
    "quiet.until": ("quiet_until", "quiet_from"),
}
"""Where the names differ, and where two keys make one window."""

_OWN: Final = {
    "device": "the system's own",
    "voice": "the system's own",
    "theme": "the app's own",
    "keys": "the app's own",
    "rest.between": "each program's own",
    "rest.rounds": "each program's own",
    "health": "not asked yet",
    "carry": "the program's",
    "load_step": "the program's",
}
"""What holds where nothing is set; elsewhere nothing does."""

_CUSTOM: Final[dict[type, SettingKind]] = {
    Seconds: SettingKind.LENGTH,
    Kilograms: SettingKind.LOAD,
    TimeOfDay: SettingKind.TIME,
    CivilDate: SettingKind.DATE,
}


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the documentation."""
    document = cast(types.StructType, types.type_info(ConfigDocument))
    return tuple(setting for one in document.fields for setting in _settings_of(one, ""))


def find_setting(key: str) -> Setting:
    """The setting of that key; `keys.ACTION` is the setting `keys`.

    Raises:
        UsageError: there is none.
    """
    known = {setting.key: setting for setting in all_settings()}
    if key.startswith("keys.") and len(key) > len("keys."):
        return known["keys"]
    if key in known and key != "keys":
        return known[key]
    inner = [name for name in known if name.startswith(f"{key}.")] or ["keys.ACTION"] * (key == "keys")
    if inner:
        raise UsageError(f"'{key}' is set piece by piece", hint=f"there are {', '.join(inner)}")
    close = nearest(key, list(known))
    hint = f"did you mean '{close}'?" if close else "'coach settings' lists them"
    raise UsageError(f"there is no setting '{key}'", hint=hint)


def _settings_of(field: types.Field, group: str) -> list[Setting]:
    kind = field.type
    key = group + field.encode_name
    if isinstance(kind, types.StructType):
        return [setting for one in kind.fields for setting in _settings_of(one, f"{key}.")]
    meaning, bare = "", kind
    if isinstance(kind, types.Metadata):
        meaning, bare = str((kind.extra_json_schema or {}).get("description", "")), kind.type
    if isinstance(bare, types.DictType) and isinstance(bare.key_type, types.LiteralType):
        if isinstance(bare.value_type, types.BoolType):
            return [_cue(cue, key) for cue in CueKind]
        return [_volume(name, key) for name in (*map(str, CueKind), "speech")]
    return [_setting(key, meaning, bare)]


def _cue(cue: CueKind, group: str) -> Setting:
    what = cue.value.replace("_", " ")
    return Setting(
        key=f"{group}.{cue.value}",
        kind=SettingKind.SWITCH,
        meaning=f"Whether the cue '{what}' is heard.",
        default="true",
        fields=("muted_cues",),
    )


def _volume(name: str, group: str) -> Setting:
    what = "the voice" if name == "speech" else f"the cue '{name.replace('_', ' ')}'"
    return Setting(
        key=f"{group}.{name}",
        kind=SettingKind.NUMBER,
        meaning=f"How loud {what} is beside the others, 0 to 100.",
        default="100",
        least=0,
        most=100,
        fields=("volumes",),
    )


def _setting(key: str, meaning: str, kind: types.Type) -> Setting:
    bare = Setting(
        key=key,
        kind=_kind(kind),
        meaning=meaning,
        default="",
        choices=_choices(kind),
        least=kind.ge if isinstance(kind, types.IntType) else None,
        most=kind.le if isinstance(kind, types.IntType) else None,
        fields=_FIELDS.get(key, (key,)),
    )
    return replace(bare, default=value_text(bare, Settings()) or _OWN.get(key, "nothing"))


def _kind(kind: types.Type) -> SettingKind:
    match kind:
        case types.BoolType():
            return SettingKind.SWITCH
        case types.IntType():
            return SettingKind.NUMBER
        case types.LiteralType():
            return SettingKind.CHOICE
        case types.ListType():
            return SettingKind.DAYS if _choices(kind) == WEEKDAYS else SettingKind.SOME
        case types.DictType():
            return SettingKind.KEYS
        case types.CustomType(cls=cls):
            return next(known for base, known in _CUSTOM.items() if issubclass(cls, base))
        case _:
            return SettingKind.TEXT


def _choices(kind: types.Type) -> tuple[str, ...]:
    if isinstance(kind, types.ListType):
        kind = kind.item_type
    if not isinstance(kind, types.LiteralType):
        return ()
    values = tuple(str(value) for value in kind.values)
    return WEEKDAYS if set(values) == set(WEEKDAYS) else values


def value_text(setting: Setting, settings: Settings) -> str | None:
    """What a setting is at present, as a person would write it; None where nothing is set."""
    value: object = getattr(settings, setting.fields[0])
    if setting.key.startswith("cues."):
        return _truth_text(setting.key.removeprefix("cues.") not in settings.muted_cues)
    if setting.key.startswith("volumes."):
        return str(settings.volumes.get(setting.key.removeprefix("volumes."), 100))
    if setting.kind is SettingKind.KEYS:
        return "; ".join(f"{action}: {', '.join(keys)}" for action, keys in settings.keys.items()) or None
    match value:
        case None:
            return None
        case bool():
            return _truth_text(value)
        case tuple():
            return ", ".join(map(str, value)) or NONE
        case date():
            return value.isoformat()
    if setting.kind is SettingKind.LOAD:
        return f"{value:g}kg"
    return f"{value}s" if setting.kind is SettingKind.LENGTH else str(value)


def _truth_text(truth: bool) -> str:
    return "true" if truth else "false"


def written_value(setting: Setting, text: str) -> str:
    """A value as it stands in the file, from what a person typed; whether it fits is for the reader to say.

    Raises:
        UsageError: it cannot stand in a text file.
    """
    value = text.strip()
    if not value or not value.isprintable():
        raise UsageError(f"'{setting.key}' needs a value", hint="one line of plain text")
    if setting.kind is SettingKind.SWITCH:
        return _TRUTHS.get(value.lower(), _scalar(value))
    if setting.kind is SettingKind.SOME and value.lower() in {NONE, "[]"}:
        return "[]"
    if setting.kind in (SettingKind.DAYS, SettingKind.SOME):
        days = value.strip("[]").replace(",", " ").split()
        return f"[{', '.join(_scalar(day.lower()) for day in days)}]"
    if setting.kind is SettingKind.NUMBER or (setting.kind is SettingKind.LENGTH and value.isdecimal()):
        return value if value.lstrip("-").isdecimal() else _scalar(value)
    return _scalar(value.lower() if setting.kind is SettingKind.CHOICE else value)


def _scalar(text: str) -> str:
    """A text as YAML: plain where it is plainly text, else in double quotes."""
    plain = text.replace("-", "").replace("_", "").replace(" ", "")
    if plain.isascii() and plain.isalnum() and not text.startswith(("-", " ")) and _reads_as_text(text):
        return text
    return dumps(text, ensure_ascii=False)


def _reads_as_text(text: str) -> bool:
    return Scalar(text, True, 1, 1).kind == "text" and text.lower() not in _TRUTHS and not text[:1].isdigit()
