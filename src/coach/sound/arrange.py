"""Where tones and phrases go: words never cover a tone, and are never cut."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence

from coach.model.timeline import CueKind
from coach.sound.mixer import Sound
from coach.sound.wav import RATE
from coach.sound.wire import PlannedCue

AFTER_TONE_SECONDS = 0.15
"""From the end of a cue's tone until its words begin."""

BEFORE_NEXT_SECONDS = 0.15
"""From the end of the words until the next tone."""

Words = Callable[[str], Sequence["array[int]"]]
"""Finds the samples of a text, then of its shorter forms; none when it cannot be said, or not yet."""


def arrange(cues: Sequence[PlannedCue], tones: Mapping[CueKind, array[int]], words: Words) -> list[Sound]:
    """Tones at their moments, and after them what fits before the next one.

    A phrase that does not fit is shortened by whole sentences from its end, since names come first; when
    not even its first sentence fits it is left out.

    Args:
        cues: in any order.
        tones: the samples of each kind; a kind that is off is absent.
        words: finds the samples of a text.
    """
    ordered = sorted(cues, key=lambda cue: cue.moment)
    sounds: list[Sound] = []
    for place, cue in enumerate(ordered):
        begin = cue.moment
        if (tone := tones.get(cue.cue)) is not None:
            sounds.append(Sound(cue.moment, tone))
            begin += len(tone) / RATE + AFTER_TONE_SECONDS
        if cue.say:
            following = ordered[place + 1].moment if place + 1 < len(ordered) else math.inf
            sounds.extend(_first_that_fits(begin, following, words(cue.say)))
    return sounds


def _first_that_fits(begin: float, following: float, forms: Sequence[array[int]]) -> list[Sound]:
    for samples in forms:
        if begin + len(samples) / RATE + BEFORE_NEXT_SECONDS <= following:
            return [Sound(begin, samples, speech=True)]
    return []
