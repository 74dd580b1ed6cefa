"""Digital signal processing of speech: resampling, trimming and loudness."""

from __future__ import annotations

import functools
import math
from array import array
from collections.abc import Sequence
from operator import mul

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
