"""Noticing that the machine slept, or that nobody could see the session for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from coach.model.quantities import seconds_text

NOTICEABLE: Final = timedelta(seconds=2)
"""Clocks that disagree by less than this are only being corrected."""

LONGEST_STALL: Final = timedelta(seconds=30)
"""For so long a session goes on unseen, led by its sound; after more, nobody can say what was really done."""


class Lapse(Struct, frozen=True, kw_only=True):
    """Time that went by unseen between two looks."""

    length: timedelta
    slept: bool
    """Wall time went on and the session's clock did not; else both did, and nobody looked."""

    @property
    def stands_still(self) -> bool:
        """Whether the session has to wait where it was last seen, until somebody says what is true."""
        return self.slept or self.length > LONGEST_STALL

    @property
    def text(self) -> str:
        """What happened, as the beginning of a sentence."""
        length = seconds_text(round(self.length.total_seconds()))
        return f"The machine slept for {length}" if self.slept else f"The screen stood still for {length}"


class TimeWatch:
    """Compares the session's clock with wall time from one look to the next."""

    def __init__(self, monotonic: float, wall: datetime) -> None:
        """Start to watch at this moment."""
        self._monotonic = monotonic
        self._wall = wall

    def look(self, monotonic: float, wall: datetime) -> Lapse | None:
        """What went by unseen since the last look; None while all is well.

        A wall clock that was set back is no lapse: the session goes by the other one. One that was set
        forward cannot be told from sleep, and standing still once too often does no harm.

        Args:
            monotonic: seconds on the session's clock.
            wall: wall time, aware of its zone.
        """
        passed = timedelta(seconds=monotonic - self._monotonic)
        beyond = (wall - self._wall) - passed
        self._monotonic, self._wall = monotonic, wall
        if beyond > NOTICEABLE:
            return Lapse(length=beyond, slept=True)
        if passed > NOTICEABLE:
            return Lapse(length=passed, slept=False)
        return None
