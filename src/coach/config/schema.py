"""The format of config.yaml, made from the fields of `Settings`; every key may be left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import GenericAlias
from typing import Annotated, Final, Literal, cast, get_args, get_origin

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct, field, json
from msgspec.structs import FieldInfo, fields, replace

from coach.errors import UsageError
from coach.model.program import WEEKDAYS
from coach.model.settings import Setting, SettingKind, Settings
from coach.model.timeline import CueKind
from coach.programs.decode import bare_type, nearest
from coach.programs.parse import ScalarNode
from coach.programs.schema import CivilDate, Document, Line, Schema, Seconds, SomeKilograms, TimeOfDay

_TRUTHS: Final = {
    "true": "true",
    "yes": "true",
    "on": "true",
    "false": "false",
    "no": "false",
    "off": "false",
}
NONE: Final = "none"
"""How an empty list is written."""

_KINDS: Final[dict[object, SettingKind]] = {
    bool: SettingKind.SWITCH,
    float: SettingKind.LOAD,
    int: SettingKind.NUMBER,
    str: SettingKind.TEXT,
    date: SettingKind.DATE,
    tuple: SettingKind.SOME,
    Literal: SettingKind.CHOICE,
}
"""By the type of the field, where its metadata has none; a mapping is `KEYS`."""
WINDOW: Final = ("from", "until")
"""The keys of a window of time; one needs the other."""


@cache
def setting_fields() -> tuple[Setting, ...]:
    """The fields of `Settings` in their order, which is that of the documentation."""
    return tuple(_setting(entry) for entry in fields(Settings))


@cache
def windows() -> dict[str, tuple[Setting, ...]]:
    """The settings of each window of time, by the key of its group, such as `work`."""
    starts = [setting.key.partition(".")[0] for setting in setting_fields() if setting.key.endswith(".from")]
    return {
        group: tuple(setting for setting in setting_fields() if setting.key.startswith(f"{group}."))
        for group in starts
    }


@cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting that can be changed by itself, in the order of the documentation."""
    return tuple(one for setting in setting_fields() for one in _parts(setting))


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


def _setting(entry: FieldInfo) -> Setting:
    """The setting of a field of `Settings`."""
    bare, metadata = bare_type(entry.type)
    (declared,) = [extra for extra in metadata if isinstance(extra, Setting)]
    origin = get_origin(bare)
    choices = get_args(get_args(bare)[0] if origin is tuple else bare) if origin in (tuple, Literal) else ()
    kinds = [extra for extra in metadata if isinstance(extra, SettingKind)]
    kind = kinds[0] if kinds else _KINDS.get(origin or bare, declared.kind)
    key = declared.key or entry.name
    setting = replace(
        declared,
        key=key,
        kind=SettingKind.DAYS if kind is SettingKind.SOME and choices == WEEKDAYS else kind,
        choices=choices,
        field=entry.name,
    )
    return replace(setting, default=value_text(setting, Settings()) or declared.default)


def _parts(setting: Setting) -> Iterator[Setting]:
    """The settings of a field: one for each cue, or for each volume, or the field itself."""
    if setting.key == "cues":
        for cue in CueKind:
            what = cue.value.replace("_", " ")
            yield replace(
                setting,
                key=f"cues.{cue.value}",
                kind=SettingKind.SWITCH,
                meaning=f"Whether the cue '{what}' is heard.",
                default="true",
            )
    elif setting.key == "volumes":
        for name in (*map(str, CueKind), "speech"):
            what = "the voice" if name == "speech" else f"the cue '{name.replace('_', ' ')}'"
            yield replace(
                setting,
                key=f"volumes.{name}",
                kind=SettingKind.NUMBER,
                meaning=f"How loud {what} is beside the others, 0 to 100.",
                default="100",
                least=0,
                most=100,
            )
    else:
        words = setting.choices
        yield replace(setting, choices=words if words == WEEKDAYS else tuple(sorted(words)))


def value_text(setting: Setting, settings: Settings) -> str | None:
    """The value of a setting, as a person would write it; None where nothing is set."""
    value: object = getattr(settings, setting.field)
    if setting.key.startswith("cues."):
        return _switch_text(setting.key.removeprefix("cues.") not in settings.muted_cues)
    if setting.key.startswith("volumes."):
        return str(settings.volumes.get(setting.key.removeprefix("volumes."), 100))
    if setting.kind is SettingKind.KEYS:
        return "; ".join(f"{action}: {', '.join(keys)}" for action, keys in settings.keys.items()) or None
    match value:
        case None:
            return None
        case bool():
            return _switch_text(value)
        case tuple():
            return ", ".join(map(str, value)) or NONE
        case date():
            return value.isoformat()
    if setting.kind is SettingKind.LOAD:
        return f"{value:g}kg"
    return f"{value}s" if setting.kind is SettingKind.LENGTH else str(value)


def _switch_text(value: bool) -> str:
    return "true" if value else "false"


def written_value(setting: Setting, text: str) -> str:
    """A value in YAML, from what a person typed; whether it is valid is checked when the file is read.

    Raises:
        UsageError: it is empty or no single line of text.
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
    """A text as YAML: plain where that is read as text, else in double quotes."""
    plain = text.replace("-", "").replace("_", "").replace(" ", "")
    is_word = plain.isascii() and plain.isalnum() and not text[0].isdigit() and text[0] not in "- "
    is_text = ScalarNode(text, True, 1, 1).kind == "text" and text.lower() not in _TRUTHS
    return text if is_word and is_text else json.encode(text).decode()


CUES: Final = tuple(cue.value for cue in CueKind)
HEARD: Final = (*CUES, "speech")
ActionName = Annotated[str, Meta(pattern=r"\S", max_length=60, extra={"word": "line"})]
KeyNames = Annotated[str, Meta(pattern=r"\S", max_length=100, extra={"word": "line"})]

_MAPPINGS: Final[dict[str, object]] = {
    "cues": GenericAlias(dict, (Literal.__getitem__(CUES), bool)),
    "volumes": GenericAlias(dict, (Literal.__getitem__(HEARD), Annotated[int, Meta(ge=0, le=100)])),
    "keys": dict[ActionName, KeyNames],
}
_TYPES: Final[dict[SettingKind, object]] = {
    SettingKind.SWITCH: bool,
    SettingKind.TEXT: Line,
    SettingKind.TIME: TimeOfDay,
    SettingKind.LENGTH: Seconds,
    SettingKind.LOAD: SomeKilograms,
    SettingKind.DATE: CivilDate,
}
_GROUPS: Final = {
    "rest": ("RestsDocument", "Rests of every program, in place of their own."),
    "work": ("WorkDocument", "When breaks are called for."),
    "quiet": ("QuietDocument", "When nothing sounds by itself; may go through the night."),
}
"""Keys with a mapping: the name of its document, and its description."""


def _file_type(setting: Setting) -> object:
    """The type of a setting in the file."""
    if setting.key in _MAPPINGS:
        return _MAPPINGS[setting.key]
    match setting.kind:
        case SettingKind.NUMBER:
            return Annotated[int, Meta(ge=setting.least, le=setting.most)]
        case SettingKind.CHOICE:
            return Literal.__getitem__(setting.choices)
        case SettingKind.DAYS | SettingKind.SOME:
            choices = GenericAlias(list, (Literal.__getitem__(setting.choices),))
            least = 1 if setting.kind is SettingKind.DAYS else None
            return Annotated[choices, Meta(min_length=least, max_length=len(setting.choices))]
    return _TYPES[setting.kind]


def _document(name: str, about: str, group: str) -> type[Struct]:
    """The document of the keys inside a group; each attribute has the name of its field in `Settings`."""
    entries: dict[str, tuple[str, object, object]] = {}
    for setting in setting_fields():
        if not setting.key.startswith(group):
            continue
        key, _, inner = setting.key.removeprefix(group).partition(".")
        if inner:
            if key not in entries:
                document = _document(*_GROUPS[key], f"{key}.")
                entries[key] = (key, document | UnsetType, UNSET)
            continue
        described: object = Annotated[_file_type(setting), Meta(description=setting.meaning)]
        if group and key in WINDOW:
            entries[key] = (setting.field, described, field(name=key))
        else:
            entries[key] = (setting.field, described | UnsetType, field(default=UNSET, name=key))
    return defstruct(
        name,
        list(entries.values()),
        bases=(Document,),
        module=__name__,
        namespace={"__doc__": about},
        kw_only=True,
    )


ConfigDocument: Final = _document("ConfigDocument", "The settings of coach.", "")


def config_schema() -> Schema:
    """The JSON Schema of config.yaml."""
    from coach.programs.json_schema import document_schema

    schema = document_schema(ConfigDocument, "coach settings")
    properties = cast(dict[str, Schema], schema["properties"])
    properties["cues"]["propertyNames"] = {"enum": list(CUES)}
    properties["volumes"]["propertyNames"] = {"enum": list(HEARD)}
    return schema
