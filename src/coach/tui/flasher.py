"""Standing in for the sound where there is none: the bell of the terminal, and a flash."""

from __future__ import annotations

from math import inf
from typing import Final

from coach.tui.ports import RunningSession

FLASH_SECONDS: Final = 0.2


class Flasher:
    """Knows which cues nobody could hear."""

    def __init__(self, run: RunningSession) -> None:
        """Watch the cues of one session."""
        self._run = run
        self._moments: tuple[float, ...] = ()

    def plan(self, now: float) -> None:
        """Learn the cues that are ahead: after a start, a command, or a wait."""
        self._moments = tuple(self._run.ahead(now)) if self.silent else ()

    @property
    def silent(self) -> bool:
        """Whether it is known that nothing can be heard: a device that is still opening is not silent."""
        status = self._run.booth.status()
        return status.device is None and status.reason is not None

    @property
    def reason(self) -> str:
        """Why nothing can be heard, in a sentence; empty where something can."""
        return (self._run.booth.status().reason or "") if self.silent else ""

    def seconds_until_due(self, now: float) -> float:
        """Until the next cue that nobody can hear; infinite where none is ahead."""
        return max(0.0, self._moments[0] - now) if self._moments else inf

    def due(self, now: float) -> bool:
        """Whether a cue went by since the last time that this was asked."""
        passed = sum(moment <= now for moment in self._moments)
        self._moments = self._moments[passed:]
        return passed > 0
