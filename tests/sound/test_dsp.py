"""Speech comes to one rate and one loudness, without silence around it."""

from __future__ import annotations

import math
from array import array

import pytest

from coach.sound.dsp import normalise_loudness, resample, trim_silence
from scripts.make_voice import clearer


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


def test_frequencies_above_the_lower_rate_are_removed() -> None:
    assert loudness(resample(sine(11_000, 32_000), 32_000, 16_000)) < 0.1 * loudness(sine(11_000, 32_000))


def test_silence_is_trimmed_at_both_ends() -> None:
    silence = array("h", bytes(2 * 8000))
    sound = array("h", [9000] * 800)
    assert trim_silence(silence + sound + silence, 8000) == silence[:120] + sound + silence[:119]
    assert trim_silence(silence, 8000) == array("h")


@pytest.mark.parametrize("size", [0.01, 0.2, 0.9])
def test_every_phrase_gets_the_same_loudness(size: float) -> None:
    wave = [size * math.sin(index / 7) for index in range(8000)]
    assert 20 * math.log10(loudness(normalise_loudness(wave)) / 32_768) == pytest.approx(-18, abs=0.7)


def test_samples_stay_below_the_ceiling() -> None:
    wave = [0.0] * 8000
    wave[4000] = 0.5
    assert max(map(abs, normalise_loudness(wave))) <= 0.709 * 32_767


def test_silence_stays_silent() -> None:
    assert normalise_loudness([0.0] * 10) == array("h", [0] * 10)


def test_rumble_is_removed_and_consonants_are_raised() -> None:
    rumble, voice, consonants = (list(sine(hz, 16_000, size=1000)) for hz in (60, 1000, 2500))
    assert loudness(clearer(rumble, 16_000)) < 0.2 * loudness(rumble)
    assert loudness(clearer(voice, 16_000)) == pytest.approx(loudness(voice), rel=0.15)
    assert loudness(clearer(consonants, 16_000)) == pytest.approx(1.78 * loudness(consonants), rel=0.05)
