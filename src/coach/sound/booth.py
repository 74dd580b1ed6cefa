"""Where cues are handed in to be heard at their moments, whatever else the machine does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind
from coach.resources import shipped_sounds_folder
from coach.sound.child import RESTARTS, Child
from coach.sound.tones import DEFAULT_SET
from coach.sound.wire import (
    Plan,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Voiced,
)

UNHEARD_SECONDS = 6.0
"""The playing process says something every second; after so long without a word it hangs."""

LEAD_SECONDS = 0.4
"""Within this a cue gets through the pipe, into the next block and out of any device."""


class SoundStatus(Struct, frozen=True):
    """Whether sound is heard, and if not, why."""

    device: str | None
    """What plays; None: nothing does, and the screen has to ring and flash by itself."""
    reason: str | None = None
    """Why nothing plays, for a person; None while something does, or while it is still starting."""
    voice: str | None = None
    """What speaks; None: nothing does."""
    lead_seconds: float = 0.0
    """A cue that is planned so long before its moment is heard at it; 0 where nothing plays."""


class Booth(Protocol):
    """Takes cues ahead of their moments. No call here waits for a sound."""

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Replace everything that is planned.

        Args:
            cues: each with the moment at which it is to be heard, in seconds of the clock's monotonic time.
        """
        ...

    def play(self, kind: CueKind) -> None:
        """Play one cue now."""
        ...

    def silence(self) -> None:
        """Drop what is planned, and fade what sounds."""
        ...

    def prepare(self, texts: Iterable[str]) -> None:
        """Make words ready that will be planned later; the sooner, the surer they are heard."""
        ...

    def status(self) -> SoundStatus:
        """Whether sound is heard at this moment."""
        ...

    def close(self) -> None:
        """Let the sound device go; a tone that sounds may end."""
        ...


class SilentBooth:
    """Plays nothing, and knows why."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Do nothing."""

    def play(self, kind: CueKind) -> None:
        """Do nothing."""

    def silence(self) -> None:
        """Do nothing."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Do nothing."""

    def status(self) -> SoundStatus:
        """Say why nothing is heard."""
        return SoundStatus(None, self._reason)

    def close(self) -> None:
        """Do nothing."""


class ChildBooth:
    """Plays in a process of its own.

    Args:
        setup: how to play.
        clock: the app's.
        log: the file that takes what sound libraries print; None: nowhere.
        command: how that process is started; None: as usual.
    """

    def __init__(
        self, setup: Setup, clock: Clock, *, log: Path | None = None, command: list[str] | None = None
    ) -> None:
        self._clock = clock
        self._device: str | None = None
        self._reason: str | None = None
        self._voice: str | None = None
        self._heard_at = clock.monotonic()
        self._gone = False
        self._child = Child(setup, self._hear, self._lose, log=log, command=command)

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Replace everything that is planned."""
        self._child.send(Plan(tuple(PlannedCue(moment, cue.cue, cue.say) for moment, cue in cues)))

    def play(self, kind: CueKind) -> None:
        """Play one cue now."""
        self._child.send(Play(kind))

    def silence(self) -> None:
        """Drop what is planned, and fade what sounds."""
        self._child.send(Silence())

    def prepare(self, texts: Iterable[str]) -> None:
        """Make words ready that will be planned later."""
        self._child.send(Prepare(tuple(texts)))

    def status(self) -> SoundStatus:
        """Whether sound is heard at this moment."""
        if self._gone:
            return SoundStatus(None, f"The sound process stopped {RESTARTS + 1} times, so there is no sound.")
        if self._clock.monotonic() - self._heard_at > UNHEARD_SECONDS:
            return SoundStatus(None, "The sound system does not answer.", self._voice)
        lead = LEAD_SECONDS if self._device is not None else 0.0
        return SoundStatus(self._device, self._reason, self._voice, lead)

    def close(self) -> None:
        """Let the sound device go; a tone that sounds may end."""
        self._child.close()

    def _hear(self, report: Report) -> None:
        self._heard_at = self._clock.monotonic()
        match report:
            case Playing(device):
                self._device, self._reason = device, None
            case Silent(reason):
                self._device, self._reason = None, f"No sound: {reason}."
            case Voiced(voice):
                self._voice = voice
            case _:
                pass

    def _lose(self) -> None:
        self._gone = True


def make_booth(
    settings: Settings, clock: Clock, *, log: Path | None = None, own_sounds: Path | None = None
) -> Booth:
    """A booth that plays as the user has set; it begins to look for a device at once, in the background.

    Args:
        settings: the user's.
        clock: the app's; cues are planned in its monotonic time.
        log: the file that takes what sound libraries print; None: nowhere.
        own_sounds: the folder of the user's own sound sets.
    """
    if not settings.sound or settings.volume <= 0:
        return SilentBooth("Sound is off in your settings.")
    return ChildBooth(make_setup(settings, own_sounds), clock, log=log)


def make_setup(settings: Settings, own_sounds: Path | None = None) -> Setup:
    """The user's settings as the playing process wants them.

    A volume of 80 is 3 dB below full: what people call half as loud is far less than half the amplitude.
    """
    sound_set = DEFAULT_SET if settings.sound_set == "default" else settings.sound_set
    return Setup(
        sounds=str(shipped_sounds_folder()),
        sound_set=sound_set,
        own_sounds=str(own_sounds) if own_sounds is not None else None,
        volumes={
            **{name: _gain(volume) for name, volume in settings.volumes.items()},
            **{kind.value: 0.0 for kind in settings.muted_cues},
        },
        volume=_gain(settings.volume),
        speech=settings.speech,
        voice=settings.voice,
        hum=settings.hum,
        devices=(settings.device,) if settings.device else (),
    )


def _gain(volume: int) -> float:
    """What samples are multiplied by, of 0 to 100 as people mean it."""
    return float(min(1.0, volume / 100) ** 1.5)
