"""The format of config.yaml, made from the fields of `Settings`, and the settings that a file has.

Every key may be left out. Valid values go over the defaults; each problem is reported at its place.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, cast, get_args, get_origin

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct, field, json
from msgspec.structs import fields, replace

from coach.errors import UsageError
from coach.model.program import WEEKDAYS
from coach.model.settings import Setting, SettingKind, Settings
from coach.model.timeline import TONES, CueKind
from coach.programs.decode import Diagnostics, bare_type, decode_document, nearest
from coach.programs.parse import ScalarNode
from coach.programs.schema import CivilDate, Document, Line, Schema, Seconds, SomeKilograms, TimeOfDay

if TYPE_CHECKING:
    from coach.programs.load import Source

_BOOLEANS: Final = {
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
    found: list[Setting] = []
    for entry in fields(Settings):
        bare, metadata = bare_type(entry.type)
        (declared,) = [extra for extra in metadata if isinstance(extra, Setting)]
        origin = get_origin(bare)
        inner = get_args(bare)[0] if origin is tuple else bare
        choices = get_args(inner) if origin in (tuple, Literal) else ()
        kinds = [extra for extra in metadata if isinstance(extra, SettingKind)]
        kind = kinds[0] if kinds else _KINDS.get(origin or bare, declared.kind)
        if kind is SettingKind.SOME and choices == WEEKDAYS:
            kind = SettingKind.DAYS
        setting = replace(
            declared, key=declared.key or entry.name, kind=kind, choices=choices, field=entry.name
        )
        found.append(replace(setting, default=value_text(setting, Settings()) or declared.default))
    return tuple(found)


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
    found: list[Setting] = []
    for setting in setting_fields():
        if setting.key == "cues":
            found += [
                replace(
                    setting,
                    key=f"cues.{cue.value}",
                    kind=SettingKind.SWITCH,
                    meaning=f"Whether the cue '{cue.value.replace('_', ' ')}' is heard.",
                    default="true",
                )
                for cue in TONES
            ]
        elif setting.key == "volumes":
            for name in (*map(str, TONES), "speech"):
                what = "the voice" if name == "speech" else f"the cue '{name.replace('_', ' ')}'"
                found.append(
                    replace(
                        setting,
                        key=f"volumes.{name}",
                        kind=SettingKind.NUMBER,
                        meaning=f"How loud {what} is beside the others, 0 to 100.",
                        default="100",
                        least=0,
                        most=100,
                    )
                )
        else:
            words = setting.choices
            choices = words if words == WEEKDAYS else tuple(sorted(words))
            found.append(replace(setting, choices=choices))
    return tuple(found)


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
        return _BOOLEANS.get(value.lower(), _scalar(value))
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
    is_text = ScalarNode(text, True, 1, 1).kind == "text" and text.lower() not in _BOOLEANS
    return text if is_word and is_text else json.encode(text).decode()


CUES: Final = tuple(cue.value for cue in TONES)
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


def check_config(source: Source) -> Settings:
    """The settings of a file that has been opened; its problems are added to `source`."""
    if source.root is None:
        return Settings()
    diagnostics = Diagnostics(source.path, source.problems)
    document = decode_document(ConfigDocument, source.root, diagnostics)
    broken = [name for name in windows() if not _window_is_valid(name, document, diagnostics)]
    values: dict[str, object] = {}
    for setting in setting_fields():
        group, _, inner = setting.key.partition(".")
        if group in broken and inner in WINDOW:
            continue
        part = getattr(document, group) if inner else document
        value = UNSET if part is UNSET else getattr(part, setting.field)
        if value is not UNSET:
            convert = _CONVERTERS_BY_KEY.get(setting.key) or _CONVERTERS.get(setting.kind)
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


def _each_once(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


_CONVERTERS_BY_KEY: Final[dict[str, Callable[[Any], object]]] = {
    "cues": lambda cues: frozenset(CueKind(cue) for cue, is_heard in cues.items() if not is_heard),
    "keys": lambda keys: {
        action: tuple(name.strip() for name in names.split(",") if name.strip())
        for action, names in keys.items()
    },
}
_CONVERTERS: Final[dict[SettingKind, Callable[[Any], object]]] = {
    SettingKind.TIME: str,
    SettingKind.LENGTH: int,
    SettingKind.LOAD: float,
    SettingKind.DATE: date.fromisoformat,
    SettingKind.DAYS: _each_once,
    SettingKind.SOME: _each_once,
}
"""From values of the document to those of `Settings`; the others are the same."""
