"""Voices that are on this machine, for words that were never recorded: the names of someone's own drills."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from coach.errors import CoachError
from coach.sound.wav import read_wav

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
    """Let a program read the text from its standard input and write a WAV file; gives what it wrote."""
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
