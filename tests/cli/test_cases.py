"""The worked cases through the public commands: a program file, `coach import`, `coach today --json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from tests.coaching.worked_cases import CASES, Case, read_cases
from tests.support.commands import coach

HEAD = """\
schema: 1
id: core
title: Core holds
kind: core
schedule: {{per_week: 3}}
block: {{weeks: {weeks}, trim: 30%}}
ready: 8s
switch: 5s
rest: {{between: 20s, rounds: 60s}}
rounds: {rounds}
progression: {{after: 2, step: 5s, misses: 2, floor: 10s}}
away: {{recount: 10, ease: 14, restart: 28, reset: 84}}
slots:
  - slot: plank
    hold: 30s
    upto: 60s
    ladder:
      - {{drill: plank-knee, hold: 30s, upto: 60s}}
      - {{drill: plank, hold: 30s, upto: 60s}}
      - {{drill: plank-long-lever, hold: 20s, upto: 45s}}
"""

MORE_SLOTS = """\
  - slot: side-plank
    hold: 30s
    upto: 45s
    ladder:
      - {drill: side-plank-knee, hold: 30s, upto: 45s}
      - {drill: side-plank, hold: 30s, upto: 45s}
      - {drill: side-plank-leg-raise, hold: 20s, upto: 45s}
  - slot: farmer-carry
    hold: 30s
    upto: 60s
    load: {start: 6kg, step: 1kg, max: 20kg}
    progress: time-then-load
"""


def program_file(case: Case) -> str:
    """The program of a case as its owner would write it."""
    written = CASES.parent / f"program-{case.number}.yaml"
    if written.exists():
        return written.read_text(encoding="utf-8")
    (part,) = case.program.parts
    assert case.program.block is not None
    head = HEAD.format(weeks=case.program.block.weeks, rounds=part.slots[0].sets)
    return head + (MORE_SLOTS if len(part.slots) > 1 else "")


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.id)
def test_commands_give_the_expected_answer(case: Case, home: Path, tmp_path: Path) -> None:
    (home / "programs").mkdir(parents=True)
    (home / "programs" / f"{case.program.id}.yaml").write_text(program_file(case))
    events = tmp_path / "events.jsonl"
    events.write_bytes(b"".join(msgspec.json.encode(event) + b"\n" for event in case.events))
    assert coach("import", str(events), home=home).status == 0

    answer = cast(dict[str, Any], coach("today", "--on", case.on.isoformat(), "--json", home=home).json)

    assert answer["date"] == case.on.isoformat()
    assert answer["locked"] is (case.phase == "locked")
    asked = next(program for program in answer["programs"] if program["id"] == case.program.id)
    assert asked["phase"] == case.phase
    if case.plan is not None:
        assert [asked["phase"], asked["block"], asked["week"], asked["weeks"]] == case.plan
    assert {word: asked[word] for word in case.told} == case.told
    keys = ("slot", "drill", "sets", "seconds", "load_kg", "sides")
    assert [[slot[key] for key in keys] for slot in asked["slots"]] == case.slots
    about = [slot for slot in asked["slots"] if slot["slot"] == case.about]
    assert [reason["code"] for slot in about for reason in slot["reasons"]] == case.codes
    assert all(reason["text"] for slot in about for reason in slot["reasons"])
