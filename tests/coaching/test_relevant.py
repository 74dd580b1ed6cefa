"""Which events a plan rests on."""

from __future__ import annotations

from msgspec.structs import replace

from coach.coaching.prescribe import prescribe
from coach.coaching.relevant import history_days, matters, relevant
from coach.model.events import Activity, Event
from coach.model.program import Kind
from tests.coaching.casebook import (
    check_in,
    control,
    core,
    day,
    fixed,
    moment,
    new_id,
    other,
    planks,
    session,
    tombstone,
)

WALK = other(Kind.CARDIO, fixed("brisk-walk", amount=1800))


def walks(*offsets: int) -> list[Event]:
    return [session(day(offset), program="cardio", brisk_walk="1800") for offset in offsets]


def test_levels_and_blocks_rest_on_all_of_their_history() -> None:
    assert history_days(core()) is None
    assert history_days(WALK) == 22


def test_what_matters_by_its_own_look() -> None:
    on = day(100)
    walk = Activity(id=new_id(), date=on, at=moment(on, 9), kind="walk", minutes=30)
    everywhere: list[Event] = [check_in(day(0)), control(day(0), "deload"), tombstone("x")]
    assert all(matters(event, program, on) for event in everywhere for program in (core(), WALK))
    assert not matters(walk, core(), on)
    assert matters(planks(0)[0], core(), on)
    assert not matters(planks(0)[0], WALK, on)
    assert matters(planks(0, written="30!6")[0], WALK, on)
    assert matters(planks(100)[0], WALK, on)
    assert [matters(walks(at)[0], WALK, on) for at in (78, 79)] == [False, True]


def test_what_replaces_another_session_matters_to_any_program() -> None:
    wrong = planks(0, 2)
    right = replace(session(day(0), program="cardio", brisk_walk="1800"), replaces=wrong[0].id)
    events: list[Event] = [*wrong, right]
    assert matters(right, core(), day(100))
    assert matters(right, WALK, day(100))
    assert prescribe(core(), relevant(core(), events, day(3)), day(3)) == prescribe(core(), events, day(3))


def test_the_newest_session_before_tells_a_return_from_a_beginning() -> None:
    events = [*walks(0, 10), session(day(20), program="cardio", brisk_walk="0"), *walks(99)]
    kept = relevant(WALK, events, day(100))
    assert kept == [events[1], events[3]]
    assert prescribe(WALK, kept, day(100)).programs[0].phase == "return"
    assert prescribe(WALK, kept[1:], day(100)).programs[0].phase == "build"
