"""Plays through sounddevice (PortAudio)."""

from __future__ import annotations

from coach.sound.devices.output import BLOCK_SECONDS, DeviceError, Render
from coach.sound.wav import RATE

LATENCY_SECONDS = 2 * BLOCK_SECONDS
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
            """Give the device the samples that it asks for."""
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
        """Stop asking and let the device go."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
