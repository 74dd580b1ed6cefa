"""Plays through simpleaudio: an extra, for who wants it; it starts each take anew and knows no stream."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from coach.sound.devices.output import DeviceError
from coach.sound.wav import RATE

LATENCY_SECONDS = 0.006
"""Measured against a virtual card: from a start until the first frame is heard."""


class SimpleaudioPlayer:
    """Starts samples through simpleaudio.

    The original package frees memory without holding the interpreter, which Python 3.12 and later punish
    with a crash, unless the interpreter was started with PYTHONMALLOC=malloc; the app starts it so.
    """

    name = "simpleaudio, default device"

    def __init__(self) -> None:
        try:
            import simpleaudio
        except (ImportError, OSError) as error:
            raise DeviceError("simpleaudio is not installed") from error
        self._library = simpleaudio
        self.start(array("h", bytes(RATE // 50)))

    def start(self, samples: array[int]) -> Callable[[], None]:
        """Play these samples and return at once."""
        try:
            playing = self._library.play_buffer(samples, 1, 2, RATE)
        except self._library._simpleaudio.SimpleaudioError as error:
            raise DeviceError(f"simpleaudio finds no sound device ({error})") from error

        def stop() -> None:
            """Play nothing more."""
            playing.stop()

        return stop
