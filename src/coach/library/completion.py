"""What could be written at a place of a program that is being typed: keys, words and drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal, get_args, get_origin

from msgspec import Meta, Struct
from msgspec.structs import fields, replace

from coach.library.cursor import Place, key_column, place_at
from coach.library.documents import ProgramDocument
from coach.library.shape import bare_type
from coach.model.program import Drill

_DRILL_KEYS: Final = ("drill", "slot", "easier", "harder")
"""A slot is mostly called by its drill."""
_LETTERS_INSIDE: Final = 3
"""Fewer letters are in the middle of almost everything."""
_ONE_OF: Final = (
    frozenset(("hold", "time", "reps", "breaths")),
    frozenset(("slots", "parts")),
    frozenset(("rounds", "parts")),
    frozenset(("per_week", "per_day", "every")),
    frozenset(("rest", "every")),
    frozenset(("load", "hand")),
)
"""Of these, where they are keys of one group, one alone can stand."""


class Suggestion(Struct, frozen=True):
    """One thing that could stand there."""

    word: str
    """As it is shown in the list."""
    note: str
    """What it means, in a few words; may be empty."""
    written: str
    """What is put into the text for it."""


class Completion(Struct, frozen=True, kw_only=True):
    """What could stand at a place."""

    start: int
    """The column, from 0, at which the word that is being typed begins."""
    typed: str
    """What of it stands there already."""
    suggestions: tuple[Suggestion, ...]
    """The likeliest first."""
    is_key: bool
    """A key is typed there, no value."""

    @property
    def is_done(self) -> bool:
        """The word is there in full."""
        return any(one.word == self.typed for one in self.suggestions)


class _Key(Struct, frozen=True):
    """A key of a document, with what may stand behind it."""

    note: str
    document: type[Struct] | None
    """For a group of keys, or a list of groups."""
    words: tuple[str, ...]


def complete(
    lines: Sequence[str],
    line: int,
    column: int,
    drills: Mapping[str, Drill],
    *,
    document: type[Struct] = ProgramDocument,
) -> Completion | None:
    """What could stand at a place of a text, or None where there is nothing to say.

    Args:
        lines: the text, which need not be right or whole.
        line: from 0.
        column: from 0, in characters.
        drills: the drills there are.
        document: of the whole text.
    """
    place = place_at(lines, line, column)
    if place is None:
        return None
    known = _known(document, place.path)
    everything = _of_values(place, known, drills) if place.key is not None else _of_keys(place, known)
    fitting = _fitting(everything, place.typed)
    if not fitting:
        return None
    return Completion(
        start=column - len(place.typed), typed=place.typed, suggestions=fitting, is_key=place.key is None
    )


def note_at(lines: Sequence[str], line: int, *, document: type[Struct] = ProgramDocument) -> str:
    """What the key of a line means, with its name; empty where there is none.

    Args:
        lines: the text, which need not be right or whole.
        line: from 0.
        document: of the whole text.
    """
    column = key_column(lines[line])
    place = place_at(lines, line, column) if column is not None else None
    if place is None or column is None:
        return ""
    name = lines[line][column:].partition(":")[0].strip()
    key = _known(document, place.path).get(name)
    return f"{name}: {key.note}" if key and key.note else ""


def _known(document: type[Struct], path: Sequence[str]) -> dict[str, _Key]:
    """The keys of the group at a path; none where there is no such group."""
    for name in path:
        found = _keys(document).get(name)
        if found is None or found.document is None:
            return {}
        document = found.document
    return _keys(document)


def _of_keys(place: Place, known: Mapping[str, _Key]) -> list[Suggestion]:
    groups = [group for group in _ONE_OF if group <= known.keys() and group & place.taken]
    out = place.taken.union(*groups)
    return [
        Suggestion(name, key.note, name if place.has_colon else f"{name}: ")
        for name, key in known.items()
        if name not in out
    ]


def _of_values(place: Place, known: Mapping[str, _Key], drills: Mapping[str, Drill]) -> list[Suggestion]:
    if place.key in _DRILL_KEYS and place.key in known:
        return [Suggestion(name, drills[name].name, name) for name in sorted(drills)]
    key = known.get(place.key or "")
    return [Suggestion(word, "", word) for word in key.words if word not in place.taken] if key else []


def _fitting(suggestions: list[Suggestion], typed: str) -> tuple[Suggestion, ...]:
    """Those that begin with what is typed, then those that have it in the middle, or in what they mean."""
    low = typed.lower()
    first = [one for one in suggestions if one.word.startswith(low)]
    if len(low) < _LETTERS_INSIDE:
        return tuple(first)
    then = [one for one in suggestions if low in f"{one.word} {one.note}".lower() and one not in first]
    return (*first, *then)


@cache
def _keys(document: type[Struct]) -> dict[str, _Key]:
    entries = sorted(fields(document), key=lambda entry: not entry.required)
    return {entry.encode_name: _key(entry.type) for entry in entries}


def _key(annotation: object) -> _Key:
    """What an annotated type says; of a list, its items."""
    kind, metadata = bare_type(annotation)
    notes = [extra.description for extra in metadata if isinstance(extra, Meta) and extra.description]
    arguments = get_args(kind)
    if get_origin(kind) is list:
        key = _key(arguments[0])
    elif get_origin(kind) is Literal:
        key = _Key("", None, tuple(str(choice) for choice in arguments))
    elif kind is bool:
        key = _Key("", None, ("true", "false"))
    elif isinstance(kind, type) and issubclass(kind, Struct):
        key = _Key((kind.__doc__ or "").partition("\n")[0], kind, ())
    else:
        key = _Key("", None, ())
    return replace(key, note=notes[-1]) if notes else key
