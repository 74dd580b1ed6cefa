"""Finds cue sounds in a recording, and the moment at which each of them begins.

Where the recording becomes louder, each cue is correlated with it; the best match is taken if it is good
enough. The coarse search works at 8 kHz, so that plain Python is fast enough.
"""

from __future__ import annotations

import functools
import itertools
import math
import sys
import wave
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import mul
from pathlib import Path

from coach.model.timeline import TONES, CueKind
from coach.sound.tones import tone

RATE = 48_000
STEP = 6
"""Every so many samples are made one for the coarse work."""

BLOCK = 120
"""Samples in which loudness is measured: 2.5 ms."""

NEAR = 0.88
"""How well a whole cue has to fit, where 1 is perfectly."""

FAR = 0.5
"""How well its beginning has to fit, coarsely, for a cue to be looked at."""

NEAREST = 0.85
"""The same, as a part of how well the beginning of the best one fits."""

HEAD = 3840
"""Samples of a cue by which its place is found: 80 ms."""

EACH = 8
"""Of the full rate, so many samples are passed over where places are only compared."""

_CANDIDATES = 12
"""So many places that fit roughly are compared in full."""

_FEW_LAGS = 1200
"""So many places, within 75 ms, are all compared in full; tones that go on and on need that."""

REACH_SECONDS = 0.012
QUIET = 60


def find_tones(
    recording: Path, kinds: Iterable[CueKind] = TONES, sound_set: str = "mallet"
) -> list[tuple[CueKind, float]]:
    """Every cue of these kinds in a recording, in order, with the second at which it begins.

    Args:
        recording: a mono 16-bit WAV file at 48 kHz.
        kinds: what to listen for.
        sound_set: whose sounds these are.
    """
    samples = read_samples(recording)
    heard: list[tuple[CueKind, float]] = []
    free_from = 0
    for onset in _onsets(samples):
        if onset < free_from:
            continue
        best = _best(samples, onset, [_template(kind, sound_set) for kind in TONES])
        if best is not None:
            template, start = best
            heard.append((template.kind, start / RATE))
            free_from = start + len(template.full.samples) - BLOCK * 8
    wanted = set(kinds)
    return [(kind, at) for kind, at in heard if kind in wanted]


def find_samples(
    recording: array[int], wanted: array[int], around: float, within: float
) -> tuple[float, float]:
    """Where samples fit best near a second of a recording.

    Args:
        recording: at 48 kHz.
        wanted: what is looked for, at any loudness.
        around: the second at which it should begin.
        within: how far from there it is looked for, in seconds.

    Returns:
        The second at which it begins, and how well it fits, from -1 to 1; 0 where it does not fit in.
    """
    first = max(0, round((around - within) * RATE))
    part = recording[first : round((around + within) * RATE) + len(wanted)]
    lags = (len(part) - len(wanted)) // STEP
    if lags < 1:
        return around, 0.0
    coarse, shape, full, whole = _Part(_coarse(part)), _Shape(_coarse(wanted)), _Part(part), _Shape(wanted)
    compare = coarse.fit if lags < _FEW_LAGS else coarse.roughly
    fits = [compare(shape, lag) for lag in range(lags)]
    # A sound fits almost as well one period later: only the full rate can decide.
    near = _best_of(range(lags), fits.__getitem__, 8 * _CANDIDATES)
    near = _best_of(near, functools.partial(coarse.fit, shape), _CANDIDATES)
    last = len(part) - len(wanted)
    starts = {at for lag in near for at in range(max(0, (lag - 1) * STEP), min(last, (lag + 1) * STEP) + 1)}
    close = _best_of(starts, functools.partial(full.roughly, whole), _CANDIDATES)
    (start,) = _best_of(close, functools.partial(full.fit, whole), 1)
    return (first + start) / RATE, full.fit(whole, start)


def _best_of(places: Iterable[int], fit: Callable[[int], float], count: int) -> list[int]:
    """So many of the places, those that fit best."""
    return sorted(places, key=fit)[-count:]


def read_samples(recording: Path) -> array[int]:
    """The samples of a mono 16-bit WAV file, also of one whose recorder left the length open."""
    with wave.open(str(recording), "rb") as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
            raise ValueError(f"{recording} is not mono, 16 bits, {RATE} Hz")
        data = file.readframes(file.getnframes())
    samples = array("h", data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


class _Shape:
    """Samples to look for."""

    def __init__(self, samples: Sequence[float]) -> None:
        self.samples = samples
        self.energy = sum(map(mul, samples, samples))
        self.few = samples[::EACH]
        self.few_energy = sum(map(mul, self.few, self.few))


class _Template:
    """One cue, at full rate and for the coarse work."""

    def __init__(self, kind: CueKind, sound_set: str) -> None:
        samples = tone(kind, sound_set)
        self.kind = kind
        self.full = _Shape(samples)
        self.head = _Shape(samples[:HEAD])
        self.coarse_head = _Shape(_coarse(samples[:HEAD]))


@functools.cache
def _template(kind: CueKind, sound_set: str) -> _Template:
    return _Template(kind, sound_set)


def _coarse(samples: Sequence[int]) -> list[float]:
    """The means of every `STEP` samples."""
    columns = [samples[offset : len(samples) - len(samples) % STEP : STEP] for offset in range(STEP)]
    return [sum(column) / STEP for column in zip(*columns, strict=True)]


def _onsets(samples: array[int]) -> Iterator[int]:
    """Where the recording becomes at least twice as loud as it was shortly before, however slowly."""
    view = memoryview(samples)
    peaks = [max(view[at : at + BLOCK]) for at in range(0, len(samples), BLOCK)]
    for place in range(8, len(peaks)):
        before = max(peaks[place - 8 : place - 2])
        if peaks[place] > max(QUIET, 2 * before):
            yield place * BLOCK


def _best(samples: array[int], onset: int, templates: Sequence[_Template]) -> tuple[_Template, int] | None:
    """The cue that begins around `onset`, and its first sample; None if no cue fits well."""
    reach = round(REACH_SECONDS * RATE / STEP)
    first = max(0, onset - reach * STEP)
    longest = max(len(template.full.samples) for template in templates)
    full = _Part(samples[first : first + 2 * reach * STEP + longest])
    coarse = _Part(_coarse(samples[first : first + 2 * reach * STEP + HEAD]))
    fits = [[coarse.fit(template.coarse_head, lag) for lag in range(2 * reach)] for template in templates]
    # Cues whose beginning fits much worse than that of another are not compared in full.
    least = max(FAR, NEAREST * max(map(max, fits)))
    best: tuple[float, _Template, int] | None = None
    for template, lags in zip(templates, fits, strict=True):
        if max(lags) < least:
            continue
        # A tone fits almost as well one period later: only the full rate can decide.
        near = {at for lag in _tops(lags) for at in range(max(0, (lag - 1) * STEP), (lag + 1) * STEP)}
        close = max(sorted(near), key=functools.partial(full.roughly, template.head))
        start = max(range(max(0, close - 2), close + 3), key=functools.partial(full.fit, template.head))
        fit = full.fit(template.full, start)
        if fit > NEAR and (best is None or fit > best[0]):
            best = fit, template, first + start
    return None if best is None else best[1:]


class _Part:
    """A part of a recording, to compare with templates."""

    def __init__(self, samples: Sequence[float]) -> None:
        self._samples = samples
        self._energy = [0.0, *itertools.accumulate(map(mul, samples, samples))]

    def fit(self, shape: _Shape, at: int) -> float:
        """The correlation of the samples from `at` with the shape, -1 to 1, independent of loudness."""
        end = at + len(shape.samples)
        if end > len(self._samples):
            return 0.0
        energy = (self._energy[end] - self._energy[at]) * shape.energy
        return sum(map(mul, self._samples[at:end], shape.samples)) / math.sqrt(energy) if energy > 0 else 0.0

    def roughly(self, shape: _Shape, at: int) -> float:
        """The same from every `EACH`th sample, which is enough to compare places."""
        part = self._samples[at : at + len(shape.samples) : EACH]
        energy = sum(map(mul, part, part)) * shape.few_energy
        return sum(map(mul, part, shape.few)) / math.sqrt(energy) if energy > 0 else 0.0


def _tops(fits: Sequence[float]) -> list[int]:
    """The places of the local maxima that are not far below the best."""
    least = 0.8 * max(fits)
    padded = [0.0, *fits, 0.0]
    return [
        place - 1
        for place in range(1, len(padded) - 1)
        if padded[place] >= least and padded[place - 1] <= padded[place] >= padded[place + 1]
    ]
