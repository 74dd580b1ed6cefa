"""Samples of sound: WAV files, resampling, trimming and loudness."""

from __future__ import annotations

import functools
import math
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from operator import mul
from pathlib import Path

from coach.errors import CoachError

RATE = 48_000
"""Samples in a second of everything that is mixed."""

_PCM, _MU_LAW = 1, 7
_BIAS = 132
_MU_LAW_SAMPLES = tuple(
    (-1 if code & 0x80 else 1) * (((((code & 0x0F) << 3) + _BIAS) << (code >> 4 & 0x07)) - _BIAS)
    for code in range(255, -1, -1)
)
"""The sample that each mu-law byte stands for: every bit of a byte is inverted."""


def read_wav(path: Path) -> tuple[array[int], int]:
    """The samples of a mono WAV file, 16 bits or mu-law, and its rate in Hz.

    Raises:
        CoachError: the file is missing, or is no such WAV file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CoachError(f"this sound cannot be read: {error.strerror}", path=str(path)) from error
    return parse_wav(data, str(path))


def parse_wav(content: bytes, path: str) -> tuple[array[int], int]:
    """The same from the content of a file, whose path is for the error."""
    try:
        chunks = dict(_chunks(content))
        code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
        data = chunks[b"data"]
    except (KeyError, struct.error) as error:
        raise CoachError("this is no WAV file, or only a part of one", path=path) from error
    if (channels, code, bits) == (1, _MU_LAW, 8):
        return array("h", map(_MU_LAW_SAMPLES.__getitem__, data)), rate
    if (channels, code, bits) == (1, _PCM, 16):
        return _little_endian(array("h", data[: len(data) // 2 * 2])), rate
    raise CoachError("this sound is neither mono with 16 bits nor mono mu-law", path=path)


def write_wav(path: Path, samples: array[int], rate: int = RATE) -> None:
    """Write mono 16-bit samples at `rate` Hz."""
    path.write_bytes(_wav(_little_endian(array("h", samples)).tobytes(), _PCM, rate, bits=16))


def mu_law_wav(samples: array[int], rate: int) -> bytes:
    """The content of a WAV file with 16-bit samples as mu-law: half the size, good enough for speech."""
    return _wav(bytes(map(_mu_law_byte, samples)), _MU_LAW, rate, bits=8)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of a WAV file with its name; the length of the last one may be missing."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _wav(data: bytes, code: int, rate: int, *, bits: int) -> bytes:
    size = bits // 8
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, code, 1, rate, rate * size, size, bits)
    body = struct.pack("<4sI", b"data", len(data)) + data + b"\0" * (len(data) % 2)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(head) + len(body), b"WAVE") + head + body


def _little_endian(samples: array[int]) -> array[int]:
    """The samples in the byte order of WAV, which is little-endian; changed in place."""
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _mu_law_byte(sample: int) -> int:
    """One mu-law byte, by ITU-T G.711: sign, exponent and four bits, all inverted."""
    size = min(abs(sample), 32_635) + _BIAS
    exponent = size.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


TAPS = 12
"""Samples from which a resampled one is made."""

QUIET = 0.01
"""Fraction of the loudest sample below which it is silence, before the first word and after the last."""

LOUDNESS_DB = -19.0
"""Of speech below full scale, root mean square."""

FRAME_MS = 50
PAUSE_DB = 15.0
"""A frame so far below the loudest one is a pause, which does not count for the level of speech."""

CEILING = 0.708
"""3 dB below full scale: no sample is louder."""
KNEE = 0.5
"""Above this, samples are bent toward the ceiling."""


def resample(samples: array[int], rate: int, wanted: int) -> array[int]:
    """Samples at another rate in Hz, by a windowed sinc."""
    if rate == wanted:
        return samples
    common = math.gcd(rate, wanted)
    up, down = wanted // common, rate // common
    kernels, taps = _kernels(up, down)
    edge = array("h", bytes(taps))
    padded = edge + samples + array("h", bytes(2 * taps))
    out = (
        sum(map(mul, kernels[position % up], padded[position // up : position // up + taps]))
        for position in range(0, len(samples) * up, down)
    )
    return array("h", (max(-32_767, min(32_767, round(value))) for value in out))


@functools.lru_cache(maxsize=8)
def _kernels(up: int, down: int) -> tuple[tuple[tuple[float, ...], ...], int]:
    """For each of `up` places between two samples the weights of those around it, and how many these are."""
    cutoff = min(1.0, up / down)
    taps = 2 * math.ceil(TAPS / cutoff / 2)
    reach = taps / 2
    # The padding in front is half the taps, so weight `taps // 2` is that of the sample just before.
    kernels = []
    for phase in range(up):
        weights = []
        for tap in range(taps):
            distance = tap - taps // 2 - phase / up
            angle = math.pi * distance * cutoff
            sinc = math.sin(angle) / angle if angle else 1.0
            window = 0.5 + 0.5 * math.cos(math.pi * distance / reach) if abs(distance) < reach else 0.0
            weights.append(window * sinc)
        whole = sum(weights)
        kernels.append(tuple(weight / whole for weight in weights))
    return tuple(kernels), taps


def trim_silence(samples: array[int], rate: int) -> array[int]:
    """Samples without the silence before the first word and after the last, but for 15 ms of it."""
    least = QUIET * max(max(samples, default=0), -min(samples, default=0))
    first = next((place for place, value in enumerate(samples) if abs(value) > least), None)
    if first is None:
        return array("h")
    after = len(samples) - next(place for place, value in enumerate(reversed(samples)) if abs(value) > least)
    margin = rate * 15 // 1000
    return samples[max(0, first - margin) : after - 1 + margin]


def speech_level(samples: Sequence[float], rate: int) -> float:
    """The root mean square while somebody speaks: of the frames that are not far below the loudest."""
    frame = rate * FRAME_MS // 1000
    parts = (samples[start : start + frame] for start in range(0, len(samples), frame))
    powers = [sum(map(mul, part, part)) / frame for part in parts]
    least = max(powers, default=0.0) * 10 ** (-PAUSE_DB / 10)
    spoken = [power for power in powers if power >= least]
    return math.sqrt(sum(spoken) / len(spoken)) if spoken else 0.0


def normalise_loudness(samples: Sequence[float], rate: int) -> array[int]:
    """Samples with their speech at `LOUDNESS_DB`; peaks are bent below `CEILING`, and never clipped."""
    level = speech_level(samples, rate)
    gain = 10 ** (LOUDNESS_DB / 20) / level if level else 0.0
    room = CEILING - KNEE
    out = array("h")
    for value in samples:
        size = abs(value * gain)
        if size > KNEE:
            size = KNEE + room * math.tanh((size - KNEE) / room)
        out.append(round(32_767 * math.copysign(size, value)))
    return out
