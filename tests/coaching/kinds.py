"""Small programs and events for tests of habits, weeks and the kinds without a level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final

from coach.model.events import (
    Action,
    Activity,
    ActivityKind,
    CheckIn,
    CheckInKind,
    Control,
    Form,
    Session,
    SetRecord,
)
from coach.model.program import Block, Kind, Measure, Part, Program, Rung, Schedule, Side, Slot

TUESDAY: Final = date(2026, 1, 13)

_numbers = count(1)


def new_id() -> str:
    """An id that no other event of this run has."""
    return f"00000000-0000-7000-8000-{next(_numbers):012}"


def at(day: date, clock: str = "08:00") -> datetime:
    """A moment of a day in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def slot(
    name: str,
    amount: int,
    *,
    drill: str | None = None,
    measure: Measure = Measure.TIME,
    sided: bool = False,
    sets: int = 1,
    pace: int | None = None,
    upto: int | None = None,
) -> Slot:
    """A slot whose ladder is its one drill."""
    rung = Rung(drill=drill or name, start=amount, upto=upto or amount)
    return Slot(
        slot=name,
        drill=drill or name,
        measure=measure,
        amount=amount,
        upto=upto or amount,
        sided=sided,
        sets=sets,
        ladder=(rung,),
        start_rung=0,
        pace_seconds=pace,
    )


def hips() -> Program:
    """A warm-up, then three stretches of two minutes a side."""
    stretches = tuple(
        slot(name, 120, sided=True) for name in ("hip-flexor-stretch", "figure-four", "open-book")
    )
    return Program(
        id="hips-and-thoracic",
        title="Hips",
        kind=Kind.MOBILITY,
        schedule=Schedule(per_day=1),
        parts=(Part(slots=(slot("warm-up", 180),), warmup=True), Part(slots=stretches)),
    )


def morning() -> Program:
    """Knee to chest, cat-camel, five minutes of walking."""
    return Program(
        id="morning",
        title="Morning",
        kind=Kind.MORNING,
        schedule=Schedule(per_day=1),
        parts=(
            Part(slots=(slot("knee-to-chest", 10, sided=True, sets=3),), rounds=3),
            Part(slots=(slot("cat-camel", 6, measure=Measure.BREATHS),)),
            Part(slots=(slot("walk-5", 300),)),
        ),
    )


def hinge() -> Program:
    """Two sets of eight slow lifts."""
    lifts = slot("hip-hinge", 8, drill="hip-hinge-box", measure=Measure.REPS, sets=2, pace=8)
    return Program(
        id="hinge-practice",
        title="Lifting practice",
        kind=Kind.PRACTICE,
        schedule=Schedule(per_week=2),
        parts=(Part(slots=(lifts,), rounds=2),),
    )


def breathing() -> Program:
    """Ten breaths."""
    return Program(
        id="breathing",
        title="Ten slow breaths",
        kind=Kind.BREATHING,
        schedule=Schedule(per_day=1),
        parts=(Part(slots=(slot("long-exhale", 10, measure=Measure.BREATHS),)),),
    )


def core(weeks: int = 5) -> Program:
    """A plank of three sets on three days a week."""
    plank = slot("plank", 30, measure=Measure.HOLD, sets=3, upto=60)
    return Program(
        id="core",
        title="Core holds",
        kind=Kind.CORE,
        schedule=Schedule(per_week=3, days=("mon", "wed", "fri")),
        block=Block(weeks=weeks),
        parts=(Part(slots=(plank,), rounds=3),),
    )


def done(
    slot: str,
    seconds: int | None = None,
    *,
    side: Side | None = None,
    reps: int | None = None,
    form: Form | None = None,
    pain: int | None = None,
    drill: str | None = None,
    round: int | None = None,
) -> SetRecord:
    """One set."""
    return SetRecord(
        slot=slot, seconds=seconds, side=side, reps=reps, form=form, pain=pain, drill=drill, round=round
    )


def session(
    program: Program, day: date, sets: Sequence[SetRecord], *, start: str = "08:00", minutes: int = 20
) -> Session:
    """A session of a program with these sets."""
    begin = at(day, start)
    return Session(
        id=new_id(),
        date=day,
        at=begin,
        ended_at=begin + timedelta(minutes=minutes),
        program=program.id,
        kind=program.kind.value,
        sets=tuple(sets),
    )


def planks(day: date, *, start: str = "08:00", pain: int | None = 0) -> Session:
    """A clean core session."""
    sets = [done("plank", 30, form="clean", pain=pain, round=number) for number in (1, 2, 3)]
    return session(core(), day, sets, start=start)


def activity(
    day: date,
    minutes: int | None,
    *,
    kind: ActivityKind = "walk",
    clock: str = "12:00",
    talk: bool | None = None,
) -> Activity:
    """Cardio away from the app."""
    return Activity(id=new_id(), date=day, at=at(day, clock), kind=kind, minutes=minutes, could_talk=talk)


def checkin(day: date, *, kind: CheckInKind = "morning", clock: str = "07:00", **answers: object) -> CheckIn:
    """A check-in with these answers."""
    return CheckIn(id=new_id(), date=day, at=at(day, clock), kind=kind, **answers)  # type: ignore[arg-type]


def control(day: date, action: Action, clock: str = "06:00") -> Control:
    """A decision."""
    return Control(id=new_id(), date=day, at=at(day, clock), action=action)
