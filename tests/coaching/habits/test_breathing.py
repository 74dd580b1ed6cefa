"""Ten slow breaths a day, or something as calm."""

from __future__ import annotations

from datetime import timedelta

from coach.coaching.habits.practice import breathing_done
from coach.model.program import Kind, Part, Program
from tests.factories import TUESDAY, activity, breathing, session_of, set_record, timed_slot


def test_ten_breaths_in_pieces_are_done() -> None:
    six = session_of(breathing(), TUESDAY, [set_record("long-exhale", 60, reps=6)])
    assert not breathing_done(breathing(), [six], TUESDAY)
    four = session_of(breathing(), TUESDAY, [set_record("long-exhale", 40)], at="22:00")
    assert breathing_done(breathing(), [four, six], TUESDAY)


def test_gentle_yoga_earns_the_same_tick() -> None:
    assert breathing_done(breathing(), [activity(TUESDAY, 20, kind="yoga")], TUESDAY)
    assert not breathing_done(breathing(), [activity(TUESDAY, 20, kind="walk")], TUESDAY)
    assert not breathing_done(breathing(), [activity(TUESDAY - timedelta(days=1), 20, kind="yoga")], TUESDAY)


def test_guided_imagery_of_another_program_earns_it_too() -> None:
    own = Program(
        id="mine", title="Mine", kind=Kind.CUSTOM, parts=(Part(slots=(timed_slot("guided-imagery", 60),)),)
    )
    assert breathing_done(
        breathing(), [session_of(own, TUESDAY, [set_record("guided-imagery", 60)])], TUESDAY
    )
