"""The replay, explained line by line."""

from __future__ import annotations

from coach.coaching.explain import explain
from coach.model.events import Event, SetRecord
from tests.factories import (
    check_in,
    control,
    core,
    day,
    plank,
    planks,
    session,
    session_of,
    side_plank,
    tombstone,
)

PLANK = core(slots=(plank(),))


def effects(events: list[Event], on: int = 60) -> list[tuple[str, str]]:
    return [(line.judged, line.effect) for line in explain(PLANK, events, day(on))]


def test_line_has_asked_done_outcome_effect() -> None:
    first, second = explain(PLANK, [*planks(0), *planks(2, written="30 30 30")], day(4))
    assert (first.asked, first.done) == ("plank, 3 x 30 s", "60, 60, 60 s")
    assert (first.judged, first.effect) == ("full and steady", "1 of 2 for the next step")
    assert (second.done, second.effect) == ("30, 30, 30 s", "now plank, 35 s")
    assert (second.outcome, second.amount, second.clean) == ("clean", 35, 0)
    assert [reason.code for reason in second.reasons] == ["step_time"]


def test_misses_partial_days_and_pain() -> None:
    events = [
        *planks(0, written="3 x 20"),
        *planks(2, written="2 x 60"),
        *planks(4, written="3 x 60!1"),
        *planks(7, written="3 x 60!4"),
    ]
    assert effects(events) == [
        ("short or shaky", "1 of 2 before it gets easier"),
        ("part of it", "stays"),
        ("a little pain", "stays"),
        ("pain", "now plank knee, 30 s"),
    ]


def test_light_week_line_says_no_change() -> None:
    lines = explain(PLANK, [check_in(day(0), tug=True), *planks(1)], day(4))
    assert [(line.phase, line.effect, line.reasons) for line in lines] == [
        ("early_deload", "stays: a lighter week moves nothing", ())
    ]
    locked = explain(PLANK, [check_in(day(0), red_flags=("numb_toes",)), *planks(1)], day(4))
    assert locked[0].effect == "stays: training was on hold"


def test_light_week_is_judged_by_trimmed_dose() -> None:
    sign = check_in(day(0), tug=True)
    full, short, hurt = (
        explain(PLANK, [sign, *planks(1, written=written)], day(4))[0]
        for written in ("2 x 30", "30 20", "30 30!4")
    )
    assert (full.asked, full.done, full.judged) == ("plank, 2 x 30 s", "30, 30 s", "full and steady")
    assert (full.outcome, full.clean, full.amount) == ("clean", 0, 30)
    assert (short.asked, short.judged) == ("plank, 2 x 30 s", "short or shaky")
    assert (hurt.asked, hurt.effect) == ("plank, 2 x 30 s", "now plank knee, 30 s")
    one_set = core(slots=(plank(1),))
    (line,) = explain(one_set, [sign, *planks(1, written="20")], day(4))
    assert (line.asked, line.judged) == ("plank, 1 x 20 s", "full and steady")


def test_two_sessions_of_a_day_make_one_line() -> None:
    (line,) = explain(PLANK, planks(0, 0), day(1))
    assert [reason.code for reason in line.reasons] == ["clean_count", "same_day"]


def test_sides_and_unrecorded_sets() -> None:
    program = core(slots=(side_plank(),))
    events: list[Event] = [session(day(0), side_plank_left="30 30 ?", side_plank_right="3 x 24")]
    (line,) = explain(program, events, day(1))
    assert line.done == "left 30, 30, ? s; right 24, 24, 24 s"
    unsaid: list[Event] = [
        session_of("core", day(0), [SetRecord(slot="side-plank", seconds=30)], minutes=None)
    ]
    assert explain(program, unsaid, day(1))[0].done == "30 s"


def test_manual_level_has_a_line() -> None:
    events = [*planks(0), control(day(1), "set_level", slot="plank", drill="plank-knee")]
    line = explain(PLANK, events, day(2))[-1]
    assert (line.outcome, line.judged, line.done) == ("set_level", "set by you", "")
    assert line.effect == "now plank knee, 30 s"


def test_filter_by_slot_and_removed_sessions() -> None:
    events: list[Event] = [session(day(0), plank="3 x 30", farmer_carry="3 x 30@6")]
    assert [line.slot for line in explain(core(), events, day(1))] == ["plank", "farmer-carry"]
    assert [line.slot for line in explain(core(), events, day(1), "farmer-carry")] == ["farmer-carry"]
    assert explain(core(), [*events, tombstone(events[0].id)], day(1)) == ()


def test_return_day_asks_for_eased_level() -> None:
    lines = explain(PLANK, planks(0, 2, 4, 7, 27), day(28))
    assert lines[-1].asked == "plank, 2 x 30 s"
    assert lines[-2].amount == 40
