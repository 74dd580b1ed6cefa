"""What a YAML file says, as a tree in which everything knows its place. Lines and columns count from 1."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

ScalarKind = Literal["null", "bool", "int", "float", "text"]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUES = frozenset({"true", "True", "TRUE"})
_FALSES = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_MOST_DIGITS = 15


class Scalar(Struct):
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
    def truth(self) -> bool:
        """Whether a scalar of kind `bool` is true."""
        return self.text in _TRUES

    @property
    def whole(self) -> int | None:
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


class Items(Struct):
    """A list."""

    items: list[Node]
    line: int
    column: int
    size: int = 1


class Entries(Struct):
    """Keys with their values; no key stands there twice."""

    entries: list[tuple[Scalar, Node]]
    line: int
    column: int
    size: int = 1

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where the key is absent."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


def what_it_is(node: Node) -> str:
    """`text`, `a number`, `a list` …, as it stands in a sentence."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "a group of keys"
    return {"null": "empty", "bool": "true or false", "int": "a number", "float": "a number", "text": "text"}[
        node.kind
    ]


def shown(word: str) -> str:
    """A word from a file as it stands in a sentence: on one line, not too long."""
    line = " ".join(word.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
