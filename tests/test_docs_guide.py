"""The page on the guide is true: all of its rows are there once, and every place that it names exists."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, get_args

import pytest
from msgspec.structs import fields

from coach.cli.main import COMMANDS
from coach.coaching.habits.messages import HABITS
from coach.coaching.habits.week import RowId
from coach.coaching.messages import NOTICES, REASONS
from coach.coaching.questions import TRIGGERS
from coach.config.schema import all_settings
from coach.guide.pages import checklists, load_pages
from coach.model.events import CheckIn
from coach.programs.load import load_catalog
from coach.tui.keys import SESSION_KEYS

TEXT: Final = (Path(__file__).parent.parent / "docs" / "guide.md").read_text("utf-8")
ROWS: Final = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
PLACE: Final = re.compile(r"([a-z-]+(?: row)?) `([^`]+)`")
LIBRARY: Final = load_catalog(None)
CHECKLISTS: Final = checklists()

KNOWN: Final[Mapping[str, Collection[str]]] = {
    "program": LIBRARY.programs,
    "drill": LIBRARY.drills,
    "page": {page.id for page in load_pages()},
    "checklist": {item.id for one in CHECKLISTS.values() for item in one.items},
    "check-in": {field.name for field in fields(CheckIn)},
    "trigger": {choice.id for choice in TRIGGERS},
    "heading": HABITS,
    "reason": {sentence.code for sentence in REASONS.values()},
    "notice": set(NOTICES),
    "week row": get_args(RowId),
    "setting": {setting.key for setting in all_settings()},
    "key": {str(key.id) for key in SESSION_KEYS},
    "command": set(COMMANDS),
}


def test_rows_are_complete_and_in_order() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 127))


@pytest.mark.parametrize(("number", "says", "where"), ROWS, ids=[number for number, _, _ in ROWS])
def test_places_of_rows_exist(number: str, says: str, where: str) -> None:
    places = where.split(", ")
    assert says.strip()
    for place in places:
        found = PLACE.fullmatch(place)
        assert found, (number, place)
        assert found[2] in KNOWN[found[1]], (number, place)


def test_no_row_is_postponed() -> None:
    assert not re.search(
        r"\b(later|todo|planned|not yet|tbd)\b", "\n".join(where for _, _, where in ROWS), re.I
    )


def test_words_of_the_third_column_are_explained() -> None:
    explained = re.findall(r"^\| ([a-z ,-]+) \| ", TEXT.split("| # |")[0], re.MULTILINE)
    words = {word.strip() for row in explained for word in row.split(",")}
    assert set(KNOWN) <= words


@pytest.mark.parametrize("kind", ["program", "page", "trigger", "heading", "week row", "notice"])
def test_pages_and_notices_have_a_row(kind: str) -> None:
    """What teaches or asks has its reason in the guide; notices about sides, pauses and pain are our own."""
    named = {name for _, _, where in ROWS for word, name in PLACE.findall(where) if word == kind}
    assert set(KNOWN[kind]) - named <= {"asymmetry", "paused", "paused:after", "strong_pain"}


def test_programs_have_no_warned_exercise() -> None:
    for drill in LIBRARY.drills:
        assert not re.search(r"sit-up|crunch|toe-touch", drill)
