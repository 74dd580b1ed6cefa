"""Noticing that the machine slept, or that the screen stood still."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.tui.watch import Lapse, TimeWatch
from tests.tui.support import EVENING


@pytest.mark.parametrize(
    ("session", "wall", "lapse"),
    [
        (0.1, 0.1, Lapse.NONE),
        (0.1, 1.9, Lapse.NONE),
        (0.1, 2.2, Lapse.SLEPT),
        (0.1, 3600, Lapse.SLEPT),
        (0.1, -3600, Lapse.NONE),
        (5.0, 5.0, Lapse.STALLED),
        (5.0, -3600, Lapse.STALLED),
        (5.0, 60.0, Lapse.SLEPT),
    ],
)
def test_what_happened_between_two_looks(session: float, wall: float, lapse: Lapse) -> None:
    watch = TimeWatch(100.0, EVENING)
    assert watch.look(100.0 + session, EVENING + timedelta(seconds=wall)) is lapse


def test_a_lapse_is_told_once() -> None:
    watch = TimeWatch(100.0, EVENING)
    asleep = timedelta(minutes=5)
    assert watch.look(100.1, EVENING + asleep) is Lapse.SLEPT
    assert watch.look(100.2, EVENING + asleep + timedelta(seconds=0.1)) is Lapse.NONE


def test_a_clock_that_is_corrected_little_by_little_is_no_lapse() -> None:
    watch = TimeWatch(0.0, EVENING)
    looks = [watch.look(tick / 10, EVENING + timedelta(seconds=tick / 10 * 1.5)) for tick in range(1, 600)]
    assert set(looks) == {Lapse.NONE}
