"""A running session that goes on with an easier dose of one slot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.plan import Dose
from coach.model.program import Measure, Part, Program, Side
from coach.model.timeline import IntervalKind, Timeline
from coach.session.commands import AdjustInterval, PauseSession, RedoSet, ResumeSession, SkipDrill
from coach.session.compile import with_easier_dose
from coach.session.player import Player
from tests.factories import dose, program, slot, timeline
from tests.session.players import START, records_of, start_player
from tests.session.strategies import random_programs
from tests.support.examples import examples

PLANK = slot("plank", 30, sets=3)
SIDE = slot("side-plank", 20, sets=3, sided=True)
CIRCUIT = program(Part(slots=(PLANK, SIDE), rounds=3))


def ease(player: Player, of: Program, less: Dose, at: float) -> None:
    """Ask for less at a moment of the session."""
    first = player.first_to_come(START + at)
    assert first is not None
    player.change_timeline(with_easier_dose(player.timeline, of, less, {}, first), START + at)


def done(player: Player) -> list[tuple[str | None, Side | None, int | None]]:
    """The drill, side and seconds of each set, once the session is over."""
    facts = records_of(player.facts(START + 100_000))
    return [
        (fact.record.drill, fact.record.side, fact.record.seconds) for _key, fact in sorted(facts.items())
    ]


def planks(player: Player) -> list[tuple[str | None, int | None]]:
    return [(drill, seconds) for drill, side, seconds in done(player) if side is None]


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (0, [("knee", 25)] * 3),
        (9.9, [("knee", 25)] * 3),
        (15, [("plank", 30), ("knee", 25), ("knee", 25)]),
        (41, [("plank", 30), ("knee", 25), ("knee", 25)]),
    ],
)
def test_sets_that_are_not_begun_change(at: float, asked: list[tuple[str, int]]) -> None:
    player = start_player(CIRCUIT)
    ease(player, CIRCUIT, dose(PLANK, drill="knee", seconds=25), at)
    assert planks(player) == asked
    assert [seconds for _drill, side, seconds in done(player) if side] == [20] * 6


def test_set_in_progress_ends_as_it_is() -> None:
    player = start_player(CIRCUIT)
    ease(player, CIRCUIT, dose(PLANK, drill="knee", seconds=25), 15)
    view = player.view(START + 15)
    assert view.interval is not None
    assert (view.interval.drill, view.seconds_left) == ("plank", 25)


def test_get_ready_keeps_its_time_and_names_the_easier_drill() -> None:
    player = start_player(CIRCUIT)
    player.do(AdjustInterval(10), START + 4)
    ease(player, CIRCUIT, dose(PLANK, drill="knee", seconds=25), 5)
    view = player.view(START + 5)
    assert view.interval is not None
    assert (view.interval.drill, view.seconds_left) == ("knee", 15)
    assert "Knee" in " ".join(cue.say or "" for _at, cue in player.ahead(START + 5))


def test_second_side_is_easier_too() -> None:
    player = start_player(CIRCUIT)
    # Ready 10, plank 30, rest 20, left side 20, then 8 to switch.
    ease(player, CIRCUIT, dose(SIDE, drill="knee", seconds=10), 83)
    sides = [(side, seconds) for _drill, side, seconds in done(player) if side]
    assert sides == [("left", 20), ("right", 10), *[("left", 10), ("right", 10)] * 2]


def test_easier_drill_without_sides_is_done_once() -> None:
    less = dose(SIDE, drill="wall", seconds=10, sides=())
    player = start_player(CIRCUIT)
    ease(player, CIRCUIT, less, 15)
    assert done(player) == [("plank", None, 30), ("wall", None, 10)] * 3
    begun = start_player(CIRCUIT)
    ease(begun, CIRCUIT, less, 83)
    assert [one[1:] for one in done(begun) if one[0] != "plank"] == [
        ("left", 20),
        ("right", 20),
        (None, 10),
        (None, 10),
    ]


def test_easier_drill_with_sides_takes_turns() -> None:
    player = start_player(CIRCUIT)
    ease(player, CIRCUIT, dose(PLANK, drill="bird", seconds=25, sides=("left", "right")), 0)
    assert [one for one in done(player) if one[0] == "bird"] == [
        ("bird", "left", 25),
        ("bird", "right", 25),
        ("bird", "left", 25),
    ]


def test_paused_hold_may_be_done_again_and_later_sets_are_easier() -> None:
    player = start_player(CIRCUIT)
    player.do(PauseSession(), START + 20)
    ease(player, CIRCUIT, dose(PLANK, drill="knee", seconds=25), 25)
    player.do(RedoSet(), START + 30)
    assert planks(player) == [("plank", 30), ("knee", 25), ("knee", 25)]
    paused = start_player(CIRCUIT)
    paused.do(PauseSession(), START + 20)
    ease(paused, CIRCUIT, dose(PLANK, drill="knee", seconds=25), 25)
    paused.do(ResumeSession(), START + 30)
    assert planks(paused) == [("plank", 10), ("knee", 25), ("knee", 25)]


def test_left_out_drill_stays_out() -> None:
    player = start_player(CIRCUIT)
    player.do(SkipDrill(), START + 15)
    ease(player, CIRCUIT, dose(PLANK, drill="knee", seconds=25), 16)
    assert planks(player) == [("plank", 5), ("plank", 0), ("plank", 0)]


def test_fixed_starts_stay_where_they_are() -> None:
    every = slot("swing", 10, measure=Measure.REPS, pace_seconds=2, sets=3)
    of = program(Part(slots=(every,), rounds=3, every_seconds=60))
    player = start_player(of)
    ease(player, of, dose(every, reps=6), 1)
    starts = [one.start for one in player.timeline.intervals if one.is_set]
    assert starts == [10, 70, 130]


def test_no_set_is_left_to_change() -> None:
    of = program(Part(slots=(slot("plank"),)))
    player = start_player(of)
    assert player.first_to_come(START + 5) == 1
    assert player.first_to_come(START + 15) is None
    assert player.first_to_come(START + 50) is None


def less_of(of: Program, before: Timeline, number: int) -> Dose:
    """A dose of a slot with less of the same drill."""
    chosen = of.slots[number % len(of.slots)]
    usual = dose(chosen)
    if usual.seconds is not None:
        return replace(usual, seconds=max(1, usual.seconds - 10))
    return replace(usual, reps=max(1, (usual.reps or 0) - 2))


@settings(examples(60))
@given(random_programs(), st.floats(0, 900), st.integers(0, 8))
def test_same_dose_changes_nothing(of: Program, at: float, number: int) -> None:
    chosen = of.slots[number % len(of.slots)]
    player, plain = (start_player(of, attended=False) for _ in range(2))
    first = player.first_to_come(START + at)
    if first is None:
        return
    changed = with_easier_dose(player.timeline, of, dose(chosen), {}, first)
    assert changed == timeline(of)
    player.change_timeline(changed, START + at)
    assert player.facts(START + 100_000) == plain.facts(START + 100_000)
    assert player.ahead(START + at) == plain.ahead(START + at)


@settings(examples(60))
@given(random_programs(), st.floats(0, 900), st.integers(0, 8))
def test_less_is_done_of_one_slot_alone(of: Program, at: float, number: int) -> None:
    player, plain = (start_player(of, attended=False) for _ in range(2))
    first = player.first_to_come(START + at)
    if first is None:
        return
    less = less_of(of, player.timeline, number)
    ease(player, of, less, at)
    keys = [key for key, one in enumerate(player.timeline.intervals) if one.is_set]
    assert keys == [key for key, one in enumerate(plain.timeline.intervals) if one.is_set]
    end = START + 100_000
    new, old = records_of(player.facts(end)), records_of(plain.facts(end))
    assert list(new) == list(old)
    for key, fact in new.items():
        was = old[key].record
        if key < first or fact.record.slot != less.slot:
            assert fact.record == was
        else:
            assert fact.record.asked_seconds == less.seconds
            assert (fact.record.seconds or 0) <= (was.seconds or 0)
    total = [sum(one.seconds or 0 for one in a.timeline.intervals) for a in (player, plain)]
    assert total[0] <= total[1]
    kinds = [[one.kind for one in a.timeline.intervals] for a in (player, plain)]
    assert kinds[0] == kinds[1]
    assert player.timeline.intervals[-1].kind in (IntervalKind.WORK, IntervalKind.WAIT)
