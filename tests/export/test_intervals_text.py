"""Sessions as the text of intervals.icu, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.programs.importers.read import read_data
from tests.support.commands import coach as command


def test_equal_rounds_are_written_once(home: Path) -> None:
    (home / "programs").mkdir(parents=True)
    slots = "slots:\n  - {slot: plank, hold: 30s}\n  - {slot: sit, drill: wall-sit, reps: 8}\n"
    head = "schema: 1\nid: mine\ntitle: Mine\nkind: custom\nrounds: 3\nrest: {between: 20s, rounds: 90s}\n"
    (home / "programs" / "mine.yaml").write_text(head + slots)
    (home / "drills").mkdir()
    (home / "drills" / "own.yaml").write_text("schema: 1\ndrills: [{id: wall-sit, name: Wall sit}]\n")
    done = command("timeline", "mine", "--intervals", home=home)
    assert done.lines == [
        "- Get ready 10s",
        "",
        "2x",
        "- Plank 30s",
        "- Rest 20s",
        "- Wall sit, 8 repetitions press lap",
        "- Rest 1m30s",
        "",
        "- Plank 30s",
        "- Rest 20s",
        "- Wall sit, 8 repetitions press lap",
    ]


@pytest.mark.parametrize(
    "name", ["core", "hips-and-thoracic", "morning", "breathing", "cardio", "massage-ball"]
)
def test_text_survives_round_trip(name: str, home: Path) -> None:
    text = command("timeline", name, "--intervals", home=home).out
    (draft,) = read_data(text.encode(), Path("x.txt")).drafts
    assert draft.notes == []
    played = [one for part in draft.parts for _ in range(part.rounds) for one in part.exercises]
    seconds = sum((one.seconds or 0) + (one.rest_seconds or 0) for one in played)
    timeline = command("timeline", name, "--json", home=home).json
    assert isinstance(timeline, dict)
    assert seconds == timeline["total_seconds"]
