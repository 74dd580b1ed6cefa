"""Playing on a device that has no stream: sounds that follow each other closely go out as one take."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from typing import Protocol

from coach.clock import Clock
from coach.sound.devices.output import DeviceError
from coach.sound.mixer import LATE_SECONDS, SAME_SECONDS, Mixer, Sound
from coach.sound.wav import RATE

GAP_SECONDS = 1.3
"""Sounds that begin within this of each other are one take: so a 3-2-1 and its start keep their beat."""

AHEAD_SECONDS = 0.15
"""How long before its moment a take is put together."""


class Player(Protocol):
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


class TakesOutput:
    """Plays by takes.

    Args:
        player: starts samples.
        latency_seconds: from the start of a take until it is heard.
        clock: says when.
    """

    def __init__(self, player: Player, latency_seconds: float, clock: Clock) -> None:
        self.name = player.name
        self._player = player
        self._latency_seconds = latency_seconds
        self._clock = clock
        self._changed = threading.Condition()
        self._planned: list[Sound] = []
        self._playing: tuple[Sound, ...] = ()
        self._stop: Callable[[], None] = _nothing
        self._trouble: str | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="takes", daemon=True)
        self._thread.start()

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace all that has not begun; a take goes on if all that it still holds is planned again."""
        now = self._clock.monotonic()
        with self._changed:
            held = [sound for sound in self._playing if sound.moment > now]
            if any(not _holds(sounds, sound) for sound in held):
                self._end_take()
            self._planned = sorted(
                (sound for sound in sounds if not _holds(self._playing, sound)),
                key=lambda sound: sound.moment,
            )
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
            self._end_take()
            self._changed.notify()

    def trouble(self) -> str | None:
        """Why the last take could not be played; None if it could."""
        return self._trouble

    def busy_until(self) -> float | None:
        """The moment at which all that is planned will be over; None if nothing is."""
        with self._changed:
            sounds = [*self._planned, *self._playing]
            return max((sound.moment + len(sound.samples) / RATE for sound in sounds), default=None)

    def close(self) -> None:
        """Stop what sounds, and the thread that starts takes."""
        with self._changed:
            self._closed = True
            self._end_take()
            self._changed.notify()

    def _end_take(self) -> None:
        self._stop()
        self._stop, self._playing = _nothing, ()

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
                    return take
                self._changed.wait(wait)
        return None

    def _begin(self, take: tuple[Sound, ...], samples: array[int]) -> None:
        """Start a take, unless the plan has changed while it was put together."""
        with self._changed:
            if self._closed or any(sound not in self._planned for sound in take):
                return
            self._planned = [sound for sound in self._planned if sound not in take]
            try:
                self._stop, self._playing = self._player.start(samples), take
            except DeviceError as error:
                self._trouble = str(error)


def next_take(planned: Sequence[Sound]) -> tuple[Sound, ...]:
    """The first of these sounds, which are in order, and all that follow it closely."""
    take: list[Sound] = []
    for sound in planned:
        if take and sound.moment - take[-1].moment > GAP_SECONDS:
            break
        take.append(sound)
    return tuple(take)


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


def _nothing() -> None:
    """Stop nothing."""
