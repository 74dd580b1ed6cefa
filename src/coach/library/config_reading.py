"""From config.yaml to settings: what is right counts, what is wrong is said and leaves the default."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from coach.library.config import ConfigDocument
from coach.library.reading import Reading
from coach.library.shape import read_document
from coach.library.source import Source
from coach.model.settings import Settings
from coach.model.timeline import CueKind

_AS_THEY_ARE: Final = (
    "sound",
    "volume",
    "speech",
    "sound_set",
    "device",
    "voice",
    "hum",
    "keep_awake",
    "units",
    "week_start",
    "day_cutover",
    "theme",
    "sport",
    "osteoporosis",
    "review_day",
    "emergency_number",
)


def check_config(source: Source) -> Settings:
    """The settings of a file that has been opened; its problems are added to `source`."""
    if source.root is None:
        return Settings()
    reading = Reading(source.path, source.problems)
    return _settings(read_document(ConfigDocument, source.root, reading), reading)


def _settings(document: ConfigDocument, reading: Reading) -> Settings:
    """What was read well, over the defaults."""
    values: dict[str, object] = {}
    for key in _AS_THEY_ARE:
        value = getattr(document, key)
        if value is not UNSET:
            values[key] = value
    for key, name in (("weight", "weight_kg"), ("carry", "carry_kg"), ("load_step", "load_step_kg")):
        value = getattr(document, key)
        if value is not UNSET:
            values[name] = float(value)
    if document.cues is not UNSET:
        values["muted_cues"] = frozenset(CueKind(cue) for cue, heard in document.cues.items() if not heard)
    if document.volumes is not UNSET:
        values["volumes"] = dict(document.volumes)
    if document.keys is not UNSET:
        values["keys"] = {action: _key_names(keys) for action, keys in document.keys.items()}
    if document.health is not UNSET:
        values["health"] = tuple(dict.fromkeys(document.health))
    if document.event_date is not UNSET:
        values["event_date"] = date.fromisoformat(document.event_date)
    return replace(Settings(), **values, **_hours(document, reading), **_rests(document))


def _key_names(keys: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in keys.split(",") if name.strip())


def _rests(document: ConfigDocument) -> dict[str, int]:
    rest = document.rest
    if rest is UNSET:
        return {}
    pairs = (("rest_between_seconds", rest.between), ("rest_rounds_seconds", rest.rounds))
    return {name: int(value) for name, value in pairs if value is not UNSET}


def _hours(document: ConfigDocument, reading: Reading) -> dict[str, object]:
    """The working hours and the quiet ones; a window that makes no sense is left out."""
    values: dict[str, object] = {}
    work, quiet = document.work, document.quiet
    if work is not UNSET and reading.good(work, "from", "until"):
        if work.until <= work.from_:
            message = f"work: until {work.until} is not after from {work.from_}"
            reading.say(reading.at(work, "until"), message, "write a later time")
        else:
            values |= {"work_from": str(work.from_), "work_until": str(work.until)}
    if work is not UNSET and work.days is not UNSET:
        values["work_days"] = tuple(dict.fromkeys(work.days))
    if quiet is not UNSET and reading.good(quiet, "from", "until"):
        if quiet.until == quiet.from_:
            message = f"quiet: from and until are both {quiet.from_}"
            reading.say(reading.at(quiet, "until"), message, "write another time, or leave quiet out")
        else:
            values |= {"quiet_from": str(quiet.from_), "quiet_until": str(quiet.until)}
    return values
