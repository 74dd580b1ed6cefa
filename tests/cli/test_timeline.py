"""`coach timeline`: a session laid out second by second."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from tests.support.commands import coach


def timeline(program: str, home: Path) -> dict[str, Any]:
    result = coach("timeline", program, "--json", home=home)
    assert result.status == 0, result.err
    return cast(dict[str, Any], result.json)


def test_timeline_of_core(home: Path) -> None:
    core = timeline("core", home)
    intervals = core["intervals"]
    work = [one for one in intervals if one["kind"] == "work"]
    assert core["program"] == "core"
    assert core["date"] == "2026-01-05"
    assert intervals[0]["kind"] == "ready"
    assert {one["seconds"] for one in work} == {30}
    assert sum(one["seconds"] for one in work) == 540
    assert {one["round"] for one in work} == {1, 2, 3}
    assert [(one["slot"], one["side"]) for one in work[:6]] == [
        ("plank", None),
        ("side-plank", "left"),
        ("side-plank", "right"),
        ("bird-dog", "left"),
        ("bird-dog", "right"),
        ("farmer-carry", None),
    ]
    assert 14 * 60 <= core["total_seconds"] <= 16 * 60
    assert intervals[-1]["kind"] == "work"


def test_intervals_are_contiguous(home: Path) -> None:
    for program in ("core", "hips-and-thoracic", "morning", "micro-break", "breathing", "massage-ball"):
        found = timeline(program, home)
        for before, after in pairwise(found["intervals"]):
            assert after["start"] == before["start"] + (before["seconds"] or 0), program
        assert found["total_seconds"] == sum(one["seconds"] or 0 for one in found["intervals"])
        assert found["intervals"][-1]["kind"] == "work", program


def test_first_ready_has_announcement_and_countdown(home: Path) -> None:
    first = timeline("core", home)["intervals"][0]
    assert first["start"] == 0
    assert first["seconds"] == 10
    assert first["cues"][0] == {"at": 0, "cue": "announce", "say": "Plank."}
    assert [cue["at"] for cue in first["cues"] if cue["cue"] == "tick"] == [7, 8, 9]


def test_warm_up_comes_first(home: Path) -> None:
    work = [one for one in timeline("hips-and-thoracic", home)["intervals"] if one["kind"] == "work"]
    assert work[0]["warmup"] is True
    assert not any(one["warmup"] for one in work[1:])


def test_timeline_with_cues(home: Path) -> None:
    lines = [line.split() for line in coach("timeline", "core", "--cues", home=home).lines]
    assert lines[1][0] == "0:00"
    assert ["2", "said", "Face"] in [line[:3] for line in lines]
    assert ["8", "shown", "Squeeze"] in [line[:3] for line in lines]
    written = coach("timeline", "core", "--cues", "--json", home=home).json
    work = cast(dict[str, Any], written)["intervals"][1]
    assert work["shown"][0] == {"at": 0, "lines": [work["cues"][0]["say"]]}
    assert "shown" not in timeline("core", home)["intervals"][1]


def test_timeline_as_text(home: Path) -> None:
    lines = coach("timeline", "core", home=home).lines
    assert lines[0] == "Core holds: about 15 minutes"
    assert lines[1].split() == ["0:00", "ready", "10", "s", "Plank", "round", "1", "of", "3"]
    assert lines[2].split() == ["0:10", "WORK", "30", "s", "Plank", "round", "1", "of", "3"]
