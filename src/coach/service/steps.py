"""A session as steps with repeats, as watches and other apps write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from coach.model.timeline import Interval, IntervalKind

_LONGEST_ROUND: Final = 100
"""Steps of a round that is looked for."""
_LEADS: Final = {
    IntervalKind.READY: "Get ready",
    IntervalKind.SWITCH: "Switch",
    IntervalKind.REST: "Rest",
    IntervalKind.ROUND_REST: "Rest",
    IntervalKind.WAIT: "Go on when ready",
}


class Step(Struct, frozen=True):
    """One step of a workout."""

    name: str
    seconds: int | None
    """None: it ends when its button is pressed."""
    reps: int | None
    active: bool
    warmup: bool
    load_kg: float | None


class Repeat(Struct, frozen=True):
    """Go back to a step until it has been done so often."""

    first: int
    length: int
    times: int


def with_repeats(steps: Sequence[Step]) -> list[Step | Repeat]:
    """The steps with rounds that are alike written once, each followed by how often it is done."""
    out: list[Step | Repeat] = []
    place = 0
    while place < len(steps):
        length, times = max(_runs(steps, place), key=lambda run: (run[0] * (run[1] - 1), -run[0]))
        first = len(out)
        out += steps[place : place + length]
        if times > 1:
            out.append(Repeat(first, length, times))
        place += length * times
    return out


def _runs(steps: Sequence[Step], place: int) -> Iterator[tuple[int, int]]:
    """How long a stretch from this place on may be taken, and how often it comes in a row."""
    yield 1, 1
    for length in range(2, min(_LONGEST_ROUND, (len(steps) - place) // 2) + 1):
        stretch, times = steps[place : place + length], 1
        while steps[place + times * length : place + (times + 1) * length] == stretch:
            times += 1
        if times > 1:
            yield length, times


def step_of(one: Interval) -> Step:
    """An interval as a step."""
    name = f"{one.name}, {one.side}" if one.side else one.name
    if not one.is_set:
        return Step(_LEADS[one.kind], one.seconds, None, False, one.warmup, None)
    return Step(name, one.seconds, one.reps, True, one.warmup, one.load_kg)
