"""The moment before a session runs: its sound opens, and what comes first stands still."""

from __future__ import annotations

from typing import Final

from coach.service.running import SOUND_PATIENCE_SECONDS
from coach.tui.ports import RunningSession

LISTEN_SECONDS: Final = 0.05
"""Between two looks at whether the sound is there yet."""


class Opening:
    """Knows when a session may begin: its first cue is to be heard, but nobody waits long for a device."""

    def __init__(self, run: RunningSession) -> None:
        """Wait for the sound of `run`, from this moment on."""
        self._run = run
        self._until = run.clock.monotonic() + SOUND_PATIENCE_SECONDS * run.pace

    @property
    def over(self) -> bool:
        """Whether it is known what plays, or has taken too long to find out."""
        return self._run.sound_known or self._run.clock.monotonic() >= self._until
