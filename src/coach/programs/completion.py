"""Completion in a program that is being typed: its keys, their words, and the drills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    """What is at the cursor."""

    path: tuple[str, ...]
    """The keys of the mappings around it, from the outside."""
    key: str | None
    """The key whose value is typed; None: a key is typed."""
    typed: str
    """The word so far."""
    taken: frozenset[str]
    """Keys of the same mapping, or words of the same list."""
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


def context_at(lines: Sequence[str], line: int, column: int) -> CursorContext | None:
    """What is at a place; None in a comment, in a text of several lines, or where no word is typed.

    Args:
        lines: the text.
        line: from 0.
        column: from 0, in characters.
    """
    head = lines[line][:column]
    indentation = len(lines[line]) - len(lines[line].lstrip())
    outer = (text for text in reversed(lines[:line]) if len(text) - len(text.lstrip()) < indentation)
    # A text of several lines begins with a `>` or a `|` in the line that is further out.
    begins_text = _BLOCK_TEXT.search(next(filter(str.strip, outer), ""))
    if head.lstrip().startswith("#") or " #" in head or begins_text:
        return None
    word = _WORD.search(head)
    typed = word[0] if word else ""
    before = head[: len(head) - len(typed)]
    opened = _open_bracket(before)
    follows = lines[line][column:].lstrip().startswith(":")
    if opened is not None:
        return _in_brackets(lines, line, before, opened, typed, follows)
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
    """The keys above a line whose values it is in."""
    path: list[str] = []
    for number in range(line - 1, -1, -1):
        above = _entry(lines[number])
        if above is None:
            continue
        if here.dash is None and above.column == here.column:
            here = above  # a sibling, which may begin the item of a list
            continue
        # A list may begin in the column of its key.
        is_outside = above.column < here.column and (here.dash is None or above.column <= here.dash)
        if is_outside and not above.has_value:
            path.append(above.key)
            here = above
    return tuple(reversed(path))


def _siblings(lines: Sequence[str], line: int, here: _Line) -> frozenset[str]:
    """The other keys of the mapping that a line is in."""
    siblings = set()
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
            siblings.add(other.key)
            if other.dash is not None:
                break
    return frozenset(siblings)


def _entry(text: str) -> _Line | None:
    match = _ENTRY.match(text)
    if match is None:
        return None
    dash = match["lead"].rfind("-")
    value = (match["value"] or "").partition("#")[0].strip()
    return _Line(dash if dash >= 0 else None, match.start("key"), match["key"], bool(value))


def _open_bracket(text: str) -> int | None:
    """The index of the innermost open bracket."""
    stack: list[int] = []
    for index, mark in enumerate(text):
        if mark in "{[":
            stack.append(index)
        elif mark in "}]" and stack:
            stack.pop()
    return stack[-1] if stack else None


_DRILL_KEYS: Final = ("drill", "slot", "easier", "harder")
"""A slot mostly has the name of its drill."""
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
"""Of each of these sets, a mapping can have one key."""


class Suggestion(Struct, frozen=True):
    """One completion of the word."""

    word: str
    """As it is shown in the list."""
    note: str
    """What it means, in a few words; may be empty."""
    written: str
    """What is put into the text for it."""


class Completion(Struct, frozen=True, kw_only=True):
    """The suggestions at a place."""

    start: int
    """The column of the typed word, from 0."""
    typed: str
    """The word so far."""
    suggestions: tuple[Suggestion, ...]
    """The likeliest first."""
    is_key: bool
    """A key is typed there, no value."""

    @property
    def is_done(self) -> bool:
        """Whether the word is complete."""
        return any(one.word == self.typed for one in self.suggestions)


class _Key(Struct, frozen=True):
    """A key of a document, with its possible values."""

    note: str
    document: type[Struct] | None
    """Of a mapping, or of a list of mappings."""
    words: tuple[str, ...]


def complete(
    lines: Sequence[str],
    line: int,
    column: int,
    drills: Mapping[str, Drill],
    *,
    document: type[Struct] = ProgramDocument,
) -> Completion | None:
    """The suggestions at a place of a text, or None where there are none.

    Args:
        lines: the text, which need not be right or whole.
        line: from 0.
        column: from 0, in characters.
        drills: the drills there are.
        document: of the whole text.
    """
    context = context_at(lines, line, column)
    if context is None:
        return None
    known = _known(document, context.path)
    taken, key = context.taken, known.get(context.key or "")
    if context.key is None:
        left_out = taken.union(*(keys for keys in _ONE_OF if keys <= known.keys() and keys & taken))
        suggestions = [
            Suggestion(name, one.note, name if context.has_colon else f"{name}: ")
            for name, one in known.items()
            if name not in left_out
        ]
    elif context.key in _DRILL_KEYS and key:
        suggestions = [Suggestion(name, drills[name].name, name) for name in sorted(drills)]
    else:
        suggestions = [Suggestion(word, "", word) for word in key.words if word not in taken] if key else []
    # Those that begin with the word come first, then those that have it in the middle, or in their note.
    typed = context.typed.lower()
    fitting = [one for one in suggestions if one.word.startswith(typed)]
    if len(typed) >= _LETTERS_INSIDE:
        fitting += [
            one for one in suggestions if typed in f"{one.word} {one.note}".lower() and one not in fitting
        ]
    if not fitting:
        return None
    return Completion(
        start=column - len(context.typed),
        typed=context.typed,
        suggestions=tuple(fitting),
        is_key=context.key is None,
    )


def note_at(lines: Sequence[str], line: int, *, document: type[Struct] = ProgramDocument) -> str:
    """What the key of a line means, with its name; empty where there is none.

    Args:
        lines: the text, which need not be right or whole.
        line: from 0.
        document: of the whole text.
    """
    text = lines[line]
    entry = None if text.lstrip().startswith("#") else _entry(text)
    context = context_at(lines, line, entry.column) if entry else None
    if entry is None or context is None:
        return ""
    key = _known(document, context.path).get(entry.key)
    return f"{entry.key}: {key.note}" if key and key.note else ""


def _known(document: type[Struct], path: Sequence[str]) -> dict[str, _Key]:
    """The keys of the mapping at a path; none where there is no such mapping."""
    for name in path:
        key = _keys(document).get(name)
        if key is None or key.document is None:
            return {}
        document = key.document
    return _keys(document)


@cache
def _keys(document: type[Struct]) -> dict[str, _Key]:
    entries = sorted(fields(document), key=lambda entry: not entry.required)
    return {entry.encode_name: _key(entry.type) for entry in entries}


def _key(annotation: object) -> _Key:
    """The key of an annotated type; of a list, that of its items."""
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
