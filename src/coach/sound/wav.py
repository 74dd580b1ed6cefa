"""Mono 16-bit WAV files as arrays of samples."""

from __future__ import annotations

import sys
import wave
from array import array
from pathlib import Path

from coach.errors import CoachError

RATE = 48_000
"""Samples in a second of everything that is mixed."""


def read_wav(path: Path) -> tuple[array[int], int]:
    """The samples of a mono 16-bit WAV file, and its rate in Hz.

    Raises:
        CoachError: the file is missing, is no such WAV file, or is cut off.
    """
    try:
        with wave.open(str(path), "rb") as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                raise CoachError("this sound is not mono with 16 bits", path=str(path))
            data, rate = file.readframes(file.getnframes()), file.getframerate()
    except (OSError, wave.Error, EOFError) as error:
        raise CoachError(f"this sound cannot be read: {error}", path=str(path)) from error
    samples = array("h", data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples, rate


def write_wav(path: Path, samples: array[int], rate: int = RATE) -> None:
    """Write mono 16-bit samples at `rate` Hz to `path`, in place of what was there."""
    little = samples
    if sys.byteorder == "big":
        little = array("h", samples)
        little.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(little.tobytes())
