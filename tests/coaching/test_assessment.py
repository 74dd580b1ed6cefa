"""The assessment of one session's sets of one slot."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.coaching.assessment import Outcome, assess
from coach.coaching.levels import Level
from coach.model.events import SetRecord
from coach.model.program import Measure, Slot
from tests.factories import carry, plank, sets, side_plank


def read(done: list[SetRecord], slot: Slot | None = None, level: Level | None = None) -> Outcome:
    slot = slot or plank()
    rungs = {rung.drill: place for place, rung in enumerate(slot.ladder)}
    grams = 6000 if slot.load else None
    return assess(slot, rungs, level or Level(slot.start_rung, 30, grams), done, slot.sets).outcome


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("3 x 30", Outcome.CLEAN),
        ("3 x 45", Outcome.CLEAN),
        ("", Outcome.NONE),
        ("3 x 0", Outcome.NONE),
        ("30 30", Outcome.PARTIAL),
        ("30 30 0", Outcome.PARTIAL),
        ("30 30 29", Outcome.MISS),
        ("30 29", Outcome.MISS),
        ("30 30~ 30", Outcome.MISS),
        ("30 30 30 12~", Outcome.CLEAN),
        ("30 12 30 30", Outcome.MISS),
        ("30 30 30!1", Outcome.PAIN_LOW),
        ("30 30 30!2", Outcome.PAIN_LOW),
        ("30 12 30~!3", Outcome.PAIN_MID),
        ("30!1 30!5 30", Outcome.PAIN_MID),
        ("30 30 30!6", Outcome.PAIN_HIGH),
        ("30 30 30 30!6", Outcome.PAIN_HIGH),
        ("0!4", Outcome.PAIN_MID),
        ("25/25 30 30", Outcome.PARTIAL),
        ("24/25 30 30", Outcome.MISS),
        ("25/25~ 30 30", Outcome.MISS),
        ("25/25 29/30 30", Outcome.MISS),
        ("30 30 ?", Outcome.PARTIAL),
        ("30 30 ?~", Outcome.MISS),
    ],
)
def test_assessment_of_plank_sets(written: str, outcome: Outcome) -> None:
    assert read(sets("plank", written)) is outcome


def test_missing_answer_is_not_a_no() -> None:
    unasked = [replace(done, form=None, pain=None, end=None) for done in sets("plank", "3 x 30")]
    assert read(unasked) is Outcome.CLEAN


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("3 x 30", "3 x 30", Outcome.CLEAN),
        ("3 x 30", "30 30 24", Outcome.MISS),
        ("3 x 30", "30 30", Outcome.PARTIAL),
        ("6 x 30", "", Outcome.PARTIAL),
        ("4 x 30", "30 30", Outcome.PARTIAL),
    ],
)
def test_both_sides_are_assessed(left: str, right: str, outcome: Outcome) -> None:
    done = sets("side-plank", left, "left") + sets("side-plank", right, "right")
    assert read(done, side_plank()) is outcome


def test_set_without_side_completes_no_side() -> None:
    assert read(sets("side-plank", "6 x 30"), side_plank()) is Outcome.PARTIAL


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("3 x 30@6", Outcome.CLEAN),
        ("3 x 30@8", Outcome.CLEAN),
        ("3 x 30", Outcome.CLEAN),
        ("30@6 30@4 30@6", Outcome.PARTIAL),
    ],
)
def test_lighter_load_is_partial(written: str, outcome: Outcome) -> None:
    assert read(sets("farmer-carry", written), carry()) is outcome


@pytest.mark.parametrize(
    ("drill", "written", "outcome"),
    [
        ("plank", "3 x 30", Outcome.CLEAN),
        ("plank-knee", "3 x 60", Outcome.PARTIAL),
        ("plank-knee", "3 x 12", Outcome.PARTIAL),
        ("plank-knee", "3 x 12!4", Outcome.PAIN_MID),
        ("plank-long-lever", "3 x 30", Outcome.CLEAN),
        ("plank-long-lever", "3 x 20", Outcome.PARTIAL),
        ("plank-long-lever", "3 x 30~", Outcome.PARTIAL),
        ("wall-sit", "3 x 60", Outcome.PARTIAL),
    ],
)
def test_easier_and_harder_drills(drill: str, written: str, outcome: Outcome) -> None:
    assert read(sets("plank", written, drill=drill)) is outcome


def test_assessment_of_repetitions() -> None:
    bridge = replace(plank(2), measure=Measure.REPS)
    done = [SetRecord(slot="plank", reps=10, seconds=99), SetRecord(slot="plank", reps=8, asked_reps=8)]
    assert read(done, bridge, Level(1, 8)) is Outcome.CLEAN
    assert read(done, bridge, Level(1, 9)) is Outcome.PARTIAL
    assert read(done, bridge, Level(1, 11)) is Outcome.MISS
