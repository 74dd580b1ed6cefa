"""Sentences put together from recorded phrases."""

from __future__ import annotations

import logging
import re
from array import array
from collections.abc import Iterator
from pathlib import Path

from coach.errors import CoachError
from coach.sound.shaping import resampled
from coach.sound.wav import RATE, read_wav

log = logging.getLogger(__name__)

LONGEST = 8
"""Words in the longest recorded phrase."""

GAPS = {"": 0.05, ",": 0.13, ":": 0.16}
"""Seconds after a phrase within a sentence, by the mark that follows it."""


def phrase_key(text: str) -> str:
    """How a phrase is looked up, and what its file is called: small words with a hyphen between them."""
    return "-".join(re.findall(r"[\w']+", text.lower()))


class Phrasebook:
    """The recorded phrases of one voice.

    Args:
        folder: with one WAV file for each phrase, named by `phrase_key`.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {path.stem: path for path in folder.glob("*.wav")} if folder.is_dir() else {}
        self._samples: dict[str, array[int] | None] = {}

    def __len__(self) -> int:
        return len(self._files)

    def knows(self, text: str) -> bool:
        """Whether every word of a sentence was recorded."""
        return all(key is not None for key, _ in self._phrases(text))

    def sentence(self, text: str) -> array[int] | None:
        """The samples of a sentence at 48 kHz; None if a word of it was never recorded."""
        out = array("h")
        for key, mark in self._phrases(text):
            samples = self._phrase(key) if key else None
            if samples is None:
                return None
            out += samples
            out += array("h", bytes(2 * round(GAPS.get(mark, 0.13) * RATE)))
        return out or None

    def _phrases(self, text: str) -> Iterator[tuple[str | None, str]]:
        """The longest phrases that make up a text, each with the mark behind it; None for an unknown word."""
        words = re.findall(r"([\w']+)([^\w'\s-]?)", text.lower())
        place = 0
        while place < len(words):
            for count in range(min(LONGEST, len(words) - place), 0, -1):
                key = "-".join(word for word, _ in words[place : place + count])
                if key in self._files:
                    yield key, words[place + count - 1][1]
                    place += count
                    break
            else:
                yield None, ""
                return

    def _phrase(self, key: str) -> array[int] | None:
        if key not in self._samples:
            try:
                samples, rate = read_wav(self._files[key])
                self._samples[key] = resampled(samples, rate, RATE)
            except CoachError as error:
                log.warning("%s", error)
                self._samples[key] = None
        return self._samples[key]
