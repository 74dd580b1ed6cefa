"""A dose as a person reads it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coach.model.doses import COUNTED, dose_text
from coach.model.plan import Dose
from coach.model.program import Measure

HOLD = Dose(slot="plank", drill="plank", measure=Measure.HOLD, sets=3, seconds=30, full_sets=3)


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (HOLD, "3 x 30 s"),
        (replace(HOLD, sides=("left", "right")), "3 x 30 s a side, left first"),
        (replace(HOLD, sides=("right", "left")), "3 x 30 s a side, right first"),
        (replace(HOLD, sides=("right",)), "3 x 30 s, right"),
        (replace(HOLD, load_kg=6), "3 x 30 s, 6 kg a hand"),
        (replace(HOLD, sides=("left", "right"), load_kg=7.5), "3 x 30 s a side, left first, 7.5 kg a hand"),
        (replace(HOLD, seconds=None, reps=8, measure=Measure.REPS), "3 x 8 times"),
        (replace(HOLD, seconds=None, reps=10, measure=Measure.BREATHS), "3 x 10 breaths"),
        (replace(HOLD, seconds=120, measure=Measure.TIME), "3 x 2 min"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_says_how_often_how_much_on_which_side_and_with_what(dose: Dose, text: str) -> None:
    assert dose_text(dose) == text


def test_the_sign_and_the_units_are_those_of_whoever_reads() -> None:
    assert dose_text(replace(HOLD, load_kg=10), times="×", units="lb") == "3 × 30 s, 22 lb a hand"


def test_every_measure_is_counted_in_something() -> None:
    assert set(COUNTED) == set(Measure)
