"""From a tree to a document: known keys, wanted keys and types, each problem at its place.

A document always comes out, however wrong the file: what could not be decoded is left out, or a placeholder
where it is wanted, and `Diagnostics` knows which. So the rules that compare keys still find their problems in
the same pass.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Final, Literal, TypeVar, Union, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, UnsetType, field
from msgspec.structs import fields

from coach.control_characters import harmless
from coach.errors import nearest_word
from coach.model.units import QuantityError
from coach.programs.parse import MappingNode, Node, Problem, ScalarNode, SequenceNode, excerpt, kind_text
from coach.programs.schema import Quantity

DocumentT = TypeVar("DocumentT")
StructT = TypeVar("StructT", bound=Struct)

_LONGEST_WORD: Final = 40
"""For a longer word none is suggested."""
_MOST_WORDS: Final = 30
"""As many are listed in a hint."""


class Located(Struct):
    """Where the keys of one document are in its file."""

    node: MappingNode
    keys: dict[str, tuple[ScalarNode, Node]]
    """By the key as it is written."""
    invalid: set[str] = field(default_factory=set)
    """Keys that are missing, or whose values have problems of their own."""
    has_unknown: bool = False
    """There are keys that are not known."""


class _Failed:
    """Stands for a value that could not be decoded."""


FAILED: Final = _Failed()


class Diagnostics(Struct):
    """The problems of one file, and the places of the keys of its documents."""

    path: Path
    problems: list[Problem] = field(default_factory=list)
    broken_drills: Mapping[str, Path] = field(default_factory=dict)
    """Drills that cannot be used before their problems are repaired, with their files."""
    _located: dict[int, Located] = field(default_factory=dict)
    _documents: list[object] = field(default_factory=list)
    """Keeps every document alive, so that none takes the identity of another."""

    def add(self, node: Node, message: str, hint: str = "") -> None:
        """Add a problem at the place of a node; the same one is added once."""
        problem = Problem(self.path, node.line, node.column, message, hint)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)

    def fail(self, node: Node, message: str, hint: str) -> _Failed:
        """`FAILED`, after adding a problem at the place of a node."""
        self.add(node, message, hint)
        return FAILED

    def add_at(self, document: object, key: str, message: str, hint: str) -> None:
        """Add a problem at the value of a key."""
        self.add(self.at(document, key), message, hint)

    def add_at_key(self, document: object, key: str, message: str, hint: str) -> None:
        """Add a problem at a key; at the beginning of the document where the key is absent."""
        located = self._located[id(document)]
        self.add(located.keys[key][0] if key in located.keys else located.node, message, hint)

    def locate(self, document: object, located: Located) -> None:
        """Remember where the keys of a document are."""
        self._documents.append(document)
        self._located[id(document)] = located

    def documents(self, kind: type[DocumentT]) -> list[DocumentT]:
        """Every document of one kind, in the order of the file."""
        return [document for document in self._documents if isinstance(document, kind)]

    def is_valid_document(self, document: object) -> bool:
        """Whether every key of a document was decoded without a problem."""
        located = self._located[id(document)]
        return not located.invalid and not located.has_unknown

    def has(self, document: object, key: str) -> bool:
        """Whether a key was written at all, right or wrong."""
        return key in self._located[id(document)].keys

    def is_valid(self, document: object, *keys: str) -> bool:
        """Whether all these keys were written, and decoded without a problem."""
        located = self._located[id(document)]
        return all(key in located.keys and key not in located.invalid for key in keys)

    def at(self, document: object, key: str, index: int | None = None) -> Node:
        """The value of a key, or one item of it; the whole mapping where the key is absent."""
        located = self._located[id(document)]
        if key not in located.keys:
            return located.node
        value = located.keys[key][1]
        return value.items[index] if index is not None and isinstance(value, SequenceNode) else value

    def start_of(self, document: object) -> Node:
        """The mapping that a document was decoded from."""
        return self._located[id(document)].node


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a mistyped one of a file was probably meant to be; days may be written out."""
    if len(word) > _LONGEST_WORD:
        return None
    if word[:3].lower() in known:
        return word[:3].lower()
    return nearest_word(word.lower().replace("_", "-"), list(known))


def _word_hint(word: str, known: Collection[str]) -> str:
    """A hint for a word that is not known: the nearest one, or all of them where they are few."""
    words = list(known)
    if len(words) == 1:
        return f"write {words[0]}"
    close = nearest(word, words)
    if close:
        return f"did you mean {close}?"
    return f"one of: {', '.join(words)}" if len(words) <= _MOST_WORDS else ""


class _Partial(Struct):
    """The valid documents of a list, some of which are not."""

    values: list[object]


class _Bounds(Struct):
    """The bounds in the annotations of a type."""

    least: int = 0
    most: int = 0
    fewest: int = 0
    longest: int = 0
    word: str = "text"


class Decoder:
    """Decodes one type of value."""

    placeholder: object = None
    """Takes the place of a wanted value that could not be decoded."""

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        """The value, or `FAILED` after adding the problem."""
        raise NotImplementedError


class _Quantity(Decoder):
    def __init__(self, quantity: type[Quantity]) -> None:
        self.quantity = quantity

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        try:
            return self.quantity.from_node(node)
        except QuantityError as error:
            return diagnostics.fail(node, f"{key}: {error.message}", error.hint)


class _Text(Decoder):
    placeholder = ""

    def __init__(self, bounds: _Bounds) -> None:
        self.most = bounds.longest
        self.is_name = bounds.word in ("name", "drill")

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        if not isinstance(node, ScalarNode) or node.kind != "text":
            hint = "write it on one line, without brackets"
            if isinstance(node, ScalarNode):
                quoted = f'put it in quotes: "{excerpt(node.text)}"'
                hint = quoted if node.kind != "null" else "write something, or leave the key out"
            return diagnostics.fail(node, f"{key}: text is wanted, not {kind_text(node)}", hint)
        text = node.text
        if self.is_name and not is_name(text):
            problem = (f"'{excerpt(text)}' is not a name", f"write {make_name(text)}")
        # Only characters that cannot be seen are no text either.
        elif not harmless(text).strip():
            problem = ("this text is empty", "write something, or leave the key out")
        elif len(text) > self.most:
            problem = (f"this text has {len(text)} characters", f"at most {self.most}")
        else:
            return text
        return diagnostics.fail(node, f"{key}: {problem[0]}", problem[1])


def _value_text(node: Node) -> str:
    """A wrong value in a sentence: its text, or what it is where it has none."""
    return f"'{excerpt(node.text)}'" if isinstance(node, ScalarNode) and node.text else kind_text(node)


class _Integer(Decoder):
    def __init__(self, bounds: _Bounds) -> None:
        self.least, self.most = bounds.least, bounds.most
        self.placeholder = self.least

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        number = node.integer if isinstance(node, ScalarNode) else None
        hint = f"write {self.least} to {self.most}"
        if number is None:
            return diagnostics.fail(node, f"{key}: a whole number is wanted, not {_value_text(node)}", hint)
        if not self.least <= number <= self.most:
            beyond = f"less than {self.least}" if number < self.least else f"more than {self.most}"
            return diagnostics.fail(node, f"{key}: {number} is {beyond}", hint)
        return number


class _Choice(Decoder):
    def __init__(self, choices: tuple[str | int, ...]) -> None:
        self.choices = choices
        self.placeholder = choices[0]

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        words = [str(choice) for choice in self.choices]
        if not isinstance(node, ScalarNode):
            message = f"{key}: one word is wanted, not {kind_text(node)}"
            return diagnostics.fail(node, message, f"one of: {', '.join(words)}")
        is_number = isinstance(self.choices[0], int)
        value: object = node.integer if is_number else node.text if node.kind == "text" else None
        if value in self.choices:
            return value
        text = f"'{excerpt(node.text)}'" if node.text else "nothing"
        reason = "not a version that is read here" if is_number else "not known here"
        return diagnostics.fail(node, f"{key}: {text} is {reason}", _word_hint(node.text, words))


_MEANT: Final = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}


class _Boolean(Decoder):
    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        if isinstance(node, ScalarNode) and node.kind == "bool":
            return node.is_true
        meant = _MEANT.get(node.text.lower()) if isinstance(node, ScalarNode) else None
        message = f"{key}: true or false is wanted, not {_value_text(node)}"
        return diagnostics.fail(node, message, f"write {meant or 'true or false'}")


class _List(Decoder):
    placeholder = ()

    def __init__(self, inner: Decoder, bounds: _Bounds) -> None:
        self.inner = inner
        self.least, self.most = bounds.fewest, bounds.longest

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        if not isinstance(node, SequenceNode):
            message = f"{key}: a list is wanted, not {kind_text(node)}"
            return diagnostics.fail(node, message, "start each item with '- '")
        if len(node.items) < self.least:
            diagnostics.add(node, f"{key}: this list is empty", "write at least one item")
        if len(node.items) > self.most:
            diagnostics.add(node.items[self.most], f"{key}: more than {self.most} items", "split it up")
        values = [self.inner.decode(item, key, diagnostics) for item in node.items]
        if not any(value is FAILED for value in values):
            return values
        if isinstance(self.inner, _Document):
            return _Partial([value for value in values if value is not FAILED])
        return FAILED


class _Mapping(Decoder):
    """Keys of the user's own choice, each with a value of one type."""

    def __init__(self, names: Decoder, inner: Decoder) -> None:
        self.names, self.inner = names, inner

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        if not isinstance(node, MappingNode):
            message = f"{key}: keys with values are wanted, not {kind_text(node)}"
            return diagnostics.fail(node, message, "write: key: value")
        values: dict[object, object] = {}
        for name_node, value_node in node.pairs:
            name = self.names.decode(name_node, key, diagnostics)
            value = self.inner.decode(value_node, name_node.text, diagnostics)
            if name is not FAILED and value is not FAILED:
                values[name] = value
        return values


class _Document(Decoder):
    def __init__(self, document: type[Struct]) -> None:
        self.document = document

    def decode(self, node: Node, key: str, diagnostics: Diagnostics) -> object:
        if isinstance(node, MappingNode):
            return decode_document(self.document, node, diagnostics)
        message = f"{key}: keys with values are wanted, not {kind_text(node)}"
        return diagnostics.fail(node, message, f"its keys: {', '.join(_fields(self.document))}")


class _Field(Struct, frozen=True):
    """A key of a document."""

    name: str
    """The attribute that it becomes."""
    decoder: Decoder
    is_wanted: bool


def decode_document(document: type[StructT], node: MappingNode, diagnostics: Diagnostics) -> StructT:
    """A document from a mapping; whatever is wrong with it is added to `diagnostics`."""
    known = _fields(document)
    located = Located(node, {})
    values: dict[str, object] = {}
    for key, value_node in node.pairs:
        if key.text not in known:
            located.has_unknown = True
            if key.text == "<<":
                diagnostics.add(key, "merging with << is not read here", "write the keys out")
            else:
                message = f"the key '{excerpt(key.text)}' is not known here"
                diagnostics.add(key, message, _word_hint(key.text, known))
            continue
        located.keys[key.text] = (key, value_node)
        value = known[key.text].decoder.decode(value_node, key.text, diagnostics)
        if value is FAILED or isinstance(value, _Partial):
            located.invalid.add(key.text)
        if value is not FAILED:
            values[known[key.text].name] = value.values if isinstance(value, _Partial) else value
    for name, entry in known.items():
        if entry.is_wanted and entry.name not in values:
            values[entry.name] = entry.decoder.placeholder
            if name not in located.keys:
                located.invalid.add(name)
                diagnostics.add(node, f"the key '{name}' is missing", f"write {name}: and its value")
    result = document(**values)
    diagnostics.locate(result, located)
    return result


@cache
def _fields(document: type[Struct]) -> dict[str, _Field]:
    """The keys of a document, by how they are written."""
    return {
        entry.encode_name: _Field(
            entry.name,
            _decoder(entry.type),
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


def _decoder(annotation: object) -> Decoder:
    """The decoder of an annotated type."""
    kind, metadata = bare_type(annotation)
    bounds = _Bounds()
    # Of a type that is annotated several times, each annotation refines the one before.
    for meta in metadata:
        if isinstance(meta, Meta):
            bounds.least = bounds.least if meta.ge is None else int(meta.ge)
            bounds.most = bounds.most if meta.le is None else int(meta.le)
            bounds.fewest = bounds.fewest if meta.min_length is None else meta.min_length
            bounds.longest = bounds.longest if meta.max_length is None else meta.max_length
            bounds.word = str((meta.extra or {}).get("word", bounds.word))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _Choice(arguments)
    if origin is list:
        return _List(_decoder(arguments[0]), bounds)
    if origin is dict:
        return _Mapping(_decoder(arguments[0]), _decoder(arguments[1]))
    if kind is bool:
        return _Boolean()
    if kind is int:
        return _Integer(bounds)
    if kind is str:
        return _Text(bounds)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _Document(kind)
    if isinstance(kind, type) and issubclass(kind, Quantity):
        return _Quantity(kind)
    raise TypeError(f"nothing decodes {kind}")


def is_name(text: str) -> bool:
    """Whether a text can be an id: small letters, digits and dashes."""
    return 0 < len(text) <= 64 and all(mark in "abcdefghijklmnopqrstuvwxyz0123456789-" for mark in text)


def make_name(text: str, otherwise: str = "small letters, digits and dashes") -> str:
    """The nearest id to a text, letters without accents; `otherwise` where no letter is left.

    It is short enough that a number fits behind it.
    """
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    words = "".join(mark if is_name(mark) else " " for mark in letters.lower()).split()
    return "-".join(words)[:48].strip("-") or otherwise
