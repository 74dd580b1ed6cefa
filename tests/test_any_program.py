"""From any document to a session: what the schema accepts can be played, or is refused at its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coach.app.programs import check_text, starting_timeline
from coach.model.timeline import IntervalKind, Timeline
from coach.programs.json_schema import json_schema
from coach.programs.load import load_catalog
from coach.session.commands import SetRecorded
from coach.session.player import Player
from tests.app.test_json_schema import ONLY_CHECK
from tests.support.documents import Json, any_program, any_text, broken, written
from tests.support.examples import examples

LIBRARY = load_catalog(None)
SCHEMA = Draft202012Validator(json_schema("program"))
MINE = Path("mine.yaml")
DAY = date(2026, 1, 5)
RESTS = (IntervalKind.REST, IntervalKind.ROUND_REST, IntervalKind.SWITCH, IntervalKind.READY)


def assert_consistent(timeline: Timeline) -> None:
    """Check that intervals are contiguous, end in work and add up."""
    clock = 0
    for one in timeline.intervals:
        assert one.start == clock
        assert one.seconds is None or one.seconds > 0
        clock += one.seconds or 0
    assert timeline.total_seconds == clock
    assert timeline.intervals[-1].is_set
    assert timeline.intervals[-1].kind not in RESTS


def check_result(text: str) -> bool:
    """Whether a text is a program; one that is has a timeline that holds together, any other its problems."""
    program, problems = check_text(text, MINE, LIBRARY.drills)
    assert (program is None) == bool(problems)
    last = len(text.splitlines()) + 1
    for problem in problems:
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.line_text().isprintable()
    if program is not None:
        assert_consistent(starting_timeline(program, LIBRARY.drills, DAY))
    return program is not None


@given(st.randoms(use_true_random=False), st.integers(0, 2))
@examples(100)
def test_schema_agrees_with_the_checks(random: Random, changes: int) -> None:
    document: Json = any_program(random)
    for _ in range(changes):
        assert isinstance(document, dict)
        document = broken(random, document)
    text = json.dumps(document, ensure_ascii=False)
    _, problems = check_text(text, MINE, LIBRARY.drills)
    sayable = [problem for problem in problems if not ONLY_CHECK.search(problem.message)]
    assert SCHEMA.is_valid(document) == (not sayable), (document, problems)
    check_result(text)


@given(st.randoms(use_true_random=False))
@examples(100)
def test_any_text_gives_a_timeline_or_problems(random: Random) -> None:
    check_result(any_text(random))


@given(st.randoms(use_true_random=False))
@examples(50)
def test_yaml_style_does_not_change_a_program(random: Random) -> None:
    document = any_program(random)
    plain, _ = check_text(json.dumps(document), MINE, LIBRARY.drills)
    styled, _ = check_text(written(random, document).lstrip("\n"), MINE, LIBRARY.drills)
    assert plain == styled


@given(st.randoms(use_true_random=False), st.floats(0.5, 400))
@examples(40)
def test_any_program_plays_to_its_end(random: Random, step: float) -> None:
    program, _ = check_text(json.dumps(any_program(random)), MINE, LIBRARY.drills)
    if program is None:
        return
    timeline = starting_timeline(program, LIBRARY.drills, DAY)
    player = Player(timeline, program, attended=False)
    player.start(0.0)
    end = timeline.total_seconds + 60.0 * sum(one.seconds is None for one in timeline.intervals) + step
    keys = {fact.key for fact in player.facts(end) if isinstance(fact, SetRecorded)}
    assert keys == {key for key, one in enumerate(timeline.intervals) if one.is_set}


def test_most_random_programs_are_valid() -> None:
    random = Random(1)
    right = sum(check_result(json.dumps(any_program(random))) for _ in range(200))
    assert 100 <= right < 200
