"""The mixer puts sounds on their moments; time is played here, an hour in a second."""

from __future__ import annotations

import itertools
import random
import statistics
from array import array
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sound.mixer import LATE_SECONDS, Mixer, Sound
from coach.sound.samples import RATE

BLOCK = RATE // 10
CLICK = array("h", [20_000])
LONG = array("h", [1000] * RATE)


def stream(mixer: Mixer, moments: Sequence[float], count: int = BLOCK) -> list[int]:
    """What comes out when a device asks for `count` frames at each of these moments."""
    out: list[int] = []
    for moment in moments:
        out.extend(memoryview(mixer.render(count, moment)).cast("B").cast("h"))
    return out


def even(blocks: int, start: float = 0.0) -> list[float]:
    return [start + index * BLOCK / RATE for index in range(blocks)]


class Card:
    """A sound card that asks for blocks, not quite on time, and whose crystal is not quite right.

    Args:
        ppm: by how many millionths it is slow.
        drops: moments at which it loses 120 ms of sound.
        seed: of the lateness of its requests.
    """

    def __init__(self, ppm: float = 0.0, drops: Sequence[float] = (), seed: int = 1) -> None:
        self._period = BLOCK / RATE * (1 + ppm / 1e6)
        self._drops = list(drops)
        self._chance = random.Random(seed)

    def requests(self, until: float) -> Iterator[tuple[float, float]]:
        """(the moment at which a block was due, the moment at which it is asked for), until a moment."""
        due = 0.0
        while due < until:
            if self._drops and due >= self._drops[0]:
                self._drops.pop(0)
                due += 0.12
            yield due, due + self._chance.expovariate(2000) + (self._chance.random() < 0.01) * 0.06
            due += self._period

    def errors(self, cues: Sequence[float]) -> list[float]:
        """By how many ms each cue is heard late, when all are planned ahead."""
        mixer = Mixer(RATE)
        mixer.plan([Sound(moment, CLICK) for moment in cues])
        heard = []
        for due, asked in self.requests(cues[-1] + 3):
            block = mixer.render(BLOCK, asked)
            if isinstance(block, array):
                heard += [due + index * self._period / BLOCK for index, value in enumerate(block) if value]
        assert len(heard) == len(cues)
        return [1000 * (at - moment) for at, moment in zip(heard, cues, strict=True)]


def every(seconds: float, until: float) -> list[float]:
    """Moments with no beat that a device's blocks could share."""
    count = int(until / seconds)
    return [3 + index * seconds + index * 0.618 % 1 * 0.04 for index in range(count)]


@pytest.mark.parametrize("ppm", [0, 100, -100, 300, -300])
def test_cues_on_time_on_drifting_card(ppm: float) -> None:
    errors = Card(ppm).errors(every(7, 3600))
    middle = statistics.median(errors)
    assert max(abs(error - middle) for error in errors) < 0.4
    assert abs(middle) < 0.5


def test_cues_on_time_after_lost_samples() -> None:
    drops = [300.0, 900.0, 1500.0, 2100.0, 2700.0]
    cues = [cue for cue in every(7, 3600) if not any(drop - 0.3 < cue < drop + 1 for drop in drops)]
    errors = Card(50, drops).errors(cues)
    middle = statistics.median(errors)
    assert max(abs(error - middle) for error in errors) < 0.4


def test_cues_on_time_after_stall() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(1.0, CLICK), Sound(1.75, CLICK)])
    late = {6: 0.3, 7: 0.2, 8: 0.1}
    stalled = [moment + late.get(index, 0.0) for index, moment in enumerate(even(25))]
    out = stream(mixer, stalled)
    assert [index / RATE for index, value in enumerate(out) if value] == pytest.approx([1.0, 1.75], abs=1e-4)


def test_latency_subtracted() -> None:
    mixer = Mixer(RATE, latency_seconds=0.06)
    mixer.plan([Sound(1.0, CLICK)])
    assert stream(mixer, even(20)).index(20_000) / RATE == pytest.approx(0.94, abs=1e-4)


def test_late_cue_played_too_late_dropped() -> None:
    mixer = Mixer(RATE)
    stream(mixer, even(10))
    mixer.plan([Sound(1.0 - LATE_SECONDS - 0.1, CLICK), Sound(0.9, LONG)])
    out = stream(mixer, even(2, start=1.0))
    assert out[0] == 1000
    assert 20_000 not in out
    assert mixer.dropped == 1


def test_cue_longer_than_block() -> None:
    samples = array("h", (index % 3000 - 1500 for index in range(3 * BLOCK + 17)))
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.05, samples)])
    out = stream(mixer, even(6))
    assert out[RATE // 20 : RATE // 20 + len(samples)] == list(samples)
    assert not any(out[: RATE // 20])
    assert not any(out[RATE // 20 + len(samples) :])


def test_simultaneous_cues_added_and_limited() -> None:
    loud = array("h", [30_000, -30_000, 100])
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, loud), Sound(0.0, loud)])
    assert stream(mixer, even(1))[:3] == [32_767, -32_767, 200]


def test_silence_fades_and_drops() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, LONG), Sound(0.5, CLICK)])
    stream(mixer, even(2))
    mixer.silence()
    out = stream(mixer, even(8, start=0.2))
    assert out[0] == 1000
    assert all(0 <= before - after <= 10 for before, after in itertools.pairwise(out))
    assert out[RATE // 100] == 0
    assert not any(out[RATE // 100 :])


def test_new_plan_keeps_tone() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, LONG)])
    stream(mixer, even(2))
    mixer.plan([Sound(5.0, CLICK)])
    assert stream(mixer, even(8, start=0.2)) == [1000] * (8 * BLOCK)


def test_new_plan_keeps_phrase_without_overlap() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, LONG, speech=True)])
    stream(mixer, even(2))
    mixer.plan([Sound(1.0, CLICK)])
    assert stream(mixer, even(8, start=0.2)) == [1000] * (8 * BLOCK)


def test_new_plan_fades_overlapping_phrase() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, LONG, speech=True)])
    stream(mixer, even(2))
    mixer.plan([Sound(0.9, CLICK)])
    out = stream(mixer, even(8, start=0.2))
    assert not any(out[RATE // 100 : RATE // 2])
    assert 20_000 in out


def test_added_sound_fades_phrase() -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(0.0, LONG, speech=True), Sound(0.9, CLICK)])
    stream(mixer, even(2))
    mixer.add(Sound(0.3, CLICK))
    out = stream(mixer, even(8, start=0.2))
    assert out[0] == 1000
    assert [index for index, value in enumerate(out[500:], 500) if value] == [RATE // 10, RATE * 7 // 10]


def test_same_plan_plays_nothing_twice() -> None:
    mixer = Mixer(RATE)
    for start in range(10):
        mixer.plan([Sound(0.45 + 1e-9 * start, CLICK), Sound(0.75, CLICK)])
        mixer.render(BLOCK, start / 10)
    assert mixer.busy_until() is None
    mixer = Mixer(RATE)
    out = []
    for start in range(10):
        mixer.plan([Sound(0.45, CLICK), Sound(0.75, CLICK)])
        out += stream(mixer, [start / 10])
    assert out.count(20_000) == 2


def test_busy_until_end_of_last_sound() -> None:
    mixer = Mixer(RATE, latency_seconds=0.1)
    stream(mixer, even(10))
    mixer.add(Sound(0.95, LONG))
    assert mixer.busy_until() == pytest.approx(1.95)
    stream(mixer, even(1, start=1.0))
    assert mixer.busy_until() == pytest.approx(2.1)


def test_too_fast_device_detected() -> None:
    mixer = Mixer(RATE)
    for index in range(200):
        mixer.render(BLOCK, index * 0.001)
    assert mixer.clock.runs_too_fast()


def test_filling_buffer_is_not_too_fast() -> None:
    mixer = Mixer(RATE)
    moments = [0.0] * 6 + even(600)
    for moment in moments:
        mixer.render(BLOCK, moment)
        assert not mixer.clock.runs_too_fast()


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=12),
    st.lists(st.integers(64, 9600), min_size=1, max_size=10),
)
def test_sounds_once_and_on_time(moments: list[float], sizes: list[int]) -> None:
    mixer = Mixer(RATE)
    mixer.plan([Sound(moment, array("h", [1])) for moment in moments])
    out: list[int] = []
    while len(out) < 1.5 * RATE:
        count = sizes[len(out) % len(sizes)]
        out.extend(memoryview(mixer.render(count, len(out) / RATE)).cast("B").cast("h"))
    expected: dict[int, int] = {}
    for moment in moments:
        expected[round(moment * RATE)] = expected.get(round(moment * RATE), 0) + 1
    assert {index: out[index] for index in range(len(out)) if out[index]} == expected


def test_keep_alive_tone_without_gap() -> None:
    humming, plain = Mixer(RATE), Mixer(RATE)
    humming.keep_alive()
    for mixer in (humming, plain):
        mixer.plan([Sound(0.25, LONG)])
    heard, tones = stream(humming, even(20), 4801), stream(plain, even(20), 4801)
    hum = [one - other for one, other in zip(heard, tones, strict=True)]
    assert max(hum) == 412
    assert max(abs(later - earlier) for earlier, later in itertools.pairwise(hum)) <= 2
