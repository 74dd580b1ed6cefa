"""Finds out which backends and voices work on this machine, and gives advice where none does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec
from msgspec import Struct

from coach.clock import SystemClock
from coach.model.timeline import CueKind
from coach.paths import shipped_sounds_folder
from coach.sound.audio_player import child_command, child_environment
from coach.sound.backends import BACKENDS, FILE_PLAYERS, PIPE_PLAYERS, choose_backends
from coach.sound.mixer import Sound
from coach.sound.output import DeviceError
from coach.sound.speech import VOICE_FOLDER, Phrasebook
from coach.sound.tones import TIMBRES, tone
from coach.sound.voices import VoiceError, find_voice

WATCH_SECONDS = 0.7
"""Long enough to see whether a device takes samples, and no faster than real time."""


class Trial(Struct, frozen=True):
    """What is to be tried."""

    backend: str
    audible: bool = False
    """Whether a tone is played."""


class TrialOutcome(Struct, frozen=True):
    """The result of a trial."""

    works: bool
    detail: str
    """The device, or why there is none."""


def try_backend(trial: Trial) -> TrialOutcome:
    """Open a device and see whether it plays."""
    clock = SystemClock()
    try:
        output = choose_backends((trial.backend,))[0].open(clock, 0.0)
    except DeviceError as error:
        return TrialOutcome(False, str(error))
    seconds = WATCH_SECONDS
    if trial.audible:
        samples = tone(CueKind.START)
        output.add(Sound(clock.monotonic(), samples))
        seconds += 0.5
    clock.sleep(seconds)
    trouble = output.trouble()
    return TrialOutcome(trouble is None, trouble or output.name)


def main() -> None:
    """Run the trial in the first line of the standard input."""
    answer = os.dup(1)
    os.dup2(2, 1)
    outcome = try_backend(msgspec.json.decode(sys.stdin.buffer.readline(), type=Trial))
    os.write(answer, msgspec.json.encode(outcome) + b"\n")
    # A library that hangs in its clean-up must not keep the process alive.
    os._exit(0)


TRY_SECONDS = 10.0
"""The longest that a device may take to open."""


class BackendReport(Struct, frozen=True, kw_only=True):
    """Whether a backend works."""

    backend: str
    works: bool
    detail: str
    """The device that it plays on, or why it does not play."""


class SoundReport(Struct, frozen=True, kw_only=True):
    """What can be heard on this machine."""

    backends: tuple[BackendReport, ...]
    """Every backend, in the order in which they are tried: the first that works is used."""
    programs: dict[str, str | None]
    """Player programs, and where they are; None: not installed."""
    voice: str | None
    """The voice for words that are not recorded."""
    voice_reason: str | None
    """Why there is none."""
    phrases: int
    """How many phrases are recorded."""
    whole_sentences: bool = True
    """Whether sentences are played as they were recorded, and not put together from words."""
    sound_sets: tuple[str, ...]
    advice: tuple[str, ...]
    """What to do, in sentences; empty if all is well."""

    @property
    def used(self) -> BackendReport | None:
        """The backend that is used; None: there is no sound."""
        return next((backend for backend in self.backends if backend.works), None)


Try = Callable[[Trial], TrialOutcome]


def probe(*, audible: bool = False, try_one: Try | None = None) -> SoundReport:
    """Try every backend, each in its own process; takes a second or two, ten if a device hangs.

    Args:
        audible: whether each backend that works plays a tone, one after the other.
        try_one: tries one backend; None: in its own process.
    """
    trials = [Trial(backend.name, audible) for backend in BACKENDS]
    with ThreadPoolExecutor(1 if audible else len(trials)) as pool:
        outcomes = list(pool.map(try_one or try_in_process, trials))
    backends = tuple(
        BackendReport(backend=trial.backend, works=outcome.works, detail=outcome.detail)
        for trial, outcome in zip(trials, outcomes, strict=True)
    )
    voice: str | None = None
    voice_reason: str | None = None
    try:
        voice = find_voice().name
    except VoiceError as error:
        voice_reason = str(error)
    book = Phrasebook(shipped_sounds_folder() / VOICE_FOLDER)
    return SoundReport(
        backends=backends,
        programs={name: shutil.which(name) for name in (*PIPE_PLAYERS, *FILE_PLAYERS)},
        voice=voice,
        voice_reason=voice_reason,
        phrases=len(book),
        whole_sentences=book.has_sentences,
        sound_sets=tuple(TIMBRES),
        advice=tuple(advice(backends, voice_reason, sys.platform)),
    )


def try_in_process(trial: Trial) -> TrialOutcome:
    """Try one backend in its own process, which may crash or hang."""
    try:
        done = subprocess.run(
            child_command("coach.sound.doctor"),
            input=msgspec.json.encode(trial) + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=TRY_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TrialOutcome(False, f"{trial.backend} does not answer")
    except OSError as error:
        return TrialOutcome(
            False, f"{trial.backend} cannot be tried: {(error.strerror or str(error)).lower()}"
        )
    try:
        return msgspec.json.decode(done.stdout, type=TrialOutcome)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return TrialOutcome(False, f"{trial.backend} crashes when it is tried")


def advice(backends: Sequence[BackendReport], voice_reason: str | None, platform: str) -> list[str]:
    """What to do for better sound, in sentences."""
    found = []
    if not any(backend.works for backend in backends):
        found.append("No way to play works here, so the terminal's bell and a flash stand in for tones.")
        found += [sentence for words, sentence in _CURES if any(words in one.detail for one in backends)]
        if platform == "linux":
            found.append(
                "On Linux a sound server has to run (PipeWire or PulseAudio); over ssh, or in a container,"
                " there usually is none."
            )
    if voice_reason is not None:
        found.append(
            "Names of your own drills are not spoken, since there is no voice for them; install espeak-ng,"
            " for instance by: sudo apt install espeak-ng"
        )
    return found


_CURES = (
    ("miniaudio is not installed", "Install miniaudio: python -m pip install miniaudio"),
    ("PortAudio", "For sounddevice, install PortAudio, for instance by: sudo apt install libportaudio2"),
    ("pacat is not installed", "Or install a player program: sudo apt install pulseaudio-utils alsa-utils"),
)
"""Messages of backends about something missing, and how to install it."""
