"""The cue sounds that ship are what their recipe makes, safe to play and easy to tell apart."""

from __future__ import annotations

import itertools
import math
from array import array
from operator import mul
from pathlib import Path

import pytest

from coach.model.timeline import TONES, CueKind
from coach.paths import shipped_sounds_folder
from coach.sound.samples import RATE, read_wav
from coach.sound.tones import DEFAULT_SET, SCORES, TIMBRES, tone
from scripts.make_sounds import main, make_sounds


@pytest.mark.parametrize("sound_set", TIMBRES)
def test_shipped_files_match_synthesis(sound_set: str) -> None:
    for kind in TONES:
        samples, rate = read_wav(shipped_sounds_folder() / sound_set / f"{kind.value}.wav")
        made = tone(kind, sound_set)
        assert rate == RATE
        assert len(samples) == len(made)
        # Another machine's sine may round the other way.
        assert max(abs(one - other) for one, other in zip(samples, made, strict=True)) <= 1


def test_no_other_shipped_files() -> None:
    for sound_set in TIMBRES:
        names = {path.stem for path in (shipped_sounds_folder() / sound_set).iterdir()}
        assert names == {kind.value for kind in TONES}


def test_making_sounds_writes_every_set(tmp_path: Path) -> None:
    assert len(make_sounds(tmp_path)) == len(TIMBRES) * len(TONES)
    assert read_wav(tmp_path / DEFAULT_SET / "tick.wav")[0] == tone(CueKind.TICK)


def test_making_sounds_needs_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("sound_set", TIMBRES)
@pytest.mark.parametrize("kind", TONES)
def test_cue_without_click(kind: CueKind, sound_set: str) -> None:
    samples = tone(kind, sound_set)
    peak = max(map(abs, samples))
    assert abs(samples[0]) == 0
    assert max(map(abs, samples[:10])) < 0.05 * peak
    assert max(map(abs, samples[-10:])) < 0.02 * peak


@pytest.mark.parametrize("sound_set", TIMBRES)
def test_loudness_by_importance(sound_set: str) -> None:
    peaks = {kind: max(map(abs, tone(kind, sound_set))) for kind in TONES}
    for kind, score in SCORES.items():
        assert 20 * math.log10(peaks[kind] / 32767) == pytest.approx(score.peak_db, abs=0.05)
    loudest = sorted(peaks, key=lambda kind: -peaks[kind])
    assert loudest[:2] == [CueKind.START, CueKind.FINISH]


@pytest.mark.parametrize("sound_set", TIMBRES)
def test_struck_cue_has_fast_attack(sound_set: str) -> None:
    breaths = {CueKind.INHALE, CueKind.EXHALE}
    for kind in set(TONES) - breaths:
        samples = tone(kind, sound_set)
        first_note = max(map(abs, samples[: RATE // 8]))
        reached = next(index for index, value in enumerate(samples) if abs(value) > 0.5 * first_note)
        assert reached < 0.009 * RATE


@pytest.mark.parametrize("sound_set", TIMBRES)
def test_cues_differ_from_each_other(sound_set: str) -> None:
    shapes = {kind: _loudness_in_bands(tone(kind, sound_set)) for kind in TONES}
    for one, other in itertools.combinations(TONES, 2):
        assert _likeness(shapes[one], shapes[other]) < 0.9, (one, other)


BANDS = (554, 659, 740, 880, 988, 1109, 1319, 1760)
STEP = RATE * 3 // 100


def _loudness_in_bands(samples: array[int]) -> list[float]:
    """How strong each note is in every 30 ms of the first 0.8 s: what an ear goes by."""
    shape = []
    for begin in range(0, STEP * 26, STEP):
        part = samples[begin : begin + STEP : 4]
        for hz in BANDS:
            turn = 2 * math.pi * hz * 4 / RATE
            cosine = sum(value * math.cos(turn * index) for index, value in enumerate(part))
            sine = sum(value * math.sin(turn * index) for index, value in enumerate(part))
            shape.append(math.sqrt(math.hypot(cosine, sine)))
    return shape


def _likeness(one: list[float], other: list[float]) -> float:
    power = math.sqrt(sum(map(mul, one, one)) * sum(map(mul, other, other)))
    return float(sum(map(mul, one, other))) / power
