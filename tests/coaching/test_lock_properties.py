"""Properties of locks, for any journal: what closes, what lifts, what stays closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.locks import is_allowed, lock_now
from coach.coaching.planner import plan_day
from coach.model.events import CheckIn, Control, Event, RedFlag, Tombstone
from coach.model.program import Kind, Program, Progress, Rung, WhileLocked
from coach.programs.load import load_catalog
from tests.coaching.strategies import activities, controls, sessions
from tests.factories import core, day, moment, new_id, planks, program_of, slot
from tests.support.examples import examples

usual = settings(examples(60))
LAST = 40
TODAY = 20
FLAGS: tuple[RedFlag, ...] = ("numb_toes", "bowel_bladder", "serious_illness")
SHIPPED = load_catalog(None)

offsets = st.integers(0, LAST)
hours = st.integers(5, 22)


@st.composite
def moments(draw: st.DrawFn) -> tuple[date, datetime]:
    """A date and a moment, which need not fit each other."""
    at = draw(offsets)
    on = draw(st.sampled_from([at, at, at, draw(offsets)]))
    return day(on), moment(day(at), draw(hours))


@st.composite
def flagged(draw: st.DrawFn) -> CheckIn:
    on, at = draw(moments())
    flags = draw(st.lists(st.sampled_from(FLAGS), unique=True, max_size=2))
    return CheckIn(id=new_id(), date=on, at=at, kind="before", red_flags=tuple(flags))


@st.composite
def flags_and_clearances(draw: st.DrawFn) -> list[Event]:
    """Red flags with clearances, corrections and tombstones of them, in no order."""
    check_ins = draw(st.lists(flagged(), min_size=1, max_size=4))
    events: list[Event] = [*check_ins]
    for _ in range(draw(st.integers(0, 5))):
        on, at = draw(moments())
        aim = draw(st.sampled_from(events)).id
        kind = draw(st.sampled_from(["names", "bare", "stone", "again"]))
        if kind == "stone":
            events.append(Tombstone(id=new_id(), at=at, target=aim))
        elif kind == "again":
            events.append(replace(draw(flagged()), replaces=aim))
        else:
            names = (aim,) if kind == "names" else None
            was = draw(st.sampled_from([None, None, draw(st.sampled_from(events)).id]))
            events.append(Control(id=new_id(), date=on, at=at, action="cleared", flags=names, replaces=was))
    return draw(st.permutations(events))


@st.composite
def other_events(draw: st.DrawFn, events: list[Event]) -> Event:
    """Any event but a clearance or a tombstone, which may say that it replaces another."""
    made: Event = draw(st.one_of(flagged(), sessions(), activities(), controls()))
    assert not isinstance(made, Tombstone)
    if isinstance(made, Control) and made.action == "cleared":
        made = replace(made, action="deload")
    return replace(made, replaces=draw(st.sampled_from([None, *(one.id for one in events)])))


def standing(events: list[Event], on: date | None = None) -> set[str]:
    lock = lock_now(events, on or day(TODAY))
    return set() if lock is None else set(lock.check_ins)


@usual
@given(flags_and_clearances(), st.data())
def test_only_clearance_or_tombstone_lifts_a_lock(events: list[Event], data: st.DataObject) -> None:
    more = data.draw(other_events(events))
    assert standing(events) <= standing([*events, more])


@usual
@given(flags_and_clearances(), offsets, st.integers(0, 30))
def test_clock_set_back_lifts_no_lock(events: list[Event], on: int, back: int) -> None:
    assert standing(events, day(on)) <= standing(events, day(on - back))


@usual
@given(flags_and_clearances(), moments(), st.data())
def test_clearance_lifts_named_or_older_flags(
    events: list[Event], when: tuple[date, datetime], data: st.DataObject
) -> None:
    before = standing(events)
    known = {event.id: event for event in events}
    aim = data.draw(st.sampled_from(events)).id
    named = Control(id=new_id(), date=when[0], at=when[1], action="cleared", flags=(aim,))
    bare = replace(named, flags=None)
    corrected_from = {one for one in before if _comes_from(one, aim, known)}
    assert before - standing([*events, named]) <= corrected_from
    lifted = before - standing([*events, bare])
    assert bare.date <= day(TODAY) or not lifted
    for one in lifted:
        assert any(known[each].at <= bare.at for each in known if _comes_from(one, each, known))


def _comes_from(one: str, other_one: str, known: dict[str, Event]) -> bool:
    seen: set[str] = set()
    at: str | None = one
    while at in known and at not in seen:
        if at == other_one:
            return True
        seen.add(at)
        event = known[at]
        at = None if isinstance(event, Tombstone) else event.replaces
    return False


def mixed() -> Program:
    """A breathing program with drills of each `while_locked`."""
    opens: tuple[WhileLocked, ...] = ("always", "none", "call_today", "always")
    ladder = tuple(
        Rung(drill=f"drill-{number}", start=30, upto=60, while_locked=each)
        for number, each in enumerate(opens)
    )
    graded = slot("breath", drill="drill-0", upto=60, ladder=ladder, progress=Progress.TIME)
    return program_of(Kind.BREATHING, graded, id="mixed")


@usual
@given(
    flags_and_clearances(),
    st.integers(0, 3),
    st.lists(sessions(), max_size=4),
    st.sampled_from([TODAY, 0, LAST]),
)
def test_no_plan_asks_for_closed_drills(events: list[Event], rung: int, done: list[Event], on: int) -> None:
    level = Control(
        id=new_id(),
        date=day(0),
        at=moment(day(0), 1),
        action="set_level",
        program="mixed",
        slot="breath",
        drill=f"drill-{rung}",
    )
    everything = [*events, level, *done, *planks(1, 3, 5)]
    programs = [*SHIPPED.programs.values(), mixed(), core()]
    plan = plan_day(programs, everything, day(on), now=day(TODAY))
    lock = lock_now(everything, day(TODAY))
    assert plan.lock == lock
    for program, asked in zip(programs, plan.programs, strict=True):
        assert (asked.phase == "locked") == (lock is not None)
        for dose in asked.slots:
            open_for = next(
                one.while_locked
                for slot in program.slots
                if slot.slot == dose.slot
                for one in slot.ladder
                if one.drill == dose.drill
            )
            assert lock is None or is_allowed(open_for, lock.tier)


def test_later_unnamed_clearance_lifts_nothing_today() -> None:
    toes = CheckIn(id=new_id(), date=day(1), at=moment(day(1), 8), kind="before", red_flags=("numb_toes",))
    later = Control(id=new_id(), date=day(9), at=moment(day(9), 8), action="cleared")
    assert standing([toes, later], day(8)) == {toes.id}
    assert standing([toes, later], day(9)) == set()
    ahead = replace(later, date=day(2))
    assert standing([toes, ahead], day(7)) == {toes.id}, "its moment is to come"
    assert standing([toes, ahead], day(8)) == set(), "at night a day is not over yet"
    assert standing([toes, replace(later, flags=(toes.id,))], day(2)) == set(), "it names what it lifts"
    assert plan_day([core()], [toes, later], day(3), now=day(9)).lock is None, "an earlier day, done today"


def test_corrected_clearance_keeps_its_moment() -> None:
    ahead = Control(id=new_id(), date=day(2), at=moment(day(9), 8), action="cleared")
    toes = CheckIn(
        id=new_id(),
        date=day(3),
        at=moment(day(3), 8),
        kind="before",
        red_flags=("numb_toes",),
        earlier_clearances=(ahead.id,),
    )
    events: list[Event] = [ahead, toes]
    for _ in range(3):
        events.append(Tombstone(id=new_id(), at=moment(day(10), 8), target=ahead.id))
        ahead = replace(ahead, id=new_id(), replaces=ahead.id, note="again")
        events.append(ahead)
        assert standing(events) == {toes.id}
    bare = Control(id=new_id(), date=day(1), at=moment(day(1), 8), action="cleared")
    moved = replace(bare, id=new_id(), at=moment(day(12), 8), replaces=bare.id)
    stone = Tombstone(id=new_id(), at=moment(day(12), 9), target=bare.id)
    assert standing([bare, toes, moved, stone]) == {toes.id}, "it was there before the red flag"


def test_replaced_red_flags_stay_without_tombstone() -> None:
    toes = CheckIn(id=new_id(), date=day(1), at=moment(day(1), 8), kind="before", red_flags=("numb_toes",))
    fine = replace(toes, id=new_id(), red_flags=(), replaces=toes.id)
    assert standing([toes, fine]) == {toes.id}
    stone = Tombstone(id=new_id(), at=toes.at + timedelta(hours=1), target=toes.id)
    assert standing([toes, fine, stone]) == set()
