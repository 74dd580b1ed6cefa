"""A program from a few answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.app.check import check_text
from coach.errors import UsageError
from coach.model.program import Kind, Progress
from coach.programs.load import load_catalog
from coach.programs.user_files import ProgramOutline, outline_text

DRILLS = load_catalog(None).drills


@given(
    title=st.text(min_size=1, max_size=60).filter(lambda text: text.strip() != "" and text.isprintable()),
    kind=st.sampled_from([Kind.CORE, Kind.MOBILITY, Kind.MORNING, Kind.BREAK, Kind.CUSTOM]),
    names=st.lists(st.sampled_from(sorted(DRILLS)), min_size=1, max_size=6),
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
    text = outline_text(outline, "mine", DRILLS)
    program, problems = check_text(text, Path("mine.yaml"), DRILLS)
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
        outline_text(ProgramOutline(title="x", kind=Kind.CORE, drills=names), "x", DRILLS)
