"""The colours of a YAML text: which characters of which line are a key, an amount, a comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from msgspec import Struct
from pygments.lexers.data import YamlLexer
from pygments.token import Token

LOOKS: Final = ("key", "amount", "word", "text", "comment", "mark")
"""The names of the looks; `YamlArea` has a component class for each."""

_AMOUNT: Final = re.compile(r"[+-]?\d[\d.:-]*(?:s|min|m|h|kg|%)?$")


class Run(Struct, frozen=True):
    """Some characters of one line that look alike."""

    start: int
    """The column, from 0."""
    end: int
    look: str


def yaml_runs(lines: Sequence[str]) -> list[list[Run]]:
    """The runs of each line; whatever the text is, there is a list for each line."""
    found: list[list[Run]] = [[] for _ in lines]
    row, column = 0, 0
    text = "\n".join(lines)
    for at, kind, value in _lexer().get_tokens_unprocessed(text):
        look = _look(kind, value, text[at + len(value) : at + len(value) + 1])
        for number, piece in enumerate(value.split("\n")):
            if number:
                row, column = row + 1, 0
            if piece and look and row < len(found):
                found[row].append(Run(column, column + len(piece), look))
            column += len(piece)
    return found


@cache
def _lexer() -> YamlLexer:
    return YamlLexer(stripnl=False, ensurenl=False)


def _look(kind: tuple[str, ...], value: str, following: str) -> str:
    """The name of a look; empty for the plain one."""
    if kind in Token.Comment:
        return "comment"
    if kind in Token.Name.Tag or (kind in Token.Name.Variable and following == ":"):
        return "key"
    if kind in Token.Punctuation:
        return "mark"
    if kind in Token.Literal or kind in Token.Name:
        text = value.strip()
        if _AMOUNT.match(text):
            return "amount"
        return "word" if text and " " not in text else "text"
    return ""
