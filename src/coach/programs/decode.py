"""From a tree to a document: known keys, wanted keys and types, each problem at its place.

A document always comes out, however wrong the file: what could not be read is left out, or blank where it is
wanted, and `Diagnostics` knows which. So the rules that compare keys still find their problems in one pass.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Final, Literal, TypeVar, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, UnsetType, field
from msgspec.structs import fields

from coach.control_characters import harmless
from coach.model.units import QuantityError
from coach.programs.parse import MappingNode, Node, Problem, ScalarNode, SequenceNode, shown, what_it_is
from coach.programs.schema import Quantity

DocumentT = TypeVar("DocumentT")

_LONGEST_GUESS = 40


class Located(Struct):
    """Where the keys of one group stand."""

    node: MappingNode
    keys: dict[str, tuple[ScalarNode, Node]]
    """By the key as it is written."""
    bad: set[str] = field(default_factory=set)
    """Keys that are missing, or whose values have problems of their own."""
    strange: bool = False
    """There are keys that are not known."""


class Diagnostics(Struct):
    """Collects what is said about one file."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    broken_drills: Mapping[str, Path] = field(default_factory=dict)
    """Drills that cannot be used before their problems are repaired, with their files."""
    _found: dict[int, Located] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)
    """Keeps every document alive, so that none takes the identity of another."""

    def say(self, node: Node, message: str, hint: str = "") -> None:
        """Add a problem at the place of a node; the same one is added once."""
        problem = Problem(self.path, node.line, node.column, message, hint)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)

    def keep(self, document: object, found: Located) -> None:
        """Remember where the keys of a document stand."""
        self._kept.append(document)
        self._found[id(document)] = found

    def documents(self, kind: type[DocumentT]) -> list[DocumentT]:
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
        return value.items[index] if index is not None and isinstance(value, SequenceNode) else value

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


D = TypeVar("D", bound=Struct)


class _Failed:
    """Stands for a value that could not be read."""


FAILED: Final = _Failed()


class _Partly(Struct):
    """What could be read of a list of groups, some of which could not."""

    values: list[object]


class _Bounds(Struct):
    """What the annotations of a type say."""

    least: int = 0
    most: int = 0
    fewest: int = 0
    longest: int = 0
    word: str = "text"


class Decoder:
    """Reads one kind of value."""

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """The value, or `FAILED` after having said why."""
        raise NotImplementedError

    def blank(self) -> object:
        """What stands for a wanted value that could not be read."""
        return None


class _Quantity(Decoder):
    def __init__(self, written: type[Quantity]) -> None:
        self.written = written

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """An amount with its unit, such as `30s`."""
        try:
            return self.written.read(node)
        except QuantityError as error:
            reading.say(node, f"{key}: {error.message}", error.hint)
            return FAILED


class _Text(Decoder):
    def __init__(self, bounds: _Bounds) -> None:
        self.most = bounds.longest
        self.is_name = bounds.word in ("name", "drill")

    def blank(self) -> object:
        """An empty text."""
        return ""

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """A text within its bounds, and a name where one is wanted."""
        if not isinstance(node, ScalarNode) or node.kind != "text":
            hint = "write it on one line, without brackets"
            if isinstance(node, ScalarNode):
                quoted = f'put it in quotes: "{shown(node.text)}"'
                hint = quoted if node.kind != "null" else "write something, or leave the key out"
            reading.say(node, f"{key}: text is wanted, not {what_it_is(node)}", hint)
            return FAILED
        problem = self._wrong(node.text)
        if problem:
            reading.say(node, f"{key}: {problem[0]}", problem[1])
            return FAILED
        return node.text

    def _wrong(self, text: str) -> tuple[str, str] | None:
        if self.is_name and not is_name(text):
            return f"'{shown(text)}' is not a name", f"write {as_name(text)}"
        # What nobody sees is no text either.
        if not harmless(text).strip():
            return "this text is empty", "write something, or leave the key out"
        if len(text) > self.most:
            return f"this text has {len(text)} characters", f"at most {self.most}"
        return None


class _Whole(Decoder):
    def __init__(self, bounds: _Bounds) -> None:
        self.least, self.most = bounds.least, bounds.most

    def blank(self) -> object:
        """The least that is allowed."""
        return self.least

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """A whole number within its bounds."""
        whole = node.whole if isinstance(node, ScalarNode) else None
        bounds = f"write {self.least} to {self.most}"
        if whole is None:
            said = f"'{shown(node.text)}'" if isinstance(node, ScalarNode) and node.text else what_it_is(node)
            reading.say(node, f"{key}: a whole number is wanted, not {said}", bounds)
            return FAILED
        if not self.least <= whole <= self.most:
            beyond = f"less than {self.least}" if whole < self.least else f"more than {self.most}"
            reading.say(node, f"{key}: {whole} is {beyond}", bounds)
            return FAILED
        return whole


class _Choice(Decoder):
    def __init__(self, choices: tuple[str | int, ...]) -> None:
        self.choices = choices
        self.number = isinstance(choices[0], int)

    def blank(self) -> object:
        """The first of them."""
        return self.choices[0]

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """One of the words or numbers that can stand there."""
        if isinstance(node, ScalarNode):
            value: object = node.whole if self.number else node.text if node.kind == "text" else None
            if value in self.choices:
                return value
            said = f"'{shown(node.text)}'" if node.text else "nothing"
            why = "not a version that is read here" if self.number else "not known here"
            hint = guess(node.text, [str(choice) for choice in self.choices])
            reading.say(node, f"{key}: {said} is {why}", hint)
            return FAILED
        hint = f"one of: {', '.join(str(choice) for choice in self.choices)}"
        reading.say(node, f"{key}: one word is wanted, not {what_it_is(node)}", hint)
        return FAILED


_MEANT: Final = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}


class _YesNo(Decoder):
    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """True or false, written as YAML has it."""
        if isinstance(node, ScalarNode) and node.kind == "bool":
            return node.truth
        said = f"'{shown(node.text)}'" if isinstance(node, ScalarNode) and node.text else what_it_is(node)
        meant = _MEANT.get(node.text.lower()) if isinstance(node, ScalarNode) else None
        reading.say(node, f"{key}: true or false is wanted, not {said}", f"write {meant or 'true or false'}")
        return FAILED


class _List(Decoder):
    def __init__(self, inner: Decoder, bounds: _Bounds) -> None:
        self.inner = inner
        self.least, self.most = bounds.fewest, bounds.longest

    def blank(self) -> object:
        """No values."""
        return []

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """Values of one kind; those that could be read, where some could not."""
        if not isinstance(node, SequenceNode):
            reading.say(node, f"{key}: a list is wanted, not {what_it_is(node)}", "start each item with '- '")
            return FAILED
        if len(node.items) < self.least:
            reading.say(node, f"{key}: this list is empty", "write at least one item")
        if len(node.items) > self.most:
            reading.say(node.items[self.most], f"{key}: more than {self.most} items", "split it up")
        values = [self.inner.read(item, key, reading) for item in node.items]
        if not any(value is FAILED for value in values):
            return values
        if isinstance(self.inner, _Group):
            return _Partly([value for value in values if value is not FAILED])
        return FAILED


class _Map(Decoder):
    """Keys of the user's own choice, each with a value of one kind."""

    def __init__(self, names: Decoder, inner: Decoder) -> None:
        self.names, self.inner = names, inner

    def blank(self) -> object:
        """No keys."""
        return {}

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """Values of one kind by their keys."""
        if not isinstance(node, MappingNode):
            reading.say(
                node, f"{key}: keys with values are wanted, not {what_it_is(node)}", "write: key: value"
            )
            return FAILED
        values: dict[object, object] = {}
        for name, value in node.entries:
            chosen = self.names.read(name, key, reading)
            found = self.inner.read(value, name.text, reading)
            if chosen is not FAILED and found is not FAILED:
                values[chosen] = found
        return values


class _Group(Decoder):
    def __init__(self, document: type[Struct]) -> None:
        self.document = document

    def read(self, node: Node, key: str, reading: Diagnostics) -> object:
        """A document inside a document."""
        if isinstance(node, MappingNode):
            return read_document(self.document, node, reading)
        known = ", ".join(_readers(self.document))
        reading.say(node, f"{key}: keys with values are wanted, not {what_it_is(node)}", f"its keys: {known}")
        return FAILED


class _Field(Struct, frozen=True):
    """A key of a document."""

    name: str
    """The attribute that it becomes."""
    reader: Decoder
    wanted: bool


def read_document(document: type[D], node: MappingNode, reading: Diagnostics) -> D:
    """A document from a group of keys; whatever is wrong with it is said to `reading`."""
    known = _readers(document)
    found = Located(node, {})
    values: dict[str, object] = {}
    for key, value in node.entries:
        if key.text not in known:
            found.strange = True
            _say_unknown(key, known, reading)
            continue
        found.keys[key.text] = (key, value)
        result = known[key.text].reader.read(value, key.text, reading)
        if result is FAILED or isinstance(result, _Partly):
            found.bad.add(key.text)
        if result is not FAILED:
            values[known[key.text].name] = result.values if isinstance(result, _Partly) else result
    for name, entry in known.items():
        if entry.wanted and entry.name not in values:
            values[entry.name] = entry.reader.blank()
            if name not in found.keys:
                found.bad.add(name)
                reading.say(node, f"the key '{name}' is missing", f"write {name}: and its value")
    result = document(**values)
    reading.keep(result, found)
    return result


def _say_unknown(key: ScalarNode, known: Mapping[str, _Field], reading: Diagnostics) -> None:
    if key.text == "<<":
        reading.say(key, "merging with << is not read here", "write the keys out")
        return
    reading.say(key, f"the key '{shown(key.text)}' is not known here", guess(key.text, known))


@cache
def _readers(document: type[Struct]) -> dict[str, _Field]:
    return {
        entry.encode_name: _Field(
            entry.name,
            _reader(entry.type),
            entry.default is NODEFAULT and entry.default_factory is NODEFAULT,
        )
        for entry in fields(document)
    }


def bare_type(annotation: object) -> tuple[object, tuple[object, ...]]:
    """A type without `Annotated`, `| None` and `| UnsetType`, and its metadata, innermost first."""
    metadata: tuple[object, ...] = ()
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, metadata = arguments[0], (*arguments[1:], *metadata)
        elif origin in (Union, UnionType):
            (annotation,) = [one for one in arguments if one not in (UnsetType, NoneType)]
        else:
            return annotation, metadata


def _reader(annotation: object) -> Decoder:
    """The reader of an annotated type."""
    kind, metadata = bare_type(annotation)
    bounds = _joined([extra for extra in metadata if isinstance(extra, Meta)])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _Choice(arguments)
    if origin is list:
        return _List(_reader(arguments[0]), bounds)
    if origin is dict:
        return _Map(_reader(arguments[0]), _reader(arguments[1]))
    return _plain_reader(kind, bounds)


def _plain_reader(kind: object, bounds: _Bounds) -> Decoder:
    if kind is bool:
        return _YesNo()
    if kind is int:
        return _Whole(bounds)
    if kind is str:
        return _Text(bounds)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _Group(kind)
    if isinstance(kind, type) and issubclass(kind, Quantity):
        return _Quantity(kind)
    raise TypeError(f"nothing reads {kind}")


def _joined(metas: list[Meta]) -> _Bounds:
    """One of several: types that are annotated again carry their bounds one after the other."""
    bounds = _Bounds()
    for meta in metas:
        bounds.least = bounds.least if meta.ge is None else int(meta.ge)
        bounds.most = bounds.most if meta.le is None else int(meta.le)
        bounds.fewest = bounds.fewest if meta.min_length is None else meta.min_length
        bounds.longest = bounds.longest if meta.max_length is None else meta.max_length
        bounds.word = str((meta.extra or {}).get("word", bounds.word))
    return bounds


def is_name(text: str) -> bool:
    """Whether a text can be an id: small letters, digits and dashes."""
    return 0 < len(text) <= 64 and all(mark in "abcdefghijklmnopqrstuvwxyz0123456789-" for mark in text)


def as_name(text: str, otherwise: str = "small letters, digits and dashes") -> str:
    """The nearest thing to a text that can be an id, letters without accents; `otherwise` where none is left.

    It is short enough that a number fits behind it.
    """
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    words = "".join(mark if is_name(mark) else " " for mark in letters.lower()).split()
    return "-".join(words)[:48].strip("-") or otherwise
