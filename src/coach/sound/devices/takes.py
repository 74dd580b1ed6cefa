"""Playing on a device that has no stream: the sounds of up to a minute go out as one take."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.clock import Clock
from coach.sound.devices.base import DeviceError
from coach.sound.mixer import LATE_SECONDS, SAME_SECONDS, Mixer, Sound
from coach.sound.tones import RATE

TAKE_SECONDS = 60.0
"""The longest take. Within it every cue keeps its distance from the others exactly; the next begins anew, so
that a card that is fast or slow cannot lead it astray."""

PAUSE_SECONDS = 2.0
"""Takes are parted only where nothing begins for so long, so that a 3-2-1 keeps its beat."""

AHEAD_SECONDS = 0.15
"""How long before its moment a take is put together."""


class OneShotPlayer(Protocol):
    """Starts samples on a device, as soon as it can."""

    name: str

    def start(self, samples: array[int]) -> Callable[[], None]:
        """Play these samples and return at once.

        Returns:
            What stops them before their end.

        Raises:
            DeviceError: they cannot be played.
        """
        ...


@dataclass(frozen=True, eq=False)
class _Take:
    """A take that has begun."""

    sounds: tuple[Sound, ...]
    stop: Callable[[], None]
    end: float
    """The moment at which it will be over."""


class TakesOutput:
    """Plays by takes.

    Args:
        player: starts samples.
        latency_seconds: from the start of a take until it is heard.
        clock: says when.
    """

    def __init__(self, player: OneShotPlayer, latency_seconds: float, clock: Clock) -> None:
        self.name = player.name
        self._player = player
        self._latency_seconds = latency_seconds
        self._clock = clock
        self._changed = threading.Condition()
        self._planned: list[Sound] = []
        self._playing: list[_Take] = []
        self._trouble: str | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="takes", daemon=True)
        self._thread.start()

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace all that has not begun; a take goes on if all that it still holds is planned again."""
        now = self._clock.monotonic()
        with self._changed:
            self._forget_what_is_over(now)
            for take in [*self._playing]:
                if any(sound.moment > now and not _holds(sounds, sound) for sound in take.sounds):
                    self._stop(take)
            playing = [sound for take in self._playing for sound in take.sounds]
            new = (sound for sound in sounds if not _holds(playing, sound))
            self._planned = sorted(new, key=lambda sound: sound.moment)
            self._changed.notify()

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        with self._changed:
            self._planned = sorted([*self._planned, sound], key=lambda planned: planned.moment)
            self._changed.notify()

    def silence(self) -> None:
        """Drop what is planned and stop what sounds."""
        with self._changed:
            self._planned = []
            self._stop(*self._playing)
            self._changed.notify()

    def trouble(self) -> str | None:
        """Why the last take could not be played; None if it could."""
        return self._trouble

    def busy_until(self) -> float | None:
        """The moment at which all that is planned will be over; None if nothing is."""
        with self._changed:
            self._forget_what_is_over(self._clock.monotonic())
            ends = [sound.moment + len(sound.samples) / RATE for sound in self._planned]
            return max([*ends, *(take.end for take in self._playing)], default=None)

    def close(self) -> None:
        """Stop what sounds, and the thread that starts takes."""
        with self._changed:
            self._closed = True
            self._stop(*self._playing)
            self._changed.notify()

    def _stop(self, *takes: _Take) -> None:
        for take in takes:
            take.stop()
            self._playing.remove(take)

    def _forget_what_is_over(self, now: float) -> None:
        self._playing = [take for take in self._playing if take.end > now]

    def _run(self) -> None:
        while (take := self._await_take()) is not None:
            start = take[0].moment
            samples = mix_take(take, max(start, self._clock.monotonic()))
            self._clock.sleep(start - self._latency_seconds - self._clock.monotonic())
            self._begin(take, samples)

    def _await_take(self) -> tuple[Sound, ...] | None:
        """The next take, shortly before its moment; None once this is closed."""
        with self._changed:
            while not self._closed:
                now = self._clock.monotonic()
                self._planned = [sound for sound in self._planned if sound.moment > now - LATE_SECONDS]
                take = next_take(self._planned)
                if not take:
                    self._changed.wait()
                    continue
                wait = take[0].moment - self._latency_seconds - AHEAD_SECONDS - now
                if wait <= 0:
                    # What is wanted at once goes alone, so that it takes nothing else along in its lateness.
                    return take if wait > -AHEAD_SECONDS / 2 else take[:1]
                self._changed.wait(wait)
        return None

    def _begin(self, take: tuple[Sound, ...], samples: array[int]) -> None:
        """Start a take, unless the plan has changed while it was put together."""
        with self._changed:
            if self._closed or any(sound not in self._planned for sound in take):
                return
            self._planned = [sound for sound in self._planned if sound not in take]
            try:
                end = self._clock.monotonic() + self._latency_seconds + len(samples) / RATE
                self._playing.append(_Take(take, self._player.start(samples), end))
            except DeviceError as error:
                self._trouble = str(error)


def next_take(planned: Sequence[Sound]) -> tuple[Sound, ...]:
    """The first of these sounds, which are in order, and those that go into the same take."""
    fitting = [sound for sound in planned if sound.moment - planned[0].moment <= TAKE_SECONDS]
    if len(fitting) < len(planned):
        following = [*fitting[1:], planned[len(fitting)]]
        for place in range(len(fitting), 0, -1):
            if following[place - 1].moment - fitting[place - 1].moment >= PAUSE_SECONDS:
                return tuple(fitting[:place])
    return tuple(fitting)


def mix_take(take: Sequence[Sound], start: float) -> array[int]:
    """One piece of samples with each sound at its distance from `start`, or at its head if it is late."""
    mixer = Mixer(RATE)
    mixer.plan(take)
    end = max(max(sound.moment, start) + len(sound.samples) / RATE for sound in take)
    return array("h", mixer.render(round((end - start) * RATE), start))


def _holds(sounds: Sequence[Sound], wanted: Sound) -> bool:
    return any(
        sound.samples is wanted.samples and abs(sound.moment - wanted.moment) < SAME_SECONDS
        for sound in sounds
    )
