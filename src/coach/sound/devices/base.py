"""An open device, and how a stream of blocks becomes one."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from typing import Protocol

from coach.clock import Clock
from coach.sound.mixer import Mixer, Sound
from coach.sound.tones import RATE

BLOCK_SECONDS = 0.1
"""What a stream asks for at a time. Planned cues lose nothing by it, and a short stall is not heard."""

LOST_AFTER_SECONDS = 1.0

Render = Callable[[int], "bytes | array[int]"]
"""Gives the next so many frames: mono, 16 bits, 48 kHz."""


class DeviceError(Exception):
    """A device cannot be opened, or has stopped; says why, for a person."""


class Output(Protocol):
    """A device that is open, and plays what is planned."""

    name: str
    """For a person: the way, and the device where it is known."""

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace all that has not begun."""
        ...

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        ...

    def silence(self) -> None:
        """Drop what is planned and fade what sounds."""
        ...

    def trouble(self) -> str | None:
        """Why this device does not play any more; None while it does."""
        ...

    def busy_until(self) -> float | None:
        """The moment at which all that is planned will be over; None if nothing is."""
        ...

    def close(self) -> None:
        """Let the device go."""
        ...


class Stream(Protocol):
    """A running stream that asks for blocks by itself."""

    name: str

    def trouble(self) -> str | None:
        """Why it stopped; None while it runs, or if that cannot be told."""
        ...

    def close(self) -> None:
        """Stop asking."""
        ...


class StreamOutput:
    """Plays by a mixer, on a stream that never ends.

    Args:
        open_stream: opens the device and has it ask for blocks; raises DeviceError.
        latency_seconds: from the moment at which it asks for a frame until it is heard.
        clock: tells when it asks.
    """

    def __init__(self, open_stream: Callable[[Render], Stream], latency_seconds: float, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._mixer = Mixer(RATE, latency_seconds)
        self._stream = open_stream(self._render)
        self._opened = clock.monotonic()
        self.name = self._stream.name

    def _render(self, count: int) -> bytes | array[int]:
        now = self._clock.monotonic()
        with self._lock:
            return self._mixer.render(count, now)

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace all that has not begun."""
        with self._lock:
            self._mixer.plan(sounds)

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        with self._lock:
            self._mixer.add(sound)

    def silence(self) -> None:
        """Drop what is planned and fade what sounds."""
        with self._lock:
            self._mixer.silence()

    def hum(self) -> None:
        """Keep the loudspeaker awake with a tone below hearing."""
        with self._lock:
            self._mixer.hum()

    def trouble(self) -> str | None:
        """Why this device does not play any more: it stopped asking, or asks faster than time goes."""
        if (reason := self._stream.trouble()) is not None:
            return reason
        with self._lock:
            if self._mixer.clock.races():
                return f"{self.name} takes sound faster than time goes, so nobody can hear it"
            last = self._mixer.clock.last_moment
        if self._clock.monotonic() - (last or self._opened) > LOST_AFTER_SECONDS:
            return f"{self.name} has stopped"
        return None

    def busy_until(self) -> float | None:
        """The moment at which all that is planned will be over; None if nothing is."""
        with self._lock:
            return self._mixer.busy_until()

    def close(self) -> None:
        """Let the device go."""
        self._stream.close()
