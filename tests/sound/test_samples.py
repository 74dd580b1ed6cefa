"""Speech comes to one rate and one loudness, without silence around it."""

from __future__ import annotations

import math
from array import array

import pytest

from coach.sound.samples import normalise_loudness, resample, trim_silence


def sine(hz: float, rate: int, seconds: float = 0.2, size: float = 10_000) -> array[int]:
    return array(
        "h", (round(size * math.sin(2 * math.pi * hz * i / rate)) for i in range(round(seconds * rate)))
    )


def loudness(samples: object) -> float:
    """Root mean square of the middle, where no edge matters."""
    assert isinstance(samples, (array, list))
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4]
    return math.sqrt(sum(value * value for value in middle) / len(middle))


@pytest.mark.parametrize(("rate", "wanted"), [(16_000, 48_000), (22_050, 48_000), (32_000, 16_000)])
@pytest.mark.parametrize("hz", [200, 1000, 3000])
def test_resampling_keeps_the_pitch(rate: int, wanted: int, hz: float) -> None:
    made, expected = resample(sine(hz, rate), rate, wanted), sine(hz, wanted)
    assert abs(len(made) - len(expected)) <= 1
    middle = range(len(expected) // 4, 3 * len(expected) // 4)
    assert max(abs(made[index] - expected[index]) for index in middle) < 300


def test_resampling_removes_aliases() -> None:
    assert loudness(resample(sine(11_000, 32_000), 32_000, 16_000)) < 0.1 * loudness(sine(11_000, 32_000))


def test_silence_trimmed_at_both_ends() -> None:
    silence = array("h", bytes(2 * 8000))
    sound = array("h", [9000] * 800)
    assert trim_silence(silence + sound + silence, 8000) == silence[:120] + sound + silence[:119]
    assert trim_silence(silence, 8000) == array("h")


@pytest.mark.parametrize("size", [0.01, 0.2, 0.9])
@pytest.mark.parametrize("pause", [0, 8000])
def test_phrases_get_same_loudness(size: float, pause: int) -> None:
    wave = [size * math.sin(index / 7) for index in range(8000)]
    made = normalise_loudness([*wave, *[0.0] * pause, *wave], 16_000)
    assert 20 * math.log10(loudness(made[:8000]) / 32_768) == pytest.approx(-19, abs=0.7)


def test_samples_below_ceiling() -> None:
    wave = [0.0] * 8000
    wave[4000] = 0.5
    assert max(map(abs, normalise_loudness(wave, 16_000))) <= 0.709 * 32_767


def test_silence_stays_silent() -> None:
    assert normalise_loudness([0.0] * 10, 16_000) == array("h", [0] * 10)
    assert normalise_loudness([], 16_000) == array("h")
