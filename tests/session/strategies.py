"""Hypothesis strategies of programs, and of the doses that a plan may make of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.plan import Dose
from coach.model.program import Measure, Part, Program, Slot, Tempo
from tests.factories import dose, program, slot

_SHORT = st.integers(0, 12)


@st.composite
def random_slots(draw: st.DrawFn, name: str, measures: Sequence[Measure]) -> Slot:
    measure = draw(st.sampled_from(measures))
    counted = measure in (Measure.REPS, Measure.BREATHS)
    drawn = slot(
        name,
        draw(st.integers(1, 6) if counted else st.integers(1, 70)),
        measure=measure,
        sided=draw(st.booleans()),
        sets=draw(st.integers(1, 4)),
        pace_seconds=draw(st.none() | st.integers(1, 4)) if measure is Measure.REPS else None,
        rest_seconds=draw(st.none() | _SHORT),
        wait=draw(st.booleans()) if draw(st.booleans()) else False,
    )
    if draw(st.integers(0, 3)) == 0 and not drawn.wait and drawn.rest_seconds is None:
        drawn = replace(drawn, every_seconds=draw(st.integers(20, 90)))
    return _with_rhythm(draw, drawn) if measure is Measure.REPS else drawn


def _with_rhythm(draw: st.DrawFn, reps: Slot) -> Slot:
    """Some repetitions are led by a tempo, some by the breath."""
    match draw(st.integers(0, 3)):
        case 0:
            tempo = Tempo(draw(st.integers(1, 3)), draw(st.integers(0, 2)), draw(st.integers(1, 3)))
            return replace(reps, tempo=tempo, pace_seconds=tempo.seconds)
        case 1:
            cycle = reps.inhale_seconds + reps.exhale_seconds
            return replace(reps, breath_led=True, pace_seconds=cycle)
        case _:
            return reps


@st.composite
def random_programs(draw: st.DrawFn, measures: Sequence[Measure] = tuple(Measure)) -> Program:
    """Programs of one to three parts, with every measure that is allowed."""
    parts = []
    for number in range(draw(st.integers(1, 3))):
        names = [f"drill-{number}{letter}" for letter in "abc"[: draw(st.integers(1, 3))]]
        parts.append(
            Part(
                slots=tuple(draw(random_slots(name, measures)) for name in names),
                rounds=draw(st.integers(1, 3)),
                rest_between_seconds=draw(_SHORT | st.just(20)),
                rest_rounds_seconds=draw(_SHORT | st.just(60)),
                warmup=number == 0 and draw(st.booleans()),
            )
        )
    return program(*parts, ready_seconds=draw(st.integers(0, 10)), switch_seconds=draw(st.integers(0, 8)))


@st.composite
def random_doses(draw: st.DrawFn, of: Program) -> list[Dose]:
    """What a plan may make of a program: fewer sets, other seconds, sides in any order, slots left out."""
    doses = []
    for one in of.slots:
        if draw(st.integers(0, 5)) == 0:
            continue
        sides = draw(st.sampled_from([("left", "right"), ("right", "left"), ("right",)])) if one.sided else ()
        doses.append(dose(one, sets=draw(st.integers(1, one.sets)), sides=sides))
    return doses
