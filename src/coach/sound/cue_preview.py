"""Single tones outside a session: in the settings, and when a break is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind

if TYPE_CHECKING:
    from coach.sound.audio_player import AudioPlayer

WAKE_SECONDS: Final = 1.5
"""Time that a sound device needs to open after a rest; a cue is planned so far ahead."""
OFF: Final = "Sound is off."
CUE_OFF: Final = "This cue is off."


class CuePreview:
    """Plays single tones; opens the sound device for the first one, and when the settings have changed."""

    def __init__(self, make: Callable[[Settings], AudioPlayer], clock: Clock) -> None:
        self._make = make
        self._clock = clock
        self._audio: AudioPlayer | None = None
        self._made_for: Settings | None = None

    def play(self, settings: Settings, kind: CueKind, *, rested: bool = False) -> str | None:
        """Play one tone; returns why nothing can be heard, as far as that is known by now.

        Args:
            settings: the current ones.
            kind: which tone.
            rested: the device may have gone to sleep since the last tone.
        """
        if not settings.sound or settings.volume == 0:
            return OFF
        if kind in settings.muted_cues:
            return CUE_OFF
        audio = self._audio if settings == self._made_for else None
        if audio is None or rested or audio.status().device is None:
            if audio is None:
                self.close()
                audio = self._audio = self._make(settings)
                self._made_for = settings
            audio.plan([(self._clock.monotonic() + WAKE_SECONDS, Cue(at=0, cue=kind))])
        else:
            audio.play(kind)
        return audio.status().reason

    @property
    def trouble(self) -> str | None:
        """Why nothing is heard, once that is known."""
        return self._audio.status().reason if self._audio is not None else None

    def close(self) -> None:
        """Close the sound device."""
        if self._audio is not None:
            self._audio.close()
        self._audio = self._made_for = None
