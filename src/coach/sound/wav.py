"""Mono WAV files as arrays of samples: 16 bits, or 8 bits on the logarithmic scale called mu-law."""

from __future__ import annotations

import functools
import struct
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from coach.errors import CoachError

RATE = 48_000
"""Samples in a second of everything that is mixed."""

_PCM, _MU_LAW = 1, 7
_BIAS = 132


def read_wav(path: Path) -> tuple[array[int], int]:
    """The samples of a mono WAV file, 16 bits or mu-law, and its rate in Hz.

    Raises:
        CoachError: the file is missing, or is no such WAV file.
    """
    try:
        chunks = dict(_chunks(path.read_bytes()))
        code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
        data = chunks[b"data"]
    except OSError as error:
        raise CoachError(f"this sound cannot be read: {error.strerror}", path=str(path)) from error
    except (KeyError, struct.error) as error:
        raise CoachError("this is no WAV file, or only a part of one", path=str(path)) from error
    if (channels, code, bits) == (1, _MU_LAW, 8):
        return array("h", map(_expanded().__getitem__, data)), rate
    if (channels, code, bits) == (1, _PCM, 16):
        return _swapped(array("h", data[: len(data) // 2 * 2])), rate
    raise CoachError("this sound is neither mono with 16 bits nor mono mu-law", path=str(path))


def write_wav(path: Path, samples: array[int], rate: int = RATE) -> None:
    """Write mono 16-bit samples at `rate` Hz to `path`, in place of what was there."""
    _write(path, _swapped(array("h", samples)).tobytes(), _PCM, rate, bits=16)


def write_mu_law(path: Path, samples: array[int], rate: int) -> None:
    """Write 16-bit samples to `path` as mu-law: half as large, good enough for speech."""
    _write(path, bytes(map(_compressed, samples)), _MU_LAW, rate, bits=8)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of a WAV file by its name; a recorder may have left the last one's length open."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _write(path: Path, data: bytes, code: int, rate: int, *, bits: int) -> None:
    size = bits // 8
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, code, 1, rate, rate * size, size, bits)
    body = struct.pack("<4sI", b"data", len(data)) + data + b"\0" * (len(data) % 2)
    path.write_bytes(struct.pack("<4sI4s", b"RIFF", 4 + len(head) + len(body), b"WAVE") + head + body)


def _swapped(samples: array[int]) -> array[int]:
    """The same samples where WAV's order of bytes is the machine's own, else turned round."""
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _compressed(sample: int) -> int:
    """One mu-law byte, by ITU-T G.711: sign, exponent and four bits, all inverted."""
    size = min(abs(sample), 32_635) + _BIAS
    exponent = size.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


@functools.cache
def _expanded() -> tuple[int, ...]:
    """The sample that each mu-law byte stands for."""
    samples = []
    for byte in range(256):
        code = ~byte & 0xFF
        size = ((((code & 0x0F) << 3) + _BIAS) << (code >> 4 & 0x07)) - _BIAS
        samples.append(-size if code & 0x80 else size)
    return tuple(samples)
