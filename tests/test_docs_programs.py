"""The page on programs is true: its examples are accepted as they stand, and no key is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.app.programs import check_files
from coach.programs.json_schema import json_schema
from coach.programs.load import load_catalog
from coach.programs.schema import SchemaName

PAGE = Path(__file__).parent.parent / "docs" / "programs.md"
TEXT = PAGE.read_text("utf-8")
FENCES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def name_of(example: str) -> str:
    """The file name that an example asks for: its id, or `drills` or `figures`."""
    found = re.search(r"^id: (\S+)$", example, re.MULTILINE)
    return found[1] if found else "figures" if "\nfigures:" in example else "drills"


def documented_keys(text: str) -> set[str]:
    """Every word that stands in code alone, or before a colon in code."""
    spans = re.findall(r"`([^`\n]+)`", text)
    return {word for span in spans for word in re.findall(r"^[a-z_]+$|[a-z_]+(?=: )", span)}


def schema_keys(schema: object) -> Iterator[str]:
    """Every key that a JSON Schema knows, at any depth."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from (str(key) for key in properties)
        for value in schema.values():
            yield from schema_keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from schema_keys(value)


def test_examples_have_unique_names() -> None:
    names = [name_of(example) for example in FENCES]
    assert len(names) >= 12
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("example", FENCES, ids=name_of)
def test_example_is_valid(example: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name_of(example)}.yaml"
    file.write_text(example, "utf-8")
    assert [problem.line_text() for problem in check_files([file])] == []


def test_examples_together_are_valid(tmp_path: Path) -> None:
    for example in FENCES:
        folder = tmp_path / ("drills" if name_of(example) in ("drills", "figures") else "programs")
        folder.mkdir(exist_ok=True)
        (folder / f"{name_of(example)}.yaml").write_text(example, "utf-8")
    catalog = load_catalog(tmp_path)
    assert [problem.line_text() for problem in catalog.problems] == []
    assert {name_of(example) for example in FENCES} - {"drills", "figures"} <= set(catalog.programs)


def test_drill_example_can_be_used(tmp_path: Path) -> None:
    for folder in ("drills", "programs"):
        (tmp_path / folder).mkdir()
    catalogue = next(example for example in FENCES if name_of(example) == "drills")
    (tmp_path / "drills" / "mine.yaml").write_text(catalogue, "utf-8")
    program = (
        "schema: 1\nid: sits\ntitle: Sits\nkind: custom\nslots:\n"
        "  - {slot: wall-sit, hold: 20s}\n  - {slot: one-leg-wall-sit, hold: 10s}\n"
    )
    (tmp_path / "programs" / "sits.yaml").write_text(program, "utf-8")
    catalog = load_catalog(tmp_path)
    assert catalog.problems == ()
    assert [slot.sided for slot in catalog.programs["sits"].slots] == [False, True]


@pytest.mark.parametrize("kind", ["program", "drills", "figures"])
def test_keys_of_the_format_are_listed(kind: SchemaName) -> None:
    missing = set(schema_keys(json_schema(kind)))
    missing -= documented_keys(TEXT)
    assert missing == set()


def test_mistakes_give_the_shown_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (mistaken, told) = re.findall(r"^```text\n(.*?)^```\n\n```\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[
        0
    ]
    monkeypatch.chdir(tmp_path)
    Path("my-program.yaml").write_text(mistaken, "utf-8")
    problems = check_files([Path("my-program.yaml")])
    assert [problem.line_text() for problem in problems] == told.splitlines()
