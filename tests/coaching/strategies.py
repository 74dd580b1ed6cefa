"""Random journals for properties: sessions, check-ins, controls, corrections, of several programs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.events import (
    Action,
    Activity,
    CheckIn,
    Control,
    Event,
    Form,
    RedFlag,
    Session,
    SetRecord,
    Tombstone,
)
from coach.model.program import Kind, Measure, Program, Side
from tests.factories import carries, carry, core, day, new_id, plank, program_of, side_plank, slot, timed_slot

LAST = 130
"""The last day of a random journal, counted from the first Monday."""

DRILLS = {
    "plank": (None, None, None, "plank", "plank-knee", "plank-long-lever", "plank-gone"),
    "side-plank": (None, None, "side-plank", "side-plank-knee", "side-plank-leg-raise"),
    "farmer-carry": (None, None, "farmer-carry", "march-bags", "suitcase-carry"),
    "gone": (None,),
}
SIDES: dict[str, tuple[Side | None, ...]] = {"side-plank": ("left", "right")}

amounts = st.sampled_from([None, 0, 10, 18, 25, 30, 30, 30, 35, 45, 60, 60, 60, 60])
pains = st.sampled_from([None, 0, 0, 0, 0, 0, 0, 1, 4, 7])
forms: st.SearchStrategy[Form | None] = st.sampled_from([None, "clean", "clean", "clean", "shaky"])
maybe = st.sampled_from([None, False, False, True])


@st.composite
def slot_sets(draw: st.DrawFn, slot: str, *, calm: bool = False) -> list[SetRecord]:
    """A slot's sets of one session: alike, but for one that may differ."""
    if draw(st.integers(0, 7)) == 0:
        return []
    amount, form = draw(amounts), draw(forms)
    pain = 0 if calm else draw(pains)
    asked = draw(st.sampled_from([None, None, 20, 30, 35]))
    drill = draw(st.sampled_from(DRILLS[slot]))
    done = [
        SetRecord(
            slot=slot,
            drill=drill,
            round=number,
            side=side,
            asked_seconds=asked,
            seconds=amount,
            load_kg=draw(st.sampled_from([None, 4, 6, 20])) if slot == "farmer-carry" else None,
            form=form,
            pain=pain,
            end=draw(st.sampled_from(["full", "full", "early", "skipped", "stopped"])),
        )
        for number in range(1, draw(st.sampled_from([2, 3, 3, 3, 3, 4])) + 1)
        for side in SIDES.get(slot, (None,))
    ]
    if draw(st.integers(0, 3)) == 0:
        done[-1] = replace(done[-1], seconds=draw(amounts), form=draw(forms))
    return done


def _moment(offset: int, hour: int) -> datetime:
    on = day(offset)
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


@st.composite
def sessions(draw: st.DrawFn, *, calm: bool = False, offset: int | None = None) -> Session:
    at = draw(st.integers(0, LAST)) if offset is None else offset
    program = "core" if offset is not None else draw(st.sampled_from(["core", "core", "core", "mobility"]))
    names = draw(st.sampled_from([tuple(DRILLS), ("plank",), ("plank", "side-plank", "farmer-carry")]))
    done = [one for name in names for one in draw(slot_sets(name, calm=calm))]
    return Session(
        id=new_id(),
        date=day(at),
        at=_moment(at, draw(st.integers(5, 22))),
        program=program,
        kind=program,
        sets=tuple(done),
        stopped=not calm and draw(st.integers(0, 5)) == 0,
        asked_sets=draw(st.sampled_from([None, 3, 12, 30])),
    )


FLAGS: tuple[tuple[RedFlag, ...], ...] = ((), (), (), (), (), (), ("numb_toes",), ("bowel_bladder",))


@st.composite
def check_ins(draw: st.DrawFn) -> CheckIn:
    at = draw(st.integers(0, LAST))
    return CheckIn(
        id=new_id(),
        date=day(at),
        at=_moment(at, draw(st.integers(5, 22))),
        kind=draw(st.sampled_from(["morning", "before"])),
        stiff=draw(maybe),
        tug=draw(st.sampled_from([None, False, False, False, False, True])),
        short_leg=draw(st.sampled_from([None, False, False, False, False, False, True])),
        spasm=draw(st.sampled_from([None, False, False, False, False, False, True])),
        pain=draw(st.sampled_from([None, 0, 0, 2, 5])),
        red_flags=draw(st.sampled_from(FLAGS)),
    )


OF_A_SLOT: tuple[Action, ...] = ("set_level", "set_level", "easier_today", "easier_today")
ACTIONS: tuple[Action, ...] = (*OF_A_SLOT, "cleared", "deload", "end_deload", "new_block")


@st.composite
def controls(draw: st.DrawFn) -> Control:
    at = draw(st.integers(0, LAST))
    slot = draw(st.sampled_from(["plank", "side-plank", "farmer-carry", "gone"]))
    action = draw(st.sampled_from(ACTIONS))
    return Control(
        id=new_id(),
        date=day(at),
        at=_moment(at, draw(st.integers(5, 22))),
        action=action,
        program="core" if action in OF_A_SLOT else None,
        slot=slot if action in OF_A_SLOT else None,
        drill=draw(st.sampled_from(DRILLS[slot])),
        seconds=draw(st.sampled_from([None, 5, 20, 30, 55, 300])),
        load_kg=draw(st.sampled_from([None, 6, 9, 50])),
    )


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    at = draw(st.integers(0, LAST))
    return Activity(id=new_id(), date=day(at), at=_moment(at, 18), kind="walk", minutes=30)


facts = st.one_of(sessions(), sessions(), sessions(), sessions(), check_ins(), controls(), activities())


@st.composite
def regular(draw: st.DrawFn, *, calm: bool = False) -> list[Event]:
    """Some weeks of random sessions on Monday, Wednesday and Friday."""
    weeks = draw(st.integers(0, 9))
    days = [7 * week + weekday for week in range(weeks) for weekday in (0, 2, 4)]
    return [draw(sessions(calm=calm, offset=at)) for at in days]


def corrections(events: list[Event]) -> st.SearchStrategy[list[Event]]:
    """Removals of events of a journal, some with a replacement."""
    if not events:
        return st.just([])
    return st.lists(st.sampled_from(events).flatmap(_correction), max_size=3).map(
        lambda pairs: [event for pair in pairs for event in pair]
    )


def _correction(event: Event) -> st.SearchStrategy[list[Event]]:
    stone = Tombstone(id=new_id(), at=_moment(LAST, 23) + timedelta(hours=1), target=event.id)
    if isinstance(event, Session):
        changed = replace(event, id=new_id(), replaces=event.id, sets=event.sets[1:])
        return st.sampled_from([[stone], [stone, changed]])
    return st.just([stone])


@st.composite
def journals(draw: st.DrawFn) -> list[Event]:
    """A journal with everything in it, corrections too."""
    events = draw(regular()) + draw(st.lists(facts, max_size=25))
    return events + draw(corrections(events))


def programs() -> st.SearchStrategy[Program]:
    return st.sampled_from(
        [
            core(),
            core(4),
            core(6),
            core(slots=(plank(1), side_plank(2), carry(4))),
            core(slots=(plank(), carries())),
            program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True), timed_slot("open-book")),
            program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800)),
            program_of(Kind.BREAK, slot("breaths", 10, measure=Measure.BREATHS)),
        ]
    )
