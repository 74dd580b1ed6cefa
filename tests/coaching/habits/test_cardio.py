"""Brisk minutes: 150 a week, 105 in a lighter one, the talk check, lighter runs, what balances a sport."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.cardio import cardio_goal, cardio_week, cross_training, minutes_between
from coach.model.events import ActivityKind, Event, Tombstone
from coach.model.plan import Phase
from coach.model.program import Kind, Part, Program
from tests.factories import activity, moment, new_id, session_of, set_record, timed_slot

MONDAY = date(2026, 2, 2)
WALKING = Program(
    id="cardio", title="Walk", kind=Kind.CARDIO, parts=(Part(slots=(timed_slot("brisk-walk", 1800),)),)
)


def week(*phases: Phase) -> dict[date, Phase]:
    return {MONDAY + timedelta(days=number): phase for number, phase in enumerate(phases)}


def whole(phase: Phase) -> dict[date, Phase]:
    return week(*(phase for _ in range(7)))


def forty_and_thirty_five_and_thirty() -> list[Event]:
    return [activity(MONDAY + timedelta(days=day), minutes) for day, minutes in ((0, 40), (2, 35), (4, 30))]


def test_the_minutes_of_a_build_week_count_towards_150() -> None:
    cardio = cardio_week(forty_and_thirty_five_and_thirty(), whole("build"))
    assert (cardio.minutes, cardio.goal, cardio.ticked) == (105, 150, False)
    assert cardio.words == ("105 of 150 minutes this week.",)


@pytest.mark.parametrize("phase", ["deload", "early_deload", "return"])
def test_the_same_minutes_are_enough_in_a_lighter_week(phase: Phase) -> None:
    cardio = cardio_week(forty_and_thirty_five_and_thirty(), whole(phase))
    assert (cardio.minutes, cardio.goal, cardio.ticked) == (105, 105, True)
    assert "This week's brisk minutes are done." in cardio.words


@pytest.mark.parametrize("phase", ["paused", "locked"])
def test_nothing_is_asked_while_paused_or_locked(phase: Phase) -> None:
    cardio = cardio_week(forty_and_thirty_five_and_thirty(), whole(phase))
    assert (cardio.goal, cardio.ticked) == (None, False)


def test_nobody_is_invited_to_walk_while_a_red_flag_stands() -> None:
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
def test_a_week_is_light_while_today_is_or_when_most_of_it_was(
    phases: Sequence[Phase], goal: int | None
) -> None:
    assert cardio_goal(phases) == goal


def test_only_this_week_up_to_the_day_that_is_asked_about_counts() -> None:
    events: list[Event] = [
        activity(MONDAY - timedelta(days=1), 10),
        activity(MONDAY, 20),
        activity(MONDAY + timedelta(days=3), 40),
    ]
    assert cardio_week(events, week("build", "build")).minutes == 20


def test_sessions_of_cardio_add_their_seconds_and_core_sessions_none() -> None:
    core = Program(id="core", title="Core", kind=Kind.CORE, parts=WALKING.parts)
    events: list[Event] = [
        session_of(WALKING, MONDAY, [set_record("brisk-walk", 1000)]),
        session_of(WALKING, MONDAY, [set_record("brisk-walk", 830), set_record("brisk-walk", None)]),
        session_of(core, MONDAY, [set_record("plank", 600)]),
        activity(MONDAY, 15, kind="cycle"),
    ]
    assert cardio_week(events, whole("build")).minutes == 30 + 15


def test_yoga_is_calm_rather_than_brisk_and_a_walk_without_minutes_adds_none() -> None:
    events: list[Event] = [activity(MONDAY, 60, kind="yoga"), activity(MONDAY, None)]
    assert cardio_week(events, whole("build")).minutes == 0


def test_a_walk_taken_back_is_gone() -> None:
    walk = activity(MONDAY, 40)
    gone = Tombstone(id=new_id(), at=moment(MONDAY, "20:00"), target=walk.id)
    assert cardio_week([walk, gone], whole("build")).minutes == 0


def test_the_talk_check_is_yes_no_or_unknown() -> None:
    def answer(*talks: bool | None) -> bool | None:
        return cardio_week([activity(MONDAY, 10, talk=talk) for talk in talks], whole("build")).could_talk

    assert answer(None, None) is None
    assert answer(True, None) is True
    assert answer(True, False) is False


def test_minutes_without_breath_to_talk_count_with_a_kind_note() -> None:
    cardio = cardio_week([activity(MONDAY, 40, kind="run", talk=False)], whole("build"))
    assert cardio.minutes == 40
    assert cardio.words[-1].startswith("Slow down until you can talk")
    calmer = [activity(MONDAY, 40, talk=False), activity(MONDAY, 40, talk=True, at="18:00")]
    assert not any("Slow down" in text for text in cardio_week(calmer, whole("build")).words)


def test_both_ends_of_a_stretch_of_days_count() -> None:
    events = forty_and_thirty_five_and_thirty()
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
def test_each_sport_has_what_balances_it(sport: str | None, pairing: str) -> None:
    assert pairing in cross_training(sport)


KINDS: tuple[ActivityKind, ...] = ("walk", "run", "cycle", "swim", "hike", "row", "pilates", "other")


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 200), st.sampled_from(KINDS)), max_size=12),
    st.data(),
)
def test_the_order_of_events_and_their_kind_do_not_matter(
    walks: list[tuple[int, int, ActivityKind]], data: st.DataObject
) -> None:
    events: list[Event] = [activity(MONDAY + timedelta(days=day), m, kind=kind) for day, m, kind in walks]
    shuffled = data.draw(st.permutations(events))
    cardio = cardio_week(shuffled, whole("build"))
    assert cardio == cardio_week(events, whole("build"))
    assert cardio.minutes == sum(minutes for _, minutes, _ in walks)
    assert cardio.ticked == (cardio.minutes >= 150)
