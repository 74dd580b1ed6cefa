"""Noticing that the machine slept, or that the screen stood still."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

NOTICEABLE: Final = timedelta(seconds=2)
"""Clocks that disagree by less than this are only being corrected."""


class Lapse(StrEnum):
    """What happened between two looks."""

    NONE = "none"
    SLEPT = "slept"
    """Wall time went on and the session's clock did not."""
    STALLED = "stalled"
    """Both went on, and nobody could see it."""


class TimeWatch:
    """Compares the session's clock with wall time from one look to the next."""

    def __init__(self, monotonic: float, wall: datetime) -> None:
        """Start to watch at this moment."""
        self._monotonic = monotonic
        self._wall = wall
        self.missing = timedelta()
        """How long the last lapse was."""

    def look(self, monotonic: float, wall: datetime) -> Lapse:
        """What happened since the last look.

        A wall clock that was set back is no lapse: the session goes by the other one.

        Args:
            monotonic: seconds on the session's clock.
            wall: wall time, aware of its zone.
        """
        passed = timedelta(seconds=monotonic - self._monotonic)
        beyond = (wall - self._wall) - passed
        self._monotonic, self._wall = monotonic, wall
        if beyond > NOTICEABLE:
            self.missing = beyond
            return Lapse.SLEPT
        if passed > NOTICEABLE:
            self.missing = passed
            return Lapse.STALLED
        return Lapse.NONE
