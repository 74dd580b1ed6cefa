"""What is said: recorded clips, or a voice of the machine, ready as samples before they are due."""

from __future__ import annotations

import contextlib
import logging
import queue
import re
import threading
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from coach.errors import CoachError
from coach.sound.protocol import Report, Setup, Voiced
from coach.sound.samples import RATE, normalise_loudness, parse_wav, resample, trim_silence
from coach.sound.tones import scale
from coach.sound.voices import Voice, VoiceError, find_voice

log = logging.getLogger(__name__)

VOICE_FOLDER: Final = "voice"
"""Beside the sound sets."""

CLIPS: Final = "clips.zip"
"""Whole sentences and single words as MP3, which miniaudio decodes."""
WORDS: Final = "words.zip"
"""Single words and names as mu-law WAV, for machines without miniaudio."""

GAPS: Final = {"": 0.05, ",": 0.13, ":": 0.16}
"""Seconds between two clips of a sentence, by the mark between them."""

BETWEEN_SENTENCES: Final = array("h", bytes(2 * RATE * 25 // 100))


def phrase_key(text: str) -> str:
    """The name of a clip: the words of its text in lower case, with hyphens between them."""
    return "-".join(re.findall(r"[\w']+", text.lower()))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark; a point within a number ends none."""
    parts = re.split(r"(?<=[.!?])\s+", text.strip())
    return [part for part in parts if re.search(r"\w", part)]


def shortened_forms(text: str) -> Iterator[str]:
    """A text, then the same without its last sentence, and so on down to its first sentence."""
    parts = sentences(text)
    for count in range(len(parts), 0, -1):
        yield " ".join(parts[:count])


_DAMAGED: Final = (OSError, zipfile.BadZipFile, RuntimeError, ValueError)
"""What reading a damaged archive raises: a changed byte may ask for another version of it, or a password."""


class Phrasebook:
    """The recorded clips of one voice.

    Args:
        folder: with the archives `CLIPS` and `WORDS`; a clip in them is named by `phrase_key`.
    """

    def __init__(self, folder: Path) -> None:
        self._miniaudio: ModuleType | None = None
        self._clip_errors: tuple[type[Exception], ...] = (CoachError, *_DAMAGED)
        with contextlib.suppress(ImportError, OSError):
            import miniaudio

            self._miniaudio = miniaudio
            self._clip_errors = (*self._clip_errors, miniaudio.MiniaudioError)
        self._archive: zipfile.ZipFile | None = None
        self._files: dict[str, str] = {}
        for name in (CLIPS, WORDS) if self._miniaudio else (WORDS,):
            try:
                self._archive = zipfile.ZipFile(folder / name)
            except _DAMAGED as error:
                log.warning("%s: %s", folder / name, error)
                continue
            self._files = {file.rpartition(".")[0]: file for file in self._archive.namelist()}
            break
        self._longest = max((key.count("-") + 1 for key in self._files), default=0)
        self._samples: dict[str, array[int] | None] = {}

    def __len__(self) -> int:
        return len(self._files)

    @property
    def has_sentences(self) -> bool:
        """Whether these are the clips with whole sentences."""
        return self._archive is not None and str(self._archive.filename).endswith(CLIPS)

    def is_recorded(self, sentence: str) -> bool:
        """Whether a sentence was recorded as a whole."""
        return phrase_key(sentence) in self._files

    def knows(self, text: str) -> bool:
        """Whether every word of a sentence was recorded."""
        return all(key is not None for key, _ in self._phrases(text))

    def sentence(self, text: str) -> array[int] | None:
        """The samples of a sentence at 48 kHz; None if a word of it was never recorded."""
        out = array("h")
        gap = 0.0
        for key, mark in self._phrases(text):
            samples = self._clip(key) if key else None
            if samples is None:
                return None
            out += array("h", bytes(2 * round(gap * RATE))) + samples
            gap = GAPS.get(mark, 0.13)
        return out or None

    def _phrases(self, text: str) -> Iterator[tuple[str | None, str]]:
        """The longest clips that make up a text, each with the mark behind it; None for an unknown word."""
        words = re.findall(r"([\w']+)([^\w'\s-]?)", text.lower())
        place = 0
        while place < len(words):
            for count in range(min(self._longest, len(words) - place), 0, -1):
                key = "-".join(word for word, _ in words[place : place + count])
                if key in self._files:
                    yield key, words[place + count - 1][1]
                    place += count
                    break
            else:
                yield None, ""
                return

    def _clip(self, key: str) -> array[int] | None:
        """The samples of a clip at 48 kHz; None where it cannot be read, which is logged."""
        if key not in self._samples and self._archive is not None:
            file = self._files[key]
            self._samples[key] = None
            try:
                data = self._archive.read(file)
                if self._miniaudio is None or file.endswith(".wav"):
                    samples, rate = parse_wav(data, file)
                    self._samples[key] = resample(samples, rate, RATE)
                else:
                    decoded = self._miniaudio.decode(data, nchannels=1, sample_rate=RATE)
                    # An MP3 begins and ends with some milliseconds that its coder has added.
                    self._samples[key] = trim_silence(decoded.samples, RATE)
            except self._clip_errors as error:
                log.warning("the clip %r: %s", key, error)
        return self._samples.get(key)


class Speaker:
    """Makes the samples of texts ahead of time, in threads of its own.

    A text is put together from recorded clips. One with a word that was never recorded is spoken as a whole
    by a voice of the machine, or, where there is none, said without the sentences that hold such words. A
    voice that sounds like the clips speaks only the sentences that were not recorded.

    Args:
        setup: says how loud, and where the clips are.
        report: receives which voices there are.
        on_ready: is called whenever a text has become ready.
        find: finds a voice of the machine; raises VoiceError.
    """

    def __init__(
        self,
        setup: Setup,
        report: Callable[[Report], None],
        on_ready: Callable[[], None],
        find: Callable[[str | None, Path | None], Voice] = find_voice,
    ) -> None:
        self._gain = setup.volume * setup.volumes.get("speech", 1.0) if setup.speech else 0.0
        self._setup = setup
        self._report = report
        self._on_ready = on_ready
        self._find = find
        self._requested: set[str] = set()
        self._requests: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._to_speak: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._ready: dict[str, tuple[array[int], ...]] = {}
        self._spoken: dict[str, array[int] | None] = {}
        if self._gain > 0:
            threading.Thread(target=self._work, name="speech", daemon=True).start()

    def prepare(self, texts: Iterable[str]) -> None:
        """Make these texts ready, in this order."""
        for text in texts:
            if self._gain > 0 and text not in self._requested:
                self._requested.add(text)
                self._requests.put(text)

    def samples(self, text: str) -> Sequence[array[int]]:
        """The samples of a text, then of its shorter forms; empty when it cannot be said, or not yet.

        The same text gives the same objects every time.
        """
        return self._ready.get(text, ())

    def _work(self) -> None:
        """Make texts from clips; those that need a voice of the machine wait in a thread of their own."""
        book = Phrasebook(Path(self._setup.sounds) / VOICE_FOLDER)
        found = ["recorded phrases"] if len(book) else []
        voice: Voice | None = None
        try:
            cache = Path(self._setup.cache) / VOICE_FOLDER if self._setup.cache else None
            voice = self._find(self._setup.voice, cache)
        except VoiceError as error:
            self._report(Voiced(found[0] if found else None, str(error)))
        else:
            self._report(Voiced(" and ".join([*found, voice.name])))
            threading.Thread(target=self._speak_all, args=(book, voice), name="voice", daemon=True).start()
        while True:
            text = self._requests.get()
            is_said = book.is_recorded if voice is not None and voice.is_recorded_voice else book.knows
            if voice is None or all(map(is_said, sentences(text))):
                self._finish(text, book.sentence)
            else:
                self._to_speak.put(text)

    def _speak_all(self, book: Phrasebook, voice: Voice) -> None:
        """Speak the texts that are not all clips."""
        while True:
            text = self._to_speak.get()
            if voice.is_recorded_voice:
                self._finish(
                    text,
                    lambda one: book.sentence(one) if book.is_recorded(one) else self._speak(one, voice),
                )
            else:
                self._finish(text, lambda one: self._speak(one, voice))

    def _finish(self, text: str, say: Callable[[str], array[int] | None]) -> None:
        """Keep the samples of a text and of its shorter forms."""
        said = {sentence: say(sentence) for sentence in sentences(text)}
        forms = []
        for form in shortened_forms(text):
            out = array("h")
            for sentence in sentences(form):
                if samples := said[sentence]:
                    out += (BETWEEN_SENTENCES if out else array("h")) + samples
            if out:
                forms.append(scale(out, self._gain))
        self._ready[text] = tuple(forms)
        if not forms:
            log.warning("no voice can say %r", text)
        self._on_ready()

    def _speak(self, sentence: str, voice: Voice) -> array[int] | None:
        if sentence not in self._spoken:
            try:
                samples, rate = voice.speak(sentence)
                trimmed = trim_silence(samples, rate)
                clean = normalise_loudness([value / 32_768 for value in trimmed], rate)
                self._spoken[sentence] = resample(clean, rate, RATE)
            except VoiceError as error:
                log.warning("%s cannot say %r: %s", voice.name, sentence, error)
                self._spoken[sentence] = None
        return self._spoken[sentence]
