"""The JSON Schema takes what `coach check` takes, but for what JSON Schema has no words for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coach.app.programs import check_text
from coach.config.schema import config_schema
from coach.paths import shipped_programs_folder
from coach.programs.json_schema import json_schema
from coach.programs.load import FileKind
from coach.programs.parse import MappingNode, Node, ScalarNode, SequenceNode, read_tree
from tests.programs.small_catalog import BAD, DRILLS, problems_of

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

VALIDATORS: dict[FileKind, Draft202012Validator] = {
    "program": Draft202012Validator(json_schema("program")),
    "drills": Draft202012Validator(json_schema("drills")),
    "figures": Draft202012Validator(json_schema("figures")),
    "config": Draft202012Validator(config_schema()),
}

ONLY_CHECK = re.compile(
    "is not the file's name|no figure is named"
    "|no drill is named|same on both sides|a second time|on this ladder twice"
    "|the ladder lacks|on the ladder's rung|is not later than|is not after from|are both|leads back to"
    r"| is below | is above |leaves no rest|sets: \d+ in |this session has about|is not in the calendar"
    "|in .* already"
)
"""What compares two values, or looks beyond the file: JSON Schema cannot say it."""

PROGRAM: dict[str, Json] = {
    "schema": 1,
    "id": "mine",
    "title": "Mine",
    "kind": "core",
    "about": "About it.",
    "schedule": {"per_week": 2, "days": ["mon", "thu"]},
    "block": {"weeks": 5, "trim": "30%"},
    "ready": "10s",
    "switch": 8,
    "rest": {"between": "20s", "rounds": "1:00"},
    "rounds": 3,
    "progression": {"after": 2, "step": "5s", "misses": 2, "floor": "10s"},
    "away": {"recount": 10, "ease": 14, "restart": 28, "reset": 84},
    "slots": [
        {
            "slot": "plank",
            "drill": "plank",
            "hold": "30s",
            "upto": "60s",
            "sets": 3,
            "sides": "none",
            "ladder": [
                {"drill": "plank-knee", "hold": 30, "load": "none"},
                {"drill": "plank", "hold": "30s", "upto": "1m", "hand": "one"},
            ],
            "load": {"start": "6kg", "step": "2.5lb", "max": "20kg"},
            "progress": "time-then-load",
            "rest": "5s",
            "wait": True,
        },
        {"slot": "bird-dog", "reps": 8, "upto": 12, "pace": "6s", "progress": "time"},
        {"slot": "breathing", "breaths": 10, "inhale": "4s", "exhale": "6s"},
        {"slot": "walk", "drill": "plank", "time": "5m"},
        {"slot": "slow", "drill": "plank", "reps": 4, "tempo": "3-1-2", "every": "2m"},
        {"slot": "led", "drill": "plank", "reps": 4, "inhale": "3s", "exhale": 3},
    ],
}
PARTS: dict[str, Json] = {
    "schema": 1,
    "id": "mine",
    "title": "Mine",
    "kind": "custom",
    "schedule": {"every": "30m", "from": "9:00", "until": "17:30"},
    "parts": [
        {"title": "Warm-up", "warmup": True, "slots": [{"slot": "walk", "drill": "plank", "time": "3m"}]},
        {"rounds": 2, "rest": {"between": "5s"}, "slots": [{"slot": "plank", "hold": "30s"}]},
        {"every": "1m", "slots": [{"slot": "bird-dog", "reps": 5}]},
    ],
}
CATALOGUE: dict[str, Json] = {
    "schema": 1,
    "drills": [
        {
            "id": "stork",
            "name": "Stork",
            "say": "Stork",
            "sides": "each",
            "equipment": ["mat"],
            "cues": ["Stand on one leg."],
            "check": "Steady?",
            "avoid": "Wet floors.",
            "easier": "plank",
            "harder": "plank",
            "figure": "plank",
        }
    ],
}
FIGURES: dict[str, Json] = {
    "schema": 1,
    "figures": [
        {
            "id": "stork",
            "describe": "Standing on one leg.",
            "view": "front",
            "side": "left",
            "loop": "cycle",
            "props": [{"prop": "wall", "at": [0.4, 0], "size": [0.1, 1], "front": False}],
            "works": ["near_leg"],
            "feel": "near_calf",
            "still": "up",
            "poses": {
                "down": {
                    "hip": [0, 0.53],
                    "spine": [90, 90],
                    "head": 90,
                    "near_hand": {"angles": [-100, -95], "point": -90},
                    "near_foot": {"at": [0.06, 0.04], "bend": "right"},
                    "hold": 1,
                    "move": 0.5,
                },
                "up": {"from": "down", "far_foot": {"on": "near_knee", "off": [0.05, 0], "seen": [0.8, 1]}},
            },
        },
        {"id": "stork-two", "like": "stork", "describe": "The same."},
    ],
}
CONFIG: dict[str, Json] = {
    "sound": True,
    "volume": 0,
    "cues": {"tick": False},
    "volumes": {"tick": 0, "speech": 100},
    "keys": {"session.pause": "space"},
    "rest": {"between": "30s"},
    "units": "lb",
    "day_cutover": 3,
    "weight": "80kg",
    "work": {"from": "09:00", "until": "17:00", "days": ["mon"]},
    "quiet": {"from": "22:00", "until": "07:00"},
    "event_date": "2026-05-01",
}
FILES: dict[FileKind, str] = {
    "program": "mine.yaml",
    "drills": "drills.yaml",
    "figures": "figures.yaml",
    "config": "config.yaml",
}


def checked(name: FileKind, text: str) -> list[str]:
    """What `coach check` says of a text that JSON Schema could say too."""
    _, problems = check_text(text, Path(FILES[name]), DRILLS)
    return [problem.line_text() for problem in problems if not ONLY_CHECK.search(problem.message)]


def as_json(node: Node) -> Json:
    """What an editor's YAML 1.2 reader makes of a node."""
    if isinstance(node, SequenceNode):
        return [as_json(item) for item in node.items]
    if isinstance(node, MappingNode):
        return {key.text: as_json(value) for key, value in node.pairs}
    return _scalar_json(node)


def _scalar_json(node: ScalarNode) -> Json:
    kind = node.kind
    if kind == "null":
        return None
    if kind == "bool":
        return node.is_true
    if kind == "text":
        return node.text
    return int(node.text) if kind == "int" else float(node.text)


def both_agree(name: FileKind, document: Json) -> None:
    """Schema and check take or refuse the same document."""
    found = checked(name, json.dumps(document, ensure_ascii=False))
    errors = [error.message for error in VALIDATORS[name].iter_errors(document)]
    assert bool(found) == bool(errors), (document, found, errors)


@pytest.mark.parametrize("name", list(VALIDATORS))
def test_schema_is_valid(name: FileKind) -> None:
    schema = config_schema() if name == "config" else json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("program", PROGRAM),
        ("program", PARTS),
        ("drills", CATALOGUE),
        ("figures", FIGURES),
        ("config", CONFIG),
        ("config", {}),
    ],
)
def test_good_documents_pass_schema_and_parser(name: FileKind, document: Json) -> None:
    assert checked(name, json.dumps(document)) == []
    assert VALIDATORS[name].is_valid(document)


@pytest.mark.parametrize("path", sorted(shipped_programs_folder().glob("*.yaml")), ids=lambda path: path.name)
def test_shipped_files_pass_schema(path: Path) -> None:
    root = read_tree(path.read_text(encoding="utf-8"), path).root
    assert root is not None
    kinds: dict[str, FileKind] = {"drills": "drills", "figures": "figures"}
    VALIDATORS[kinds.get(path.stem, "program")].validate(as_json(root))


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.name)
def test_schema_refuses_bad_files(path: Path) -> None:
    tree = read_tree(path.read_text(encoding="utf-8"), path)
    if tree.problems or tree.root is None:
        return  # not YAML, or nothing: an editor says so by itself
    validator = VALIDATORS["drills" if path.stem == "drills" else "program"]
    sayable = [line for line in problems_of(path) if not ONLY_CHECK.search(line)]
    assert validator.is_valid(as_json(tree.root)) == (not sayable)


NAMES = st.sampled_from(
    [
        "slots",
        "parts",
        "rounds",
        "hold",
        "time",
        "reps",
        "breaths",
        "upto",
        "pace",
        "tempo",
        "inhale",
        "load",
        "ladder",
        "days",
        "per_week",
        "per_day",
        "every",
        "from",
        "until",
        "warmup",
        "progress",
        "sets",
        "sides",
        "wait",
        "drills",
        "easier",
        "step",
        "trim",
        "tick",
        "nonsense",
        "cues",
        "drill",
        "slot",
        "id",
    ]
)
WORDS = st.sampled_from(
    [
        "30s",
        "3-1-2",
        "3-0-2",
        "0-1-2",
        "31-0-1",
        "03-00-30",
        "1m30s",
        "1:30",
        "0:07",
        "0s",
        "15s",
        "16s",
        "0m12s",
        "00015",
        "1h",
        "30",
        "999m",
        "1000m",
        "6kg",
        "0kg",
        "10lb",
        "0.01lb",
        "2.5kg",
        "30%",
        "9%",
        "51%",
        "9:00",
        "09:00",
        "24:00",
        "mon",
        "each",
        "none",
        "time",
        "time-then-load",
        "plank",
        "Plank",
        "-",
        "true",
        "2026-05-01",
        "5min",
        "1m5",
        ":30",
        "1:5",
        "1:60",
        "é",
    ]
)
SPACED = st.sampled_from(["", " ", "a b", "6 kg", "050 %", "1 m 5 s", " 30s", "30s ", "x" * 65, "y" * 201])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 120),
    st.sampled_from([99_999, 100_000, 10**20, 1000, 1001, 3650]),
    st.floats(-2, 40, allow_nan=False),
    st.sampled_from([3.0, 30.0, 1e300]),
    WORDS,
    SPACED,
)
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def nearly_right(draw: st.DrawFn, base: Mapping[str, Json]) -> Json:
    """A good document with one to three of its values changed, taken away or added."""
    document = cast(Json, deepcopy(dict(base)))
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, document)
    return document


def _change(draw: st.DrawFn, top: Json) -> None:
    """Walk down a random way and change what is there."""
    place = top
    while True:
        if isinstance(place, dict):
            key = draw(st.sampled_from([*sorted(place), "+"]))
            if key == "+":
                place[draw(NAMES)] = draw(VALUES)
                return
            inner = place[key]
            if not isinstance(inner, dict | list) or draw(st.integers(0, 3)) == 0:
                if draw(st.booleans()):
                    place[key] = draw(VALUES)
                else:
                    del place[key]
                return
            place = inner
        elif isinstance(place, list):
            index = draw(st.integers(0, len(place)))
            if index == len(place):
                place.append(draw(VALUES))
                return
            inner = place[index]
            if not isinstance(inner, dict | list) or draw(st.integers(0, 3)) == 0:
                place[index] = draw(VALUES)
                return
            place = inner


@given(nearly_right(PROGRAM))
@example({**PROGRAM, "slots": [{"slot": "plank", "hold": "30s", "progress": "time"}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "reps": 8, "upto": "12"}]})
@example({**PROGRAM, "parts": PARTS["parts"]})
@example({**PROGRAM, "every": "2m"})
@example({**PROGRAM, "slots": [{"slot": "plank", "reps": 8, "pace": "4s", "tempo": "1-1-2"}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "reps": 8, "tempo": "1-1-2", "inhale": 4, "exhale": 4}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "reps": 8, "inhale": 4}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "hold": 8, "inhale": 4}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "hold": 8, "every": 40, "wait": True}]})
@example({**PROGRAM, "slots": [{"slot": "plank", "hold": 8, "every": 40, "rest": 5}]})
def test_schema_and_parser_agree_on_programs(document: Json) -> None:
    both_agree("program", document)


@given(nearly_right(PARTS))
@example({**PARTS, "every": "2m"})
@example({**PARTS, "parts": [{"every": 60, "slots": [{"slot": "plank", "hold": 8, "wait": True}]}]})
@example(
    {**PARTS, "parts": [{"every": 60, "slots": [{"slot": "plank", "hold": 8, "wait": True, "rest": 9}]}]}
)
@example({**PARTS, "parts": [{"every": 60, "rest": {"rounds": 5}, "slots": [{"slot": "plank", "hold": 8}]}]})
def test_schema_and_parser_agree_on_program_parts(document: Json) -> None:
    both_agree("program", document)


@given(nearly_right(CATALOGUE))
def test_schema_and_parser_agree_on_catalogues(document: Json) -> None:
    both_agree("drills", document)


@given(nearly_right(CONFIG))
@example({"cues": {"tock": False}})
@example({"keys": {" ": "x"}})
@example({"keys": {"x" * 61: "x"}})
def test_schema_and_parser_agree_on_settings(document: Json) -> None:
    both_agree("config", document)


def test_drill_ids_are_listed_in_schema() -> None:
    validator = Draft202012Validator(json_schema("program", DRILLS))
    document = deepcopy(PROGRAM)
    assert validator.is_valid(document)
    cast(list[dict[str, Json]], document["slots"])[0]["drill"] = "plnk"
    assert not validator.is_valid(document)
    assert VALIDATORS["program"].is_valid(document)
