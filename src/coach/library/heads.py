"""The head of a program's file: its id, its title and the schema that editors read, changed in place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import yaml

from coach.library.nodes import Entries, Scalar
from coach.library.tree import read_tree

SCHEMA_FOLDER: Final = "schema"
"""Beside the programs; what `schema_line` names."""
_SCHEMA_LINE: Final = re.compile(r"\A\ufeff?#[ \t]*yaml-language-server:[^\r\n]*")
_GAP: Final = re.compile(r" {2,}(?=#)")
_SIMPLE: Final = re.compile(r"[A-Za-z](?:[\w '()/&+.,-]*[\w).!])?")


def schema_line(name: str = "program") -> str:
    """The first line of a file, which tells editors where its JSON Schema lies."""
    return f"# yaml-language-server: $schema={SCHEMA_FOLDER}/{name}.json"


def with_schema_line(text: str) -> str:
    """The text with the first line that tells editors what it is, in place of another such line."""
    if _SCHEMA_LINE.match(text):
        return _SCHEMA_LINE.sub(lambda _: schema_line(), text, count=1)
    return f"{schema_line()}\n#\n{text.removeprefix(chr(0xFEFF))}"


def with_head(text: str, *, program_id: str | None = None, title: str | None = None) -> str:
    """The text with another id or title; everything else stays, to the letter.

    A text that has no such key at its top, or that is not YAML, stays as it is.
    """
    for key, value in (("id", program_id), ("title", title)):
        if value is not None:
            text = _with_value(text, key, value)
    return text


def title_of(program_id: str) -> str:
    """A title made from an id: `my-core` becomes `My core`."""
    return program_id.replace("-", " ").strip().capitalize() or program_id


def yaml_text(text: str) -> str:
    """A text as it is written in YAML: plain where nobody can take it for something else."""
    line = " ".join(text.split())
    plain = _SIMPLE.fullmatch(line) and Scalar(line, plain=True, line=1, column=1).kind == "text"
    # Words that older readers take for true and false are quoted, for people's other tools.
    safe = line.lower() not in ("yes", "no", "on", "off", "y", "n")
    return line if plain and safe else json.dumps(line, ensure_ascii=False)


def _with_value(text: str, key: str, value: str) -> str:
    tree = read_tree(text, Path("program.yaml"))
    if not isinstance(tree.root, Entries) or not isinstance(tree.root.get(key), Scalar):
        return text
    place = _place_of(text, key)
    if place is None:
        return text
    start, end = place
    written, gap = yaml_text(value), _GAP.match(text, end)
    if gap:  # a comment behind it stays in its column, where there is room
        room = gap.end() - start - len(written)
        return text[:start] + written + " " * max(2, room) + text[gap.end() :]
    return text[:start] + written + text[end:]


def _place_of(text: str, key: str) -> tuple[int, int] | None:
    """Where the value of a key at the top begins and ends; None where it cannot be told."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        # It is stricter about tabs than the parser that read the text: then the key's line has to do.
        line = re.search(
            rf"^{key}[ \t]*:[ \t]+([^\s#\"'&*|>\[{{][^\n\r#]*?)[ \t]*(?:$|#)", text, re.MULTILINE
        )
        return line.span(1) if line else None
    if not isinstance(root, yaml.MappingNode):
        return None
    for name, value in root.value:
        if name.value == key and isinstance(value, yaml.ScalarNode):
            start, end = value.start_mark.index, value.end_mark.index
            return (start, end) if end > start else None
    return None
