"""From the text of a file to its tree, within limits that no honest file comes near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

import yaml
from msgspec import Struct, field
from yaml import YAMLError
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from coach.library.nodes import Entries, Items, Node, Scalar
from coach.library.problems import Problem
from coach.library.syntax import explain_syntax

MAX_DEPTH: Final = 20
MAX_NODES: Final = 50_000
"""Counted as a reader sees them: what an alias stands for counts each time."""
MAX_ALIASES: Final = 200

_NOT_TEXT = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tree(Struct):
    """The tree of a file; its root is None where nothing stands in it, or where a problem says why."""

    root: Node | None
    problems: list[Problem]


def read_tree(text: str, path: Path) -> Tree:
    """The tree of a text. Never raises: whatever is wrong comes back as problems with their places."""
    strange = _NOT_TEXT.search(text)
    if strange:
        line, column = place_of(text, strange.start())
        message = f"the character U+{ord(strange[0]):04X} cannot stand in a text file"
        return Tree(None, [Problem(path, line, column, message, "delete it, or write the file anew as text")])
    builder = _Builder(path=path)
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except _UnreadableError as error:
        return Tree(None, [*builder.problems, error.problem])
    except MarkedYAMLError as error:
        problem = explain_syntax(error, text, path, builder.open_quote)
        return Tree(None, [*builder.problems, problem])
    except YAMLError as error:
        return Tree(None, [*builder.problems, Problem(path, 1, 1, f"this is not YAML: {error}")])
    return Tree(builder.root, builder.problems)


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text."""
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


def _events(text: str) -> Iterator[Event]:
    """The parser's events: it keeps no tree of its own, so no depth can exhaust it."""
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, loader))


class _UnreadableError(Exception):
    """Reading ends here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Open(Struct):
    """A list or a group of keys that is being read."""

    node: Items | Entries
    anchor: str | None
    key: Scalar | None = None
    """The key whose value comes next."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key so far."""


class _Builder(Struct):
    """Puts the tree together, event by event."""

    path: Path
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    open_quote: tuple[int, int, int] | None = None
    """Line, column and last line of the last quoted text that goes over several lines."""
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, Node | None] = field(default_factory=dict)
    """None while the anchored thing is not complete."""
    _aliases: int = 0
    _nodes: int = 0
    _documents: int = 0

    def take(self, event: Event) -> bool:
        """Add one event; False once there is nothing more to read."""
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, CollectionEndEvent):
            done = self._open.pop()
            if done.anchor:
                self._anchors[done.anchor] = done.node
            self._add(done.node)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            return self._document(event)
        return True

    def _document(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._say(event, "a second document starts here", "keep one program in one file, without ---")
        return self._documents == 1

    def _scalar(self, event: ScalarEvent) -> None:
        self._refuse_tag(event, event.tag)
        line, column = _place(event)
        if event.style in ("'", '"') and event.end_mark and event.end_mark.line >= line:
            self.open_quote = (line, column, event.end_mark.line + 1)
        node = Scalar(event.value, not event.style, line, column)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._count(event, 1)
        self._add(node)

    def _begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self._refuse_tag(event, event.tag)
        if len(self._open) >= MAX_DEPTH:
            self._stop(event, f"this is nested more than {MAX_DEPTH} deep", "take some of the brackets away")
        line, column = _place(event)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._count(event, 1)
        node = Entries([], line, column) if isinstance(event, MappingStartEvent) else Items([], line, column)
        self._open.append(_Open(node, event.anchor))

    def _alias(self, event: AliasEvent) -> None:
        name = event.anchor or ""
        if name not in self._anchors:
            self._stop(event, f"nothing is named &{name}", "write the value out")
        node = self._anchors[name]
        if node is None:
            self._stop(event, f"*{name} stands inside what it names", "write the value out")
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self._stop(event, f"more than {MAX_ALIASES} aliases (*{name})", "write the values out")
        self._count(event, node.size)
        self._add(node)

    def _count(self, event: Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            if self._aliases:
                self._stop(event, f"aliases make more than {MAX_NODES} things of it", "write the values out")
            self._stop(event, f"the file says more than {MAX_NODES} things", "make two files of it")

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        top.node.size += node.size
        if isinstance(top.node, Items):
            top.node.items.append(node)
        elif top.key is None:
            top.key = self._as_key(node)
        else:
            self._put(top.node, top, top.key, node)

    def _put(self, entries: Entries, top: _Open, key: Scalar, node: Node) -> None:
        first = top.lines.setdefault(key.text, key.line)
        top.key = None
        if len(top.lines) > len(entries.entries):
            entries.entries.append((key, node))
            return
        message = f"the key '{key.text}' stands here a second time"
        self.problems.append(
            Problem(self.path, key.line, key.column, message, f"it is in line {first} already: keep one")
        )

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar) and node.text:
            return node
        message = "a key is a word"
        raise _UnreadableError(Problem(self.path, node.line, node.column, message, "write: key: value"))

    def _refuse_tag(self, event: Event, tag: str | None) -> None:
        if tag is not None and tag != "!":
            name = tag.replace("tag:yaml.org,2002:", "!!")
            self._say(event, f"the tag {name} is not read here", "leave the tag out")

    def _say(self, event: Event, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, *_place(event), message, hint))

    def _stop(self, event: Event, message: str, hint: str) -> NoReturn:
        raise _UnreadableError(Problem(self.path, *_place(event), message, hint))


def _place(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
