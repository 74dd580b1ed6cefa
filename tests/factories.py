"""Factories of the model: events, programs, plans and timelines, each with sensible defaults.

A set is written `30`, or with more `30/35@6~!4-early`: 30 seconds held, 35 asked, 6 kg, shaky, pain 4, ended
early. `3 x 30` is three of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Final

from msgspec.structs import replace

from coach.coaching.planner import plan_day
from coach.model.events import (
    Action,
    Activity,
    ActivityKind,
    CheckIn,
    CheckInKind,
    Control,
    Event,
    Form,
    Session,
    SetRecord,
    Tombstone,
)
from coach.model.plan import Dose, Plan, ProgramPlan
from coach.model.program import (
    Block,
    Drill,
    Kind,
    Load,
    Measure,
    Part,
    Program,
    Progress,
    Rung,
    Schedule,
    Side,
    Slot,
    WhileLocked,
)
from coach.model.timeline import Timeline
from coach.session.compile import compile_timeline

MONDAY: Final = date(2026, 1, 5)
TUESDAY: Final = date(2026, 1, 13)
SET: Final = re.compile(r"(\d+|\?)(?:/(\d+))?(?:@([\d.]+))?(~)?(?:!(\d+))?(?:-(early|pain|skipped|stopped))?")

SIDES: Final[dict[str, Side]] = {"left": "left", "right": "right"}
_numbers = count(1)


def new_id() -> str:
    """An id that no other event of this process has."""
    return f"00000000-0000-7000-8000-{next(_numbers):012}"


def day(offset: int) -> date:
    """A day counted from `MONDAY`, which is 0."""
    return MONDAY + timedelta(days=offset)


def moment(on: date, at: int | str = 8) -> datetime:
    """A moment in UTC, from an hour or from `HH:MM`."""
    return datetime.combine(on, time(at) if isinstance(at, int) else time.fromisoformat(at), UTC)


# --- events ------------------------------------------------------------------------------------------------


def set_record(
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
    return SetRecord(
        slot=slot, seconds=seconds, side=side, reps=reps, form=form, pain=pain, drill=drill, round=round
    )


def sets(slot: str, written: str, side: Side | None = None, drill: str | None = None) -> list[SetRecord]:
    """The sets of one slot from their notation."""
    times, _, one = written.partition(" x ")
    words = [one] * int(times) if one else written.split()
    return [_set(slot, word, side, drill, number) for number, word in enumerate(words, 1)]


def _set(slot: str, word: str, side: Side | None, drill: str | None, number: int) -> SetRecord:
    match = SET.fullmatch(word)
    assert match, word
    seconds, asked, load, shaky, pain, end = match.groups()
    return SetRecord(
        slot=slot,
        drill=drill,
        round=number,
        side=side,
        seconds=None if seconds == "?" else int(seconds),
        asked_seconds=int(asked) if asked else None,
        load_kg=float(load) if load else None,
        form="shaky" if shaky else "clean",
        pain=int(pain or 0),
        end=end or "full",  # type: ignore[arg-type]
    )


def session(on: date, at: int = 8, program: str = "core", **slots: str) -> Session:
    """A session from the notation of its sets: `plank="3 x 30", side_plank_left="3 x 30"`."""
    records: list[SetRecord] = []
    for name, written in slots.items():
        slot, _, last = name.replace("_", "-").rpartition("-")
        side = SIDES.get(last)
        records += sets(slot if side else name.replace("_", "-"), written, side)
    return session_of(program, on, records, at=at, minutes=None)


def session_of(
    program: Program | str,
    on: date,
    records: Iterable[SetRecord],
    *,
    at: int | str = 8,
    minutes: int | None = 20,
) -> Session:
    """A session of a program with these sets.

    Args:
        program: or its id, which is its kind then.
        minutes: it took; None: its end is not known.
    """
    start = moment(on, at)
    return Session(
        id=new_id(),
        date=on,
        at=start,
        ended_at=None if minutes is None else start + timedelta(minutes=minutes),
        program=program if isinstance(program, str) else program.id,
        kind=program if isinstance(program, str) else program.kind.value,
        sets=tuple(records),
    )


def planks(*offsets: int, written: str = "3 x 60") -> list[Event]:
    """A session of planks alone on each of these days; 60 s is clean at every level of it."""
    return [session(day(offset), plank=written) for offset in offsets]


def clean_planks(on: date, *, at: int | str = 8, pain: int | None = 0) -> Session:
    """A session of three clean planks of 30 seconds."""
    records = [set_record("plank", 30, form="clean", pain=pain, round=number) for number in (1, 2, 3)]
    return session_of("core", on, records, at=at)


def check_in(on: date, at: int | str = 7, *, kind: CheckInKind = "morning", **answers: object) -> CheckIn:
    return replace(CheckIn(id=new_id(), date=on, at=moment(on, at), kind=kind), **answers)


def control(on: date, action: Action, at: int | str = 6, **details: object) -> Control:
    """A decision; one about a slot is about the program `core`."""
    program = "core" if details.get("slot") else None
    return replace(
        Control(id=new_id(), date=on, at=moment(on, at), action=action, program=program), **details
    )


def activity(
    on: date,
    minutes: int | None,
    *,
    kind: ActivityKind = "walk",
    at: int | str = 12,
    talk: bool | None = None,
) -> Activity:
    return Activity(id=new_id(), date=on, at=moment(on, at), kind=kind, minutes=minutes, could_talk=talk)


def tombstone(target: str, at: int = 12) -> Tombstone:
    return Tombstone(id=new_id(), at=moment(day(400), at), target=target)


# --- slots -------------------------------------------------------------------------------------------------


def ladder(*rungs: tuple[str, int, int]) -> tuple[Rung, ...]:
    """Rungs from drill, start and ceiling."""
    return tuple(Rung(drill=drill, start=start, upto=upto) for drill, start, upto in rungs)


def slot(
    name: str,
    amount: int = 30,
    *,
    drill: str | None = None,
    measure: Measure = Measure.HOLD,
    upto: int | None = None,
    sided: bool = False,
    sets: int = 1,
    while_locked: WhileLocked = "none",
    **details: object,
) -> Slot:
    """A slot that stays as it is, with its one drill as the ladder, unless the details say otherwise."""
    drill, upto = drill or name, upto or amount
    rung = Rung(drill=drill, start=amount, upto=upto, while_locked=while_locked)
    made = Slot(
        slot=name,
        drill=drill,
        measure=measure,
        amount=amount,
        upto=upto,
        sided=sided,
        sets=sets,
        ladder=(rung,),
        start_rung=0,
    )
    return replace(made, **details)


def timed_slot(
    name: str,
    seconds: int = 120,
    *,
    sided: bool = False,
    sets: int = 1,
    while_locked: WhileLocked = "none",
) -> Slot:
    """A slot that ends by itself after so many seconds."""
    return slot(name, seconds, measure=Measure.TIME, sided=sided, sets=sets, while_locked=while_locked)


PLANKS: Final = ladder(("plank-knee", 30, 60), ("plank", 30, 60), ("plank-long-lever", 20, 45))
SIDE_PLANKS: Final = ladder(
    ("side-plank-knee", 30, 45), ("side-plank", 30, 45), ("side-plank-leg-raise", 20, 45)
)


def plank(sets: int = 3, amount: int = 30) -> Slot:
    """A hold that grows along a ladder of three drills, from the second one."""
    return slot("plank", amount, sets=sets, upto=60, ladder=PLANKS, start_rung=1, progress=Progress.TIME)


def side_plank(sets: int = 3) -> Slot:
    """The same on each side."""
    return slot(
        "side-plank",
        sided=True,
        sets=sets,
        upto=45,
        ladder=SIDE_PLANKS,
        start_rung=1,
        progress=Progress.TIME,
    )


def carry(sets: int = 3) -> Slot:
    """A carry that grows in time, then in load."""
    return slot(
        "farmer-carry",
        sets=sets,
        upto=60,
        ladder=ladder(("farmer-carry", 30, 60)),
        progress=Progress.TIME_THEN_LOAD,
        load=Load(start_kg=6, step_kg=1, max_kg=20),
    )


def carries() -> Slot:
    """A carry between a march without bags and one with a single hand."""
    march, both, one = ladder(("march-bags", 30, 60), ("farmer-carry", 30, 60), ("suitcase-carry", 20, 45))
    rungs = (replace(march, loaded=False), both, replace(one, one_hand=True, sided=True))
    return replace(carry(), ladder=rungs, start_rung=1)


# --- programs ----------------------------------------------------------------------------------------------


def program(*parts: Part, ready_seconds: int = 10, switch_seconds: int = 8) -> Program:
    return Program(
        id="test",
        title="Test",
        kind=Kind.CUSTOM,
        parts=parts,
        ready_seconds=ready_seconds,
        switch_seconds=switch_seconds,
    )


def short_program(*slots: Slot, rounds: int = 1, title: str = "Short holds", warmup: bool = False) -> Program:
    """A core program of one part with short rests."""
    part = Part(slots=slots, rounds=rounds, rest_between_seconds=4, rest_rounds_seconds=6, warmup=warmup)
    return Program(id="short", title=title, kind=Kind.CORE, ready_seconds=5, switch_seconds=3, parts=(part,))


def program_of(kind: Kind, *slots: Slot, schedule: Schedule | None = None, id: str | None = None) -> Program:
    """A program of one part, daily unless the schedule says otherwise; its id is its kind."""
    return Program(
        id=id or kind.value,
        title=kind.value,
        kind=kind,
        schedule=schedule or Schedule(per_day=1),
        parts=(Part(slots=slots),),
    )


def core(weeks: int = 5, slots: tuple[Slot, ...] | None = None, **details: object) -> Program:
    """Three rounds of plank, side plank and carry, three times a week."""
    made = Program(
        id="core",
        title="Core holds",
        kind=Kind.CORE,
        schedule=Schedule(per_week=3),
        block=Block(weeks=weeks),
        parts=(Part(slots=slots or (plank(), side_plank(), carry()), rounds=3),),
    )
    return replace(made, **details)


def fixed_plank_program(weeks: int = 5) -> Program:
    """A plank of three sets that does not grow, on Monday, Wednesday and Friday."""
    schedule = Schedule(per_week=3, days=("mon", "wed", "fri"))
    return core(weeks, (slot("plank", sets=3, upto=60),), schedule=schedule)


def four_holds() -> Program:
    """Four holds in three rounds, like the shipped program `core`."""
    slots = (
        slot("plank", sets=3),
        slot("side-plank", sets=3, sided=True),
        slot("bird-dog", sets=3, sided=True),
        slot("farmer-carry", sets=3),
    )
    return program(Part(slots=slots, rounds=3))


def hips() -> Program:
    """A warm-up, then three stretches of two minutes a side."""
    stretches = (timed_slot(name, sided=True) for name in ("hip-flexor-stretch", "figure-four", "open-book"))
    return Program(
        id="hips-and-thoracic",
        title="Hips",
        kind=Kind.MOBILITY,
        schedule=Schedule(per_day=1),
        parts=(Part(slots=(timed_slot("warm-up", 180),), warmup=True), Part(slots=tuple(stretches))),
    )


def morning() -> Program:
    """Knee to chest, cat-camel, five minutes of walking."""
    return Program(
        id="morning",
        title="Morning",
        kind=Kind.MORNING,
        schedule=Schedule(per_day=1),
        parts=(
            Part(slots=(timed_slot("knee-to-chest", 10, sided=True, sets=3),), rounds=3),
            Part(slots=(slot("cat-camel", 6, measure=Measure.BREATHS),)),
            Part(slots=(timed_slot("walk-5", 300),)),
        ),
    )


def hinge() -> Program:
    """Two sets of eight slow lifts."""
    lifts = slot("hip-hinge", 8, drill="hip-hinge-box", measure=Measure.REPS, sets=2, pace_seconds=8)
    return Program(
        id="hinge-practice",
        title="Lifting practice",
        kind=Kind.PRACTICE,
        schedule=Schedule(per_week=2),
        parts=(Part(slots=(lifts,), rounds=2),),
    )


def breathing() -> Program:
    """Ten breaths."""
    return program_of(Kind.BREATHING, slot("long-exhale", 10, measure=Measure.BREATHS))


# --- plans and timelines -----------------------------------------------------------------------------------


def dose(of: Slot, **details: object) -> Dose:
    """The starting dose of a slot."""
    counted = of.measure in (Measure.REPS, Measure.BREATHS)
    made = Dose(
        slot=of.slot,
        drill=of.drill,
        measure=of.measure,
        sets=of.sets,
        seconds=None if counted else of.amount,
        reps=of.amount if counted else None,
        load_kg=of.load.start_kg if of.load else None,
        sides=("left", "right") if of.sided else (),
        full_sets=of.sets,
    )
    return replace(made, **details)


def plan(of: Program, doses: Sequence[Dose] | None = None) -> ProgramPlan:
    """A plan in the first week of building, with every slot at its start, or with these doses."""
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
    """The timeline of such a plan on `MONDAY`."""
    return compile_timeline(of, plan(of, doses), drills or {}, MONDAY, skip_warmup=skip_warmup)


def prescribe(program: Program, events: Sequence[Event], on: date) -> Plan:
    """What one program asks for on a day."""
    return plan_day((program,), events, on)
