"""The format of config.yaml, made from the fields of `Settings`; every key may be left out."""

from __future__ import annotations

from types import GenericAlias
from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct, field

from coach.library.documents import Document, Line
from coach.library.settings_list import setting_fields
from coach.library.values import CivilDate, Seconds, SomeKilograms, TimeOfDay
from coach.model.settings import Setting, SettingKind
from coach.model.timeline import CueKind

CUES: Final = tuple(cue.value for cue in CueKind)
HEARD: Final = (*CUES, "speech")
ActionName = Annotated[str, Meta(pattern=r"\S", max_length=60, extra={"word": "line"})]
KeyNames = Annotated[str, Meta(pattern=r"\S", max_length=100, extra={"word": "line"})]

WINDOW: Final = ("from", "until")
"""The keys of a window of time; one wants the other."""
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
"""Keys that hold keys: their document, and what it is about."""


def _list_of(words: tuple[str, ...]) -> object:
    return GenericAlias(list, (Literal.__getitem__(words),))


def _file_type(setting: Setting) -> object:
    """How a setting is written in the file."""
    if setting.key in _MAPPINGS:
        return _MAPPINGS[setting.key]
    match setting.kind:
        case SettingKind.NUMBER:
            return Annotated[int, Meta(ge=setting.least, le=setting.most)]
        case SettingKind.CHOICE:
            return Literal.__getitem__(setting.choices)
        case SettingKind.DAYS:
            return Annotated[_list_of(setting.choices), Meta(min_length=1, max_length=len(setting.choices))]
        case SettingKind.SOME:
            return Annotated[_list_of(setting.choices), Meta(max_length=len(setting.choices))]
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
            entries[key] = (setting.fields[0], described, field(name=key))
        else:
            entries[key] = (setting.fields[0], described | UnsetType, field(default=UNSET, name=key))
    return defstruct(
        name,
        list(entries.values()),
        bases=(Document,),
        module=__name__,
        namespace={"__doc__": about},
        kw_only=True,
    )


ConfigDocument: Final = _document("ConfigDocument", "The settings of coach.", "")
