"""A ladder whose drills differ in sides: the rung in force says which are asked, counted and compared."""

from __future__ import annotations

from datetime import date, timedelta

from coach.coaching.planner import prescribe
from coach.model.events import Session, SetRecord
from coach.model.plan import Dose
from coach.model.program import (
    Kind,
    Load,
    Measure,
    Part,
    Program,
    Progress,
    Progression,
    Rung,
    Schedule,
    Side,
    Slot,
)
from tests.coaching.casebook import moment

START = date(2026, 1, 5)
CARRY = Slot(
    slot="carry",
    drill="farmer-carry",
    measure=Measure.HOLD,
    amount=30,
    upto=30,
    sided=False,
    sets=2,
    ladder=(
        Rung(drill="farmer-carry", start=30, upto=30, sided=False),
        Rung(drill="suitcase-carry", start=20, upto=40, sided=True),
    ),
    start_rung=0,
    progress=Progress.TIME,
    load=Load(start_kg=6, step_kg=1, max_kg=6),
)
PROGRAM = Program(
    id="carries",
    title="Carries",
    kind=Kind.CORE,
    schedule=Schedule(per_week=3),
    progression=Progression(after=1),
    parts=(Part(slots=(CARRY,), rounds=2),),
)


def trained(day: int, drill: str, seconds: int, *sides: Side | None) -> Session:
    """Two sets of each side, all of the same length, clean."""
    on = START + timedelta(days=day)
    sets = tuple(
        SetRecord(
            slot="carry", drill=drill, round=number, side=side, seconds=seconds, form="clean", end="full"
        )
        for number in (1, 2)
        for side in sides
    )
    return Session(
        id=f"s{day}", date=on, at=moment(on, 8), program=PROGRAM.id, kind=PROGRAM.kind.value, sets=sets
    )


def asked(*sessions: Session, day: int) -> Dose:
    (plan,) = prescribe(PROGRAM, sessions, START + timedelta(days=day)).programs
    return plan.slots[0]


def test_the_first_drill_is_asked_without_sides() -> None:
    assert (asked(day=0).drill, asked(day=0).sides) == ("farmer-carry", ())


def test_the_next_drill_of_the_ladder_is_asked_on_each_side() -> None:
    dose = asked(trained(0, "farmer-carry", 30, None), day=2)
    assert (dose.drill, dose.seconds, dose.sides) == ("suitcase-carry", 20, ("left", "right"))


def test_one_side_alone_is_not_the_whole_of_a_drill_with_sides() -> None:
    up = trained(0, "farmer-carry", 30, None)
    assert asked(up, trained(2, "suitcase-carry", 20, "left"), day=4).seconds == 20
    assert asked(up, trained(2, "suitcase-carry", 20, "left", "right"), day=4).seconds == 25


def test_the_weaker_side_of_the_harder_drill_goes_first() -> None:
    up = trained(0, "farmer-carry", 30, None)
    session = trained(2, "suitcase-carry", 20, "left")
    other = trained(2, "suitcase-carry", 15, "right")
    both = Session(
        id="s2",
        date=session.date,
        at=session.at,
        program="carries",
        kind="core",
        sets=session.sets + other.sets,
    )
    assert asked(up, both, day=4).sides == ("right", "left")


def test_going_back_to_the_easier_drill_asks_for_no_sides_again() -> None:
    up = trained(0, "farmer-carry", 30, None)
    short = [trained(day, "suitcase-carry", 12, "left", "right") for day in (2, 4)]
    dose = asked(up, *short, day=6)
    assert (dose.drill, dose.sides) == ("farmer-carry", ())
