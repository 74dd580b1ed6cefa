"""Plays through miniaudio: the usual way, where it has a wheel."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from coach.sound.devices.output import BLOCK_SECONDS, DeviceError, Render
from coach.sound.wav import RATE

if TYPE_CHECKING:
    import miniaudio

PERIOD_SECONDS = 2 * BLOCK_SECONDS
"""Through PulseAudio, miniaudio keeps no more than one period ready. With 100 ms a busy machine now and then
let it run dry, and what was planned came 10 to 20 ms late for a while; with 200 ms that was not seen."""

LATENCY_SECONDS = 0.7 * PERIOD_SECONDS
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
        self.name = f"miniaudio, {_device_name(self._device)}"

    def trouble(self) -> str | None:
        """It does not notice by itself when it has stopped."""
        return None

    def close(self) -> None:
        """Stop asking and let the device go."""
        self._device.close()


def _blocks(render: Render) -> Generator[object, int, None]:
    count = yield b""
    while True:
        count = yield render(count)


def _device_name(device: miniaudio.PlaybackDevice) -> str:
    """The sound system, and the device if the library tells."""
    try:
        import miniaudio

        name = miniaudio.ffi.string(device._device.playback.name).decode(errors="replace")
    except (AttributeError, TypeError):
        name = ""
    return f"{device.backend}, {name}" if name else str(device.backend)
