"""Telling a machine that slept from one that was only slow."""

from __future__ import annotations

from typing import Final

SLEPT_SECONDS: Final = 2
"""Clocks that drift apart by less are being corrected, not asleep."""


def slept(monotonic_elapsed: float, wall_elapsed: float) -> bool:
    """Whether the machine slept between two looks: wall time went on and the monotonic clock did not.

    A wall clock that was set back is no sleep; one that was set forward cannot be told from it, and standing
    still once too often does no harm.

    Args:
        monotonic_elapsed: seconds between the looks on the monotonic clock, which stands still in sleep.
        wall_elapsed: seconds between the looks on the wall clock.
    """
    return wall_elapsed - monotonic_elapsed > SLEPT_SECONDS
