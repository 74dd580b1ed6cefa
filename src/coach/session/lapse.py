"""Detects that the machine slept, or that the process stood still."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from coach.model.quantities import seconds_text

NOTICEABLE: Final = timedelta(seconds=2)
"""Clocks that disagree by less than this are only being corrected."""

LONGEST_STALL: Final = timedelta(seconds=30)
"""The longest stall after which a session goes on by the clock; after a longer one it is paused."""


class Suspension(Struct, frozen=True, kw_only=True):
    """Time that passed between two checks without the session being seen."""

    length: timedelta
    slept: bool
    """The wall clock went on and the session's clock did not; else both did."""

    @property
    def stands_still(self) -> bool:
        """Whether the session has to be paused at the moment at which it was last seen."""
        return self.slept or self.length > LONGEST_STALL

    @property
    def text(self) -> str:
        """`The machine slept for 5 min`: the beginning of a sentence."""
        length = seconds_text(round(self.length.total_seconds()))
        return f"The machine slept for {length}" if self.slept else f"The screen stood still for {length}"


class SuspendDetector:
    """Compares the session's clock with the wall clock from one check to the next."""

    def __init__(self, monotonic: float, wall: datetime) -> None:
        """Start at this moment."""
        self._monotonic = monotonic
        self._wall = wall

    def check(self, monotonic: float, wall: datetime) -> Suspension | None:
        """The suspension since the last check, or None.

        A wall clock that was set back is no suspension. One that was set forward cannot be told from sleep,
        and one pause too many does no harm.

        Args:
            monotonic: seconds on the session's clock.
            wall: wall time, aware of its zone.
        """
        passed = timedelta(seconds=monotonic - self._monotonic)
        beyond = (wall - self._wall) - passed
        self._monotonic, self._wall = monotonic, wall
        if beyond > NOTICEABLE:
            return Suspension(length=beyond, slept=True)
        if passed > NOTICEABLE:
            return Suspension(length=passed, slept=False)
        return None
