"""A file while it is being read: what was found where, and every problem so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from coach.library.nodes import Entries, Items, Node, Scalar
from coach.library.problems import Problem

D = TypeVar("D")

_LONGEST_GUESS = 40


class Found(Struct):
    """Where the keys of one group stand."""

    node: Entries
    keys: dict[str, tuple[Scalar, Node]]
    """By the key as it is written."""
    bad: set[str] = field(default_factory=set)
    """Keys that are missing, or whose values have problems of their own."""
    strange: bool = False
    """There are keys that are not known."""


class Reading(Struct):
    """Collects what is said about one file."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    broken_drills: Mapping[str, Path] = field(default_factory=dict)
    """Drills that cannot be used before their problems are repaired, with their files."""
    _found: dict[int, Found] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)
    """Keeps every document alive, so that none takes the identity of another."""

    def say(self, node: Node, message: str, hint: str = "") -> None:
        """Add a problem at the place of a node; the same one is added once."""
        problem = Problem(self.path, node.line, node.column, message, hint)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)

    def keep(self, document: object, found: Found) -> None:
        """Remember where the keys of a document stand."""
        self._kept.append(document)
        self._found[id(document)] = found

    def documents(self, kind: type[D]) -> list[D]:
        """Every document of one kind, in the order of the file."""
        return [document for document in self._kept if isinstance(document, kind)]

    def is_clean(self, document: object) -> bool:
        """Whether every key of a document was read without a problem."""
        found = self._found[id(document)]
        return not found.bad and not found.strange

    def has(self, document: object, key: str) -> bool:
        """Whether a key was written at all, right or wrong."""
        return key in self._found[id(document)].keys

    def good(self, document: object, *keys: str) -> bool:
        """Whether all these keys were written, and read without a problem."""
        found = self._found[id(document)]
        return all(key in found.keys and key not in found.bad for key in keys)

    def at_key(self, document: object, key: str) -> Node:
        """The place of a key; of the whole group where the key is absent."""
        found = self._found[id(document)]
        return found.keys[key][0] if key in found.keys else found.node

    def at(self, document: object, key: str, index: int | None = None) -> Node:
        """The place of a key's value, or of one item of it; of the whole group where the key is absent."""
        found = self._found[id(document)]
        if key not in found.keys:
            return found.node
        value = found.keys[key][1]
        return value.items[index] if index is not None and isinstance(value, Items) else value

    def whole(self, document: object) -> Node:
        """The place where a group begins."""
        return self._found[id(document)].node


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a mistyped one was probably meant to be."""
    if len(word) > _LONGEST_GUESS:
        return None
    if word[:3].lower() in known:
        return word[:3].lower()
    close = get_close_matches(word.lower().replace("_", "-"), known, n=1, cutoff=0.6)
    return close[0] if close else None


def guess(word: str, known: Collection[str]) -> str:
    """A hint for a word that is not known: the nearest one, or all of them where they are few."""
    words = list(known)
    if len(words) == 1:
        return f"write {words[0]}"
    close = nearest(word, words)
    if close:
        return f"did you mean {close}?"
    return f"one of: {', '.join(words)}" if len(words) <= 30 else ""
