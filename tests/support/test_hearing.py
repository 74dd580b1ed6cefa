"""The detection of cues in recordings."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest

from coach.model.timeline import TONES, CueKind
from coach.sound.samples import RATE, write_wav
from coach.sound.tones import tone
from tests.support.hearing import find_tones


def noisy(length: int, most: int) -> array[int]:
    """Noise with samples from -`most` to `most`."""
    steps = bytes(number * (2 * most + 1) // 256 for number in range(256))
    return array("h", (step - most for step in random.Random(5).randbytes(length).translate(steps)))


def recording(path: Path, cues: list[tuple[CueKind, float]], *, gain: float = 0.5, noise: int = 8) -> Path:
    """A file with these cues at these seconds, and a little noise."""
    mix = noisy(round((cues[-1][1] + 2) * RATE), noise)
    for kind, at in cues:
        start = round(at * RATE)
        for index, value in enumerate(tone(kind), start):
            mix[index] += round(value * gain)
    write_wav(path, mix)
    return path


@pytest.mark.parametrize("gain", [0.3, 1.0])
def test_each_cue_is_found_at_its_moment(gain: float, tmp_path: Path) -> None:
    cues = [(kind, 0.3 + index * 1.6037) for index, kind in enumerate(TONES)]
    found = find_tones(recording(tmp_path / "heard.wav", cues, gain=gain), TONES)
    assert [kind for kind, _ in found] == [kind for kind, _ in cues]
    for (kind, heard), (_, played) in zip(found, cues, strict=True):
        assert heard == pytest.approx(played, abs=0.0003), kind


def test_silent_cues_are_not_found(tmp_path: Path) -> None:
    cues = [(CueKind.REST, 0.5), (CueKind.FINISH, 2.0)]
    assert find_tones(recording(tmp_path / "heard.wav", cues), {CueKind.START, CueKind.TICK}) == []


def test_noise_is_not_a_cue(tmp_path: Path) -> None:
    chance = random.Random(7)
    noise = array("h", (chance.randint(-9000, 9000) if index // 9600 % 2 else 0 for index in range(2 * RATE)))
    write_wav(tmp_path / "heard.wav", noise)
    assert find_tones(tmp_path / "heard.wav") == []
