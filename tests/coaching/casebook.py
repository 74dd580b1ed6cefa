"""A small core program, events of it in one line each, and the worked cases in cases/core.json.

A set is written `30`, or with more to say `30/35@6~!4-early`: 30 seconds held, 35 asked, 6 kg, shaky, pain 4,
ended early. `3 x 30` is three of them.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coach.app.check import check_text
from coach.model.events import Action, CheckIn, Control, Event, RedFlag, Session, SetRecord, Tombstone
from coach.model.program import (
    Block,
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
    WhileLocked,
)
from coach.programs.catalog import load_catalog

MONDAY = date(2026, 1, 5)
"""Day 1 of every case."""
CASES = Path(__file__).parent / "cases" / "core.json"
SET = re.compile(r"(\d+|\?)(?:/(\d+))?(?:@([\d.]+))?(~)?(?:!(\d+))?(?:-(early|pain|skipped|stopped))?")

_numbers = count(1)


def ladder(*rungs: tuple[str, int, int]) -> tuple[Rung, ...]:
    return tuple(Rung(drill=drill, start=start, upto=upto) for drill, start, upto in rungs)


PLANKS = ladder(("plank-knee", 30, 60), ("plank", 30, 60), ("plank-long-lever", 20, 45))
SIDE_PLANKS = ladder(("side-plank-knee", 30, 45), ("side-plank", 30, 45), ("side-plank-leg-raise", 20, 45))


def plank(sets: int = 3, amount: int = 30) -> Slot:
    return Slot(
        slot="plank",
        drill="plank",
        measure=Measure.HOLD,
        amount=amount,
        upto=60,
        sided=False,
        sets=sets,
        ladder=PLANKS,
        start_rung=1,
        progress=Progress.TIME,
    )


def side_plank(sets: int = 3) -> Slot:
    return Slot(
        slot="side-plank",
        drill="side-plank",
        measure=Measure.HOLD,
        amount=30,
        upto=45,
        sided=True,
        sets=sets,
        ladder=SIDE_PLANKS,
        start_rung=1,
        progress=Progress.TIME,
    )


def carry(sets: int = 3) -> Slot:
    return Slot(
        slot="farmer-carry",
        drill="farmer-carry",
        measure=Measure.HOLD,
        amount=30,
        upto=60,
        sided=False,
        sets=sets,
        ladder=ladder(("farmer-carry", 30, 60)),
        start_rung=0,
        progress=Progress.TIME_THEN_LOAD,
        load=Load(start_kg=6, step_kg=1, max_kg=20),
    )


def carries() -> Slot:
    """A carry between a march without bags and one with a single hand."""
    march, both, one = ladder(("march-bags", 30, 60), ("farmer-carry", 30, 60), ("suitcase-carry", 20, 45))
    rungs = (replace(march, loaded=False), both, replace(one, one_hand=True, sided=True))
    return replace(carry(), ladder=rungs, start_rung=1)


def fixed(
    name: str,
    measure: Measure = Measure.TIME,
    amount: int = 120,
    *,
    sided: bool = False,
    while_locked: WhileLocked = "none",
) -> Slot:
    return Slot(
        slot=name,
        drill=name,
        measure=measure,
        amount=amount,
        upto=amount,
        sided=sided,
        sets=1,
        ladder=(Rung(drill=name, start=amount, upto=amount, while_locked=while_locked),),
        start_rung=0,
    )


def core(weeks: int = 5, slots: tuple[Slot, ...] | None = None, **changes: Progression | Schedule) -> Program:
    schedule = changes.get("schedule", Schedule(per_week=3))
    progression = changes.get("progression", Progression())
    assert isinstance(schedule, Schedule)
    assert isinstance(progression, Progression)
    return Program(
        id="core",
        title="Core holds",
        kind=Kind.CORE,
        schedule=schedule,
        block=Block(weeks=weeks),
        progression=progression,
        parts=(Part(slots=slots or (plank(), side_plank(), carry()), rounds=3),),
    )


def other(kind: Kind, *slots: Slot, schedule: Schedule | None = None, id: str | None = None) -> Program:
    return Program(
        id=id or kind.value,
        title=kind.value,
        kind=kind,
        schedule=schedule or Schedule(per_day=1),
        parts=(Part(slots=slots),),
    )


DRILLS = load_catalog(None).drills


def written_program(number: int) -> Program:
    """The program of a case that is written as a file of its own."""
    text = (CASES.parent / f"program-{number}.yaml").read_text(encoding="utf-8")
    program, problems = check_text(text, Path("core.yaml"), DRILLS)
    assert program is not None, problems
    return program


PROGRAMS = {
    1: core(),
    2: core(4),
    3: core(6),
    4: core(slots=(plank(1),)),
    5: core(slots=(plank(2),)),
    6: core(slots=(plank(4),)),
    7: core(slots=(plank(5),)),
    8: core(slots=(plank(),)),
    9: core(4, slots=(plank(),)),
    **{number: written_program(number) for number in (11, 13, 14, 15, 16, 17, 21)},
}


def day(offset: int) -> date:
    """A day counted from the first Monday, 0."""
    return MONDAY + timedelta(days=offset)


def new_id() -> str:
    return f"00000000-0000-7000-8000-{next(_numbers):012}"


def moment(on: date, hour: int) -> datetime:
    return datetime.combine(on, time(hour), UTC)


def sets(slot: str, written: str, side: Side | None = None, drill: str | None = None) -> list[SetRecord]:
    times, _, one = written.partition(" x ")
    words = [one] * int(times) if one else written.split()
    return [_set(slot, word, side, drill, place) for place, word in enumerate(words, 1)]


def _set(slot: str, word: str, side: Side | None, drill: str | None, place: int) -> SetRecord:
    match = SET.fullmatch(word)
    assert match, word
    seconds, asked, load, shaky, pain, end = match.groups()
    return SetRecord(
        slot=slot,
        drill=drill,
        round=place,
        side=side,
        seconds=None if seconds == "?" else int(seconds),
        asked_seconds=int(asked) if asked else None,
        load_kg=float(load) if load else None,
        form="shaky" if shaky else "clean",
        pain=int(pain or 0),
        end=end or "full",  # type: ignore[arg-type]
    )


def session(on: date, hour: int = 8, program: str = "core", **slots: str) -> Session:
    """`plank="3 x 30", side_plank_left="3 x 30"`."""
    done: list[SetRecord] = []
    for name, written in slots.items():
        slot, _, last = name.replace("_", "-").rpartition("-")
        side: Side | None = "left" if last == "left" else "right" if last == "right" else None
        done += sets(slot if side else name.replace("_", "-"), written, side)
    return training(on, done, hour, program)


def training(on: date, done: list[SetRecord], hour: int = 8, program: str = "core") -> Session:
    return Session(id=new_id(), date=on, at=moment(on, hour), program=program, kind=program, sets=tuple(done))


def planks(*offsets: int, written: str = "3 x 60") -> list[Event]:
    """A session of planks alone on each of these days; 60 s is clean at every level of it."""
    return [session(day(offset), plank=written) for offset in offsets]


def check_in(
    on: date,
    hour: int = 7,
    *,
    stiff: bool | None = None,
    tug: bool | None = None,
    short_leg: bool | None = None,
    spasm: bool | None = None,
    pain: int | None = None,
    red_flags: tuple[RedFlag, ...] = (),
) -> CheckIn:
    return CheckIn(
        id=new_id(),
        date=on,
        at=moment(on, hour),
        kind="morning",
        stiff=stiff,
        tug=tug,
        short_leg=short_leg,
        spasm=spasm,
        pain=pain,
        red_flags=red_flags,
    )


def control(
    on: date,
    action: Action,
    hour: int = 7,
    *,
    slot: str | None = None,
    drill: str | None = None,
    seconds: int | None = None,
    load_kg: float | None = None,
) -> Control:
    return Control(
        id=new_id(),
        date=on,
        at=moment(on, hour),
        action=action,
        program="core" if slot else None,
        slot=slot,
        drill=drill,
        seconds=seconds,
        load_kg=load_kg,
    )


def tombstone(target: str, hour: int = 12) -> Tombstone:
    return Tombstone(id=new_id(), at=moment(day(400), hour), target=target)


class Case(Struct):
    """A history, a day, and what is asked on it."""

    id: str
    what: str
    program: Program
    on: date
    events: list[Event]
    phase: str
    plan: list[object] | None
    """Phase, block, week and weeks; None where nothing is asked."""
    slots: list[list[object]]
    about: str
    codes: list[str]
    number: int = 0
    """Of its program."""
    told: dict[str, bool] = {}
    """Of due, done and begun what the case says."""
    notices: list[str] | None = None
    """Those about a visit that the day has; None: not said."""


def read_cases() -> list[Case]:
    written = json.loads(CASES.read_text(encoding="utf-8"))
    return [
        Case(
            id=one["id"],
            what=one["what"],
            program=PROGRAMS[one["program"]],
            on=date.fromisoformat(one["on"]),
            events=[_event(event) for event in one["events"]],
            phase=one["phase"],
            plan=one["plan"],
            slots=one["slots"],
            about=one["about"],
            codes=one["codes"],
            number=one["program"],
            told={word: one[word] for word in ("due", "done", "begun") if word in one},
            notices=one.get("notices"),
        )
        for one in written
    ]


def _event(written: dict[str, Any]) -> Event:
    said = dict(written)
    if "session" in said:
        on = date.fromisoformat(said.pop("session"))
        hour = said.pop("hour", 8)
        stopped, asked_sets = said.pop("stopped", False), said.pop("asked_sets", None)
        done = {name.replace("-", "_").replace(" ", "_"): one for name, one in said.items()}
        return replace(session(on, hour, **done), stopped=stopped, asked_sets=asked_sets)
    if "check_in" in said:
        on = date.fromisoformat(said.pop("check_in"))
        flags = said.pop("red_flags", ())
        return check_in(on, red_flags=tuple(flags), **said)
    on = date.fromisoformat(said.pop("control"))
    return control(on, **said)
