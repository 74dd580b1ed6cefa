"""Where in a YAML text somebody is typing: in which group of keys, and behind which key.

The text is mostly not whole at that moment, so it is read by its lines and their indentation, not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

_ENTRY: Final = re.compile(r"(?P<lead>(?: *- )* *)(?P<key>[\w<-]+)[ ]*:(?:[ ]+(?P<value>.*)|$)")
_BLOCK_TEXT: Final = re.compile(r":[ ]+[>|][-+0-9]*[ ]*(?:#.*)?$")
_KEY: Final = re.compile(r"(?:^|[{,])[ ]*([\w-]+)[ ]*:")
_WORD: Final = re.compile(r"[\w-]*$")


class Place(Struct, frozen=True, kw_only=True):
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


def place_at(lines: Sequence[str], line: int, column: int) -> Place | None:
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


def _in_block(lines: Sequence[str], line: int, before: str, typed: str, follows: bool) -> Place | None:
    entry = _entry(before)
    if entry is not None:
        if before[entry.column + len(entry.key) :].strip() != ":":
            return None
        return Place(path=_path(lines, line, entry), key=entry.key, typed=typed, taken=frozenset())
    dashes = before.replace("- ", "  ")
    if dashes.strip():
        return None
    dash = before.rfind("- ")
    here = _Line(dash if dash >= 0 else None, len(before), typed, has_value=False)
    path, taken = _path(lines, line, here), _siblings(lines, line, here)
    return Place(path=path, key=None, typed=typed, taken=taken, has_colon=follows)


def _in_brackets(
    lines: Sequence[str], line: int, before: str, opened: int, typed: str, follows: bool
) -> Place | None:
    """In `{…}` or `[…]` on one line."""
    inside = before[opened + 1 :]
    rest = lines[line][len(before) + len(typed) :]
    path = _owner(lines, line, before[:opened])
    if path is None:
        return None
    last = inside.rpartition(",")[2]
    if before[opened] == "[":
        words = frozenset(word.strip() for word in inside.split(",")[:-1])
        return Place(path=path[:-1], key=path[-1], typed=typed, taken=words) if path else None
    key, colon, value = last.partition(":")
    if (value if colon else last).strip():
        return None
    if colon:
        return Place(path=path, key=key.strip(), typed=typed, taken=frozenset())
    taken = frozenset(_KEY.findall(f"{{{inside}")) | frozenset(_KEY.findall(rest.partition("}")[0]))
    return Place(path=path, key=None, typed=typed, taken=taken, has_colon=follows)


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
