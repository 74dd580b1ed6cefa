"""Output through player programs of the system."""

from __future__ import annotations

import contextlib
import importlib
import shutil
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.sound.devices.output import DeviceError, Render
from coach.sound.tones import RATE, write_wav

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
