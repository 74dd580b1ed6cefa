"""Lifting practice: three clean days, one of them after core work, then once a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.habits.practice import PracticeState, breathing_done, practice_state
from coach.model.events import Event, Form, Session
from coach.model.program import Kind, Part, Program
from tests.factories import (
    TUESDAY,
    activity,
    breathing,
    clean_planks,
    hinge,
    session_of,
    set_record,
    timed_slot,
)

FIRST = date(2026, 3, 2)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def lifts(
    number: int,
    form: Form | None = "clean",
    *,
    reps: Sequence[int] = (8, 8),
    start: str = "18:00",
    pain: int = 0,
) -> Session:
    return session_of(
        hinge(),
        day(number),
        [set_record("hip-hinge", reps=one, form=form, pain=pain) for one in reps],
        at=start,
    )


def after_core(number: int) -> list[Event]:
    """Core work until 08:20, lifts at 08:30."""
    return [clean_planks(day(number), at="08:00"), lifts(number, start="08:30")]


def state(*events: Event, on: int = 100) -> PracticeState:
    return practice_state(hinge(), events, day(on))


def test_practice_without_history_is_due() -> None:
    fresh = state()
    assert (fresh.clean_in_row, fresh.sticks, fresh.due(FIRST)) == (0, False, True)
    assert fresh.words(FIRST) == ("0 of 3 steady sessions in a row.",)


def test_three_clean_days_with_one_after_core_stick() -> None:
    stuck = state(lifts(0), *after_core(2), lifts(4))
    assert (stuck.sticks, stuck.stuck_on, stuck.clean_in_row) == (True, day(4), 3)


def test_clean_days_without_core_do_not_stick() -> None:
    rested = state(lifts(0), lifts(2), lifts(4))
    assert (rested.sticks, rested.clean_in_row) == (False, 3)
    assert "right after core work" in rested.words(day(5))[1]
    assert state(lifts(0), lifts(2), lifts(4), *after_core(6)).stuck_on == day(6)


def test_core_must_end_within_30_minutes_before() -> None:
    long_before = [clean_planks(day(4), at="08:00"), lifts(4, start="09:00")]
    afterwards = [lifts(4, start="07:00"), clean_planks(day(4), at="08:00")]
    assert not state(lifts(0), lifts(2), *long_before).sticks
    assert not state(lifts(0), lifts(2), *afterwards).sticks


def test_shaky_or_painful_day_restarts_the_row() -> None:
    assert state(lifts(0), *after_core(2), lifts(3, "shaky"), lifts(4)).clean_in_row == 1
    assert state(lifts(0), *after_core(2), lifts(3, pain=2), lifts(4)).clean_in_row == 1


def test_partial_or_unmarked_day_changes_nothing() -> None:
    assert state(lifts(0), lifts(1, reps=(8,)), lifts(2, None), *after_core(3), lifts(4)).sticks


def test_two_sessions_of_a_day_count_once() -> None:
    assert state(lifts(0), lifts(0, start="20:00"), *after_core(1)).clean_in_row == 2


def test_refresher_is_due_after_30_days() -> None:
    stuck = state(lifts(0), *after_core(2), lifts(4))
    assert stuck.refresher_on == day(34)
    assert (stuck.due(day(33)), stuck.due(day(34))) == (False, True)
    assert stuck.words(day(33))[1] == "Next refresher: Sunday 5 April."
    assert stuck.words(day(34))[1] == "Time for a short refresher of the hinge."
    refreshed = state(lifts(0), *after_core(2), lifts(4), lifts(40))
    assert (refreshed.refresher_on, refreshed.stuck_on) == (day(70), day(4))


def test_shaky_refresher_restarts_practice() -> None:
    again = state(lifts(0), *after_core(2), lifts(4), lifts(40, "shaky"))
    assert (again.sticks, again.due(day(41))) == (False, True)


def test_later_events_are_ignored() -> None:
    assert state(lifts(0), *after_core(2), lifts(4), on=3).clean_in_row == 2


def test_repetitions_are_computed_from_seconds() -> None:
    timed = [
        session_of(
            hinge(),
            day(0),
            [set_record("hip-hinge", 64, form="clean"), set_record("hip-hinge", 64, form="clean")],
        )
    ]
    assert state(*timed).clean_in_row == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.sampled_from(("clean", "shaky", None)), st.booleans()), max_size=8
    ),
    st.data(),
)
def test_practice_is_independent_of_event_order(
    marks: list[tuple[int, Form | None, bool]], data: st.DataObject
) -> None:
    events: list[Event] = []
    for number, form, tired in marks:
        events += [clean_planks(day(number))] if tired else []
        events.append(lifts(number, form, start="08:30"))
    assert state(*data.draw(st.permutations(events))) == state(*events)


@given(st.integers(-12, 14), st.integers(0, 40))
def test_practice_is_independent_of_time_zone(hours: int, minutes: int) -> None:
    zone = timezone(timedelta(hours=hours))
    core = clean_planks(day(4), at="08:00")
    lift = lifts(4, start=f"08:{20 + minutes:02}" if minutes < 40 else "09:00")
    far = replace(lift, at=lift.at.astimezone(zone))
    assert state(lifts(0), lifts(2), core, far) == state(lifts(0), lifts(2), core, lift)
    assert state(lifts(0), lifts(2), core, far).sticks == (minutes <= 30)


def test_after_core_limit_is_30_minutes() -> None:
    core = clean_planks(day(4), at="08:00")
    assert state(lifts(0), lifts(2), core, lifts(4, start="08:50")).sticks
    assert not state(lifts(0), lifts(2), core, lifts(4, start="08:51")).sticks


def test_sessions_of_the_day_count() -> None:
    assert state(lifts(0), lifts(2), on=2).clean_in_row == 2


def test_text_suggests_practice_after_core() -> None:
    assert len(state(lifts(0)).words(day(1))) == 1
    assert "right after core work" in state(lifts(0), lifts(2)).words(day(3))[1]
    assert len(state(*after_core(0), lifts(2)).words(day(3))) == 1


def test_breaths_of_several_sessions_add_up() -> None:
    six = session_of(breathing(), TUESDAY, [set_record("long-exhale", 60, reps=6)])
    assert not breathing_done(breathing(), [six], TUESDAY)
    four = session_of(breathing(), TUESDAY, [set_record("long-exhale", 40)], at="22:00")
    assert breathing_done(breathing(), [four, six], TUESDAY)


def test_yoga_activity_completes_breathing() -> None:
    assert breathing_done(breathing(), [activity(TUESDAY, 20, kind="yoga")], TUESDAY)
    assert not breathing_done(breathing(), [activity(TUESDAY, 20, kind="walk")], TUESDAY)
    assert not breathing_done(breathing(), [activity(TUESDAY - timedelta(days=1), 20, kind="yoga")], TUESDAY)


def test_guided_imagery_completes_breathing() -> None:
    own = Program(
        id="mine", title="Mine", kind=Kind.CUSTOM, parts=(Part(slots=(timed_slot("guided-imagery", 60),)),)
    )
    assert breathing_done(
        breathing(), [session_of(own, TUESDAY, [set_record("guided-imagery", 60)])], TUESDAY
    )
