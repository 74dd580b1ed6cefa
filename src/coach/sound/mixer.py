"""Puts planned sounds on their exact frames of a stream."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin

from coach.sound.frameclock import FrameClock

FADE_SECONDS = 0.008
"""How long a sound takes to die when it is cut; short of that it would click."""

LATE_SECONDS = 0.5
"""A sound that is late still starts, but not later than this."""

SAME_SECONDS = 0.02
"""Two plans mean one and the same sound if its moments differ by less."""

HUM_HZ = 30
HUM_PEAK = 412
"""38 dB below full scale: no loudspeaker of a room makes 30 Hz audible at that."""

BEGUN_KEPT = 16

FULL = 32767


@dataclass(frozen=True)
class Sound:
    """Samples that are to be heard from one moment on."""

    moment: float
    """Of the monotonic clock, in seconds: when the first sample is to be heard."""
    samples: array[int]
    """Mono, 16 bits, at the mixer's rate, with their volume already applied."""
    speech: bool = False


@dataclass
class _Voice:
    """A sound that has started."""

    sound: Sound
    start_frame: int
    """Of the stream; may lie before the block that is being made."""
    fade_frame: int | None = None
    """Where the sound begins to die, if it was cut."""


class Mixer:
    """A stream of samples with sounds in it; made block by block, as a device asks.

    Args:
        rate: samples in a second.
        latency_seconds: from the moment at which a device asks for a frame until it is heard.
    """

    def __init__(self, rate: int, latency_seconds: float = 0.0) -> None:
        self.rate = rate
        self.latency_seconds = latency_seconds
        self._planned: list[Sound] = []
        self._voices: list[_Voice] = []
        self._frames = 0
        self._silence = b""
        self._hum = array("h")
        self._begun: deque[Sound] = deque(maxlen=BEGUN_KEPT)
        self.clock = FrameClock(rate)
        self.left_out = 0
        """How many sounds were too late to be played."""

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace all that has not begun; what began already, a block ahead of its moment, does so only once.

        A tone that sounds rings out. A phrase that sounds goes on, unless something planned falls into it:
        then it fades, so that words about what is over never cover what comes.
        """
        self._planned = sorted(filter(self._is_new, sounds), key=lambda sound: sound.moment)
        first = self._planned[0].moment if self._planned else None
        for voice in self._voices:
            end = voice.sound.moment + len(voice.sound.samples) / self.rate
            if voice.sound.speech and first is not None and first < end:
                self._cut(voice)

    def _is_new(self, sound: Sound) -> bool:
        return not any(
            sound.samples is begun.samples and abs(sound.moment - begun.moment) < SAME_SECONDS
            for begun in self._begun
        )

    def add(self, sound: Sound) -> None:
        """Plan one more sound, for which a phrase that sounds gives way."""
        for voice in self._voices:
            if voice.sound.speech:
                self._cut(voice)
        self._planned.append(sound)
        self._planned.sort(key=lambda planned: planned.moment)

    def silence(self) -> None:
        """Drop what is planned and fade what sounds."""
        self._planned.clear()
        self._begun.clear()
        for voice in self._voices:
            self._cut(voice)

    def hum(self) -> None:
        """Never be quite silent from now on: loudspeakers that fall asleep miss the next cue."""
        length = self.rate // HUM_HZ
        self._hum = array("h", (round(HUM_PEAK * sin(2 * pi * step / length)) for step in range(length)))

    def _humming(self, first: int, count: int) -> array[int]:
        """So many frames of the hum, from a frame of the stream on."""
        begin = first % len(self._hum)
        return (self._hum * (count // len(self._hum) + 2))[begin : begin + count]

    def _cut(self, voice: _Voice) -> None:
        if voice.fade_frame is None:
            voice.fade_frame = max(self._frames, voice.start_frame)

    def busy_until(self) -> float | None:
        """The moment at which the last of all that sounds or is planned will be over; None if nothing is."""
        planned = (sound.moment + len(sound.samples) / self.rate for sound in self._planned)
        sounding = (self.clock.moment_at(self._end_frame(voice)) for voice in self._voices)
        return max([*planned, *(end + self.latency_seconds for end in sounding)], default=None)

    def render(self, count: int, now: float) -> bytes | array[int]:
        """The next `count` frames of the stream, for a device that asks for them at `now`.

        Two sounds at once are added, and held at full scale where that would be too much.
        """
        self.clock.note(now, self._frames)
        self._begin(count)
        first, self._frames = self._frames, self._frames + count
        if not self._voices:
            return self._humming(first, count) if self._hum else self._quiet(count)
        block = self._humming(first, count) if self._hum else array("h", bytes(2 * count))
        used: list[tuple[int, int]] = [(0, count)] if self._hum else []
        for voice in self._voices:
            self._lay(voice, block, first, used)
        self._voices = [voice for voice in self._voices if self._end_frame(voice) > self._frames]
        return block

    def _quiet(self, count: int) -> bytes:
        if len(self._silence) != 2 * count:
            self._silence = bytes(2 * count)
        return self._silence

    def _begin(self, count: int) -> None:
        """Start what falls into the block of `count` frames that is about to be made."""
        while self._planned:
            sound = self._planned[0]
            frame = round(self.clock.frame_at(sound.moment - self.latency_seconds))
            if frame >= self._frames + count:
                return
            self._planned.pop(0)
            if frame < self._frames - LATE_SECONDS * self.rate:
                self.left_out += 1
            else:
                self._voices.append(_Voice(sound, max(frame, self._frames)))
                self._begun.append(sound)

    def _end_frame(self, voice: _Voice) -> int:
        end = voice.start_frame + len(voice.sound.samples)
        return end if voice.fade_frame is None else min(end, voice.fade_frame + self._fade_frames())

    def _fade_frames(self) -> int:
        return round(FADE_SECONDS * self.rate)

    def _lay(self, voice: _Voice, block: array[int], first: int, used: list[tuple[int, int]]) -> None:
        """Add a voice's part of the block that starts at frame `first`."""
        begin = max(voice.start_frame, first)
        end = min(self._end_frame(voice), first + len(block))
        if end <= begin:
            return
        part = voice.sound.samples[begin - voice.start_frame : end - voice.start_frame]
        if voice.fade_frame is not None:
            _fade(part, begin - voice.fade_frame, self._fade_frames())
        low, high = begin - first, end - first
        if any(low < other_high and other_low < high for other_low, other_high in used):
            part = _added(block[low:high], part)
        block[low:high] = part
        used.append((low, high))


def _added(left: array[int], right: array[int]) -> array[int]:
    """Both at once, held at full scale."""
    return array("h", (max(-FULL, min(FULL, one + other)) for one, other in zip(left, right, strict=True)))


def _fade(part: array[int], past: int, length: int) -> None:
    """Let a part die that begins `past` frames after the cut."""
    for index in range(max(0, -past), len(part)):
        part[index] = round(part[index] * max(0.0, 1 - (past + index) / length))
