"""Output through Python libraries: miniaudio, which is the usual one, sounddevice and simpleaudio."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Generator

from coach.sound.devices.output import BLOCK_SECONDS, DeviceError, Render
from coach.sound.tones import RATE

PERIOD_SECONDS = 2 * BLOCK_SECONDS
"""Through PulseAudio, miniaudio keeps no more than one period ready. With 100 ms a busy machine now and then
let it run dry, and what was planned came 10 to 20 ms late for a while; with 200 ms that was not seen."""

MINIAUDIO_LATENCY_SECONDS = 0.7 * PERIOD_SECONDS
"""Measured against a virtual card: from a request until its first frame is heard."""


class MiniaudioStream:
    """An open miniaudio device."""

    def __init__(self, render: Render) -> None:
        try:
            import miniaudio
        except (ImportError, OSError) as error:
            raise DeviceError("miniaudio is not installed") from error
        unheard = (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM)
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=round(PERIOD_SECONDS * 1000),
                backends=[backend for backend in miniaudio.Backend if backend not in unheard],
                app_name="coach",
            )
            blocks = _blocks(render)
            next(blocks)
            self._device.start(blocks)
        except miniaudio.MiniaudioError as error:
            raise DeviceError(f"miniaudio finds no sound device ({error.args[0]})") from error
        self.name = f"miniaudio, {self._device.backend}"
        with contextlib.suppress(AttributeError, TypeError):
            device = miniaudio.ffi.string(self._device._device.playback.name).decode(errors="replace")
            self.name += f", {device}" if device else ""

    def trouble(self) -> str | None:
        """Always None: miniaudio does not report that it has stopped."""
        return None

    def close(self) -> None:
        """Stop the stream and close the device."""
        self._device.close()


def _blocks(render: Render) -> Generator[object, int, None]:
    count = yield b""
    while True:
        count = yield render(count)


SOUNDDEVICE_LATENCY_SECONDS = 2 * BLOCK_SECONDS
"""Measured against a virtual card: from a request until its first frame is heard."""


class SounddeviceStream:
    """An open PortAudio stream."""

    def __init__(self, render: Render) -> None:
        try:
            import sounddevice
        except ImportError as error:
            raise DeviceError("sounddevice is not installed") from error
        except OSError as error:
            raise DeviceError("sounddevice needs the PortAudio library (libportaudio2)") from error

        def fill(out: memoryview, count: int, _time: object, _status: object) -> None:
            out[:] = memoryview(render(count)).cast("B")

        try:
            self._stream = sounddevice.RawOutputStream(
                samplerate=RATE,
                blocksize=round(BLOCK_SECONDS * RATE),
                channels=1,
                dtype="int16",
                callback=fill,
            )
            self._stream.start()
            device = sounddevice.query_devices(self._stream.device)["name"]
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"sounddevice finds no sound device ({error})") from error
        self.name = f"sounddevice, {device}"

    def trouble(self) -> str | None:
        """Why it stopped."""
        return None if self._stream.active else f"{self.name} has stopped"

    def close(self) -> None:
        """Stop the stream and close the device."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


SIMPLEAUDIO_LATENCY_SECONDS = 0.006
"""Measured against a virtual card: from a start until the first frame is heard."""


class SimpleaudioPlayer:
    """Starts samples through simpleaudio.

    The original package frees memory without holding the GIL, which crashes Python 3.12 and later unless the
    interpreter was started with PYTHONMALLOC=malloc, as the app does.
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
            playing.stop()

        return stop
