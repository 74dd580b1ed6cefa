"""Cardio: the minutes of a week, the talk check, cross-training, ramp-ups, protein."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.coaching.habits.cardio import (
    cardio_goal,
    cardio_seconds,
    cardio_week,
    cross_training,
    minutes_of,
    protein_per_meal_g,
    protein_texts,
)
from coach.coaching.history import read_history
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


def test_seconds_of_cardio_by_day() -> None:
    walk = session_of(WALKING, MONDAY, [set_record("brisk-walk", 90)])
    events = [*walks_of_105_minutes(), walk, activity(MONDAY, 60, kind="yoga"), activity(MONDAY, None)]
    friday = MONDAY + timedelta(days=4)
    seconds = cardio_seconds(read_history(events, friday))
    assert minutes_of(seconds, MONDAY.toordinal(), 5) == 106
    assert minutes_of(seconds, MONDAY.toordinal() + 1, 3) == 35
    assert cardio_seconds(read_history([], friday)) == {}


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
