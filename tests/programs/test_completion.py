"""What is suggested while a program is typed; `@` stands for the cursor."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model.program import Drill
from coach.paths import shipped_programs_folder
from coach.programs.completion import Completion, complete, note_at
from coach.programs.load import load_catalog


@cache
def drills() -> dict[str, Drill]:
    return load_catalog(None).drills


def at(text: str) -> Completion | None:
    before = text.partition("@")[0]
    lines = text.replace("@", "", 1).split("\n")
    return complete(lines, before.count("\n"), len(before.rpartition("\n")[2]), drills())


def words(text: str) -> list[str]:
    found = at(text)
    return [one.word for one in found.suggestions] if found else []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("@", ["schema", "id", "title", "kind"]),
        ("sch@", ["schema", "schedule"]),
        ("schema: 1\n@\nid: x", ["title", "kind", "about"]),
        ("kind: c@", ["core", "cardio", "custom"]),
        ("slots:\n  - slot: a\n    l@", ["ladder", "load"]),
        ("schedule:\n  per@", ["per_week", "per_day"]),
        ("schedule: {per_week: 3, @}", ["days", "from", "until"]),
        ("schedule: {per_week: 3, days: [mon, @]}", ["tue", "wed"]),
        ("rest:\n  @", ["between", "rounds"]),
        ("slots:\n  - @", ["slot", "hold", "time"]),
        ("slots:\n  - slot: pl@", ["plank", "plank-foot-lift"]),
        ("slots:\n  - slot: plank\n    @", ["hold", "time", "reps"]),
        ("slots:\n- slot: plank\n  @\n  hold: 3s\n- slot: x", ["upto", "drill"]),
        ("schedule: {@, every: 50m}", ["days", "from", "until"]),
        ("slots:\n  - slot: a\n    wait: @", ["true", "false"]),
        ("slots:\n  - slot: a\n    load: {start: 6kg, @}", ["step", "max"]),
        ("slots:\n  - slot: a\n    ladder:\n      - {drill: pla@}", ["plank"]),
        ("slots:\n  - slot: a\n    ladder:\n      - drill: plank\n        @", ["hold", "time"]),
        ("slots: [{slot: a, drill: side-plank-w@}]", ["side-plank-wall"]),
        ("parts:\n  - title: x\n    slots:\n      - slot: a\n        hold: 3s\n    @", ["rounds", "rest"]),
        ("slots:\n  - slot: a\n    hold: 3s\n\n# more\n\n@", ["schema", "id"]),
    ],
)
def test_suggestions_for_each_place(text: str, first: list[str]) -> None:
    assert words(text)[: len(first)] == first


@pytest.mark.parametrize(
    "text",
    [
        "# com@",
        "id: x # com@",
        "about: >-\n  words of their own @",
        "title: @",
        "nothing:\n  @",
        "ready: 10@",
        "slots:\n  - slot: a\n    hold: 30s up@",
    ],
)
def test_free_text_has_no_suggestions(text: str) -> None:
    assert at(text) is None


def test_key_is_completed_with_its_colon() -> None:
    typed, there = at("tit@"), at("tit@: x")
    assert typed is not None
    assert there is not None
    assert (typed.suggestions[0].written, there.suggestions[0].written) == ("title: ", "title")
    assert (typed.start, typed.typed, typed.is_key, typed.is_done) == (0, "tit", True, False)


def test_drill_is_found_by_any_part_of_its_name() -> None:
    found = at("slots:\n  - slot: a\n    drill: carry@")
    assert found is not None
    assert {"farmer-carry", "suitcase-carry"} <= {one.word for one in found.suggestions}
    assert {one.word: one.note for one in found.suggestions}["farmer-carry"] == "Farmer carry"


def test_suggestions_for_the_load_of_a_rung() -> None:
    rung = "slots:\n  - slot: a\n    ladder:\n      - drill: plank\n        "
    keys, load, hand = at(f"{rung}@"), at(f"{rung}load: @"), at(f"{rung}hand: @")
    assert keys is not None
    assert load is not None
    assert hand is not None
    assert {"load", "hand"} <= {one.word for one in keys.suggestions}
    assert [[one.word for one in found.suggestions] for found in (load, hand)] == [["none"], ["one"]]
    other = at(f"{rung}load: none\n        @")
    assert other is not None
    assert "hand" not in {one.word for one in other.suggestions}


def test_complete_word_is_done() -> None:
    found = at("slots:\n  - slot: plank@")
    assert found is not None
    assert found.is_done


def test_key_of_a_line_has_a_note() -> None:
    lines = ["slots:", "  - slot: a", "    upto: 30s", "# upto: no", "    ladder:", "      - {drill: x}"]
    assert note_at(lines, 2) == "upto: How far it grows, in the same unit."
    assert [note_at(lines, line) for line in (3, 5)] == ["", ""]


@given(st.text(alphabet="ab:-{}[],#>|\n \t'\"é", max_size=80), st.integers(0, 80))
def test_any_text_and_cursor_can_be_completed(text: str, cursor: int) -> None:
    before = text[:cursor]
    lines = text.split("\n")
    line, column = before.count("\n"), len(before.rpartition("\n")[2])
    found = complete(lines, line, column, drills())
    assert found is None or lines[line][found.start : column] == found.typed


def test_words_of_shipped_programs_are_suggested() -> None:
    lines = (shipped_programs_folder() / "core.yaml").read_text("utf-8").split("\n")
    checked = 0
    for number, line in enumerate(lines):
        for key in ("drill: ", "slot: "):
            start = line.find(key)
            if start < 0 or line.lstrip().startswith("#"):
                continue
            word = line[start + len(key) :].replace(",", " ").split()[0]
            found = complete(lines, number, start + len(key) + len(word), drills())
            assert found is not None, line
            assert found.is_done, line
            checked += 1
    assert checked > 20
