"""Factories of programs, plans, timelines and players, and Hypothesis strategies for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Drill, Kind, Measure, Part, Program, Rung, Slot, Tempo
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.session.commands import Fact, SetRecorded, SetReopened
from coach.session.compile import compile_timeline
from coach.session.player import Player

DAY = date(2026, 1, 5)
START = 1000.1
"""A moment of the monotonic clock at which sessions begin; not a round one."""


def slot(
    name: str,
    amount: int = 30,
    *,
    measure: Measure = Measure.HOLD,
    sided: bool = False,
    sets: int = 1,
    pace_seconds: int | None = None,
    rest_seconds: int | None = None,
    wait: bool = False,
) -> Slot:
    return Slot(
        slot=name,
        drill=name,
        measure=measure,
        amount=amount,
        upto=amount,
        sided=sided,
        sets=sets,
        ladder=(Rung(drill=name, start=amount, upto=amount),),
        start_rung=0,
        pace_seconds=pace_seconds,
        rest_seconds=rest_seconds,
        wait=wait,
    )


def program(*parts: Part, ready_seconds: int = 10, switch_seconds: int = 8) -> Program:
    return Program(
        id="test",
        title="Test",
        kind=Kind.CUSTOM,
        parts=parts,
        ready_seconds=ready_seconds,
        switch_seconds=switch_seconds,
    )


def dose(of: Slot, **changes: object) -> Dose:
    counted = of.measure in (Measure.REPS, Measure.BREATHS)
    values: dict[str, object] = {
        "slot": of.slot,
        "drill": of.drill,
        "measure": of.measure,
        "sets": of.sets,
        "seconds": None if counted else of.amount,
        "reps": of.amount if counted else None,
        "sides": ("left", "right") if of.sided else (),
        "full_sets": of.sets,
    }
    return Dose(**(values | changes))  # type: ignore[arg-type]


def plan(of: Program, doses: Sequence[Dose] | None = None) -> ProgramPlan:
    """A plan with every slot at its start, or with these doses."""
    return ProgramPlan(
        id=of.id,
        kind=of.kind,
        phase="build",
        block=1,
        week=1,
        weeks=5,
        due=True,
        done=False,
        slots=tuple(dose(one) for one in of.slots) if doses is None else tuple(doses),
    )


def timeline(
    of: Program,
    doses: Sequence[Dose] | None = None,
    drills: Mapping[str, Drill] | None = None,
    *,
    skip_warmup: bool = False,
) -> Timeline:
    return compile_timeline(of, plan(of, doses), drills or {}, DAY, skip_warmup=skip_warmup)


def core() -> Program:
    """Four holds in three rounds, like the shipped program `core`."""
    slots = (
        slot("plank", sets=3),
        slot("side-plank", sets=3, sided=True),
        slot("bird-dog", sets=3, sided=True),
        slot("farmer-carry", sets=3),
    )
    return program(Part(slots=slots, rounds=3))


def start_player(of: Program, *, attended: bool = True, doses: Sequence[Dose] | None = None) -> Player:
    player = Player(timeline(of, doses), of, attended=attended)
    player.start(START)
    return player


def records_of(facts: Sequence[Fact]) -> dict[int, SetRecorded]:
    """The latest fact about each set."""
    latest: dict[int, SetRecorded] = {}
    for fact in facts:
        if isinstance(fact, SetRecorded):
            latest[fact.key] = fact
        elif isinstance(fact, SetReopened):
            del latest[fact.key]
    return latest


def interval_names(intervals: Sequence[Interval]) -> list[str]:
    """The kinds of intervals, with the names of the sets."""
    return [_interval_name(one) for one in intervals]


def _interval_name(one: Interval) -> str:
    name = f"{one.slot}{f' {one.side}' if one.side else ''}"
    if one.kind is IntervalKind.WORK or one.is_set:
        return name
    return f"{one.kind.value} {one.seconds}"


# --- random programs ---------------------------------------------------------------------------------------

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
