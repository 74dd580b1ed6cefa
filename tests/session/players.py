"""Players of sessions from a known moment, and what they report."""

from __future__ import annotations

from collections.abc import Sequence

from coach.model.plan import Dose
from coach.model.program import Program
from coach.model.timeline import Interval, IntervalKind
from coach.session.commands import Fact, SetRecorded, SetReopened
from coach.session.player import Player
from tests.factories import timeline

START = 1000.1
"""The reading of the monotonic clock at which sessions begin; not a round one."""


def start_player(of: Program, *, attended: bool = True, doses: Sequence[Dose] | None = None) -> Player:
    player = Player(timeline(of, doses), of, attended=attended)
    player.start(START)
    return player


def records_of(facts: Sequence[Fact]) -> dict[int, SetRecorded]:
    """The latest fact about each set."""
    latest: dict[int, SetRecorded] = {}
    for fact in facts:
        if isinstance(fact, SetRecorded):
            latest[fact.key] = fact
        elif isinstance(fact, SetReopened):
            del latest[fact.key]
    return latest


def interval_names(intervals: Sequence[Interval]) -> list[str]:
    """The kinds of intervals, with the names of the sets."""
    return [_interval_name(one) for one in intervals]


def _interval_name(one: Interval) -> str:
    name = f"{one.slot}{f' {one.side}' if one.side else ''}"
    if one.kind is IntervalKind.WORK or one.is_set:
        return name
    return f"{one.kind.value} {one.seconds}"
