from __future__ import annotations

import pytest

from coach.session.sleep import slept


@pytest.mark.parametrize(
    ("monotonic", "wall", "expected"),
    [
        (0.1, 0.1, False),
        (0.1, 2.0, False),
        (0.1, 2.2, True),
        (0.1, 3600.0, True),
        (30.0, 30.5, False),
        (0.1, -3600.0, False),
    ],
)
def test_only_wall_time_that_the_other_clock_did_not_see_is_sleep(
    monotonic: float, wall: float, expected: bool
) -> None:
    assert slept(monotonic, wall) is expected
