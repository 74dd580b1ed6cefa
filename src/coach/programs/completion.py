"""What could be written at a place of a program that is being typed: keys, words and drills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Literal, get_args, get_origin

from msgspec import Meta, Struct
from msgspec.structs import fields, replace

from coach.model.program import Drill
from coach.programs.decode import bare_type
from coach.programs.schema import ProgramDocument

_ENTRY: Final = re.compile(r"(?P<lead>(?: *- )* *)(?P<key>[\w<-]+)[ ]*:(?:[ ]+(?P<value>.*)|$)")
_BLOCK_TEXT: Final = re.compile(r":[ ]+[>|][-+0-9]*[ ]*(?:#.*)?$")
_KEY: Final = re.compile(r"(?:^|[{,])[ ]*([\w-]+)[ ]*:")
_WORD: Final = re.compile(r"[\w-]*$")


class CursorContext(Struct, frozen=True, kw_only=True):
    """A place in a text."""

    path: tuple[str, ...]
    """The keys of the groups it is in, from the outside."""
    key: str | None
    """Its value is typed; None: a key is."""
    typed: str
    """The word that stands there so far."""
    taken: frozenset[str]
    """Keys or words that the same group has already."""
    has_colon: bool = False
    """A colon follows."""


class _Line(Struct, frozen=True):
    """A line with a key."""

    dash: int | None
    """The column of its last dash."""
    column: int
    """Of its key, from 0."""
    key: str
    has_value: bool


def place_at(lines: Sequence[str], line: int, column: int) -> CursorContext | None:
    """The place, or None in a comment, in a text of several lines, or where no word is typed.

    Args:
        lines: the text.
        line: from 0.
        column: from 0, in characters.
    """
    head = lines[line][:column]
    if _in_comment(head) or _in_block_text(lines, line):
        return None
    found = _WORD.search(head)
    typed = found[0] if found else ""
    before = head[: len(head) - len(typed)]
    opened = _open_bracket(before)
    follows = lines[line][column:].lstrip().startswith(":")
    if opened is not None:
        return _in_brackets(lines, line, before, opened, typed, follows)
    return _in_block(lines, line, before, typed, follows)


def key_column(text: str) -> int | None:
    """Where the key of a line begins, from 0; None where it has none."""
    entry = None if text.lstrip().startswith("#") else _entry(text)
    return entry.column if entry else None


def _in_block(
    lines: Sequence[str], line: int, before: str, typed: str, follows: bool
) -> CursorContext | None:
    entry = _entry(before)
    if entry is not None:
        if before[entry.column + len(entry.key) :].strip() != ":":
            return None
        return CursorContext(path=_path(lines, line, entry), key=entry.key, typed=typed, taken=frozenset())
    dashes = before.replace("- ", "  ")
    if dashes.strip():
        return None
    dash = before.rfind("- ")
    here = _Line(dash if dash >= 0 else None, len(before), typed, has_value=False)
    path, taken = _path(lines, line, here), _siblings(lines, line, here)
    return CursorContext(path=path, key=None, typed=typed, taken=taken, has_colon=follows)


def _in_brackets(
    lines: Sequence[str], line: int, before: str, opened: int, typed: str, follows: bool
) -> CursorContext | None:
    """In `{…}` or `[…]` on one line."""
    inside = before[opened + 1 :]
    rest = lines[line][len(before) + len(typed) :]
    path = _owner(lines, line, before[:opened])
    if path is None:
        return None
    last = inside.rpartition(",")[2]
    if before[opened] == "[":
        words = frozenset(word.strip() for word in inside.split(",")[:-1])
        return CursorContext(path=path[:-1], key=path[-1], typed=typed, taken=words) if path else None
    key, colon, value = last.partition(":")
    if (value if colon else last).strip():
        return None
    if colon:
        return CursorContext(path=path, key=key.strip(), typed=typed, taken=frozenset())
    taken = frozenset(_KEY.findall(f"{{{inside}")) | frozenset(_KEY.findall(rest.partition("}")[0]))
    return CursorContext(path=path, key=None, typed=typed, taken=taken, has_colon=follows)


def _owner(lines: Sequence[str], line: int, outer: str) -> tuple[str, ...] | None:
    """The keys that a bracket belongs to, from the text of its line before it."""
    around = _open_bracket(outer)
    if around is not None:
        path = _owner(lines, line, outer[:around])
        key = outer[around + 1 :].rpartition(",")[2].partition(":")[0].strip()
        return path if path is None or not key else (*path, key)
    entry = _entry(outer)
    if entry is not None:
        return (*_path(lines, line, entry), entry.key)
    dash = outer.rfind("- ")
    if outer.replace("- ", "").strip() or dash < 0:
        return None
    return _path(lines, line, _Line(dash, len(outer), "", has_value=False))


def _path(lines: Sequence[str], line: int, here: _Line) -> tuple[str, ...]:
    """The keys above that a line is in."""
    path: list[str] = []
    for above in _parents(lines, line, here):
        path.append(above.key)
    return tuple(reversed(path))


def _parents(lines: Sequence[str], line: int, here: _Line) -> Iterator[_Line]:
    for number in range(line - 1, -1, -1):
        above = _entry(lines[number])
        if above is None:
            continue
        if here.dash is None and above.column == here.column:
            here = above  # a sibling, which may begin the item of a list
        elif not above.has_value and _is_outside(above, here):
            yield above
            here = above


def _is_outside(above: _Line, here: _Line) -> bool:
    """Whether a key above can be that of the group which a line is in; a list may begin in its column."""
    return above.column < here.column and (here.dash is None or above.column <= here.dash)


def _siblings(lines: Sequence[str], line: int, here: _Line) -> frozenset[str]:
    """The keys of the group that a line is in."""
    found = set()
    for step in (-1, 1):
        number = line + step
        if step == -1 and here.dash is not None:
            continue
        while 0 <= number < len(lines):
            other = _entry(lines[number])
            number += step
            if other is None or other.column > here.column:
                continue
            if other.column < here.column or (step == 1 and other.dash is not None):
                break
            found.add(other.key)
            if other.dash is not None:
                break
    return frozenset(found)


def _entry(text: str) -> _Line | None:
    found = _ENTRY.match(text)
    if found is None:
        return None
    dash = found["lead"].rfind("-")
    value = (found["value"] or "").partition("#")[0].strip()
    return _Line(dash if dash >= 0 else None, found.start("key"), found["key"], bool(value))


def _open_bracket(text: str) -> int | None:
    """Where the innermost bracket that is still open stands."""
    stack: list[int] = []
    for at, mark in enumerate(text):
        if mark in "{[":
            stack.append(at)
        elif mark in "}]" and stack:
            stack.pop()
    return stack[-1] if stack else None


def _in_comment(head: str) -> bool:
    return head.lstrip().startswith("#") or " #" in head


def _in_block_text(lines: Sequence[str], line: int) -> bool:
    """Whether a line belongs to a text that a `>` or a `|` above has begun."""
    indentation = len(lines[line]) - len(lines[line].lstrip())
    for number in range(line - 1, -1, -1):
        above = lines[number]
        if above.strip() and len(above) - len(above.lstrip()) < indentation:
            return bool(_BLOCK_TEXT.search(above))
    return False


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


def _of_keys(place: CursorContext, known: Mapping[str, _Key]) -> list[Suggestion]:
    groups = [group for group in _ONE_OF if group <= known.keys() and group & place.taken]
    out = place.taken.union(*groups)
    return [
        Suggestion(name, key.note, name if place.has_colon else f"{name}: ")
        for name, key in known.items()
        if name not in out
    ]


def _of_values(
    place: CursorContext, known: Mapping[str, _Key], drills: Mapping[str, Drill]
) -> list[Suggestion]:
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
