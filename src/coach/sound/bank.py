"""The tones of a sound set, ready to be mixed."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Mapping
from pathlib import Path

from coach.errors import CoachError
from coach.model.timeline import CueKind
from coach.sound.shaping import resampled
from coach.sound.tones import DEFAULT_SET, TIMBRES, tone
from coach.sound.wav import RATE, read_wav

LONGEST_SECONDS = 3
"""No tone of the user's own may sound for longer: the next would come into it."""

log = logging.getLogger(__name__)


def load_tones(
    folder: Path, sound_set: str, volumes: Mapping[str, float], volume: float, own: Path | None = None
) -> dict[CueKind, array[int]]:
    """The samples of every kind of cue that is not off, at their volumes.

    A file that is missing or cannot be used is replaced by what the recipe makes, so that no cue is lost; the
    log says so.

    Args:
        folder: of the sound sets.
        sound_set: the name of a sub-folder; an unknown one means the usual set.
        volumes: 0 to 1 by the kind's value; absent: 1.
        volume: 0 to 1, of all.
        own: the folder of the user's own sound sets; what is there comes first.
    """
    tones = {}
    for kind in CueKind:
        gain = volume * volumes.get(kind.value, 1.0)
        if gain > 0:
            tones[kind] = louder(_own(own, sound_set, kind) or _samples(folder, sound_set, kind), gain)
    return tones


def louder(samples: array[int], gain: float) -> array[int]:
    """Samples times `gain`, which is at most 1."""
    return samples if gain >= 1 else array("h", (int(value * gain) for value in samples))


def _own(folder: Path | None, sound_set: str, kind: CueKind) -> array[int] | None:
    """The user's own sound at any rate; None where there is none that can be used."""
    path = None if folder is None else folder / sound_set / f"{kind.value}.wav"
    if path is None or not path.is_file():
        return None
    try:
        samples, rate = read_wav(path)
    except CoachError as error:
        log.warning("%s", error)
        return None
    return resampled(samples, rate, RATE)[: LONGEST_SECONDS * RATE]


def _samples(folder: Path, sound_set: str, kind: CueKind) -> array[int]:
    path = folder / sound_set / f"{kind.value}.wav"
    try:
        samples, rate = read_wav(path)
    except CoachError as error:
        log.warning("%s", error)
    else:
        if rate == RATE:
            return samples
        log.warning("%s: has %d Hz in place of %d", path, rate, RATE)
    return tone(kind, sound_set if sound_set in TIMBRES else DEFAULT_SET)
