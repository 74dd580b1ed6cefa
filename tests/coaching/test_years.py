"""Long histories: somebody at a limit, and somebody at the top of every ladder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.explain import explain
from coach.model.events import Event, SetRecord
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Program, Progression
from coach.programs.load import load_catalog
from tests.factories import control, core, day, plank, planks, prescribe, session, session_of
from tests.support.examples import examples

PLANK = core(slots=(plank(),))
WEEKDAYS = (0, 2, 4)


def trained(program: Program, weeks: int, held: Callable[[Dose], int]) -> list[ProgramPlan]:
    """The plans of three days a week, each followed by a session as it was asked, as far as it was held."""
    events: list[Event] = []
    plans = []
    for offset in (7 * week + weekday for week in range(weeks) for weekday in WEEKDAYS):
        (plan,) = prescribe(program, events, day(offset)).programs
        plans.append(plan)
        events.append(
            session_of(program, day(offset), [one for dose in plan.slots for one in done(dose, held)])
        )
    return plans


def done(dose: Dose, held: Callable[[Dose], int]) -> list[SetRecord]:
    seconds = min(dose.seconds or 0, held(dose))
    record = SetRecord(
        slot=dose.slot,
        drill=dose.drill,
        asked_seconds=dose.seconds,
        seconds=seconds,
        load_kg=dose.load_kg,
        form="clean",
        pain=0,
        end="full" if seconds == dose.seconds else "early",
    )
    return [replace(record, side=side) for side in dose.sides or (None,) for _ in range(dose.sets)]


@settings(examples(6), deadline=None)
@given(st.integers(30, 59))
def test_limit_is_asked_for_in_one_session_of_ten(limit: int) -> None:
    plans = trained(PLANK, 52, lambda _: limit)
    above = sum((plan.slots[0].seconds or 0) > limit for plan in plans)
    assert 8 <= above <= 17


def test_always_clean_is_told_the_truth_at_the_top() -> None:
    program = load_catalog(None).programs["core"]
    plans = trained(program, 26, lambda dose: dose.seconds or 0)
    for plan in plans[3 * 16 :]:
        for dose in plan.slots:
            codes = [reason.code for reason in dose.reasons]
            if dose.slot != "farmer-carry":
                assert codes[0] == "top_of_ladder"
                assert "clean_count" not in codes
    assert [dose.sets for dose in plans[-1].slots] == [2, 2, 2, 3]


def test_plateau_words_change_with_the_block() -> None:
    words = [plan.slots[0].reasons[0].text for plan in trained(PLANK, 8, lambda _: 30)]
    here = "We stay at 30 s for this block: 35 s did not hold twice."
    assert words[8:15] == [here] * 7
    assert words[15:17] == [
        "One more steady session, then 35 s again: it did not hold twice.",
        "4 full, steady sessions without pain: 5 s more.",
    ]
    assert words[17] == "We stay at 30 s for this block: 35 s did not hold yet."


def test_plateau_counts_to_four() -> None:
    events: list[Event] = [session(day(offset), plank="3 x 30") for offset in (0, 2, 9, 11, 18, 21, 23)]
    events += [session(day(offset), plank="3 x 30/35") for offset in (4, 7, 14, 16)]
    lines = explain(replace(PLANK, block=None), events, day(24))
    assert [line.effect for line in lines[-4:]] == [
        "now plank, 30 s",
        *(f"{count} of 4 for the next step" for count in (1, 2, 3)),
    ]
    assert lines[-1].reasons[0].text == "3 of 4 steady sessions before 35 s again: it did not hold twice."


@pytest.mark.parametrize(("after", "after_tries", "needed"), [(2, 4, 4), (3, 2, 3), (2, 2, 2)])
def test_plateau_is_never_quicker_than_a_usual_step(after: int, after_tries: int, needed: int) -> None:
    progression = Progression(after=after, after_tries=after_tries, tries=1)
    program = replace(PLANK, block=None, progression=progression)
    plans = trained(program, 6, lambda _: 30)
    seconds = [plan.slots[0].seconds for plan in plans]
    first = seconds.index(35)
    # Two misses end the first try, and each later one ends at once.
    assert seconds[first : first + 3 + needed] == [35, 35, *[30] * needed, 35]


def test_program_without_blocks_or_days_is_never_kept() -> None:
    top = [session(day(7 * week + one), plank="3 x 60") for week in range(30) for one in WEEKDAYS]
    for program in (
        replace(PLANK, block=None),
        replace(PLANK, schedule=replace(PLANK.schedule, per_week=None)),
    ):
        (plan,) = prescribe(program, top, day(210)).programs
        assert plan.slots[0].sets == 3
    assert prescribe(PLANK, top, day(210)).programs[0].slots[0].sets == 2


def test_kept_after_the_first_whole_block_at_the_top() -> None:
    events = planks(*(7 * week + one for week in range(17) for one in WEEKDAYS))
    plans = [prescribe(PLANK, events, day(7 * week)).programs[0] for week in range(9, 17)]
    assert [plan.phase for plan in plans] == ["deload", *["build"] * 4, "deload", "build", "build"]
    assert [plan.slots[0].sets for plan in plans] == [2, 3, 3, 3, 3, 2, 2, 2]
    assert [plan.slots[0].full_sets for plan in plans] == [3, 3, 3, 3, 3, 3, 2, 2]


def test_block_counts_from_the_day_after_the_top_was_reached() -> None:
    level = control(day(24), "set_level", slot="plank", drill="plank-long-lever", seconds=40)
    events = [level, *planks(*(7 * week + one for week in range(16) for one in WEEKDAYS))]
    reached = [prescribe(PLANK, events, day(offset)).programs[0].slots[0].seconds for offset in (34, 36)]
    assert reached == [40, 45]
    sets = [prescribe(PLANK, events, day(7 * week)).programs[0].slots[0].sets for week in (10, 15)]
    assert sets == [3, 2]


def test_only_a_try_can_fail() -> None:
    seconds = [plan.slots[0].seconds for plan in trained(PLANK, 5, lambda _: 25)]
    # The first misses at 30 s, with which the program begins, are those of no try.
    assert seconds == [30, 30, 25, 25, 30, 30, 25, 25, 30, 30, 25, 25, 25, 25, 25]
