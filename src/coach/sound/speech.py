"""Words, ready as samples before they are due."""

from __future__ import annotations

import logging
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from coach.errors import CoachError
from coach.sound.dsp import normalise_loudness, resample, trim_silence
from coach.sound.protocol import Report, Setup, Voiced
from coach.sound.tones import RATE, read_wav, scale

SPEAK_SECONDS = 20
"""The longest that a voice may take for one sentence."""

ESPEAK_WORDS_PER_MINUTE = 155


class VoiceError(Exception):
    """A voice cannot say something; says why, for a person."""


class Voice(Protocol):
    """Turns text into samples."""

    name: str

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text, and their rate in Hz.

        Raises:
            VoiceError: it cannot be said.
        """
        ...


class EspeakVoice:
    """The program espeak-ng, run apart for each sentence.

    Args:
        wanted: an espeak-ng voice; None: the one of the user's language.
    """

    def __init__(self, wanted: str | None = None) -> None:
        path = shutil.which("espeak-ng") or shutil.which("espeak")
        if path is None:
            raise VoiceError("espeak-ng is not installed")
        self.name = Path(path).name
        self._path = path
        self._voice = wanted or user_language()

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text, in English if the wanted voice is not there."""
        try:
            return self._speak_as(self._voice, text)
        except VoiceError:
            return self._speak_as("en", text)

    def _speak_as(self, voice: str, text: str) -> tuple[array[int], int]:
        speed = str(ESPEAK_WORDS_PER_MINUTE)
        return _through_file(
            lambda file: [self._path, "--stdin", "-b", "1", "-v", voice, "-s", speed, "-w", str(file)], text
        )


class SayVoice:
    """The program say of macOS.

    Args:
        wanted: a voice of the system; None: the one that the user has chosen there.
    """

    name = "say"

    def __init__(self, wanted: str | None = None) -> None:
        path = shutil.which("say") if sys.platform == "darwin" else None
        if path is None:
            raise VoiceError("say is only there on macOS")
        self._command = [path, *(["-v", wanted] if wanted else []), "-f", "-"]

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text."""
        return _through_file(
            lambda file: [*self._command, "-o", str(file), "--data-format=LEI16@22050"], text
        )


_SAPI_SCRIPT = """
Add-Type -AssemblyName System.Speech
$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, 'Sixteen', 'Mono')
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
if ($env:COACH_VOICE) { $voice.SelectVoice($env:COACH_VOICE) }
$voice.SetOutputToWaveFile($env:COACH_SPEECH_FILE, $format)
$voice.Speak([Console]::In.ReadToEnd())
$voice.Dispose()
"""


class SapiVoice:
    """The speech of Windows, through PowerShell.

    Args:
        wanted: a voice of the system; None: the one that the user has chosen there.
    """

    name = "Windows speech"

    def __init__(self, wanted: str | None = None) -> None:
        path = shutil.which("powershell") if sys.platform == "win32" else None
        if path is None:
            raise VoiceError("this speech is only there on Windows")
        self._command = [path, "-NoProfile", "-NonInteractive", "-Command", _SAPI_SCRIPT]
        self._wanted = wanted

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text."""
        return _through_file(
            lambda file: self._command, text, {"COACH_VOICE": self._wanted or ""}, "COACH_SPEECH_FILE"
        )


VOICES: tuple[Callable[[str | None], Voice], ...] = (SayVoice, SapiVoice, EspeakVoice)
"""In the order in which they are tried."""


def find_voice(wanted: str | None = None) -> Voice:
    """The first voice that is on this machine.

    Raises:
        VoiceError: there is none; says what to install.
    """
    for make in VOICES:
        try:
            return make(wanted)
        except VoiceError:
            continue
    raise VoiceError("no voice is installed; espeak-ng would be one")


def user_language() -> str:
    """The language of the user's environment, such as `de`; English if it does not say."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            found = re.match(r"[a-z]{2,3}(?=[_.@]|$)", value)
            return found[0] if found else "en"
    return "en"


def _through_file(
    command: Callable[[Path], list[str]],
    text: str,
    environment: dict[str, str] | None = None,
    file_variable: str | None = None,
) -> tuple[array[int], int]:
    """Have a program read the text from its standard input and write a WAV file; returns what it wrote."""
    with tempfile.TemporaryDirectory(prefix="coach-speech-") as folder:
        file = Path(folder) / "speech.wav"
        extra = {**(environment or {}), **({file_variable: str(file)} if file_variable else {})}
        try:
            subprocess.run(
                command(file),
                input=text.encode(),
                env={**os.environ, **extra},
                stdout=subprocess.DEVNULL,
                timeout=SPEAK_SECONDS,
                check=True,
            )
            return read_wav(file)
        except (OSError, subprocess.SubprocessError, CoachError) as error:
            raise VoiceError(str(error)) from error


log = logging.getLogger(__name__)

LONGEST = 8
"""Words in the longest recorded phrase."""

GAPS = {"": 0.05, ",": 0.13, ":": 0.16}
"""Seconds after a phrase within a sentence, by the mark that follows it."""


def phrase_key(text: str) -> str:
    """The name of a phrase's file: words in lower case with hyphens between them."""
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
                self._samples[key] = resample(samples, rate, RATE)
            except CoachError as error:
                log.warning("%s", error)
                self._samples[key] = None
        return self._samples[key]


BETWEEN_SENTENCES = array("h", bytes(2 * RATE * 25 // 100))

VOICE_FOLDER = "voice"
"""Beside the sound sets."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark."""
    return [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if re.search(r"\w", part)]


def shortened_forms(text: str) -> Iterator[str]:
    """A text, then the same without its last sentence, and so on down to its first sentence."""
    parts = sentences(text)
    for count in range(len(parts), 0, -1):
        yield " ".join(parts[:count])


class Speaker:
    """Makes the samples of texts ahead of time, in its own thread.

    A text is put together from recorded phrases. One with a word that was never recorded is spoken as a whole
    by a voice of the machine, or, where there is none, said without the sentences that hold such words.

    Args:
        setup: says how loud, and where the phrases are.
        report: receives which voices there are.
        on_ready: is called whenever a text has become ready.
        find: finds a voice of the machine; raises VoiceError.
    """

    def __init__(
        self,
        setup: Setup,
        report: Callable[[Report], None],
        on_ready: Callable[[], None],
        find: Callable[[str | None], Voice] = find_voice,
    ) -> None:
        self._gain = setup.volume * setup.volumes.get("speech", 1.0) if setup.speech else 0.0
        self._setup = setup
        self._report = report
        self._on_ready = on_ready
        self._find = find
        self._requested: set[str] = set()
        self._requests: queue.SimpleQueue[str] = queue.SimpleQueue()
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
        phrasebook = Phrasebook(Path(self._setup.sounds) / VOICE_FOLDER)
        voice = self._find_voice(len(phrasebook) > 0)
        while True:
            text = self._requests.get()
            forms = (self._synthesise(form, phrasebook, voice) for form in shortened_forms(text))
            self._ready[text] = tuple(scale(form, self._gain) for form in forms if form)
            if not self._ready[text]:
                log.warning("no voice can say %r", text)
            self._on_ready()

    def _find_voice(self, recorded: bool) -> Voice | None:
        own = ["recorded phrases"] if recorded else []
        try:
            voice = self._find(self._setup.voice)
        except VoiceError as error:
            self._report(Voiced(own[0] if own else None, str(error)))
            return None
        self._report(Voiced(" and ".join([*own, voice.name])))
        return voice

    def _synthesise(self, text: str, phrasebook: Phrasebook, voice: Voice | None) -> array[int]:
        parts = [phrasebook.sentence(sentence) for sentence in sentences(text)]
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
                clean = normalise_loudness([value / 32_768 for value in trim_silence(samples, rate)])
                self._spoken[sentence] = resample(clean, rate, RATE)
            except VoiceError as error:
                log.warning("%s cannot say %r: %s", voice.name, sentence, error)
                self._spoken[sentence] = None
        return self._spoken[sentence]
