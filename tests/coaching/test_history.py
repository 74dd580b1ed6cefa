"""The journal sorted by day: corrections, order, weeks, and which days were training."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from msgspec.structs import replace

from coach.coaching.history import live_events, read_history, training_days, week_of, weekday
from coach.coaching.planner import history_days
from coach.model.events import Event, SetRecord
from coach.model.program import Kind, Part
from tests.factories import (
    check_in,
    core,
    day,
    planks,
    program_of,
    session,
    session_of,
    timed_slot,
    tombstone,
)


def test_week_of_any_weekday() -> None:
    wednesday = date(2026, 1, 7).toordinal()
    assert weekday(wednesday) == 2
    assert date.fromordinal(week_of(wednesday)) == date(2026, 1, 5)
    assert date.fromordinal(week_of(wednesday, starts=6)) == date(2026, 1, 4)
    assert week_of(wednesday, starts=2) == wednesday


def test_tombstone_removes_and_restores() -> None:
    (first,) = planks(0)
    stone = tombstone(first.id, 12)
    undo = tombstone(stone.id, 13)
    assert live_events([first, stone], day(1)) == ()
    assert live_events([undo, first, stone], day(1)) == (first,)
    assert live_events([tombstone(undo.id, 14), undo, first, stone], day(1)) == ()


def test_circular_tombstones_terminate() -> None:
    (first,) = planks(0)
    one = tombstone("none")
    circle: list[Event] = [replace(one, target=one.id), replace(one, id="z", target=first.id)]
    assert live_events([first, *circle], day(1)) == ()


def test_replacement_hides_original() -> None:
    first = session(day(0), plank="3 x 3")
    second = replace(session(day(0), plank="3 x 30"), replaces=first.id)
    assert live_events([first, second], day(1)) == (second,)
    assert live_events([first, second, tombstone(second.id)], day(1)) == (first,)
    later = replace(second, date=day(5))
    assert live_events([first, later], day(1)) == (first,)


def test_events_of_a_day_are_sorted_by_moment() -> None:
    tokyo = replace(check_in(day(0)), at=datetime(2026, 1, 5, 7, tzinfo=timezone(timedelta(hours=9))))
    angeles = replace(check_in(day(0)), at=datetime(2026, 1, 5, 7, tzinfo=timezone(timedelta(hours=-8))))
    nowhere = replace(check_in(day(0)), at=datetime(2026, 1, 5, 10))  # noqa: DTZ001 - a journal of elsewhere
    history = read_history([angeles, nowhere, tokyo], day(0))
    assert history.check_ins[day(0).toordinal()] == [tokyo, nowhere, angeles]
    assert nowhere.at.replace(tzinfo=UTC) < angeles.at


def test_training_day_needs_set_outside_warm_up() -> None:
    program = core()
    program = replace(program, parts=(Part(slots=(timed_slot("warm-up"),), warmup=True), *program.parts))
    events = [
        session(day(0), plank="30"),
        session(day(1), plank="0"),
        session(day(2), warm_up="180"),
        session(day(3), plank="0!2"),
        session_of("core", day(4), [], minutes=None),
        session_of("core", day(5), [SetRecord(slot="plank", end="skipped")], minutes=None),
        session_of("core", day(6), [SetRecord(slot="plank")], minutes=None),
        session(day(7), program="other", plank="30"),
        session(day(8), gone="30"),
    ]
    days = training_days(program, read_history(events, day(30)))
    assert [date.fromordinal(one) for one in days] == [day(0), day(3), day(6), day(8)]


WALK = program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800))
PRACTICE = program_of(Kind.PRACTICE, timed_slot("hinge", 60))
PLAIN_CORE = replace(program_of(Kind.CORE, timed_slot("bridge")), id="plain-core")


def test_levels_and_blocks_need_whole_history() -> None:
    assert history_days(core(), [core(), WALK]) is None
    assert history_days(WALK, [core(), WALK]) == 28


def test_practice_needs_whole_history_of_core() -> None:
    assert history_days(PRACTICE, [PRACTICE]) is None
    assert history_days(PLAIN_CORE, [PLAIN_CORE, WALK]) == 28
    assert history_days(PLAIN_CORE, [PLAIN_CORE, PRACTICE]) is None
    assert history_days(WALK, [WALK, PRACTICE]) == 28
