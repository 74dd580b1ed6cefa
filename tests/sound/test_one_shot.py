"""A device without a stream gets its sounds in clips."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clock import SystemClock
from coach.sound.mixer import Sound
from coach.sound.output import CLIP_SECONDS, PAUSE_SECONDS, DeviceError, OneShotOutput, mix_clip, next_clip
from coach.sound.samples import RATE

CLICK = array("h", [20_000])


class Player:
    """Remembers what it was given to play, and what was stopped."""

    name = "a pretended device"

    def __init__(self) -> None:
        self.started: list[tuple[float, array[int]]] = []
        self.stopped: list[int] = []
        self.broken = False
        self._changed = threading.Condition()

    def start(self, samples: array[int]) -> Callable[[], None]:
        if self.broken:
            raise DeviceError("it is broken")
        with self._changed:
            number = len(self.started)
            self.started.append((time.monotonic(), samples))
            self._changed.notify()
        return lambda: self.stopped.append(number)

    def await_clips(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.started) >= count, timeout=10)


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def output(player: Player) -> Iterator[OneShotOutput]:
    output = OneShotOutput(player, 0.0, SystemClock())
    yield output
    output.close()


def test_clip_keeps_distances() -> None:
    samples = mix_clip([Sound(10.0, CLICK), Sound(11.0, CLICK), Sound(11.5, CLICK)], 10.0)
    assert [index / RATE for index, value in enumerate(samples) if value] == [0.0, 1.0, 1.5]


def test_late_clip_keeps_later_sounds() -> None:
    samples = mix_clip([Sound(10.0, CLICK), Sound(11.0, CLICK)], 10.2)
    assert [index for index, value in enumerate(samples) if value] == [0, round(0.8 * RATE)]


@given(st.lists(st.floats(0, 300), max_size=40).map(sorted))
def test_clips_end_in_pauses(moments: list[float]) -> None:
    sounds = [Sound(moment, CLICK) for moment in moments]
    while sounds:
        clip = next_clip(sounds)
        rest = sounds[len(clip) :]
        assert clip == tuple(sounds[: len(clip)])
        assert 0 <= clip[-1].moment - clip[0].moment <= CLIP_SECONDS
        if rest and rest[0].moment - clip[-1].moment < PAUSE_SECONDS:
            inside = zip(clip, [*clip[1:], rest[0]], strict=True)
            assert all(after.moment - before.moment < PAUSE_SECONDS for before, after in inside)
        sounds = rest


def test_clip_starts_at_its_moment(player: Player, output: OneShotOutput) -> None:
    moment = time.monotonic() + 0.4
    output.plan([Sound(moment, CLICK), Sound(moment + 1, CLICK)])
    player.await_clips(1)
    started, samples = player.started[0]
    assert moment - 0.02 < started < moment + 0.9
    assert len(samples) == RATE + 1


def test_immediate_sound_is_own_clip(player: Player, output: OneShotOutput) -> None:
    now = time.monotonic()
    output.plan([Sound(now - 0.1, CLICK), Sound(now + 1, CLICK), Sound(now + 2, CLICK)])
    player.await_clips(2)
    assert [len(samples) for _, samples in player.started] == [1, RATE + 1]


def test_silence_stops_clip_and_plan(player: Player, output: OneShotOutput) -> None:
    now = time.monotonic() + 0.3
    output.plan([Sound(now, CLICK), Sound(now + 30, CLICK)])
    player.await_clips(1)
    output.silence()
    assert player.stopped == [0]
    assert output.busy_until() is None


def test_same_plan_keeps_clip(player: Player, output: OneShotOutput) -> None:
    now = time.monotonic() + 0.3
    plan = [Sound(now, CLICK), Sound(now + 30, CLICK)]
    output.plan(plan)
    player.await_clips(1)
    output.plan([Sound(now + 30, CLICK), Sound(now + 31, CLICK)])
    assert player.stopped == []


def test_other_plan_stops_clip(player: Player, output: OneShotOutput) -> None:
    now = time.monotonic() + 0.3
    output.plan([Sound(now, CLICK), Sound(now + 30, CLICK)])
    player.await_clips(1)
    output.plan([Sound(now + 0.6, CLICK), Sound(now + 40, CLICK)])
    assert player.stopped == [0]
    player.await_clips(2)


def test_added_sound_beside_clip(player: Player, output: OneShotOutput) -> None:
    now = time.monotonic()
    output.plan([Sound(now, CLICK), Sound(now + 30, CLICK)])
    player.await_clips(1)
    output.add(Sound(time.monotonic(), CLICK))
    player.await_clips(2)
    assert player.stopped == []


def test_failing_device_reports_why(player: Player, output: OneShotOutput) -> None:
    player.broken = True
    assert output.trouble() is None
    output.add(Sound(time.monotonic(), CLICK))
    deadline = time.monotonic() + 10
    while output.trouble() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert output.trouble() == "it is broken"
