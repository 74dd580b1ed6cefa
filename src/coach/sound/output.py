"""An open device: a stream of blocks, or clips of up to a minute where it has no stream."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.clock import Clock
from coach.sound.mixer import LATE_SECONDS, SAME_SECONDS, Mixer, Sound
from coach.sound.samples import RATE

BLOCK_SECONDS = 0.1
"""Length of one block. Planned cues stay exact, and a short stall is not heard."""

LOST_AFTER_SECONDS = 1.0

Render = Callable[[int], "bytes | array[int]"]
"""Returns the next frames, as many as given: mono, 16 bits, 48 kHz."""


class DeviceError(Exception):
    """A device cannot be opened, or has stopped; the message is for the user."""


class Output(Protocol):
    """A device that is open, and plays what is planned."""

    name: str
    """The backend, and the device where it is known; for the user."""

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace the sounds that have not started."""
        ...

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        ...

    def silence(self) -> None:
        """Drop planned sounds, and fade those that are playing."""
        ...

    def trouble(self) -> str | None:
        """Why this device does not play any more; None while it does."""
        ...

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        ...

    def close(self) -> None:
        """Close the device."""
        ...


class Stream(Protocol):
    """A running stream that asks for blocks by itself."""

    name: str

    def trouble(self) -> str | None:
        """Why it stopped; None while it runs, or if that is not known."""
        ...

    def close(self) -> None:
        """Stop the stream."""
        ...


class StreamOutput:
    """Plays by a mixer, on a stream that never ends.

    Args:
        open_stream: opens the device, which then asks for blocks; raises DeviceError.
        latency_seconds: from the moment at which it asks for a frame until it is heard.
        clock: tells when it asks.
    """

    def __init__(self, open_stream: Callable[[Render], Stream], latency_seconds: float, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._mixer = Mixer(RATE, latency_seconds)
        self._stream = open_stream(self._render)
        self._opened = clock.monotonic()
        self.name = self._stream.name

    def _render(self, count: int) -> bytes | array[int]:
        now = self._clock.monotonic()
        with self._lock:
            return self._mixer.render(count, now)

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace the sounds that have not started."""
        with self._lock:
            self._mixer.plan(sounds)

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        with self._lock:
            self._mixer.add(sound)

    def silence(self) -> None:
        """Drop planned sounds, and fade those that are playing."""
        with self._lock:
            self._mixer.silence()

    def keep_alive(self) -> None:
        """Play the keep-alive tone from now on."""
        with self._lock:
            self._mixer.keep_alive()

    def trouble(self) -> str | None:
        """Why this device does not play any more: it stopped asking, or asks faster than time goes."""
        if (reason := self._stream.trouble()) is not None:
            return reason
        with self._lock:
            if self._mixer.clock.runs_too_fast():
                return f"{self.name} takes sound faster than time goes, so nobody can hear it"
            last = self._mixer.clock.last_moment
        if self._clock.monotonic() - (last or self._opened) > LOST_AFTER_SECONDS:
            return f"{self.name} has stopped"
        return None

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        with self._lock:
            return self._mixer.busy_until()

    def close(self) -> None:
        """Close the device."""
        self._stream.close()


CLIP_SECONDS = 60.0
"""The longest clip. Within it cues keep their exact distance; the next clip starts on time again, even if
the card is fast or slow."""

PAUSE_SECONDS = 2.0
"""A clip ends only where no sound starts for this long, so that a 3-2-1 keeps its beat."""

AHEAD_SECONDS = 0.15
"""How long before its moment a clip is mixed."""


class OneShotPlayer(Protocol):
    """Plays samples on a device at once."""

    name: str

    def start(self, samples: array[int]) -> Callable[[], None]:
        """Play these samples at once, and return a function that stops them.

        Raises:
            DeviceError: they cannot be played.
        """
        ...


@dataclass(frozen=True, eq=False)
class _Clip:
    """A clip that is playing."""

    sounds: tuple[Sound, ...]
    stop: Callable[[], None]
    end: float
    """When it will have ended."""


class OneShotOutput:
    """Plays one clip after the other.

    Args:
        player: plays samples.
        latency_seconds: from the start of a clip until it is heard.
    """

    def __init__(self, player: OneShotPlayer, latency_seconds: float, clock: Clock) -> None:
        self.name = player.name
        self._player = player
        self._latency_seconds = latency_seconds
        self._clock = clock
        self._changed = threading.Condition()
        self._planned: list[Sound] = []
        self._playing: list[_Clip] = []
        self._trouble: str | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="clips", daemon=True)
        self._thread.start()

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace the sounds that have not started; a clip goes on if the rest of it is planned again."""
        now = self._clock.monotonic()
        with self._changed:
            self._drop_finished(now)
            for clip in [*self._playing]:
                if any(sound.moment > now and not _contains(sounds, sound) for sound in clip.sounds):
                    self._stop(clip)
            playing = [sound for clip in self._playing for sound in clip.sounds]
            new = (sound for sound in sounds if not _contains(playing, sound))
            self._planned = sorted(new, key=lambda sound: sound.moment)
            self._changed.notify()

    def add(self, sound: Sound) -> None:
        """Plan one more sound."""
        with self._changed:
            self._planned = sorted([*self._planned, sound], key=lambda planned: planned.moment)
            self._changed.notify()

    def silence(self) -> None:
        """Drop planned sounds, and stop those that are playing."""
        with self._changed:
            self._planned = []
            self._stop(*self._playing)
            self._changed.notify()

    def trouble(self) -> str | None:
        """Why the last clip could not be played; None if it could."""
        return self._trouble

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        with self._changed:
            self._drop_finished(self._clock.monotonic())
            ends = [sound.moment + len(sound.samples) / RATE for sound in self._planned]
            return max([*ends, *(clip.end for clip in self._playing)], default=None)

    def close(self) -> None:
        """Stop the sounds and the thread."""
        with self._changed:
            self._closed = True
            self._stop(*self._playing)
            self._changed.notify()

    def _stop(self, *clips: _Clip) -> None:
        for clip in clips:
            clip.stop()
            self._playing.remove(clip)

    def _drop_finished(self, now: float) -> None:
        self._playing = [clip for clip in self._playing if clip.end > now]

    def _run(self) -> None:
        while (clip := self._await_clip()) is not None:
            start = clip[0].moment
            samples = mix_clip(clip, max(start, self._clock.monotonic()))
            self._clock.sleep(start - self._latency_seconds - self._clock.monotonic())
            with self._changed:
                # The plan may have changed while the clip was mixed.
                if not self._closed and all(sound in self._planned for sound in clip):
                    self._planned = [sound for sound in self._planned if sound not in clip]
                    try:
                        end = self._clock.monotonic() + self._latency_seconds + len(samples) / RATE
                        self._playing.append(_Clip(clip, self._player.start(samples), end))
                    except DeviceError as error:
                        self._trouble = str(error)

    def _await_clip(self) -> tuple[Sound, ...] | None:
        """The next clip, shortly before its moment; None once the output is closed."""
        with self._changed:
            while not self._closed:
                now = self._clock.monotonic()
                self._planned = [sound for sound in self._planned if sound.moment > now - LATE_SECONDS]
                clip = next_clip(self._planned)
                if not clip:
                    self._changed.wait()
                    continue
                wait = clip[0].moment - self._latency_seconds - AHEAD_SECONDS - now
                if wait <= 0:
                    # What is wanted at once goes alone, so that it clips nothing else along in its lateness.
                    return clip if wait > -AHEAD_SECONDS / 2 else clip[:1]
                self._changed.wait(wait)
        return None


def next_clip(planned: Sequence[Sound]) -> tuple[Sound, ...]:
    """The sounds of the next clip.

    Args:
        planned: in the order of their moments.
    """
    fitting = [sound for sound in planned if sound.moment - planned[0].moment <= CLIP_SECONDS]
    if len(fitting) < len(planned):
        following = [*fitting[1:], planned[len(fitting)]]
        for count in range(len(fitting), 0, -1):
            if following[count - 1].moment - fitting[count - 1].moment >= PAUSE_SECONDS:
                return tuple(fitting[:count])
    return tuple(fitting)


def mix_clip(clip: Sequence[Sound], start: float) -> array[int]:
    """The samples of a clip, with each sound at its distance from `start`, or at the head if it is late."""
    mixer = Mixer(RATE)
    mixer.plan(clip)
    end = max(max(sound.moment, start) + len(sound.samples) / RATE for sound in clip)
    return array("h", mixer.render(round((end - start) * RATE), start))


def _contains(sounds: Sequence[Sound], wanted: Sound) -> bool:
    return any(
        sound.samples is wanted.samples and abs(sound.moment - wanted.moment) < SAME_SECONDS
        for sound in sounds
    )
