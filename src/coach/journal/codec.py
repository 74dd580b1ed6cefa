"""Events as lines of JSON: decoded, checked, and stored as they were written."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, cast

import msgspec
from msgspec import Struct

from coach.model.events import WORST_PAIN, CheckIn, Control, Event, Session, SetRecord, Tombstone
from coach.model.formatting import YEARS, is_valid_date

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RANDOM_A_BITS: Final = 12
_RANDOM_B_BITS: Final = 62


def new_id(now: datetime) -> str:
    """A UUID of version 7: the milliseconds of `now`, then 74 random bits.

    Args:
        now: the moment of the event, aware of its zone; ids of later moments sort after earlier ones.
    """
    milliseconds = max(0, int(now.timestamp() * 1000)) & ((1 << 48) - 1)
    random = int.from_bytes(os.urandom(10), "big")
    random_a = random & ((1 << _RANDOM_A_BITS) - 1)
    random_b = (random >> _RANDOM_A_BITS) & ((1 << _RANDOM_B_BITS) - 1)
    number = milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_id(text: str) -> bool:
    """Whether this is a UUID in its usual form: 32 hexadecimal digits in five groups."""
    return _UUID.fullmatch(text) is not None


MAX_LINE_BYTES: Final = 1_000_000
MAX_SETS: Final = 1_000
_MOST_SHOWN: Final = 60
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NULL_MEANS_DEFAULT: Final = (
    *("schema", "sets", "stopped", "red_flags", "triggers", "checklists", "ticked", "changes"),
    "earlier_clearances",
)
"""Keys whose null in a file means the default of the model, which is not None."""
_ID_KEYS: Final = ("id", "target", "replaces")
_ID_LIST_KEYS: Final = ("flags", "earlier_clearances")
_SAME_AS_ABSENT: Final[dict[str, object]] = {"stopped": False, "earlier_clearances": []}
"""Keys that were added later: without them an event has the same content as with these values."""

_decoder: Final = msgspec.json.Decoder[Event](Event)
_KINDS_OF_JSON: Final = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
    "date": "a date like 2026-01-05",
    "datetime": "a moment like 2026-01-05T07:30:12+01:00",
}


class StoredEvent(Struct, frozen=True):
    """An event and the JSON text that it is stored as."""

    text: str
    event: Event

    @property
    def day(self) -> date:
        """The date it is ordered by; the wall date of its moment for a tombstone without a date."""
        return self.event.date or self.event.at.date()

    @property
    def instant(self) -> int:
        """Its moment in microseconds since 1970 in UTC."""
        return (self.event.at - _EPOCH) // timedelta(microseconds=1)


def decode_event(text: str, *, any_day: bool = False) -> StoredEvent:
    """The event of a line of JSON, with the text that is stored for it.

    Args:
        text: one JSON object; fields that the model does not know stay in it.
        any_day: accept years outside `YEARS`; for events that are stored already.

    Raises:
        ValueError: with a sentence about what is wrong and where in the object.
    """
    tidy = text.strip().replace("\r", " ").replace("\n", " ")
    if len(tidy) > MAX_LINE_BYTES:
        raise ValueError(f"longer than {MAX_LINE_BYTES:,} characters")
    try:
        event = _decode(tidy)
    except msgspec.ValidationError as error:
        tidy = _without_nulls(tidy, error)
        try:
            event = _decode(tidy)
        except msgspec.ValidationError as still:
            raise ValueError(plain_words(str(still))) from still
    for key in () if any_day else ("date", "at", "ended_at"):
        day = getattr(event, key, None)
        if day is not None and not is_valid_date(day):
            raise ValueError(f"{key} is in the year {day.year}: {YEARS[0]} to {YEARS[-1]} will do")
    _check(event)
    # UUIDs are the same in small and in capital letters; they are stored in small ones.
    small = tidy
    for _place, id_ in _ids(event):
        small = small.replace(f'"{id_}"', f'"{id_.lower()}"')
    return StoredEvent(tidy, event) if small == tidy else StoredEvent(small, _decode(small))


def encode_event(event: Event) -> StoredEvent:
    """An event with the line of JSON that is stored for it.

    Raises:
        ValueError: its values do not make sense.
    """
    # Before it is encoded: JSON has no infinity, only null.
    _check(event)
    return decode_event(msgspec.json.encode(event).decode())


def same_content(one: str, other: str) -> bool:
    """Whether two JSON objects have the same content.

    White space, the order of keys, keys that are null, and keys that were added later with their default
    make no difference.
    """
    if one == other:
        return True
    try:
        return _comparable(one) == _comparable(other)
    except RecursionError:
        return False


def checksum(text: str) -> int:
    """CRC-32 of the text in UTF-8."""
    return zlib.crc32(text.encode())


def max_pain(event: Event) -> int | None:
    """The most pain of a session's sets, or the pain of a check-in; None where none was given."""
    if isinstance(event, Session):
        return max((done.pain for done in event.sets if done.pain is not None), default=None)
    return event.pain if isinstance(event, CheckIn) else None


def _decode(text: str) -> Event:
    try:
        return cast("Event", _decoder.decode(text))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except UnicodeError as error:
        raise ValueError("not valid Unicode text") from error
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        raise ValueError(_not_json(error)) from error


def _without_nulls(text: str, error: msgspec.ValidationError) -> str:
    """The text without the keys of `_NULL_MEANS_DEFAULT` that are null."""
    try:
        found = msgspec.json.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from error
    except msgspec.DecodeError as worse:
        raise ValueError(_not_json(worse)) from worse
    if not isinstance(found, dict):
        raise ValueError("an event is one JSON object in braces") from error
    if any(key in found and found[key] is None for key in _NULL_MEANS_DEFAULT):
        kept = {
            key: value for key, value in found.items() if value is not None or key not in _NULL_MEANS_DEFAULT
        }
        return msgspec.json.encode(kept).decode()
    return text


def _ids(event: Event) -> Iterator[tuple[str, str]]:
    """Every id in an event, each with its place."""
    for key in _ID_KEYS:
        if (id_ := getattr(event, key, None)) is not None:
            yield key, id_
    for key in _ID_LIST_KEYS:
        for index, id_ in enumerate(getattr(event, key, None) or ()):
            yield f"{key}[{index}]", id_


def _check(event: Event) -> None:
    """Refuse values that the types allow and that make no sense."""
    if event.schema != 1:
        raise ValueError(f"schema {event.schema} is not known here: a newer coach may have written it")
    for place, id_ in _ids(event):
        if not is_id(id_):
            raise ValueError(f"{place} has to be a UUID, not '{_short(id_)}'")
    for key in ("at", "ended_at"):
        moment = getattr(event, key, None)
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{key} has to end in an offset, like 2026-01-05T07:30:12+01:00")
    if isinstance(event, Tombstone):
        if event.target.lower() == event.id.lower():
            raise ValueError("target is the tombstone's own id")
    elif isinstance(event, Session):
        if not event.program:
            raise ValueError("program is empty")
        if len(event.sets) > MAX_SETS:
            raise ValueError(f"a session has at most {MAX_SETS:,} sets")
        _check_numbers("", event)
        for index, done in enumerate(event.sets):
            if not done.slot:
                raise ValueError(f"sets[{index}].slot is empty")
            _check_numbers(f"sets[{index}].", done)
    else:
        _check_numbers("", event)


_LIMITS: Final = {
    "pain": WORST_PAIN,
    "seconds": 86_400,
    "asked_seconds": 86_400,
    "reps": 100_000,
    "asked_reps": 100_000,
    "round": 1_000,
    "asked_sets": MAX_SETS,
    "load_kg": 1_000,
    "minutes": 1_440,
    "distance_km": 1_000,
    "sleep_hours": 24,
}


def _check_numbers(where: str, found: SetRecord | CheckIn | Control | Event) -> None:
    for key, most in _LIMITS.items():
        value = getattr(found, key, None)
        if value is not None and not 0 <= value <= most:
            raise ValueError(f"{where}{key} is {_short(str(value))}: it goes from 0 to {most:,}")


_EXPECTED: Final = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_MISSING: Final = re.compile(r"Object missing required field `(?P<key>[^`]+)`")
_INVALID: Final = re.compile(r"Invalid (?:enum )?value (?P<value>.+)", re.DOTALL)
_PLACE: Final = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")


def plain_words(message: str) -> str:
    """A message of msgspec about an event in words for a person, with the place first."""
    place = _PLACE.search(message)
    where = place["place"] if place else ""
    said = message[: place.start()] if place else message
    if match := _EXPECTED.search(said):
        wanted = " or ".join(_KINDS_OF_JSON.get(name, name) for name in match["expected"].split(" | "))
        said = f"has to be {wanted}, not {_KINDS_OF_JSON.get(match['got'], match['got'])}"
    elif match := _MISSING.search(said):
        where, said = f"{where}.{match['key']}" if where else match["key"], "is missing"
    elif match := _INVALID.search(said):
        said = f"cannot be {_short(match['value'])}"
    elif "RFC3339 encoded datetime" in said:
        said = f"has to be {_KINDS_OF_JSON['datetime']}"
    elif "RFC3339 encoded date" in said:
        said = f"has to be {_KINDS_OF_JSON['date']}"
    else:
        said = _lower(said)
    return f"{where} {said}" if where else said


def _not_json(error: msgspec.DecodeError) -> str:
    return f"not one JSON object: {_lower(str(error))}"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not text.startswith("JSON") else text


def _comparable(text: str) -> object:
    """The JSON value of a text without what `same_content` leaves out."""
    found = _without_null_values(msgspec.json.decode(text))
    if not isinstance(found, dict):
        return found
    return {
        key: value
        for key, value in found.items()
        if key not in _SAME_AS_ABSENT or value != _SAME_AS_ABSENT[key]
    }


def _without_null_values(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_null_values(inner) for key, inner in value.items() if inner is not None}
    return [_without_null_values(inner) for inner in value] if isinstance(value, list) else value
