"""Sets that start at fixed times: the rest is what is left until the next start."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.model.program import Measure, Part, Program, Slot
from coach.model.timeline import Timeline
from coach.session.commands import ContinueSession, SkipInterval
from coach.session.player import Player
from tests.factories import dose, program, slot, timeline
from tests.session.players import START, interval_names, start_player


def starts(laid: Timeline) -> list[float]:
    """When each set starts; both sides of one set count once."""
    return [one.start for one in laid.intervals if one.is_set and one.side != "right"]


def on_the_minute(*slots: Slot, rounds: int = 3, every: int = 60) -> Program:
    return program(Part(slots=slots, rounds=rounds, every_seconds=every))


def test_sets_start_on_the_minute() -> None:
    laid = timeline(on_the_minute(slot("plank", 40, sets=3), slot("stand", 10, sets=3)))
    assert starts(laid) == [10, 70, 130, 190, 250, 310]
    assert laid.total_seconds == 310 + 10


def test_both_sides_share_one_minute() -> None:
    laid = timeline(on_the_minute(slot("side-plank", 20, sided=True, sets=2), rounds=2))
    assert interval_names(laid.intervals) == [
        "ready 10",
        "side-plank left",
        "switch 8",
        "side-plank right",
        "round_rest 12",
        "side-plank left",
        "switch 8",
        "side-plank right",
    ]


def test_fixed_start_of_one_slot() -> None:
    plank = replace(slot("plank", 30, sets=2), every_seconds=45)
    laid = timeline(program(Part(slots=(plank, slot("stand", 10, sets=2)), rounds=2)))
    assert interval_names(laid.intervals) == [
        *("ready 10", "plank", "rest 15", "stand", "round_rest 60", "plank", "rest 15", "stand"),
    ]


def test_own_rest_overrides_the_fixed_start() -> None:
    laid = timeline(on_the_minute(slot("a", 20, rest_seconds=7), slot("b", 20), slot("c", 20), rounds=1))
    assert interval_names(laid.intervals) == ["ready 10", "a", "rest 7", "b", "rest 40", "c"]


def test_long_set_leaves_the_least_rest() -> None:
    laid = timeline(on_the_minute(slot("plank", 80, sets=2), rounds=2))
    assert interval_names(laid.intervals) == ["ready 10", "plank", "round_rest 5", "plank"]


def test_light_day_keeps_the_starts() -> None:
    of = on_the_minute(slot("plank", 40, sets=3))
    assert starts(timeline(of, [dose(of.slots[0], seconds=25)])) == [10, 70, 130]


class TestRepetitionsThatWait:
    """Their length is known when they are done; the rest is made shorter by it."""

    def player(self, *, sided: bool = False, attended: bool = True) -> Player:
        reps = slot("swing", 10, measure=Measure.REPS, sets=3, sided=sided)
        return start_player(on_the_minute(reps), attended=attended)

    @pytest.mark.parametrize("took", [20.0, 31.4])
    @pytest.mark.parametrize("command", [ContinueSession(), SkipInterval()])
    def test_next_set_starts_on_the_minute(
        self, took: float, command: ContinueSession | SkipInterval
    ) -> None:
        player = self.player()
        begun = START + 10
        player.do(command, begun + took)
        left = player.view(begun + took).seconds_left
        assert left is not None
        assert abs(begun + took + left - (begun + 60)) <= 1
        assert player.view(begun + 61).interval == player.timeline.intervals[3]

    def test_late_set_leaves_the_least_rest(self) -> None:
        player = self.player()
        player.do(ContinueSession(), START + 10 + 75)
        assert player.view(START + 10 + 75).seconds_left == 5

    def test_both_sides_count_towards_the_minute(self) -> None:
        player = self.player(sided=True)
        player.do(ContinueSession(), START + 10 + 15)
        assert player.do(ContinueSession(), START + 10 + 15 + 8 + 12)
        assert player.view(START + 10 + 35).seconds_left == 60 - 35

    def test_unattended_session_keeps_the_minute(self) -> None:
        player = self.player(attended=False)
        at = START + 10 + 60
        assert player.view(at - 1).interval != player.view(at + 1).interval
        assert player.view(at + 1).interval is not None
        assert player.view(at + 1).state == "work"

    def test_total_counts_whole_minutes(self) -> None:
        assert self.player().timeline.total_seconds == 10 + 60 + 60


@given(
    every=st.integers(20, 120),
    lengths=st.lists(st.integers(5, 60), min_size=1, max_size=4),
    rounds=st.integers(1, 4),
    switch=st.integers(0, 8),
)
def test_any_starts_are_the_asked_time_apart(
    every: int, lengths: list[int], rounds: int, switch: int
) -> None:
    assume(max(lengths) + 5 <= every)
    slots = tuple(slot(f"d{number}", length, sets=rounds) for number, length in enumerate(lengths))
    of = replace(on_the_minute(*slots, rounds=rounds, every=every), switch_seconds=switch)
    found = starts(timeline(of))
    assert found == [10 + every * number for number in range(len(lengths) * rounds)]
