"""The cues that cannot be heard, for flashes and the bell of the terminal."""

from __future__ import annotations

from math import inf

from coach.app.session_runner import SessionRunner


class VisualBell:
    """The cues that have no sound, for flashes and the bell of the terminal."""

    def __init__(self, run: SessionRunner) -> None:
        self._run = run
        self._moments: tuple[float, ...] = ()

    def plan(self, now: float) -> None:
        """Take the cues ahead; to be called after a start, a command or a wait."""
        self._moments = tuple(self._run.ahead(now)) if self.silent else ()

    @property
    def silent(self) -> bool:
        """Whether it is known that there is no sound; a device that is still opening is not silent."""
        status = self._run.audio.status()
        return status.device is None and status.reason is not None

    @property
    def reason(self) -> str:
        """Why there is no sound, in a sentence; empty where there is."""
        return (self._run.audio.status().reason or "") if self.silent else ""

    def seconds_until_due(self, now: float) -> float:
        """Until the next cue without sound; infinite where there is none."""
        return max(0.0, self._moments[0] - now) if self._moments else inf

    def due(self, now: float) -> bool:
        """Whether a cue was due since the last call."""
        passed = sum(moment <= now for moment in self._moments)
        self._moments = self._moments[passed:]
        return passed > 0
