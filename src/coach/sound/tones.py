"""The tones of cues: notes and their synthesis.

Every cue has its own contour and rhythm, not only its own pitch, so that it is known from across the room.
Notes lie between 550 and 1760 Hz: small speakers play little below 400 Hz, and older ears hear little far
above 3 kHz. Loudness ranks importance: start and finish are loudest, pause and breath softest.
"""

from __future__ import annotations

import logging
import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.model.timeline import TONES, CueKind
from coach.sound.samples import RATE, read_wav, resample

FADE_OUT_MS = 10


@dataclass(frozen=True)
class Note:
    """One tone of a cue: a struck note, or a glide if it has `to_hz`."""

    start_ms: int
    hz: float
    decay_ms: int
    """A struck note is down to a third of its strength after this; a glide lasts this long."""
    level_db: float = 0.0
    to_hz: float | None = None


@dataclass(frozen=True)
class Score:
    """The notes of one cue, how long it lasts and how loud its loudest sample is."""

    length_ms: int
    peak_db: float
    """Below full scale."""
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Timbre:
    """What a struck note sounds like."""

    partials: tuple[tuple[float, float], ...]
    """(multiple of the note's pitch, level in dB)."""
    attack_ms: float
    decay_factor: float
    """Multiplies every decay: above 1 rings longer."""
    damping: float
    """How much faster a partial decays than the one below it; 0: equally fast."""


A5, B5, CS6, E6, A6 = 880.0, 987.77, 1108.73, 1318.51, 1760.0
E5, FS5, CS5 = 659.26, 739.99, 554.37

SCORES: dict[CueKind, Score] = {
    CueKind.ANNOUNCE: Score(580, -9, (Note(0, E5, 90), Note(260, E6, 120))),
    CueKind.TICK: Score(90, -8, (Note(0, A5, 28),)),
    CueKind.START: Score(480, -3, (Note(0, A6, 170), Note(0, A5, 200))),
    CueKind.HALFWAY: Score(360, -7, (Note(0, CS6, 60), Note(180, CS6, 60))),
    CueKind.SWITCH: Score(
        690, -6, (Note(0, E6, 60), Note(170, A5, 60), Note(340, E6, 60), Note(510, A5, 60))
    ),
    CueKind.REST: Score(820, -7, (Note(0, E6, 90), Note(200, CS6, 90), Note(400, A5, 140))),
    CueKind.LAST_SECONDS: Score(330, -7, (Note(0, E6, 40), Note(110, E6, 40), Note(220, E6, 40))),
    CueKind.INHALE: Score(600, -14, (Note(0, E5, 600, to_hz=B5),)),
    CueKind.EXHALE: Score(600, -14, (Note(0, B5, 600, to_hz=E5),)),
    CueKind.FINISH: Score(
        1350,
        -4,
        (
            Note(0, A5, 90),
            Note(160, CS6, 90),
            Note(320, E6, 110),
            Note(520, A6, 320),
            Note(520, CS6, 320, -4),
        ),
    ),
    CueKind.PAUSE: Score(340, -12, (Note(0, E5, 60), Note(170, E5, 60))),
    CueKind.RESUME: Score(340, -12, (Note(0, E5, 60), Note(170, A5, 60))),
    CueKind.PAIN_STOP: Score(1100, -5, (Note(0, FS5, 170), Note(0, CS5, 170, -4), Note(420, CS5, 260))),
}
"""What each cue plays, in every sound set."""

TIMBRES: dict[str, Timbre] = {
    "mallet": Timbre(((1, 0), (2, -9), (3, -13), (4, -22)), attack_ms=4, decay_factor=1.0, damping=0.35),
    "soft": Timbre(((1, 0), (2, -20)), attack_ms=8, decay_factor=1.15, damping=0.5),
    "plain": Timbre(((1, 0), (3, -14), (5, -22)), attack_ms=3, decay_factor=1.6, damping=0.0),
}
"""The sound sets that ship: a soft mallet, something softer, and a plain beep that cuts through music."""

DEFAULT_SET = "mallet"


def tone(kind: CueKind, sound_set: str = DEFAULT_SET) -> array[int]:
    """The samples of one cue: mono, 16 bits, 48 kHz.

    Raises:
        KeyError: there is no such sound set.
    """
    score, timbre = SCORES[kind], TIMBRES[sound_set]
    mix = [0.0] * _frames(score.length_ms)
    for note in score.notes:
        wave = _glide(note, timbre) if note.to_hz else _strike(note, timbre, score.length_ms)
        start = _frames(note.start_ms)
        for index, value in enumerate(wave[: len(mix) - start], start):
            mix[index] += value
    fade = _frames(FADE_OUT_MS)
    for index in range(fade):
        mix[-1 - index] *= index / fade
    scale = 32767 * _amplitude(score.peak_db) / max(abs(value) for value in mix)
    return array("h", (round(value * scale) for value in mix))


def _strike(note: Note, timbre: Timbre, until_ms: int) -> list[float]:
    """A note that starts within `attack_ms` and decays until `until_ms` of its cue."""
    count = _frames(until_ms - note.start_ms)
    wave = [0.0] * count
    for place, (multiple, level_db) in enumerate(timbre.partials):
        step = 2 * math.pi * note.hz * multiple / RATE
        decay = note.decay_ms * timbre.decay_factor / (1 + timbre.damping * place)
        fall = math.exp(-1000 / (decay * RATE))
        strength = _amplitude(level_db + note.level_db)
        for index in range(count):
            wave[index] += strength * math.sin(step * index)
            strength *= fall
    attack = _frames(timbre.attack_ms)
    for index in range(min(attack, count)):
        wave[index] *= 0.5 - 0.5 * math.cos(math.pi * index / attack)
    return wave


def _glide(note: Note, timbre: Timbre) -> list[float]:
    """A note that swells and fades while its pitch glides to another."""
    count = _frames(note.decay_ms)
    ratio = (note.to_hz or note.hz) / note.hz
    turn = 2 * math.pi * note.hz * count / RATE / math.log(ratio)
    wave = [0.0] * count
    for multiple, level_db in timbre.partials:
        strength = _amplitude(level_db + note.level_db)
        for index in range(count):
            swell = math.sin(math.pi * index / count)
            phase = multiple * turn * (ratio ** (index / count) - 1)
            wave[index] += strength * swell * math.sin(phase)
    return wave


def _frames(milliseconds: float) -> int:
    return round(milliseconds * RATE / 1000)


def _amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))


LONGEST_SECONDS = 3
"""A longer tone of the user is cut off, as it would overlap the next."""

log = logging.getLogger(__name__)


def load_tones(
    folder: Path, sound_set: str, volumes: Mapping[str, float], volume: float, own: Path | None = None
) -> dict[CueKind, array[int]]:
    """The samples of every kind of cue that is not muted, at their volumes.

    A file that is missing or cannot be used is replaced by a synthesised tone, which is logged.

    Args:
        folder: of the sound sets.
        sound_set: the name of a sub-folder; an unknown one means the default set.
        volumes: 0 to 1 by the kind's value; absent: 1.
        volume: 0 to 1, of all.
        own: the folder of the user's own sound sets, which come first.
    """
    tones = {}
    for kind in TONES:
        gain = volume * volumes.get(kind.value, 1.0)
        if gain <= 0:
            continue
        file = f"{kind.value}.wav"
        samples = None
        if own is not None and (own / sound_set / file).is_file():
            samples = _read_tone(own / sound_set / file)
        if samples is None:
            samples = _read_tone(folder / sound_set / file)
        if samples is None:
            samples = tone(kind, sound_set if sound_set in TIMBRES else DEFAULT_SET)
        tones[kind] = scale(samples, gain)
    return tones


def _read_tone(path: Path) -> array[int] | None:
    """The samples of a file at 48 kHz; None where it cannot be used, which is logged."""
    try:
        samples, rate = read_wav(path)
    except CoachError as error:
        log.warning("%s", error)
        return None
    return resample(samples, rate, RATE)[: LONGEST_SECONDS * RATE]


def scale(samples: array[int], gain: float) -> array[int]:
    """Samples times `gain`, which is at most 1."""
    return samples if gain >= 1 else array("h", (int(value * gain) for value in samples))
