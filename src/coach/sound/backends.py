"""All backends: Python libraries and player programs, and the order in which they are tried."""

from __future__ import annotations

import contextlib
import importlib
import shutil
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coach.clock import Clock
from coach.sound.output import (
    BLOCK_SECONDS,
    DeviceError,
    OneShotOutput,
    OneShotPlayer,
    Output,
    Render,
    Stream,
    StreamOutput,
)
from coach.sound.samples import RATE, write_wav

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


PIPE_BLOCK_FRAMES = RATE // 50
PIPE_BYTES = 4096
"""The smallest size of a pipe; samples that wait in it are late."""

FILE_LATENCY_SECONDS = 0.05


@dataclass(frozen=True)
class PipePlayer:
    """A program that reads samples from a pipe."""

    arguments: tuple[str, ...]
    latency_seconds: float
    """From a write until its first frame is heard; measured against a virtual card, but for pw-cat."""


PIPE_PLAYERS: dict[str, PipePlayer] = {
    "pacat": PipePlayer(
        ("--playback", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le", "--latency-msec=120"),
        0.122,
    ),
    "pw-cat": PipePlayer(
        ("--playback", f"--rate={RATE}", "--channels=1", "--format=s16", "--latency=100ms", "-"), 0.13
    ),
    "aplay": PipePlayer(
        ("-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE), "--buffer-time=80000", "-"), 0.142
    ),
}

FILE_PLAYERS: dict[str, tuple[str, ...]] = {"afplay": ()}
"""Programs that play one file."""


class PipeStream:
    """A player program that reads samples from a pipe as fast as it plays them."""

    def __init__(self, program: str, render: Render) -> None:
        path = shutil.which(program)
        if path is None:
            raise DeviceError(f"{program} is not installed")
        self.name = f"the program {program}"
        self._render = render
        self._process = subprocess.Popen(
            [path, *PIPE_PLAYERS[program].arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            bufsize=0,
        )
        # Make the pipe as small as possible, where the system allows it.
        if sys.platform == "linux" and self._process.stdin is not None:
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(self._process.stdin.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._thread = threading.Thread(target=self._feed, name=program, daemon=True)
        self._thread.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self._process.wait(timeout=0.3)
            raise DeviceError(f"{program} finds no sound device (it ended with status {status})")

    def _feed(self) -> None:
        pipe = self._process.stdin
        if pipe is None:
            return
        with contextlib.suppress(OSError, ValueError):
            while True:
                block = memoryview(self._render(PIPE_BLOCK_FRAMES)).cast("B")
                while block:
                    block = block[pipe.write(block) or 0 :]

    def trouble(self) -> str | None:
        """Why it stopped."""
        return None if self._process.poll() is None else f"{self.name} has ended"

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


class FilePlayer:
    """A program that is started on a file for every clip."""

    def __init__(self, program: str) -> None:
        path = shutil.which(program)
        if path is None:
            raise DeviceError(f"{program} is not installed")
        self.name = f"the program {program}"
        self._path = path
        self._program = program
        self._folder = tempfile.TemporaryDirectory(prefix="coach-sound-")
        self._count = 0

    def start(self, samples: array[int]) -> Callable[[], None]:
        """Play these samples and return at once."""
        self._count += 1
        file = Path(self._folder.name) / f"{self._count % 8}.wav"
        write_wav(file, samples)
        try:
            process = subprocess.Popen(
                [self._path, *FILE_PLAYERS[self._program], str(file)], stdout=subprocess.DEVNULL
            )
        except OSError as error:
            raise DeviceError(f"{self._program} cannot be started ({error})") from error
        threading.Thread(target=process.wait, daemon=True).start()
        return process.kill


class WinsoundPlayer:
    """The function of Windows that plays a file."""

    name = "Windows"

    def __init__(self) -> None:
        try:
            self._library = importlib.import_module("winsound")
        except ImportError as error:
            raise DeviceError("winsound is only there on Windows") from error
        self._folder = tempfile.TemporaryDirectory(prefix="coach-sound-")
        self._count = 0

    def start(self, samples: array[int]) -> Callable[[], None]:
        """Play these samples and return at once; this stops the ones before."""
        library = self._library
        self._count += 1
        file = Path(self._folder.name) / f"{self._count % 8}.wav"
        write_wav(file, samples)
        try:
            library.PlaySound(str(file), library.SND_FILENAME | library.SND_ASYNC | library.SND_NODEFAULT)
        except RuntimeError as error:
            raise DeviceError(f"Windows finds no sound device ({error})") from error

        def stop() -> None:
            library.PlaySound(None, 0)

        return stop


Open = Callable[[Clock, float], Output]
"""Opens a device; takes a clock and extra latency in seconds. Raises DeviceError."""


@dataclass(frozen=True)
class Backend:
    """A way to play."""

    name: str
    open: Open


def _stream(open_stream: Callable[[Render], Stream], latency_seconds: float) -> Open:
    return lambda clock, delay: StreamOutput(open_stream, latency_seconds + delay, clock)


def _one_shot(make_player: Callable[[], OneShotPlayer], latency_seconds: float) -> Open:
    return lambda clock, delay: OneShotOutput(make_player(), latency_seconds + delay, clock)


BACKENDS: tuple[Backend, ...] = (
    Backend("miniaudio", _stream(MiniaudioStream, MINIAUDIO_LATENCY_SECONDS)),
    Backend("sounddevice", _stream(SounddeviceStream, SOUNDDEVICE_LATENCY_SECONDS)),
    Backend("simpleaudio", _one_shot(SimpleaudioPlayer, SIMPLEAUDIO_LATENCY_SECONDS)),
    *(
        Backend(program, _stream(partial(PipeStream, program), player.latency_seconds))
        for program, player in PIPE_PLAYERS.items()
    ),
    *(
        Backend(program, _one_shot(partial(FilePlayer, program), FILE_LATENCY_SECONDS))
        for program in FILE_PLAYERS
    ),
    Backend("winsound", _one_shot(WinsoundPlayer, FILE_LATENCY_SECONDS)),
)


def choose_backends(names: Sequence[str] = (), avoid: Sequence[str] = ()) -> tuple[Backend, ...]:
    """The backends with these names, in this order; all if there are no names, or none of them is known."""
    known = {backend.name: backend for backend in BACKENDS}
    wanted = tuple(known[name] for name in names if name in known) or BACKENDS
    return tuple(backend for backend in wanted if backend.name not in avoid)


def open_first(
    wanted: Sequence[Backend], clock: Clock, delay_seconds: float, trying: Callable[[Backend], None]
) -> Output:
    """The first device that opens; `trying` is called before each.

    Raises:
        DeviceError: none does; the message has the reason of each.
    """
    reasons = []
    for backend in wanted:
        trying(backend)
        try:
            return backend.open(clock, delay_seconds)
        except DeviceError as error:
            reasons.append(str(error))
    raise DeviceError("; ".join(reasons) or "no way to play is left")
