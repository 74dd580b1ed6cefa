"""Schedules cues and mixes them into a stream, each sound on its exact frame."""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import pi, sin

from coach.model.timeline import CueKind
from coach.sound.protocol import PlannedCue
from coach.sound.samples import RATE

WINDOW_SECONDS = 2.0
JUMP_SECONDS = 0.015
JUMP_AFTER_SECONDS = 0.45
JUMP_BLOCKS = 4


class FrameClock:
    """Maps frames to moments by the least lag of the last two seconds.

    The lag of a block is the moment at which the device asked for it, less the stream's own time at its
    first frame. A busy machine can only make a device ask late, never early; so the least lag of the last
    two seconds is the true one, however the machine stalls, and it follows a card that runs fast or slow.
    When every block of the last half second lags clearly more than those before, samples were lost: then
    the older ones are forgotten.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._lags: deque[tuple[float, float]] = deque()
        self._first_moment: float | None = None
        self._last_moment: float | None = None
        self._frames = 0

    def note(self, moment: float, frames: int) -> None:
        """The device asks at `moment` (seconds) for the block that starts at frame `frames`."""
        if self._first_moment is None:
            self._first_moment = moment
        self._last_moment, self._frames = moment, frames
        self._lags.append((moment, moment - frames / self._rate))
        while self._lags[0][0] < moment - WINDOW_SECONDS:
            self._lags.popleft()
        recent = [lag for at, lag in self._lags if at > moment - JUMP_AFTER_SECONDS]
        old = len(self._lags) - len(recent)
        if old == 0 or len(recent) < JUMP_BLOCKS:
            return
        if min(recent) - min(lag for _, lag in self._lags) > JUMP_SECONDS:
            for _ in range(old):
                self._lags.popleft()

    def frame_at(self, moment: float) -> float:
        """The frame that the device asks for at `moment`; 0 before it has asked for any."""
        if not self._lags:
            return 0.0
        return (moment - min(lag for _, lag in self._lags)) * self._rate

    def moment_at(self, frame: int) -> float:
        """The moment at which the device asks for a frame; 0 before it has asked for any."""
        return frame / self._rate + min((lag for _, lag in self._lags), default=0.0)

    @property
    def last_moment(self) -> float | None:
        """When the device last asked for a block; None before the first."""
        return self._last_moment

    def runs_too_fast(self) -> bool:
        """Whether the device takes samples more than twice as fast as real time, so that nothing is heard.

        A second's worth is allowed on top, since a device fills its buffer when it starts.
        """
        if self._first_moment is None or self._last_moment is None:
            return False
        elapsed = self._last_moment - self._first_moment
        return self._frames > (2 * elapsed + 1) * self._rate


FADE_SECONDS = 0.008
"""Fade of a sound that is cut off; a shorter one would click."""

LATE_SECONDS = 0.5
"""A sound that is late still starts, but not later than this."""

SAME_SECONDS = 0.02
"""Tolerance by which a sound of a new plan is the same as one of the plan before."""

KEEP_ALIVE_HZ = 30
KEEP_ALIVE_PEAK = 412
"""38 dB below full scale: no loudspeaker of a room makes 30 Hz audible at that."""

STARTED_KEPT = 16

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
    """Where the fade begins, if the sound was cut off."""


class Mixer:
    """A stream of samples with sounds in it, rendered block by block.

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
        self._fade_frames = round(FADE_SECONDS * rate)
        self._silence = b""
        self._keep_alive_tone = array("h")
        self._started: deque[Sound] = deque(maxlen=STARTED_KEPT)
        self.clock = FrameClock(rate)
        self.dropped = 0
        """How many sounds came too late to be played."""

    def plan(self, sounds: Sequence[Sound]) -> None:
        """Replace every sound that has not started; one that started a block ahead of time is not repeated.

        A tone that is playing goes on. So does a phrase, unless a planned sound falls into it: then it fades,
        so that words about the past never cover what comes.
        """
        new = [
            sound
            for sound in sounds
            if not any(
                sound.samples is started.samples and abs(sound.moment - started.moment) < SAME_SECONDS
                for started in self._started
            )
        ]
        self._planned = sorted(new, key=lambda sound: sound.moment)
        first = self._planned[0].moment if self._planned else None
        for voice in self._voices:
            end = voice.sound.moment + len(voice.sound.samples) / self.rate
            if voice.sound.speech and first is not None and first < end:
                self._cut(voice)

    def add(self, sound: Sound) -> None:
        """Plan one more sound; a phrase that is playing fades for it."""
        for voice in self._voices:
            if voice.sound.speech:
                self._cut(voice)
        self._planned.append(sound)
        self._planned.sort(key=lambda planned: planned.moment)

    def silence(self) -> None:
        """Drop planned sounds, and fade those that are playing."""
        self._planned.clear()
        self._started.clear()
        for voice in self._voices:
            self._cut(voice)

    def keep_alive(self) -> None:
        """Play a low tone from now on: loudspeakers that go to sleep miss the next cue."""
        length = self.rate // KEEP_ALIVE_HZ
        self._keep_alive_tone = array(
            "h", (round(KEEP_ALIVE_PEAK * sin(2 * pi * step / length)) for step in range(length))
        )

    def _cut(self, voice: _Voice) -> None:
        if voice.fade_frame is None:
            voice.fade_frame = max(self._frames, voice.start_frame)

    def busy_until(self) -> float | None:
        """When the last sound will have ended; None if there is none."""
        planned = (sound.moment + len(sound.samples) / self.rate for sound in self._planned)
        sounding = (self.clock.moment_at(self._end_frame(voice)) for voice in self._voices)
        return max([*planned, *(end + self.latency_seconds for end in sounding)], default=None)

    def render(self, count: int, now: float) -> bytes | array[int]:
        """The next `count` frames of the stream, for a device that asks for them at `now`.

        Two sounds at once are added, and held at full scale where that would be too much.
        """
        self.clock.note(now, self._frames)
        while self._planned:
            sound = self._planned[0]
            frame = round(self.clock.frame_at(sound.moment - self.latency_seconds))
            if frame >= self._frames + count:
                break
            self._planned.pop(0)
            if frame < self._frames - LATE_SECONDS * self.rate:
                self.dropped += 1
            else:
                self._voices.append(_Voice(sound, max(frame, self._frames)))
                self._started.append(sound)
        first, self._frames = self._frames, self._frames + count
        used: list[tuple[int, int]] = []
        if self._keep_alive_tone:
            length = len(self._keep_alive_tone)
            begin = first % length
            block = (self._keep_alive_tone * (count // length + 2))[begin : begin + count]
            used.append((0, count))
        elif self._voices:
            block = array("h", bytes(2 * count))
        else:
            if len(self._silence) != 2 * count:
                self._silence = bytes(2 * count)
            return self._silence
        for voice in self._voices:
            self._mix_in(voice, block, first, used)
        self._voices = [voice for voice in self._voices if self._end_frame(voice) > self._frames]
        return block

    def _end_frame(self, voice: _Voice) -> int:
        end = voice.start_frame + len(voice.sound.samples)
        return end if voice.fade_frame is None else min(end, voice.fade_frame + self._fade_frames)

    def _mix_in(self, voice: _Voice, block: array[int], first: int, used: list[tuple[int, int]]) -> None:
        """Add a voice's part of the block that starts at frame `first`."""
        begin = max(voice.start_frame, first)
        end = min(self._end_frame(voice), first + len(block))
        if end <= begin:
            return
        part = voice.sound.samples[begin - voice.start_frame : end - voice.start_frame]
        if voice.fade_frame is not None:
            past = begin - voice.fade_frame
            for index in range(max(0, -past), len(part)):
                part[index] = round(part[index] * max(0.0, 1 - (past + index) / self._fade_frames))
        low, high = begin - first, end - first
        if any(low < other_high and other_low < high for other_low, other_high in used):
            total = (one + other for one, other in zip(block[low:high], part, strict=True))
            part = array("h", (max(-FULL, min(FULL, value)) for value in total))
        block[low:high] = part
        used.append((low, high))


AFTER_TONE_SECONDS = 0.15
"""From the end of a cue's tone until its words begin."""

BEFORE_NEXT_SECONDS = 0.15
"""From the end of the words until the next tone."""

FindSamples = Callable[[str], Sequence["array[int]"]]
"""Finds the samples of a text and of its shorter forms; empty when it cannot be spoken, or not yet."""


def schedule(
    cues: Sequence[PlannedCue], tones: Mapping[CueKind, array[int]], find: FindSamples
) -> list[Sound]:
    """Tones at their moments, each followed by the words that fit before the next one.

    A phrase that does not fit is shortened by whole sentences from its end, since names come first; when
    not even its first sentence fits it is left out.

    Args:
        cues: in any order.
        tones: the samples of each kind; a kind that is muted is absent.
        find: finds the samples of a text.
    """
    ordered = sorted(cues, key=lambda cue: cue.moment)
    sounds: list[Sound] = []
    following = ordered[1:]
    for index, cue in enumerate(ordered):
        begin = cue.moment
        if (tone := tones.get(cue.cue)) is not None:
            sounds.append(Sound(cue.moment, tone))
            begin += len(tone) / RATE + AFTER_TONE_SECONDS
        if cue.say:
            until = following[index].moment - BEFORE_NEXT_SECONDS if index < len(following) else math.inf
            fitting = (samples for samples in find(cue.say) if begin + len(samples) / RATE <= until)
            if (samples := next(fitting, None)) is not None:
                sounds.append(Sound(begin, samples, speech=True))
    return sounds
