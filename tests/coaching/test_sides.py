"""Ladders whose drills differ in sides."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import Session
from coach.model.plan import Dose
from coach.model.program import (
    Kind,
    Load,
    Part,
    Progress,
    Progression,
    Rung,
    Schedule,
    Side,
)
from tests.factories import day, prescribe, program_of, session_of, set_record, slot

CARRY = slot(
    "carry",
    drill="farmer-carry",
    sets=2,
    ladder=(
        Rung(drill="farmer-carry", start=30, upto=30, sided=False),
        Rung(drill="suitcase-carry", start=20, upto=40, sided=True),
    ),
    progress=Progress.TIME,
    load=Load(start_kg=6, step_kg=1, max_kg=6),
)
PROGRAM = replace(
    program_of(Kind.CORE, CARRY, schedule=Schedule(per_week=3), id="carries"),
    parts=(Part(slots=(CARRY,), rounds=2),),
    progression=Progression(after=1),
)


def trained(offset: int, drill: str, seconds: int, *sides: Side | None) -> Session:
    """Two sets of each side, all of the same length, clean."""
    records = [
        replace(set_record("carry", seconds, drill=drill, round=number, side=side, form="clean"), end="full")
        for number in (1, 2)
        for side in sides
    ]
    return session_of(PROGRAM, day(offset), records)


def asked(*sessions: Session, on: int) -> Dose:
    (plan,) = prescribe(PROGRAM, sessions, day(on)).programs
    return plan.slots[0]


def test_first_drill_has_no_sides() -> None:
    assert (asked(on=0).drill, asked(on=0).sides) == ("farmer-carry", ())


def test_next_drill_has_sides() -> None:
    dose = asked(trained(0, "farmer-carry", 30, None), on=2)
    assert (dose.drill, dose.seconds, dose.sides) == ("suitcase-carry", 20, ("left", "right"))


def test_one_side_alone_is_partial() -> None:
    up = trained(0, "farmer-carry", 30, None)
    assert asked(up, trained(2, "suitcase-carry", 20, "left"), on=4).seconds == 20
    assert asked(up, trained(2, "suitcase-carry", 20, "left", "right"), on=4).seconds == 25


def test_weaker_side_of_harder_drill_goes_first() -> None:
    up = trained(0, "farmer-carry", 30, None)
    left = trained(2, "suitcase-carry", 20, "left")
    right = trained(2, "suitcase-carry", 15, "right")
    both = replace(left, sets=left.sets + right.sets)
    assert asked(up, both, on=4).sides == ("right", "left")


def test_easier_drill_has_no_sides_again() -> None:
    up = trained(0, "farmer-carry", 30, None)
    short = [trained(on, "suitcase-carry", 12, "left", "right") for on in (2, 4)]
    dose = asked(up, *short, on=6)
    assert (dose.drill, dose.sides) == ("farmer-carry", ())
