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
"""Length of one block. Planned cues stay exact, and a short stall is not heard."""

LOST_AFTER_SECONDS = 1.0

Render = Callable[[int], "bytes | array[int]"]
"""Returns the next frames, as many as given: mono, 16 bits, 48 kHz."""


class DeviceError(Exception):
    """A device cannot be opened, or has stopped; the message is for the user."""


class Output(Protocol):
    """A device that is open, and plays what is planned."""

    name: str
    """The backend, and the device where it is known; for the user."""

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace the sounds that have not started."""
        ...

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        ...

    def silence(self) -> None:
        """Drop planned sounds, and fade those that are playing."""
        ...

    def trouble(self) -> str | None:
        """Why this device does not play any more; None while it does."""
        ...

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        ...

    def close(self) -> None:
        """Close the device."""
        ...


class Stream(Protocol):
    """A running stream that asks for blocks by itself."""

    name: str

    def trouble(self) -> str | None:
        """Why it stopped; None while it runs, or if that is not known."""
        ...

    def close(self) -> None:
        """Stop the stream."""
        ...


class StreamOutput:
    """Plays by a mixer, on a stream that never ends.

    Args:
        open_stream: opens the device, which then asks for blocks; raises DeviceError.
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
        """Replace the sounds that have not started."""
        with self._lock:
            self._mixer.plan(sounds)

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        with self._lock:
            self._mixer.add(sound)

    def silence(self) -> None:
        """Drop planned sounds, and fade those that are playing."""
        with self._lock:
            self._mixer.silence()

    def keep_alive(self) -> None:
        """Play the keep-alive tone from now on."""
        with self._lock:
            self._mixer.keep_alive()

    def trouble(self) -> str | None:
        """Why this device does not play any more: it stopped asking, or asks faster than time goes."""
        if (reason := self._stream.trouble()) is not None:
            return reason
        with self._lock:
            if self._mixer.clock.runs_too_fast():
                return f"{self.name} takes sound faster than time goes, so nobody can hear it"
            last = self._mixer.clock.last_moment
        if self._clock.monotonic() - (last or self._opened) > LOST_AFTER_SECONDS:
            return f"{self.name} has stopped"
        return None

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        with self._lock:
            return self._mixer.busy_until()

    def close(self) -> None:
        """Close the device."""
        self._stream.close()
