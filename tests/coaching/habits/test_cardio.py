"""Cardio: the minutes of a week, the talk check, cross-training, ramp-ups, protein."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.cardio import (
    cardio_goal,
    cardio_week,
    cross_training,
    minutes_between,
    protein_per_meal_g,
    protein_texts,
    ramp_up,
    ramp_up_from,
)
from coach.model.events import ActivityKind, Event, RedFlag, Tombstone
from coach.model.plan import Phase
from coach.model.program import Kind, Part, Program
from tests.factories import activity, check_in, moment, new_id, session_of, set_record, timed_slot

MONDAY = date(2026, 2, 2)
WALKING = Program(
    id="cardio", title="Walk", kind=Kind.CARDIO, parts=(Part(slots=(timed_slot("brisk-walk", 1800),)),)
)


def week(*phases: Phase) -> dict[date, Phase]:
    return {MONDAY + timedelta(days=number): phase for number, phase in enumerate(phases)}


def whole(phase: Phase) -> dict[date, Phase]:
    return week(*(phase for _ in range(7)))


def walks_of_105_minutes() -> list[Event]:
    return [activity(MONDAY + timedelta(days=day), minutes) for day, minutes in ((0, 40), (2, 35), (4, 30))]


def test_build_week_goal_is_150_minutes() -> None:
    cardio = cardio_week(walks_of_105_minutes(), whole("build"))
    assert (cardio.minutes, cardio.goal, cardio.ticked) == (105, 150, False)
    assert cardio.words == ("105 of 150 minutes this week.",)


@pytest.mark.parametrize("phase", ["deload", "early_deload", "return"])
def test_light_week_goal_is_105_minutes(phase: Phase) -> None:
    cardio = cardio_week(walks_of_105_minutes(), whole(phase))
    assert (cardio.minutes, cardio.goal, cardio.ticked) == (105, 105, True)
    assert "This week's brisk minutes are done." in cardio.words


@pytest.mark.parametrize("phase", ["paused", "locked"])
def test_no_goal_while_paused_or_locked(phase: Phase) -> None:
    cardio = cardio_week(walks_of_105_minutes(), whole(phase))
    assert (cardio.goal, cardio.ticked) == (None, False)


def test_no_invitation_to_walk_while_locked() -> None:
    assert "walk" not in " ".join(cardio_week([], whole("locked")).words)
    assert "An easy walk" in cardio_week([], whole("paused")).words[0]


@pytest.mark.parametrize(
    ("phases", "goal"),
    [
        (["build", "build", "early_deload"], 105),
        (["early_deload", "build"], 150),
        (["early_deload"] * 4 + ["build"], 105),
        (["early_deload"] * 3 + ["build"] * 4, 150),
        (["locked", "locked", "return"], 105),
        (["build", "paused"], None),
    ],
)
def test_light_goal_follows_today_or_most_days(phases: Sequence[Phase], goal: int | None) -> None:
    assert cardio_goal(phases) == goal


def test_minutes_count_from_week_start_to_day() -> None:
    events: list[Event] = [
        activity(MONDAY - timedelta(days=1), 10),
        activity(MONDAY, 20),
        activity(MONDAY + timedelta(days=3), 40),
    ]
    assert cardio_week(events, week("build", "build")).minutes == 20


def test_cardio_sessions_count_but_core_does_not() -> None:
    core = Program(id="core", title="Core", kind=Kind.CORE, parts=WALKING.parts)
    events: list[Event] = [
        session_of(WALKING, MONDAY, [set_record("brisk-walk", 1000)]),
        session_of(WALKING, MONDAY, [set_record("brisk-walk", 830), set_record("brisk-walk", None)]),
        session_of(core, MONDAY, [set_record("plank", 600)]),
        activity(MONDAY, 15, kind="cycle"),
    ]
    assert cardio_week(events, whole("build")).minutes == 30 + 15


def test_yoga_and_walk_without_minutes_add_nothing() -> None:
    events: list[Event] = [activity(MONDAY, 60, kind="yoga"), activity(MONDAY, None)]
    assert cardio_week(events, whole("build")).minutes == 0


def test_removed_walk_does_not_count() -> None:
    walk = activity(MONDAY, 40)
    gone = Tombstone(id=new_id(), at=moment(MONDAY, "20:00"), target=walk.id)
    assert cardio_week([walk, gone], whole("build")).minutes == 0


def test_talk_check_is_yes_no_or_unknown() -> None:
    def answer(*talks: bool | None) -> bool | None:
        return cardio_week([activity(MONDAY, 10, talk=talk) for talk in talks], whole("build")).could_talk

    assert answer(None, None) is None
    assert answer(True, None) is True
    assert answer(True, False) is False


def test_breathless_minutes_count_with_note() -> None:
    cardio = cardio_week([activity(MONDAY, 40, kind="run", talk=False)], whole("build"))
    assert cardio.minutes == 40
    assert cardio.words[-1].startswith("Slow down until you can talk")
    calmer = [activity(MONDAY, 40, talk=False), activity(MONDAY, 40, talk=True, at="18:00")]
    assert not any("Slow down" in text for text in cardio_week(calmer, whole("build")).words)


def test_minutes_between_includes_both_days() -> None:
    events = walks_of_105_minutes()
    assert minutes_between(events, MONDAY, MONDAY + timedelta(days=4)) == 105
    assert minutes_between(events, MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)) == 35


@pytest.mark.parametrize(
    ("sport", "pairing"),
    [
        ("run", "Pilates"),
        ("cycle", "swimming"),
        ("lift", "brisk hikes"),
        ("swim", "a brisk walk"),
        (None, "a brisk walk"),
    ],
)
def test_cross_training_by_sport(sport: str | None, pairing: str) -> None:
    assert pairing in cross_training(sport)


KINDS: tuple[ActivityKind, ...] = ("walk", "run", "cycle", "swim", "hike", "row", "pilates", "other")


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 200), st.sampled_from(KINDS)), max_size=12),
    st.data(),
)
def test_minutes_are_independent_of_event_order(
    walks: list[tuple[int, int, ActivityKind]], data: st.DataObject
) -> None:
    events: list[Event] = [activity(MONDAY + timedelta(days=day), m, kind=kind) for day, m, kind in walks]
    shuffled = data.draw(st.permutations(events))
    cardio = cardio_week(shuffled, whole("build"))
    assert cardio == cardio_week(events, whole("build"))
    assert cardio.minutes == sum(minutes for _, minutes, _ in walks)
    assert cardio.ticked == (cardio.minutes >= 150)


TODAY = date(2026, 4, 6)
minutes = st.integers(0, 600)


def rows(weeks: int, recent: tuple[int, int], odd_days: int = 0) -> list[tuple[int, int]]:
    event = TODAY + timedelta(weeks=weeks, days=odd_days)
    return [(week.sessions, week.minutes) for week in ramp_up(event, TODAY, recent).weeks]


def test_ramp_of_three_weeks() -> None:
    assert rows(3, (40, 60)) == [(2, 50), (3, 55), (3, 38)]


def test_ramp_growth_is_capped_at_30_percent() -> None:
    assert [minutes for _, minutes in rows(8, (100, 100))] == [100, 110, 121, 130, 130, 130, 130, 91]


def test_ramp_without_history_starts_at_20_minutes() -> None:
    assert rows(5, (0, 0)) == [(2, 40), (3, 44), (3, 48), (3, 52), (3, 36)]


@pytest.mark.parametrize(("weeks", "short"), [(1, True), (3, True), (4, False), (12, False)])
def test_ramp_under_four_weeks_is_short(weeks: int, short: bool) -> None:
    plan = ramp_up(TODAY + timedelta(weeks=weeks), TODAY, (40, 60))
    assert plan.short is short
    assert any("short time" in text for text in plan.words) is short


def test_ramp_of_one_week_is_light() -> None:
    assert rows(1, (40, 60)) == [(2, 35)]


def test_ramp_under_a_week_is_empty_with_reason() -> None:
    plan = ramp_up(TODAY + timedelta(days=6), TODAY, (40, 60))
    assert (plan.weeks, plan.short) == ((), True)
    assert plan.words[0].startswith("Less than a week")


def test_no_ramp_on_or_after_the_event() -> None:
    assert ramp_up(TODAY, TODAY, (40, 60)).words == ("It is today. Warm up, pace yourself, drink.",)
    assert ramp_up(TODAY - timedelta(days=1), TODAY, (40, 60)).words == ("That day has passed.",)


def test_ramp_weeks_adjoin_and_end_before_event() -> None:
    event = TODAY + timedelta(weeks=5, days=3)
    plan = ramp_up(event, TODAY, (40, 60))
    assert plan.weeks[0].starts == TODAY + timedelta(days=3)
    assert plan.weeks[-1].ends == event - timedelta(days=1)
    assert any("first week starts on Thursday 9 April" in text for text in plan.words)
    for one, following in pairwise(plan.weeks):
        assert following.starts == one.ends + timedelta(days=1)


def test_ramp_starts_from_last_two_weeks() -> None:
    events: list[Event] = [
        activity(TODAY - timedelta(days=15), 500),
        activity(TODAY - timedelta(days=14), 40),
        activity(TODAY - timedelta(days=7), 25),
        activity(TODAY - timedelta(days=1), 35),
        activity(TODAY, 500),
    ]
    event = TODAY + timedelta(weeks=3)
    assert ramp_up_from(event, TODAY, events) == ramp_up(event, TODAY, (40, 60))


@pytest.mark.parametrize(("spasm", "flags"), [(True, ()), (None, ("numb_toes",))])
def test_no_ramp_while_locked_or_paused(spasm: bool | None, flags: tuple[RedFlag, ...]) -> None:
    said: list[Event] = [activity(TODAY, 60), check_in(TODAY, spasm=spasm, red_flags=flags)]
    assert ramp_up_from(TODAY + timedelta(weeks=5), TODAY, said).weeks == ()
    assert len(ramp_up_from(TODAY + timedelta(weeks=5), TODAY - timedelta(days=1), said).weeks) == 5


def test_ramp_week_text() -> None:
    row = ramp_up(TODAY + timedelta(weeks=3), TODAY, (40, 60)).weeks[0]
    assert row.text == "Week 1: 2 sessions of easy cardio, 50 minutes in all, beside your core sessions."


@given(weeks=st.integers(1, 60), older=minutes, newer=minutes, odd_days=st.integers(0, 6))
def test_ramp_stays_below_cap_and_ends_light(weeks: int, older: int, newer: int, odd_days: int) -> None:
    found = rows(weeks, (older, newer), odd_days)
    asked = [minutes for _, minutes in found]
    start = max(40, (older + newer) // 2)
    assert len(found) == weeks
    assert all(10 * minutes <= 13 * start for minutes in asked)
    assert all(20 * later <= 22 * earlier + 10 for earlier, later in pairwise(asked))
    assert all(later >= earlier for earlier, later in pairwise(asked[:-1]))
    assert asked[-1] < (asked[-2] if weeks > 1 else start)
    assert [sessions for sessions, _ in found] == [2, *[3] * (weeks - 1)]


@pytest.mark.parametrize(("body_kg", "grams"), [(70, 28), (50, 20), (62.5, 25), (71.2, 28), (72, 29)])
def test_protein_is_four_tenths_gram_per_kg(body_kg: float, grams: int) -> None:
    assert protein_per_meal_g(body_kg) == grams


@given(st.floats(1, 400))
def test_protein_is_rounded_to_gram(body_kg: float) -> None:
    assert abs(protein_per_meal_g(body_kg) - body_kg * 0.4) <= 0.5 + 0.04


@pytest.mark.parametrize("body_kg", [0, -70, 1000, float("nan"), float("inf")])
def test_invalid_body_weight_is_refused(body_kg: float) -> None:
    with pytest.raises(ValueError, match="body weight"):
        protein_per_meal_g(body_kg)


def test_protein_text_is_a_reference() -> None:
    amount, caution = protein_texts(70)
    assert amount == "About 28 g of protein a meal."
    assert "reference" in caution
