"""The tree of a YAML text: positions, scalars, limits."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
import yaml

from coach.programs.parse import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_NODES,
    MappingNode,
    ScalarNode,
    SequenceNode,
    Tree,
    read_tree,
)

FILE = Path("f.yaml")


def tree(text: str) -> Tree:
    return read_tree(text, FILE)


def scalar(text: str) -> ScalarNode:
    """The value of the only key of a text."""
    root = cast(MappingNode, tree(text).root)
    return cast(ScalarNode, root.pairs[0][1])


def problems_of(text: str) -> list[str]:
    return [problem.line_text().removeprefix("f.yaml:") for problem in tree(text).problems]


@pytest.fixture(params=["libyaml", "plain python"])
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fast parser, and without it where it is not installed."""
    if request.param == "plain python":
        monkeypatch.delattr(yaml, "CSafeLoader")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("1:30", "text"),
        ("on", "text"),
        ("no", "text"),
        ("2026-01-05", "text"),
        ("30%", "text"),
        ("'30'", "text"),
        ("0o17", "int"),
        ("08", "int"),
        ("-3", "int"),
        ("3.5", "float"),
        (".inf", "float"),
        ("true", "bool"),
        ("~", "null"),
        ("", "null"),
    ],
)
def test_scalars_have_their_kind_of_yaml_1_2(either_loader: None, written: str, kind: str) -> None:
    assert scalar(f"key: {written}\n").kind == kind


def test_key_named_on_is_text(either_loader: None) -> None:
    root = cast(MappingNode, tree("on: 1:30\n").root)
    assert root.pairs[0][0].text == "on"
    assert scalar("on: 1:30\n").text == "1:30"


@pytest.mark.parametrize(
    ("written", "whole"),
    [("8", 8), ("08", 8), ("+8", 8), ("0x1f", 31), ("3.0", 3), ("1e2", 100), ("3.5", None), (".nan", None)],
)
def test_whole_numbers_are_parsed(written: str, whole: int | None) -> None:
    assert scalar(f"key: {written}").integer == whole


def test_huge_number_is_no_integer() -> None:
    assert scalar(f"key: {'9' * 9000}").integer is None
    assert scalar("key: 1e300").integer is None


def test_positions_count_characters_from_one(either_loader: None) -> None:
    root = cast(MappingNode, tree("é: [1, ö, 😀, last]\n").root)
    items = cast(SequenceNode, root.pairs[0][1])
    assert (items.line, items.column) == (1, 4)
    assert [cast(ScalarNode, item).column for item in items.items] == [5, 8, 11, 14]


def test_aliases_are_the_values_of_their_anchors(either_loader: None) -> None:
    root = cast(MappingNode, tree("a: &x [1, 2]\nb: *x\n").root)
    assert root.pairs[1][1] is root.pairs[0][1]


def test_alias_bomb_is_refused(either_loader: None) -> None:
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in pairwise(names)]
    assert problems_of("\n".join(lines)) == [
        f"5:20: aliases make more than {MAX_NODES} things of it (write the values out)"
    ]


def test_too_many_aliases_are_refused() -> None:
    text = "a: &a 1\nb: [" + ", ".join(["*a"] * (MAX_ALIASES + 1)) + "]\n"
    assert problems_of(text) == [
        f"2:{5 + 4 * MAX_ALIASES}: more than {MAX_ALIASES} aliases (*a) (write the values out)"
    ]


def test_few_anchors_are_read() -> None:
    assert problems_of("a: &a 1\nb: [" + ", ".join(["*a"] * MAX_ALIASES) + "]\n") == []


def test_deep_nesting_is_refused(either_loader: None) -> None:
    assert problems_of("[" * 100_000) == [
        f"1:{MAX_DEPTH + 1}: this is nested more than {MAX_DEPTH} deep (take some of the brackets away)"
    ]


def test_too_many_nodes_are_refused() -> None:
    text = "a: [" + "1," * MAX_NODES + "]"
    assert problems_of(text)[0].endswith(f"the file says more than {MAX_NODES} things (make two files of it)")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\n b: 2\n", "2:1: this line is further in than the one above it"),
        ("a: `x`\n", "1:4: this character cannot start a value"),
        ("a: [1, 2\nb: 3\n", "1:4: a '[' is opened and not closed"),
        ("a: {b: 2\nc: 3\n", "1:4: a '{' is opened and not closed"),
        ("a: 1\n- b\n", "2:1: this line does not fit in with those above it"),
        ("[a]: 1\n", "1:1: a key is a word"),
        ("a: [,]\n", "1:5: a value is missing here"),
        ("a: !e!foo 1\n", "1:4: a tag is not read here"),
        ("a: 'b\nc: d\n", "1:4: a quote is opened here and not closed in its line"),
        ("a: b\n...\nc: d\n", "3:1: text stands after the end of the document"),
        ("a: \ud800\n", "1:4: the character U+D800 cannot stand in a text file"),
    ],
)
def test_syntax_errors_are_explained(either_loader: None, text: str, problem: str) -> None:
    assert [line.split(" (")[0] for line in problems_of(text)] == [problem]


def test_unknown_escape_is_reported_in_its_line(either_loader: None) -> None:
    (line,) = problems_of('a: "\\q"\n')
    assert line.startswith("1:")
    assert "use single quotes" in line


def test_error_after_quoted_text_has_its_position(either_loader: None) -> None:
    assert problems_of('a: "one\n  two"\nb: c: d\n') == [
        "3:5: a ':' stands where none can stand (put text with a colon in quotes)"
    ]
