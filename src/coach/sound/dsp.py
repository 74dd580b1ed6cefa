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

LOUDNESS_DB = -18.0
"""Below full scale, root mean square."""

CEILING = 0.708
"""3 dB below full scale: no sample is louder."""


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
    # The padding in front is half the taps, so weight `taps // 2` is that of the sample just before.
    kernels = []
    for phase in range(up):
        weights = [_sinc(tap - taps // 2 - phase / up, cutoff, taps / 2) for tap in range(taps)]
        whole = sum(weights)
        kernels.append(tuple(weight / whole for weight in weights))
    return tuple(kernels), taps


def _sinc(distance: float, cutoff: float, reach: float) -> float:
    if abs(distance) >= reach:
        return 0.0
    window = 0.5 + 0.5 * math.cos(math.pi * distance / reach)
    angle = math.pi * distance * cutoff
    return window * (math.sin(angle) / angle if angle else 1.0)


def trim_silence(samples: array[int], rate: int) -> array[int]:
    """Samples without the silence before the first word and after the last, but for 15 ms of it."""
    least = QUIET * max(map(abs, samples), default=0)
    loud = [index for index, value in enumerate(samples) if abs(value) > least]
    if not loud:
        return array("h")
    margin = rate * 15 // 1000
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def normalise_loudness(samples: Sequence[float], ceiling: float = CEILING) -> array[int]:
    """Samples at `LOUDNESS_DB`; peaks are compressed softly in place of being clipped."""
    power = sum(map(mul, samples, samples)) / max(1, len(samples))
    gain = 10 ** (LOUDNESS_DB / 20) / math.sqrt(power) if power else 0.0
    bent = (ceiling * math.tanh(value * gain / ceiling) for value in samples)
    return array("h", (round(32_767 * value) for value in bent))
