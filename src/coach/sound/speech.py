"""Words, ready as samples before they are due."""

from __future__ import annotations

import logging
import queue
import re
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from coach.sound.bank import louder
from coach.sound.phrasebook import Phrasebook
from coach.sound.shaping import levelled, resampled, trimmed
from coach.sound.voices import Voice, VoiceError, find_voice
from coach.sound.wav import RATE
from coach.sound.wire import Report, Setup, Voiced

log = logging.getLogger(__name__)

BETWEEN_SENTENCES = array("h", bytes(2 * RATE * 25 // 100))

VOICE_FOLDER = "voice"
"""Beside the sound sets."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark."""
    return [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if re.search(r"\w", part)]


def shorter(text: str) -> Iterator[str]:
    """A text, then the same without its last sentence, and so on down to its first sentence."""
    parts = sentences(text)
    for count in range(len(parts), 0, -1):
        yield " ".join(parts[:count])


class Speaker:
    """Has the samples of texts at hand; makes them in a thread of its own, never when they are due.

    A text is put together from recorded phrases. One with a word that was never recorded is spoken as a whole
    by a voice of the machine, or, where there is none, said without the sentences that hold such words.

    Args:
        setup: says how loud, and where the phrases are.
        report: is told which voices there are.
        came: is called whenever a text has become ready.
        find: finds a voice of the machine; raises VoiceError.
    """

    def __init__(
        self,
        setup: Setup,
        report: Callable[[Report], None],
        came: Callable[[], None],
        find: Callable[[str | None], Voice] = find_voice,
    ) -> None:
        self._gain = setup.volume * setup.volumes.get("speech", 1.0) if setup.speech else 0.0
        self._setup = setup
        self._report = report
        self._came = came
        self._find = find
        self._asked: set[str] = set()
        self._wanted: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ready: dict[str, tuple[array[int], ...]] = {}
        self._spoken: dict[str, array[int] | None] = {}
        if self._gain > 0:
            threading.Thread(target=self._work, name="speech", daemon=True).start()

    def prepare(self, texts: Iterable[str]) -> None:
        """See to it that these texts will be ready; the first ones first."""
        for text in texts:
            if self._gain > 0 and text not in self._asked:
                self._asked.add(text)
                self._wanted.put(text)

    def words(self, text: str) -> Sequence[array[int]]:
        """The samples of a text, then of its shorter forms; empty when it cannot be said, or not yet.

        The same text gives the same objects every time.
        """
        return self._ready.get(text, ())

    def _work(self) -> None:
        book = Phrasebook(Path(self._setup.sounds) / VOICE_FOLDER)
        voice = self._find_voice(len(book) > 0)
        while True:
            text = self._wanted.get()
            forms = (self._say(form, book, voice) for form in shorter(text))
            self._ready[text] = tuple(louder(form, self._gain) for form in forms if form)
            if not self._ready[text]:
                log.warning("nobody can say %r", text)
            self._came()

    def _find_voice(self, recorded: bool) -> Voice | None:
        own = ["recorded phrases"] if recorded else []
        try:
            voice = self._find(self._setup.voice)
        except VoiceError as error:
            self._report(Voiced(own[0] if own else None, str(error)))
            return None
        self._report(Voiced(" and ".join([*own, voice.name])))
        return voice

    def _say(self, text: str, book: Phrasebook, voice: Voice | None) -> array[int]:
        parts = [book.sentence(sentence) for sentence in sentences(text)]
        if voice is not None and None in parts:
            parts = [self._speak(sentence, voice) for sentence in sentences(text)]
        out = array("h")
        for part in parts:
            if part:
                out += (BETWEEN_SENTENCES if out else array("h")) + part
        return out

    def _speak(self, sentence: str, voice: Voice) -> array[int] | None:
        if sentence not in self._spoken:
            try:
                samples, rate = voice.speak(sentence)
                clean = levelled([value / 32_768 for value in trimmed(samples, rate)])
                self._spoken[sentence] = resampled(clean, rate, RATE)
            except VoiceError as error:
                log.warning("%s cannot say %r: %s", voice.name, sentence, error)
                self._spoken[sentence] = None
        return self._spoken[sentence]
