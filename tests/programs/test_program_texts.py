"""Texts of programs: another id, title or schema line, and outlines from a few answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.programs import check_text
from coach.errors import UsageError
from coach.model.program import Kind, Progress
from coach.programs.load import load_catalog
from coach.programs.parse import MappingNode, ScalarNode, read_tree
from coach.programs.user_files import (
    ProgramOutline,
    outline_text,
    schema_line,
    title_of,
    with_head,
    with_schema_line,
    yaml_text,
)
from tests.programs.small_catalog import DRILLS

TEXT = """\
# yaml-language-server: $schema=../somewhere/else.json
# My words.
schema: 1
id: mine                  # the file's name
title: 'It''s "mine"'     # what the screen shows
kind: custom
slots:
  - {slot: plank, title: no, hold: 30s} # id: stays
"""


def test_changed_head_keeps_comment_columns() -> None:
    changed = with_head(TEXT, program_id="yours", title="Yours: now")
    assert changed.splitlines()[3:5] == [
        "id: yours                 # the file's name",
        'title: "Yours: now"       # what the screen shows',
    ]
    assert changed.splitlines()[5:] == TEXT.splitlines()[5:]
    assert changed.splitlines()[:3] == TEXT.splitlines()[:3]


def test_longer_id_moves_its_comment() -> None:
    line = with_head(TEXT, program_id="a-name-that-is-rather-long").splitlines()[3]
    assert line == "id: a-name-that-is-rather-long  # the file's name"


@pytest.mark.parametrize(
    "text", ["", "- a list\n", "title: [a, b]\n", "title:\n", "id: {a: b\n", "schema: 1\n", "title: *x\n"]
)
def test_text_without_such_a_key_stays_as_it_is(text: str) -> None:
    assert with_head(text, program_id="yours", title="Yours") == text


def test_title_over_several_lines_becomes_one() -> None:
    text = "id: mine\ntitle: >-\n  Some\n  words\nkind: custom\n"
    assert "title: Short" in with_head(text, title="Short")
    assert "kind: custom" in with_head(text, title="Short")


def test_schema_line_is_corrected_or_added() -> None:
    assert with_schema_line(TEXT).splitlines()[0] == schema_line()
    assert with_schema_line(TEXT).splitlines()[1:] == TEXT.splitlines()[1:]
    assert with_schema_line("id: mine\n") == f"{schema_line()}\n#\nid: mine\n"
    assert with_schema_line("\ufeffid: mine\n") == f"{schema_line()}\n#\nid: mine\n"


def test_tab_after_a_colon_is_read() -> None:
    text = (
        "schema:\t1\nid:\tmine\t# mine\ntitle: Mine # it is\nkind: custom\nslots: [{slot: plank, hold: 9}]\n"
    )
    changed = with_head(text, program_id="yours", title="Yours")
    assert changed.splitlines()[1:3] == ["id:\tyours\t# mine", "title: Yours # it is"]
    program, _ = check_text(changed, Path("yours.yaml"), DRILLS)
    assert program is not None


def test_title_is_made_from_an_id() -> None:
    assert [title_of(name) for name in ("my-core", "b2", "-")] == ["My core", "B2", "-"]


@given(st.text(max_size=60).filter(lambda text: text.strip() and text.isprintable()))
def test_any_title_is_read_back_unchanged(title: str) -> None:
    tree = read_tree(f"title: {yaml_text(title)}\n", Path("x.yaml"))
    assert isinstance(tree.root, MappingNode)
    value = tree.root.get("title")
    assert isinstance(value, ScalarNode)
    assert (value.text, value.kind) == (" ".join(title.split()), "text")


@given(
    name=st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True),
    title=st.text(min_size=1, max_size=80).filter(lambda text: text.strip() and text.isprintable()),
)
def test_program_with_another_head_is_valid(name: str, title: str) -> None:
    text = TEXT.replace("title: no, ", "")
    changed = with_head(text, program_id=name, title=title)
    program, problems = check_text(changed, Path(f"{name}.yaml"), DRILLS)
    assert problems == ()
    assert program is not None
    assert (program.id, program.title) == (name, " ".join(title.split()))


SHIPPED_DRILLS = load_catalog(None).drills


@given(
    title=st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != "" and text.isprintable()),
    kind=st.sampled_from([Kind.CORE, Kind.MOBILITY, Kind.MORNING, Kind.BREAK, Kind.CUSTOM]),
    names=st.lists(st.sampled_from(sorted(SHIPPED_DRILLS)), min_size=1, max_size=6),
    seconds=st.sampled_from([10, 20, 30, 45, 60, 90]),
    rounds=st.integers(1, 20),
    rest=st.sampled_from([5, 10, 20, 30, 60]),
    per_week=st.integers(0, 7),
    grows=st.booleans(),
)
def test_any_answers_make_a_valid_program(
    title: str,
    kind: Kind,
    names: list[str],
    seconds: int,
    rounds: int,
    rest: int,
    per_week: int,
    grows: bool,
) -> None:
    outline = ProgramOutline(
        title=title,
        kind=kind,
        drills=tuple(names),
        seconds=seconds,
        rounds=rounds,
        rest_seconds=rest,
        per_week=per_week,
        grows=grows,
    )
    text = outline_text(outline, "mine", SHIPPED_DRILLS)
    program, problems = check_text(text, Path("mine.yaml"), SHIPPED_DRILLS)
    assert problems == ()
    assert program is not None
    assert program.title == " ".join(title.split())
    assert [slot.drill for slot in program.slots] == names
    assert len({slot.slot for slot in program.slots}) == len(names)
    assert {slot.amount for slot in program.slots} == {seconds}
    assert {slot.progress for slot in program.slots} == {Progress.TIME if grows else Progress.NONE}
    assert (program.parts[0].rounds, program.parts[0].rest_between_seconds) == (rounds, rest)


@pytest.mark.parametrize("names", [(), ("plank", "nothing")])
def test_outline_without_drills_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        outline_text(ProgramOutline(title="x", kind=Kind.CORE, drills=names), "x", SHIPPED_DRILLS)
