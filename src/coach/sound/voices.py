"""Voices that are on this machine, for words that were never recorded."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Final, Protocol

from coach.errors import CoachError
from coach.sound.samples import read_wav, write_wav

SPEAK_SECONDS: Final = 20
"""The longest that a voice may take for one sentence."""

ESPEAK_WORDS_PER_MINUTE: Final = 155

HIBARI_SECONDS: Final = 60
"""The same for hibari-tts, which has to load, in the background, and may find the machine busy."""

HIBARI_RATE: Final = 24_000
"""Samples in a second of what hibari-tts makes."""


class VoiceError(Exception):
    """A voice cannot say something; says why, for a person."""


class Voice(Protocol):
    """Turns text into samples."""

    name: str
    is_recorded_voice: bool
    """Whether it sounds like the recorded clips, so that a text may mix both."""

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text, and their rate in Hz.

        Raises:
            VoiceError: it cannot be said.
        """
        ...


class HibariVoice:
    """The package hibari-tts, which has made the recorded clips; runs in a process of its own.

    Args:
        wanted: the voice that the user asks for; None: this one, if the user's language is English.
        cache: the folder for the sentences that it has spoken; None: a temporary one.
    """

    name = "hibari-tts"
    is_recorded_voice = True

    def __init__(self, wanted: str | None = None, cache: Path | None = None) -> None:
        if importlib.util.find_spec("hibari") is None:
            raise VoiceError("hibari-tts is not installed")
        if wanted != "hibari" and (wanted is not None or user_language() != "en"):
            raise VoiceError("hibari-tts speaks only English")
        self._cache = cache
        self._process: subprocess.Popen[bytes] | None = None

    def speak(self, text: str) -> tuple[array[int], int]:
        """The samples of a text, from the cache where it was spoken before."""
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.wav"
        try:
            with tempfile.TemporaryDirectory(prefix="coach-speech-") as folder:
                file = (self._cache or Path(folder)) / name
                if not file.exists():
                    file.parent.mkdir(parents=True, exist_ok=True)
                    self._make(text, file)
                return read_wav(file)
        except (OSError, CoachError) as error:
            raise VoiceError(str(error)) from error

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _make(self, text: str, file: Path) -> None:
        """Have the process speak a text into a file, and wait for it."""
        if self._process is None:
            from coach.sound.audio_player import child_command, child_environment

            self._process = subprocess.Popen(
                child_command("coach.sound.voices"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=child_environment(),
            )
        process = self._process
        timer = threading.Timer(HIBARI_SECONDS, process.kill)
        timer.start()
        try:
            if process.returncode is not None or process.stdin is None or process.stdout is None:
                raise VoiceError(f"{self.name} has stopped")
            process.stdin.write(json.dumps([text, str(file)]).encode() + b"\n")
            process.stdin.flush()
            if not process.stdout.readline():
                self.close()
                raise VoiceError(f"{self.name} has stopped")
        finally:
            timer.cancel()


def serve_hibari(orders: IO[str], answer: Callable[[], object]) -> None:
    """Speak each text into its file: `[text, file]` a line, as JSON."""
    from hibari import Hibari

    tts = Hibari()
    for line in orders:
        text, file = json.loads(line)
        values = (max(-1.0, min(1.0, value)) for value in tts(text, seed=0).tolist())
        samples = array("h", (round(32_767 * value) for value in values))
        unfinished = Path(file).with_suffix(".new")
        write_wav(unfinished, samples, HIBARI_RATE)
        unfinished.replace(file)
        answer()


def main() -> None:
    """Serve the app at the other end of the pipes until it closes them."""
    if hasattr(os, "nice"):
        os.nice(5)
    answers = os.dup(1)
    os.dup2(2, 1)
    serve_hibari(sys.stdin, lambda: os.write(answers, b"\n"))


class EspeakVoice:
    """The program espeak-ng, run apart for each sentence.

    Args:
        wanted: an espeak-ng voice; None: the one of the user's language.
    """

    is_recorded_voice = False

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
    is_recorded_voice = False

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
    is_recorded_voice = False

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


def find_voice(wanted: str | None = None, cache: Path | None = None) -> Voice:
    """The first voice that is on this machine.

    Args:
        wanted: the voice that the user asks for by name; None: the usual one.
        cache: the folder for sentences of a voice that takes long to speak them.

    Raises:
        VoiceError: there is none; says what to install.
    """
    voices: tuple[Callable[[str | None], Voice], ...] = (
        partial(HibariVoice, cache=cache),
        SayVoice,
        SapiVoice,
        EspeakVoice,
    )
    for make in voices:
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
