"""The weekly table: five habits with goal, count and check."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.habits.week import RowId, WeekRow, WeekTable, WeekTables, week_table
from coach.model.events import CheckIn, Event, Session, Tombstone
from coach.model.program import Kind, Part, Program, Side, Weekday
from tests.factories import (
    activity,
    check_in,
    clean_planks,
    control,
    fixed_plank_program,
    hips,
    moment,
    new_id,
    session_of,
    set_record,
    timed_slot,
)

MONDAY = date(2026, 1, 12)
SUNDAY = MONDAY + timedelta(days=6)
PROGRAMS = (fixed_plank_program(), hips())
SIDES: tuple[Side, ...] = ("left", "right")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def table(*events: Event, on: date = SUNDAY, week_start: Weekday = "mon") -> WeekTable:
    return week_table(PROGRAMS, events, on, week_start=week_start)


def row(name: RowId, *events: Event, on: date = SUNDAY) -> WeekRow:
    return next(one for one in table(*events, on=on).rows if one.id == name)


def stretches(on: date, *drills: str) -> Session:
    return session_of(hips(), on, [set_record(drill, 120, side=side) for drill in drills for side in SIDES])


def both_hips(on: date) -> Session:
    return stretches(on, "hip-flexor-stretch", "figure-four")


def test_empty_week_has_five_rows() -> None:
    empty = table()
    assert [(one.id, one.goal, one.done, one.ticked, one.answer) for one in empty.rows] == [
        ("core", 3, 0, False, None),
        ("cardio", 150, 0, False, None),
        ("hips", 7, 0, False, None),
        ("sleep", 7, 0, False, None),
        ("shoes", 1, 0, False, None),
    ]
    assert all(one.words and one.check.endswith("?") for one in empty.rows)
    assert (empty.first, empty.last, empty.now, empty.highlight) == (MONDAY, SUNDAY, SUNDAY, None)


def test_core_goal_is_three_days() -> None:
    week = [clean_planks(day(0)), clean_planks(day(2)), clean_planks(day(2), at="20:00")]
    assert (row("core", *week).done, row("core", *week).ticked) == (2, False)
    full = row("core", *week, clean_planks(day(4)))
    assert (full.done, full.ticked, full.words) == (3, True, ("3 of 3 core sessions.",))


def test_core_session_without_sets_does_not_count() -> None:
    assert (
        row(
            "core",
            session_of(fixed_plank_program(), day(0), []),
            session_of(fixed_plank_program(), day(1), [set_record("plank", 0)]),
        ).done
        == 0
    )


def test_core_goal_stays_in_light_week() -> None:
    light = [clean_planks(MONDAY - timedelta(days=days)) for days in (28, 26, 21, 14, 7, 0)]
    assert table(*light).phase == "deload"
    assert row("core", *light).goal == 3
    assert row("cardio", *light).goal == 105


@pytest.mark.parametrize(
    ("pains", "answer"), [((None,), None), ((0, 0), True), ((0, 1), False), ((None, 0), True)]
)
def test_plank_pain_is_yes_no_or_unknown(pains: tuple[int | None, ...], answer: bool | None) -> None:
    sets = [set_record("plank", 30, pain=pain) for pain in pains]
    assert row("core", session_of(fixed_plank_program(), day(0), sets)).answer is answer


def test_pain_of_other_drill_is_not_plank_pain() -> None:
    assert (
        row("core", session_of(fixed_plank_program(), day(0), [set_record("side-plank", 30, pain=4)])).answer
        is None
    )


def test_cardio_row_has_minutes_and_talk_check() -> None:
    cardio = row("cardio", activity(day(0), 80, talk=True), activity(day(5), 70, talk=True))
    assert (cardio.done, cardio.goal, cardio.ticked, cardio.answer) == (150, 150, True, True)


def test_hips_row_counts_days_with_two_drills() -> None:
    hips_row = row(
        "hips", both_hips(day(0)), both_hips(day(1)), stretches(day(2), "figure-four", "open-book")
    )
    assert (hips_row.done, hips_row.goal, hips_row.ticked) == (2, 7, False)
    assert hips_row.words == ("On 2 of 7 days. 0 of 2 hip drills today.",)
    last_week = WeekTables(PROGRAMS, [both_hips(day(0))], SUNDAY + timedelta(days=1)).table(SUNDAY)
    assert last_week.rows[2].words == ("On 1 of 7 days.",)


def test_hips_row_shows_today() -> None:
    midweek = row("hips", both_hips(day(0)), stretches(day(2), "figure-four"), on=day(2))
    assert midweek.words == ("On 1 of 3 days so far. 1 of 2 hip drills today.",)


def test_early_light_week_asks_for_four_hip_drills() -> None:
    sign = check_in(day(0), tug=True)
    assert row("hips", sign, both_hips(day(0)), on=day(0)).done == 0
    assert row("hips", sign, both_hips(day(0)), both_hips(day(0)), on=day(0)).done == 1


def test_hip_check_needs_both_sides() -> None:
    def answer(left: bool | None, right: bool | None) -> bool | None:
        return row("hips", check_in(day(6), kind="weekly", hip90_left=left, hip90_right=right)).answer

    assert answer(True, True) is True
    assert answer(True, False) is False
    assert answer(None, False) is False
    assert answer(True, None) is None
    later = [check_in(day(1), hip90_left=False, hip90_right=True), check_in(day(5), hip90_left=True)]
    assert row("hips", *later).answer is True


def test_sleep_row_counts_7_to_9_hours() -> None:
    nights = [check_in(day(number), sleep_hours=hours) for number, hours in enumerate((7, 9, 6.9, 9.1, 8))]
    sleep = row("sleep", *nights)
    assert (sleep.done, sleep.goal, sleep.words) == (3, 7, ("3 of 5 noted nights between 7 and 9 hours.",))


def test_later_sleep_answer_of_a_day_counts() -> None:
    said = [check_in(day(0), sleep_hours=5), check_in(day(0), at="09:00", sleep_hours=8)]
    assert row("sleep", *said).done == 1
    assert row("sleep", *said, check_in(day(0), at="10:00")).done == 1


def test_waking_answer_is_the_majority() -> None:
    def answer(*woke: bool) -> bool | None:
        return row("sleep", *(check_in(day(n), woke_before_alarm=one) for n, one in enumerate(woke))).answer

    assert (answer(), answer(True, True, False), answer(True, False)) == (None, True, False)


def test_shoes_row_is_fresh_for_30_days() -> None:
    seen = check_in(MONDAY, kind="monthly", tread_ok=True)
    fresh = row("shoes", seen, on=MONDAY + timedelta(days=29))
    assert (fresh.ticked, fresh.answer) == (True, True)
    assert fresh.words == ("Looked at on 12 January; next look on 11 February.",)
    due = row("shoes", seen, on=MONDAY + timedelta(days=30))
    assert (due.ticked, due.answer) == (False, True)
    assert due.words == ("Last looked at on 12 January: time for another look.",)


def test_worn_shoes_are_reported() -> None:
    worn = row("shoes", check_in(MONDAY, kind="monthly", tread_ok=False))
    assert (worn.ticked, worn.answer) == (True, False)
    assert worn.words[0] == "The tread has gone flat: time for another pair."


@pytest.mark.parametrize(
    "closed",
    [check_in(MONDAY, spasm=True), check_in(MONDAY, red_flags=("numb_toes",))],
    ids=["paused", "locked"],
)
def test_no_goals_while_paused_or_locked(closed: CheckIn) -> None:
    assert [row(name, closed).goal for name in ("core", "cardio", "hips")] == [None, None, None]
    assert not any(row(name, closed).ticked for name in ("core", "cardio", "hips"))


def test_locked_rows_refer_to_a_clinician() -> None:
    locked = check_in(MONDAY, red_flags=("numb_toes",))
    for name in ("core", "cardio", "hips"):
        assert row(name, locked).words == ("Not while training is off. First let a clinician have a look.",)
    assert row("hips", check_in(MONDAY, spasm=True)).words[0].startswith("Optional today")
    assert row("core", check_in(MONDAY, spasm=True)).words == ("No core sessions while training is paused.",)


def test_days_before_a_lock_count() -> None:
    locked = check_in(day(3), red_flags=("numb_toes",))
    hips_row = row("hips", both_hips(day(0)), both_hips(day(1)), both_hips(day(2)), locked)
    assert (hips_row.goal, hips_row.done, hips_row.ticked) == (3, 3, True)


def test_removed_and_other_weeks_do_not_count() -> None:
    mistaken = clean_planks(day(0))
    gone = Tombstone(id=new_id(), at=moment(day(1)), target=mistaken.id)
    assert (
        row("core", mistaken, gone, clean_planks(MONDAY - timedelta(days=1)), clean_planks(day(7))).done == 0
    )


def test_week_start_is_configurable() -> None:
    events = [clean_planks(MONDAY - timedelta(days=1)), clean_planks(day(1))]
    monday, sunday = table(*events, on=day(1)), table(*events, on=day(1), week_start="sun")
    assert (monday.first, monday.rows[0].done) == (MONDAY, 1)
    assert (sunday.first, sunday.last, sunday.rows[0].done) == (MONDAY - timedelta(days=1), day(5), 2)


def test_tables_of_any_week_from_one_reading() -> None:
    events: list[Event] = [
        clean_planks(MONDAY - timedelta(days=5)),
        clean_planks(day(0)),
        clean_planks(day(2)),
    ]
    weeks = WeekTables(PROGRAMS, events, SUNDAY)
    last_week, this_week, next_week = (weeks.table(MONDAY + timedelta(weeks=n)) for n in (-1, 0, 1))
    assert [one.rows[0].done for one in (last_week, this_week, next_week)] == [1, 2, 0]
    assert next_week.now == next_week.first == day(7)


def test_goals_without_programs() -> None:
    bare = week_table((), [check_in(MONDAY, tug=True)], MONDAY)
    assert [one.goal for one in bare.rows] == [3, 105, 7, 7, 1]
    assert bare.phase == "early_deload"


def test_unknown_hip_drills_count_as_hips() -> None:
    own = Program(
        id="mine", title="Mine", kind=Kind.MOBILITY, parts=(Part(slots=(timed_slot("pigeon", 60),)),)
    )
    found = week_table((own,), [session_of(own, MONDAY, [set_record("pigeon", 60)])], MONDAY)
    assert found.rows[2].done == 1


def test_highlight_of_the_week() -> None:
    calm = [clean_planks(day(number)) for number in (-7, 0, 2)]
    assert table(*calm).highlight == "2 weeks of core work without pain."
    loose = [check_in(day(number), stiff=False) for number in range(3)]
    assert table(*loose).highlight == "3 mornings noted this week, none of them stiff."
    assert table(*loose, check_in(day(3), stiff=True)).highlight is None
    hurt = [clean_planks(day(-7), pain=2), clean_planks(day(0), pain=2)]
    assert table(*hurt).highlight == "2 weeks in a row with something done."
    assert table(clean_planks(day(0), pain=None)).highlight == "You did something for your back this week."


days = st.integers(-30, 6).map(day)
facts = st.lists(
    st.one_of(
        st.builds(clean_planks, days, pain=st.sampled_from((None, 0, 3))),
        st.builds(both_hips, days),
        st.builds(activity, days, st.integers(0, 90)),
        st.builds(
            check_in,
            days,
            stiff=st.none() | st.booleans(),
            spasm=st.none() | st.booleans(),
            sleep_hours=st.none() | st.floats(3, 12),
        ),
        st.builds(control, days, st.sampled_from(("deload", "end_deload", "new_block"))),
    ),
    max_size=20,
)


@settings(deadline=None)
@given(facts, st.sampled_from(("mon", "sun", "sat", "wed")), st.data())
def test_table_ignores_order_and_later_events(
    events: list[Event], week_start: Weekday, data: st.DataObject
) -> None:
    expected = table(*events, week_start=week_start)
    assert table(*data.draw(st.permutations(events)), week_start=week_start) == expected
    later = clean_planks(SUNDAY + timedelta(days=data.draw(st.integers(1, 30))))
    assert table(*events, later, week_start=week_start) == expected


@settings(deadline=None)
@given(facts)
def test_add_and_remove_changes_nothing(events: list[Event]) -> None:
    walk = activity(day(3), 45)
    gone = Tombstone(id=new_id(), at=moment(day(4)), target=walk.id)
    assert table(*events, walk, gone) == table(*events)


@settings(deadline=None)
@given(facts, st.integers(-12, 14))
def test_table_is_independent_of_time_zone(events: list[Event], hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    elsewhere = [replace(event, at=event.at.astimezone(zone)) for event in events]
    assert table(*elsewhere) == table(*events)
