"""Single tones outside a session: to try what is set, and to call somebody out of the chair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind
from coach.sound.booth import Booth

LEAD_SECONDS: Final = 1.5
"""A sound device that rested takes a moment to open; a cue that is planned ahead waits for it."""
OFF: Final = "Sound is off."
CUE_OFF: Final = "This cue is off."


class Ear:
    """Opens a booth when the first tone is wanted, and another one when the sound was set otherwise."""

    def __init__(self, make: Callable[[Settings], Booth], clock: Clock) -> None:
        """Play through what `make` gives for the settings of the moment."""
        self._make = make
        self._clock = clock
        self._booth: Booth | None = None
        self._made_for: Settings | None = None

    def play(self, settings: Settings, kind: CueKind, *, rested: bool = False) -> str | None:
        """Play one tone.

        Args:
            settings: as they are now.
            kind: which tone.
            rested: so long after the last one that the device may have gone to sleep.

        Returns:
            Why nothing can be heard, as far as that is known by now.
        """
        if not settings.sound or settings.volume == 0:
            return OFF
        if kind in settings.muted_cues:
            return CUE_OFF
        booth = self._booth if settings == self._made_for else None
        if booth is None or rested or booth.status().device is None:
            booth = booth or self._open(settings)
            booth.plan([(self._clock.monotonic() + LEAD_SECONDS, Cue(at=0, cue=kind))])
        else:
            booth.play(kind)
        return booth.status().reason

    @property
    def trouble(self) -> str | None:
        """Why nothing is heard, once that is known."""
        return self._booth.status().reason if self._booth is not None else None

    def close(self) -> None:
        """Let the sound device go."""
        if self._booth is not None:
            self._booth.close()
        self._booth = self._made_for = None

    def _open(self, settings: Settings) -> Booth:
        self.close()
        self._booth, self._made_for = self._make(settings), settings
        return self._booth
