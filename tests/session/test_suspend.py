"""Detecting that the machine slept, or that the process stood still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coach.session.player import SuspendDetector

EVENING = datetime(2026, 1, 12, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("session", "wall", "text", "stands_still"),
    [
        (0.1, 2.2, "The machine slept for 2 s", True),
        (0.1, 3600, "The machine slept for 60 min", True),
        (5.0, 5.0, "The screen stood still for 5 s", False),
        (5.0, -3600, "The screen stood still for 5 s", False),
        (30.0, 30.0, "The screen stood still for 30 s", False),
        (31.0, 31.0, "The screen stood still for 31 s", True),
        (240.0, 240.0, "The screen stood still for 4 min", True),
        (5.0, 60.0, "The machine slept for 55 s", True),
    ],
)
def test_suspension_between_two_checks(session: float, wall: float, text: str, stands_still: bool) -> None:
    detector = SuspendDetector(100.0, EVENING)
    suspension = detector.check(100.0 + session, EVENING + timedelta(seconds=wall))
    assert suspension is not None
    assert (suspension.text, suspension.stands_still) == (text, stands_still)


@pytest.mark.parametrize(("session", "wall"), [(0.1, 0.1), (0.1, 1.9), (0.1, -3600), (1.9, 2.0)])
def test_no_suspension(session: float, wall: float) -> None:
    detector = SuspendDetector(100.0, EVENING)
    assert detector.check(100.0 + session, EVENING + timedelta(seconds=wall)) is None


def test_suspension_is_reported_once() -> None:
    detector = SuspendDetector(100.0, EVENING)
    asleep = timedelta(minutes=5)
    assert detector.check(100.1, EVENING + asleep) is not None
    assert detector.check(100.2, EVENING + asleep + timedelta(seconds=0.1)) is None


def test_gradual_clock_correction() -> None:
    detector = SuspendDetector(0.0, EVENING)
    looks = [
        detector.check(tick / 10, EVENING + timedelta(seconds=tick / 10 * 1.5)) for tick in range(1, 600)
    ]
    assert set(looks) == {None}
