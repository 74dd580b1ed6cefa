"""A dose as a person reads it."""

from __future__ import annotations

from typing import Final

from coach.model.plan import Dose
from coach.model.program import Measure
from coach.model.quantities import Units, carried_text, seconds_text

COUNTED: Final = {
    Measure.HOLD: "s",
    Measure.TIME: "s",
    Measure.REPS: "times",
    Measure.BREATHS: "breaths",
}
"""What a set of each measure is counted in."""


def dose_text(dose: Dose, times: str = "x", units: Units = "kg") -> str:
    """`3 x 30 s a side, left first, 6 kg a hand`; `10 kg in one hand` for a drill of one hand.

    Args:
        dose: what is asked.
        times: the sign between the sets and one of them.
        units: how loads are shown.
    """
    one = seconds_text(dose.seconds) if dose.seconds is not None else f"{dose.reps} {COUNTED[dose.measure]}"
    if len(dose.sides) > 1:
        one += f" a side, {dose.sides[0]} first"
    elif dose.sides:
        one += f", {dose.sides[0]}"
    return f"{dose.sets} {times} {one}{load_words(dose, units, before=', ')}"


def load_words(dose: Dose, units: Units = "kg", *, before: str = "") -> str:
    """`6 kg a hand` or `10 kg in one hand`; empty where nothing is carried.

    Args:
        dose: what is asked.
        units: how loads are shown.
        before: what stands before it, where anything is carried.
    """
    if dose.load_kg is None:
        return ""
    return before + carried_text(dose.load_kg, units, one_hand=dose.one_hand)
