"""The state of health: signs, light weeks, locks, pauses, and visits to a clinician."""

from __future__ import annotations

import pytest

from coach.coaching.history import read_history
from coach.coaching.planner import plan_day
from coach.coaching.safety import HealthState, read_health
from coach.model.events import Event
from tests.factories import check_in, control, core, day, session, tombstone


def health(events: list[Event], on: int = 60) -> HealthState:
    return read_health(read_history(events, day(on)))


def early_deloads(events: list[Event], on: int = 60) -> list[tuple[int, int]]:
    first = day(0).toordinal()
    return [(window.start - first, window.end - first) for window in health(events, on).early_deloads]


def stiff(*offsets: int) -> list[Event]:
    return [check_in(day(offset), stiff=True) for offset in offsets]


def test_three_stiff_mornings_start_light_week() -> None:
    assert early_deloads(stiff(0, 1)) == []
    assert early_deloads(stiff(0, 1, 2)) == [(2, 8)]
    assert early_deloads(stiff(0, 1, 3, 4)) == []
    assert early_deloads(stiff(0, 1, 2, 3, 4)) == [(2, 10)]


def test_stiff_run_across_clock_change() -> None:
    assert early_deloads(stiff(82, 83, 84), on=90) == [(84, 90)]
    assert day(83).isoformat() == "2026-03-29"


def test_latest_answer_of_a_day_counts() -> None:
    changed = [*stiff(0, 1, 2), check_in(day(1), 9, stiff=False)]
    unanswered = [*stiff(0, 1, 2), check_in(day(1), 9, tug=False)]
    assert early_deloads(changed) == []
    assert early_deloads(unanswered) == [(2, 8)]


def test_each_sign_starts_light_week() -> None:
    assert early_deloads([check_in(day(3), tug=True)]) == [(3, 9)]
    assert early_deloads([check_in(day(3), short_leg=True)]) == [(3, 9)]
    assert early_deloads([check_in(day(3), spasm=True)]) == [(3, 9)]
    assert early_deloads([control(day(3), "deload")]) == [(3, 9)]
    assert early_deloads([session(day(3), program="anything", bridge="30!6")]) == [(3, 9)]
    assert early_deloads([session(day(3), plank="30!5")]) == []


def test_spasm_ended_same_day_still_counts() -> None:
    events: list[Event] = [check_in(day(3), spasm=True), check_in(day(3), 20, spasm=False)]
    assert early_deloads(events) == [(3, 9)]
    assert not health(events).paused


@pytest.mark.parametrize(("second", "found"), [(5, [(0, 11)]), (7, [(0, 13)]), (8, [(0, 6), (8, 14)])])
def test_adjoining_light_weeks_merge(second: int, found: list[tuple[int, int]]) -> None:
    assert early_deloads([check_in(day(0), tug=True), check_in(day(second), tug=True)]) == found


@pytest.mark.parametrize(("ended", "closes"), [(1, False), (2, False), (3, True), (4, True)])
def test_light_week_ended_early_closes_no_block(ended: int, closes: bool) -> None:
    events: list[Event] = [control(day(0), "deload"), control(day(ended), "end_deload")]
    (window,) = health(events).early_deloads
    assert window.closes_block == closes
    assert window.end == day(ended - 1).toordinal()


def test_light_week_ended_on_first_day_is_removed() -> None:
    assert early_deloads([control(day(0), "deload", 7), control(day(0), "end_deload", 8)]) == []
    assert early_deloads([control(day(0), "end_deload", 7), control(day(0), "deload", 8)]) == [(0, 6)]


def test_new_sign_reopens_light_week() -> None:
    events: list[Event] = [
        check_in(day(0), tug=True),
        control(day(2), "end_deload"),
        check_in(day(4), tug=True),
    ]
    assert early_deloads(events) == [(0, 1), (4, 10)]


def test_light_week_cannot_end_while_locked_or_paused() -> None:
    end = control(day(1), "end_deload", 9)
    assert early_deloads([check_in(day(0), tug=True, red_flags=("numb_toes",)), end]) == [(0, 6)]
    assert early_deloads([check_in(day(0), spasm=True), end]) == [(0, 6)]
    over = [check_in(day(0), spasm=True), check_in(day(1), spasm=False)]
    assert early_deloads([*over, end]) == [(0, 6)], "nor on the day after a spasm"
    assert early_deloads([*over, control(day(2), "end_deload", 9)]) == [(0, 1)]


def test_lock_stays_until_cleared_or_removed() -> None:
    flag = check_in(day(0), red_flags=("numb_toes",))
    later_no = check_in(day(1))
    assert health([flag, later_no]).locked
    assert not health([flag, control(day(2), "cleared")]).locked
    assert health([control(day(0), "cleared", 6), flag]).locked
    assert not health([flag, tombstone(flag.id)]).locked
    assert health([flag, control(day(2), "cleared"), check_in(day(3), red_flags=("both_legs",))]).flags == (
        "both_legs",
    )


def test_clearance_without_lock_is_ignored() -> None:
    assert health([control(day(2), "cleared")]).clearances == []


def test_core_is_paused_the_day_after_a_spasm() -> None:
    first = day(0).toordinal()
    early = [check_in(day(3), spasm=True), check_in(day(3), 20, spasm=False)]
    said = health([*early], on=4)
    assert said.paused
    assert not said.in_spasm
    assert [said.restriction_on(first + offset) for offset in (3, 4, 5)] == [
        "paused",
        "paused",
        "early_deload",
    ]
    again = [*early, check_in(day(4), spasm=True), check_in(day(5), spasm=False)]
    assert health([*again], on=5).paused
    assert not health([*again], on=6).paused


def test_recurring_pain_suggests_a_visit() -> None:
    hurt: list[Event] = [session(day(at), plank="30!3 30") for at in (0, 10, 27)]
    assert health(hurt, on=27).should_see_someone()
    assert not health(hurt, on=28).should_see_someone()
    assert not health([*hurt[:2], session(day(27), carry="30!4")], on=27).should_see_someone()
    assert not health(
        [*hurt[:2], session(day(27), program="other", plank="30!4")], on=27
    ).should_see_someone()
    assert not health([*hurt[:2], session(day(27), plank="30!2")], on=27).should_see_someone()
    same_day = [session(day(27), hour, plank="30!3") for hour in (7, 8, 9)]
    assert health([*same_day], on=27).should_see_someone(), "three sessions, whatever the day"


def test_pause_lasts_until_answered_no() -> None:
    first = day(0).toordinal()
    events: list[Event] = [check_in(day(0), spasm=True), check_in(day(2)), check_in(day(9), spasm=False)]
    said = health(events)
    assert [said.restriction_on(first + offset) for offset in (0, 8, 9)] == ["paused", "paused", None]
    assert health(events[:2]).paused


def spasm(*offsets: int) -> list[Event]:
    events: list[Event] = []
    for offset in offsets:
        events += [check_in(day(offset), spasm=True), check_in(day(offset + 1), spasm=False)]
    return events


def test_two_spasms_in_90_days_suggest_a_visit() -> None:
    assert not health(spasm(0), on=20).should_see_someone()
    assert health(spasm(0, 80), on=89).should_see_someone()
    assert not health(spasm(0, 80), on=90).should_see_someone()
    still = [check_in(day(offset), spasm=True) for offset in (0, 1, 2)]
    assert not health(list(still), on=3).should_see_someone()


def test_light_weeks_of_14_days_suggest_a_visit() -> None:
    long = [check_in(day(offset), tug=True) for offset in (0, 7)]
    assert not health(list(long), on=12).should_see_someone()
    assert health(list(long), on=13).should_see_someone()


def test_three_light_weeks_in_8_suggest_a_visit() -> None:
    three: list[Event] = [check_in(day(offset), tug=True) for offset in (0, 20, 40)]
    assert health(three, on=55).should_see_someone()
    assert not health(three, on=56).should_see_someone()
    assert not health([*three, control(day(21), "end_deload")], on=50).should_see_someone()


def test_sore_morning_after() -> None:
    said = health([check_in(day(1), pain=3), check_in(day(2), pain=2), check_in(day(3), stiff=True)])
    first = day(0).toordinal()
    assert [said.sore_after(first + offset) for offset in range(4)] == [True, False, True, False]


def test_pause_notice_names_the_day_it_ends() -> None:
    over = [check_in(day(0), 7, spasm=True), check_in(day(0), 10, spasm=False)]
    said = [plan_day([core()], over, day(on)).notices[0].text for on in (0, 1, 2)]
    assert "core work opens again on Wednesday" in said[0]
    assert "core work opens again tomorrow" in said[1]
    assert "opens again" not in said[2]
