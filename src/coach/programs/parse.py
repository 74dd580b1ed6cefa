"""From the text of a file to its tree, within limits that no ordinary file comes near.

Lines and columns count from 1, in characters, and all of them are made here: those of a node in `_position`,
those of a syntax error in `explain_syntax`, those of any other character in `position_of`.
A problem that is found later, in `decode` or `validate`, has the position of its node.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NoReturn

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

ScalarKind = Literal["null", "bool", "int", "float", "text"]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUES = frozenset({"true", "True", "TRUE"})
_FALSES = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_MOST_DIGITS = 15


class ScalarNode(Struct):
    """A text or a number, as it is written."""

    text: str
    plain: bool
    """Written without quotes."""
    line: int
    column: int
    size: int = 1

    @property
    def kind(self) -> ScalarKind:
        """What it is in YAML 1.2: `1:30`, `on` and `2026-01-05` are text, in whatever version of YAML."""
        if not self.plain:
            return "text"
        text = self.text
        if text in _NULLS:
            return "null"
        if text in _TRUES or text in _FALSES:
            return "bool"
        if _INT.fullmatch(text):
            return "int"
        return "float" if _FLOAT.fullmatch(text) else "text"

    @property
    def is_true(self) -> bool:
        """Whether a scalar of kind `bool` is true."""
        return self.text in _TRUES

    @property
    def integer(self) -> int | None:
        """The whole number that this is, also of `3.0`; None where it is no number or one beyond all use."""
        kind = self.kind
        if kind not in ("int", "float") or len(self.text) > _MOST_DIGITS:
            return None
        if kind == "int":
            return int(self.text, 0) if self.text[:2] in ("0o", "0x") else int(self.text)
        if self.text[-1] in "fFnN":
            return None
        number = float(self.text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else None


class SequenceNode(Struct):
    """A list of values."""

    items: list[Node]
    line: int
    column: int
    size: int = 1


class MappingNode(Struct):
    """Keys with their values; no key twice."""

    pairs: list[tuple[ScalarNode, Node]]
    line: int
    column: int
    size: int = 1

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where the key is absent."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = ScalarNode | SequenceNode | MappingNode


def kind_text(node: Node) -> str:
    """The kind of a node in a sentence: `text`, `a number`, `a list` …"""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a group of keys"
    return {"null": "empty", "bool": "true or false", "int": "a number", "float": "a number", "text": "text"}[
        node.kind
    ]


def excerpt(word: str) -> str:
    """A text of a file in a sentence: on one line, cut where it is long."""
    line = " ".join(word.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


class Problem(Struct, frozen=True, order=True):
    """One thing to repair in one file.

    Problems sort in the order in which one reads the file.
    """

    path: Path
    line: int
    """From 1; 1 where the whole file is meant."""
    column: int
    """From 1, in characters."""
    message: str
    hint: str = ""
    """What to do about it; empty where the message says it all."""

    def line_text(self) -> str:
        """`file:line:column: message (hint)`, on one line, without control characters."""
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        whole = f"{text} ({self.hint})" if self.hint else text
        return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in whole)


_INDENT: Final = "keys of one level start in the same column, further in than the key above them"
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_STRAY_COLON: Final = "a ':' stands where none can stand"

_SYNTAX_MESSAGES: Final = (
    ("cannot start any token", "this character cannot start a value", "put the value in quotes"),
    ("mapping values are not allowed", _STRAY_COLON, "put text with a colon in quotes"),
    ("could not find expected ':'", "a key without its ':'", "write: key: value"),
    ("block sequence entries are not allowed", "a '-' stands where none can stand", _INDENT),
    ("did not find expected key", "this line does not fit in with those above it", _INDENT),
    ("expected <block end>", "this line does not fit in with those above it", _INDENT),
    ("did not find expected '-' indicator", "this line does not fit in with the list above it", _INDENT),
    ("did not find expected ',' or ']'", "a '[' is opened and not closed", "close it with ]"),
    ("expected ',' or ']'", "a '[' is opened and not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "a '{' is opened and not closed", "close it with }"),
    ("expected ',' or '}'", "a '{' is opened and not closed", "close it with }"),
    ("did not find expected node content", "a value is missing here", "write a value"),
    ("expected the node content", "a value is missing here", "write a value"),
    ("unknown escape character", "a \\ in double quotes means something else", "use single quotes"),
    ("document start", "text stands after the end of the document", "keep one program in one file"),
    ("undefined tag handle", "a tag is not read here", "leave the tag out"),
)
_AT_THE_OPENING: Final = (
    "a key without its ':'",
    "a '[' is opened and not closed",
    "a '{' is opened and not closed",
)


def explain_syntax(
    error: MarkedYAMLError, text: str, path: Path, open_quote: tuple[int, int, int] | None
) -> Problem:
    """The problem behind a parser's error, at the place that has to be repaired.

    Args:
        error: as the parser raised it.
        text: the whole file.
        path: the file.
        open_quote: line, column and last line of the last quoted text over several lines, if there is one.
    """
    mark, context_mark = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return Problem(path, 1, 1, "this is not YAML")
    line = line_of(text, mark.line)
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        tab = indentation.index("\t") + 1
        return Problem(path, mark.line + 1, tab, "a tab stands in the indentation", "use spaces")
    quote = None
    if "quoted scalar" in (error.context or "") and context_mark and "escape" not in str(error.problem):
        quote = context_mark.line + 1, context_mark.column + 1
    elif open_quote and open_quote[2] == mark.line + 1:
        quote = open_quote[:2]
    if quote:
        message = "a quote is opened here and not closed in its line"
        return Problem(path, *quote, message, "close it with the same quote")
    said = f"{error.context or ''} {error.problem or ''}"
    other = f"this is not YAML: {' '.join(said.split())}"
    message, hint = next(
        ((message, hint) for token, message, hint in _SYNTAX_MESSAGES if token in said), (other, "")
    )
    if message == _STRAY_COLON and line[: mark.column].strip().replace("-", "").isalnum():
        # The colon ends the first word of its line, so the indentation is what is wrong.
        return Problem(path, mark.line + 1, 1, "this line is further in than the one above it", _INDENT)
    if message in _AT_THE_OPENING and context_mark:
        mark = context_mark
    return Problem(path, mark.line + 1, mark.column + 1, message, hint)


def line_of(text: str, line: int) -> str:
    """A line, from 0, as YAML counts them; empty where there is none."""
    lines = _LINE_ENDS.split(text)
    return lines[line] if line < len(lines) else ""


def position_of(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text."""
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1


def _position(event: Event) -> tuple[int, int]:
    """Line and column, both from 1, of the beginning of an event."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


MAX_DEPTH: Final = 20
MAX_NODES: Final = 50_000
"""The nodes of an alias count each time."""
MAX_ALIASES: Final = 200

_NOT_TEXT = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tree(Struct):
    """The tree of a file; its root is None for an empty file, or after a problem that ends the reading."""

    root: Node | None
    problems: list[Problem]


def read_tree(text: str, path: Path) -> Tree:
    """The tree of a text. Never raises: whatever is wrong comes back as problems with their places."""
    not_text = _NOT_TEXT.search(text)
    if not_text:
        line, column = position_of(text, not_text.start())
        message = f"the character U+{ord(not_text[0]):04X} cannot stand in a text file"
        return Tree(None, [Problem(path, line, column, message, "delete it, or write the file anew as text")])
    builder = _Builder(path=path)
    # Of the events the parser keeps no tree of its own, so no depth can exhaust it.
    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, loader):
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


class _UnreadableError(Exception):
    """Reading ends here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Open(Struct):
    """A sequence or a mapping that is being read."""

    node: SequenceNode | MappingNode
    anchor: str | None
    key: ScalarNode | None = None
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
            self._refuse_tag(event, event.tag)
            line, column = _position(event)
            if event.style in ("'", '"') and event.end_mark and event.end_mark.line >= line:
                self.open_quote = (line, column, event.end_mark.line + 1)
            node = ScalarNode(event.value, not event.style, line, column)
            if event.anchor:
                self._anchors[event.anchor] = node
            self._count(event, 1)
            self._add(node)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._refuse_tag(event, event.tag)
            if len(self._open) >= MAX_DEPTH:
                self._stop(
                    event, f"this is nested more than {MAX_DEPTH} deep", "take some of the brackets away"
                )
            if event.anchor:
                self._anchors[event.anchor] = None
            self._count(event, 1)
            kind = MappingNode if isinstance(event, MappingStartEvent) else SequenceNode
            self._open.append(_Open(kind([], *_position(event)), event.anchor))
        elif isinstance(event, CollectionEndEvent):
            done = self._open.pop()
            if done.anchor:
                self._anchors[done.anchor] = done.node
            self._add(done.node)
        elif isinstance(event, AliasEvent):
            name = event.anchor or ""
            if name not in self._anchors:
                self._stop(event, f"nothing is named &{name}", "write the value out")
            named = self._anchors[name]
            if named is None:
                self._stop(event, f"*{name} stands inside what it names", "write the value out")
            self._aliases += 1
            if self._aliases > MAX_ALIASES:
                self._stop(event, f"more than {MAX_ALIASES} aliases (*{name})", "write the values out")
            self._count(event, named.size)
            self._add(named)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._add_problem(
                    event, "a second document starts here", "keep one program in one file, without ---"
                )
            return self._documents == 1
        return True

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
        if isinstance(top.node, SequenceNode):
            top.node.items.append(node)
        elif top.key is None:
            if not isinstance(node, ScalarNode) or not node.text:
                problem = Problem(self.path, node.line, node.column, "a key is a word", "write: key: value")
                raise _UnreadableError(problem)
            top.key = node
        else:
            key = top.key
            first = top.lines.setdefault(key.text, key.line)
            top.key = None
            if len(top.lines) > len(top.node.pairs):
                top.node.pairs.append((key, node))
                return
            message = f"the key '{key.text}' stands here a second time"
            self.problems.append(
                Problem(self.path, key.line, key.column, message, f"it is in line {first} already: keep one")
            )

    def _refuse_tag(self, event: Event, tag: str | None) -> None:
        if tag is not None and tag != "!":
            name = tag.replace("tag:yaml.org,2002:", "!!")
            self._add_problem(event, f"the tag {name} is not read here", "leave the tag out")

    def _add_problem(self, event: Event, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, *_position(event), message, hint))

    def _stop(self, event: Event, message: str, hint: str) -> NoReturn:
        raise _UnreadableError(Problem(self.path, *_position(event), message, hint))


MAX_BYTES: Final = 1_000_000
"""Far more than any program: a shipped one has 2 kB."""

Fetch = Callable[[Path], bytes]
"""Reads a whole file, or raises OSError or `FileTooLargeError`."""


class FileTooLargeError(Exception):
    """A file that is too large to be a program; nothing of it was read."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size


class NotAFileError(Exception):
    """Something with a path that is no file: a device, a pipe."""


def fetch_bytes(path: Path) -> bytes:
    """The bytes of a file, its kind and size being known before it is opened.

    Raises:
        FileTooLargeError: it has more than `MAX_BYTES`.
        NotAFileError: reading it might never end.
        OSError: from the system.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(path)
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError
    if status.st_size > MAX_BYTES:
        raise FileTooLargeError(status.st_size)
    with path.open("rb") as file:
        return file.read(MAX_BYTES)


def read_text(path: Path, fetch: Fetch = fetch_bytes) -> str | Problem:
    """The text of a file, or the problem why it cannot be read."""
    try:
        data = fetch(path)
    except FileTooLargeError as error:
        size = f"{error.size / 1e6:.0f} MB" if error.size >= 2e6 else f"{error.size / 1e3:.0f} kB"
        return Problem(path, 1, 1, f"this file has {size}", f"at most {MAX_BYTES // 1_000_000} MB")
    except NotAFileError:
        return Problem(path, 1, 1, "this is not a file", "give the path of a .yaml file")
    except OSError as error:
        return Problem(path, 1, 1, *os_error_text(error))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, 1, "this is UTF-16, not UTF-8", "save it as UTF-8")
    if b"\x00" in data:
        before = data[: data.index(b"\x00")].decode("utf-8", "replace")
        position = position_of(before, len(before))
        return Problem(path, *position, "this is not a text file", "give the path of a .yaml file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        before = data[:at].decode("utf-8", "replace")
        position = position_of(before, len(before))
        return Problem(path, *position, f"the byte 0x{data[at]:02x} is not UTF-8", "save it as UTF-8")


def os_error_text(error: OSError) -> tuple[str, str]:
    """The message and the hint for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "check the path"
    if isinstance(error, IsADirectoryError):
        return "this is a folder", "give the path of a .yaml file"
    if isinstance(error, PermissionError):
        return "you may not read this file", "allow it: chmod u+r"
    return f"this file cannot be read: {error.strerror or error}", "check the disk and the path"
