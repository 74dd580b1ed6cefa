"""The cue sounds, written down as notes and turned into samples.

Every cue has its own contour and rhythm, not only its own pitch, so that it is known from across the room.
Notes lie between 550 and 1760 Hz: small speakers play little below 400 Hz, and older ears hear little far
above 3 kHz. Loudness ranks importance: start and finish are loudest, pause and breath softest.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass

from coach.model.timeline import CueKind
from coach.sound.wav import RATE

FADE_OUT_MS = 10


@dataclass(frozen=True)
class Note:
    """One tone of a cue: a struck note, or a glide when it has somewhere to go."""

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
    """How much sooner a partial dies than the one below it, 0 for not at all."""


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
    _fade_out(mix)
    scale = 32767 * _amplitude(score.peak_db) / max(abs(value) for value in mix)
    return array("h", (round(value * scale) for value in mix))


def _strike(note: Note, timbre: Timbre, until_ms: int) -> list[float]:
    """A note that starts within `attack_ms` and dies away until `until_ms` of its cue."""
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
    """A note that swells and sinks while its pitch moves evenly to another."""
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


def _fade_out(wave: list[float]) -> None:
    count = _frames(FADE_OUT_MS)
    for index in range(count):
        wave[-1 - index] *= index / count


def _frames(milliseconds: float) -> int:
    return round(milliseconds * RATE / 1000)


def _amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))
