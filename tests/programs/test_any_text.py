"""Any text gives a program, or problems with their positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.app.programs import check_text
from tests.programs.small_catalog import BAD, DRILLS

GOOD = """\
schema: 1
id: mine
title: "Mine"
kind: core
schedule: {per_week: 3, days: [mon, wed, fri]}
block: {weeks: 5, trim: 30%}
rest: {between: 20s, rounds: &long 60s}
rounds: 3
slots:
  - slot: plank
    hold: 30s
    upto: *long
    ladder:
      - {drill: plank-knee, hold: 30s, upto: 60s}
      - {drill: plank, hold: 30s, upto: 60s}
  - slot: bird-dog
    sides: each
    reps: 8
    pace: 6s
"""
NAMES = ("mine.yaml", "drills.yaml", "config.yaml")
WORDS = [
    "---",
    "...",
    "%",
    "@",
    "<<",
    "slots",
    "parts",
    "slot",
    "hold",
    "30s",
    "1:30",
    "plank",
    "schema",
    "1",
    "drills",
    "id",
    "mine",
    "ladder",
    "\\",
    "é",
    "null",
    "~",
]
MARKS = ["\n", "  ", "- ", ": ", "\t", "{", "}", "[", "]", ",", "'", '"', "#", "&a ", "*a", "|\n", ">", "? "]
STRANGE = ["!!int ", "\x85", "\u2028", "\ufeff", "\x00", "9" * 5000]
TOKENS = st.sampled_from([*WORDS, *MARKS, *STRANGE])


def assert_valid_result(text: str, name: str) -> None:
    """A program or problems, in order, each inside the text and on one line when shown."""
    program, problems = check_text(text, Path(name), DRILLS)
    if name == "mine.yaml" and "drills" not in text:
        assert (program is None) == bool(problems)
    assert list(problems) == sorted(problems)
    last = len(text.splitlines()) + 1
    for problem in problems:
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.message
        assert problem.line_text().isprintable()


def changed(text: str, start: int, length: int, instead: str) -> str:
    return text[:start] + instead + text[start + length :]


MUTATED = st.builds(
    changed,
    st.just(GOOD),
    st.integers(0, len(GOOD)),
    st.integers(0, 30),
    st.one_of(TOKENS, st.text(max_size=5), st.just("")),
)


@pytest.mark.parametrize("name", NAMES)
@given(text=st.one_of(st.text(), st.lists(TOKENS, max_size=40).map("".join), MUTATED))
@example(text="? ")
@example(text="a: !<")
@example(text="%YAML 9.9\n---\na: 1\n")
@example(text="[" * 5000)
@example(text="\ud800")
@example(text="a: b\x85c: d: e")
def test_any_text_gives_a_program_or_problems(name: str, text: str) -> None:
    assert_valid_result(text, name)


@given(MUTATED, st.integers(0, len(GOOD)), st.one_of(TOKENS, st.text(max_size=3)))
def test_two_mistakes_give_a_program_or_problems(text: str, start: int, instead: str) -> None:
    assert_valid_result(changed(text, start, 1, instead), "mine.yaml")


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.name)
def test_truncated_file_gives_a_program_or_problems(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for end in range(0, len(text), 3):
        assert_valid_result(text[:end], "mine.yaml")


def test_truncated_program_gives_a_program_or_problems() -> None:
    for end in range(len(GOOD)):
        assert_valid_result(GOOD[:end], "mine.yaml")
    program, problems = check_text(GOOD, Path("mine.yaml"), DRILLS)
    assert problems == ()
    assert program is not None


def test_same_text_gives_the_same_result() -> None:
    once = check_text(GOOD, Path("mine.yaml"), DRILLS)
    assert check_text(GOOD, Path("mine.yaml"), DRILLS) == once
