"""The texts about habits and weeks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from coach.coaching.habits import messages as words

UNKIND = re.compile(
    r"\b(fail\w*|bad|lazy|must|never miss\w*|lost|broke\w*|should have|only \d|score|%d)\b", re.I
)


def test_all_sentences_lists_every_text() -> None:
    """Each constant by its text, each function by an example."""
    tree = ast.parse(Path(words.__file__).read_text(encoding="utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    spoken = {name for name in functions if not name.startswith("_")} - {"all_sentences"}
    examples = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "all_sentences")
    shown = {
        node.func.id
        for node in ast.walk(examples)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert spoken <= shown
    constants = {value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)}
    assert constants <= set(words.all_sentences())


@pytest.mark.parametrize("sentence", words.all_sentences())
def test_sentences_are_whole_short_and_kind(sentence: str) -> None:
    assert sentence == sentence.strip()
    assert 0 < len(sentence) <= 130
    assert "{" not in sentence and "None" not in sentence and "!" not in sentence
    assert not UNKIND.search(sentence)


def test_sentences_are_unique() -> None:
    sentences = words.all_sentences()
    assert len(sentences) == len(set(sentences))


def test_singular_and_plural() -> None:
    assert words.count_to_go(None, 1, "hold") == "1 hold to go"
    assert words.count_to_go(None, 2, "hold") == "2 holds to go"
