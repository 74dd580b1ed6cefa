"""Audio players: they take cues ahead of time, and play them in a process of their own."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Final, Protocol

import msgspec
from msgspec import Struct

from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind
from coach.paths import shipped_sounds_folder
from coach.sound.protocol import (
    Beat,
    CuePlan,
    Order,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Trying,
    Voiced,
    read_report,
    to_line,
)
from coach.sound.tones import DEFAULT_SET

RESTARTS = 3
RESTART_SECONDS = 0.5
"""Wait before a restart, times the number of restarts so far."""

CLOSE_SECONDS = 2.5
LOG_BYTES = 200_000

_BOOT = "import sys, importlib; m, *sys.path[:] = sys.argv[1:]; importlib.import_module(m).main()"


def child_command(module: str = "coach.sound.worker") -> list[str]:
    """The command that runs `main` of a module with the module path of this process.

    Not with `-I`: that would hide packages that someone has installed for themselves only, and make the
    interpreter deaf to PYTHONMALLOC. What else `-I` keeps away, `-P`, `-s` and `child_environment` do too.
    """
    return [
        sys.executable,
        "-P",
        "-s",
        "-X",
        "utf8",
        "-c",
        _BOOT,
        module,
        *(path for path in sys.path if path),
    ]


def child_environment() -> dict[str, str]:
    """The environment of this process without the variables of Python, and with the plain allocator.

    The plain allocator keeps the original simpleaudio from crashing on Python 3.12 and later.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONMALLOC": "malloc"}


class PlayerProcess:
    """Starts the playing process, and restarts it when it dies. No call here blocks.

    Args:
        setup: the first message to it.
        on_report: receives its reports, in another thread.
        on_gone: called in that thread when it has died for the last time.
        log: the file for its standard error; None: nowhere.
        command: how it is started.
    """

    def __init__(
        self,
        setup: Setup,
        on_report: Callable[[Report], None],
        on_gone: Callable[[], None],
        *,
        log: Path | None,
        command: list[str] | None = None,
    ) -> None:
        self._setup = setup
        self._on_report = on_report
        self._on_gone = on_gone
        self._log = log
        self._command = command or child_command()
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._plan: CuePlan | None = None
        self._closing = threading.Event()
        self._trying: str | None = None
        self._reader = threading.Thread(target=self._supervise, name="sound", daemon=True)
        self._writer = threading.Thread(target=self._write_orders, name="sound-orders", daemon=True)
        self._reader.start()
        self._writer.start()

    def send(self, order: Order) -> None:
        """Send an order after those before it."""
        self._orders.put(order)

    def close(self) -> None:
        """End the process, after the tone that is playing."""
        self._closing.set()
        self._orders.put(None)
        self._reader.join(CLOSE_SECONDS)
        if self._reader.is_alive() and (process := self._process) is not None:
            process.kill()
            self._reader.join(CLOSE_SECONDS)

    def _supervise(self) -> None:
        """Start the process, read its reports, and restart it up to three times."""
        for number in range(1 + RESTARTS):
            if self._closing.wait(number * RESTART_SECONDS):
                return
            try:
                process = self._start()
            except OSError:
                break
            self._listen(process)
            if self._closing.is_set():
                return
            if self._trying is not None:
                # This backend has crashed the process.
                avoid = (*self._setup.avoid, self._trying)
                self._setup = msgspec.structs.replace(self._setup, avoid=avoid)
                self._trying = None
        self._on_gone()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock, contextlib.ExitStack() as stack:
            noise: int | IO[bytes] = subprocess.DEVNULL
            if self._log is not None:
                # Without a log that can be written, the session plays all the same.
                with contextlib.suppress(OSError):
                    self._log.parent.mkdir(parents=True, exist_ok=True)
                    large = self._log.exists() and self._log.stat().st_size > LOG_BYTES
                    noise = stack.enter_context(self._log.open("wb" if large else "ab"))
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=noise,
                env=child_environment(),
                start_new_session=True,
            )
            self._process = process
            self._write_order(process, self._setup)
            if self._plan is not None:
                self._write_order(process, self._plan)
        if self._closing.is_set():
            self._close_stdin(process)
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Read reports until the process has ended."""
        with process:
            if process.stdout is not None:
                for line in process.stdout:
                    with contextlib.suppress(msgspec.ValidationError, msgspec.DecodeError):
                        report = read_report(line)
                        if not isinstance(report, Beat):
                            self._trying = report.backend if isinstance(report, Trying) else None
                        self._on_report(report)
            self._close_stdin(process)

    def _write_orders(self) -> None:
        """Write orders; this blocks while the process is slow to read."""
        while (order := self._orders.get()) is not None:
            with self._lock:
                if isinstance(order, CuePlan):
                    self._plan = order
                if self._process is not None:
                    self._write_order(self._process, order)
        with self._lock:
            if self._process is not None:
                self._close_stdin(self._process)

    def _write_order(self, process: subprocess.Popen[bytes], order: Order) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(to_line(order))
                process.stdin.flush()

    def _close_stdin(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.close()


NO_REPORT_SECONDS = 6.0
"""The playing process reports every second; after this time without a report it hangs."""

LEAD_SECONDS = 0.4
"""Time for a cue to get through the pipe, into the next block and out of any device."""


class SoundStatus(Struct, frozen=True):
    """Whether sound is heard, and if not, why."""

    device: str | None
    """What plays; None: nothing, so that the screen has to ring and flash."""
    reason: str | None = None
    """Why nothing plays, for a person; None while something does, or while it is still starting."""
    voice: str | None = None
    """What speaks; None: nothing."""
    lead_seconds: float = 0.0
    """A cue that is planned this long ahead is heard on time; 0 where nothing plays."""


class AudioPlayer(Protocol):
    """Takes cues ahead of time. No call here blocks."""

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Replace everything that is planned.

        Args:
            cues: each with the moment at which it is to be heard, in seconds of the clock's monotonic time.
        """
        ...

    def play(self, kind: CueKind) -> None:
        """Play one cue now."""
        ...

    def silence(self) -> None:
        """Drop what is planned, and fade what sounds."""
        ...

    def prepare(self, texts: Iterable[str]) -> None:
        """Make the samples of words that will be planned later."""
        ...

    def status(self) -> SoundStatus:
        """Whether sound is heard at present."""
        ...

    def close(self) -> None:
        """Close the device, after the tone that is playing."""
        ...


class NullPlayer:
    """Plays nothing."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Do nothing."""

    def play(self, kind: CueKind) -> None:
        """Do nothing."""

    def silence(self) -> None:
        """Do nothing."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Do nothing."""

    def status(self) -> SoundStatus:
        """No device, with the reason."""
        return SoundStatus(None, self._reason)

    def close(self) -> None:
        """Do nothing."""


class ProcessPlayer:
    """Plays in another process.

    Args:
        setup: how to play.
        clock: the app's.
        log: the file for what sound libraries print; None: nowhere.
        command: how that process is started; None: as usual.
    """

    def __init__(
        self, setup: Setup, clock: Clock, *, log: Path | None = None, command: list[str] | None = None
    ) -> None:
        self._clock = clock
        self._device: str | None = None
        self._reason: str | None = None
        self._voice: str | None = None
        self._reported_at = clock.monotonic()
        self._gone = False
        self._process = PlayerProcess(setup, self._on_report, self._on_gone, log=log, command=command)

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Replace everything that is planned."""
        self._process.send(CuePlan(tuple(PlannedCue(moment, cue.cue, cue.say) for moment, cue in cues)))

    def play(self, kind: CueKind) -> None:
        """Play one cue now."""
        self._process.send(Play(kind))

    def silence(self) -> None:
        """Drop what is planned, and fade what sounds."""
        self._process.send(Silence())

    def prepare(self, texts: Iterable[str]) -> None:
        """Make the samples of words that will be planned later."""
        self._process.send(Prepare(tuple(texts)))

    def status(self) -> SoundStatus:
        """Whether sound is heard at present."""
        if self._gone:
            return SoundStatus(None, f"The sound process stopped {RESTARTS + 1} times, so there is no sound.")
        if self._clock.monotonic() - self._reported_at > NO_REPORT_SECONDS:
            return SoundStatus(None, "The sound system does not answer.", self._voice)
        lead = LEAD_SECONDS if self._device is not None else 0.0
        return SoundStatus(self._device, self._reason, self._voice, lead)

    def close(self) -> None:
        """Close the device, after the tone that is playing."""
        self._process.close()

    def _on_report(self, report: Report) -> None:
        self._reported_at = self._clock.monotonic()
        match report:
            case Playing(device):
                self._device, self._reason = device, None
            case Silent(reason):
                self._device, self._reason = None, f"No sound: {reason}."
            case Voiced(voice):
                self._voice = voice
            case _:
                pass

    def _on_gone(self) -> None:
        self._gone = True


def open_audio(
    settings: Settings,
    clock: Clock,
    *,
    log: Path | None = None,
    own_sounds: Path | None = None,
    cache: Path | None = None,
) -> AudioPlayer:
    """An audio player by the user's settings; it begins to look for a device at once, in the background.

    Args:
        settings: the user's.
        clock: the app's; cues are planned in its monotonic time.
        log: the file for what sound libraries print; None: nowhere.
        own_sounds: the folder of the user's own sound sets.
        cache: the folder for spoken sentences that were never recorded; None: they are not kept.
    """
    if not settings.sound or settings.volume <= 0:
        return NullPlayer("Sound is off in your settings.")
    return ProcessPlayer(make_setup(settings, own_sounds, cache), clock, log=log)


def make_setup(settings: Settings, own_sounds: Path | None = None, cache: Path | None = None) -> Setup:
    """The user's settings for the playing process.

    A volume of 80 is 3 dB below full: what people call half as loud is far less than half the amplitude.
    """
    sound_set = DEFAULT_SET if settings.sound_set == "default" else settings.sound_set
    return Setup(
        sounds=str(shipped_sounds_folder()),
        sound_set=sound_set,
        own_sounds=str(own_sounds) if own_sounds is not None else None,
        volumes={
            **{name: _gain(volume) for name, volume in settings.volumes.items()},
            **{kind.value: 0.0 for kind in settings.muted_cues},
        },
        volume=_gain(settings.volume),
        speech=settings.speech,
        voice=settings.voice,
        keep_alive=settings.hum,
        cache=None if cache is None else str(cache),
        devices=(settings.device,) if settings.device else (),
    )


def _gain(volume: int) -> float:
    """The factor for samples, from a volume of 0 to 100."""
    return float(min(1.0, volume / 100) ** 1.5)


WAKE_SECONDS: Final = 1.5
"""Time that a sound device needs to open after a rest; a cue is planned so far ahead."""
OFF: Final = "Sound is off."
CUE_OFF: Final = "This cue is off."


class CuePreview:
    """Plays single tones; opens the sound device for the first one, and when the settings have changed."""

    def __init__(self, make: Callable[[Settings], AudioPlayer], clock: Clock) -> None:
        self._make = make
        self._clock = clock
        self._audio: AudioPlayer | None = None
        self._made_for: Settings | None = None

    def play(self, settings: Settings, kind: CueKind, *, rested: bool = False) -> str | None:
        """Play one tone; returns why nothing can be heard, as far as that is known by now.

        Args:
            settings: the current ones.
            kind: which tone.
            rested: the device may have gone to sleep since the last tone.
        """
        if not settings.sound or settings.volume == 0:
            return OFF
        if kind in settings.muted_cues:
            return CUE_OFF
        audio = self._audio if settings == self._made_for else None
        if audio is None or rested or audio.status().device is None:
            if audio is None:
                self.close()
                audio = self._audio = self._make(settings)
                self._made_for = settings
            audio.plan([(self._clock.monotonic() + WAKE_SECONDS, Cue(at=0, cue=kind))])
        else:
            audio.play(kind)
        return audio.status().reason

    @property
    def trouble(self) -> str | None:
        """Why nothing is heard, once that is known."""
        return self._audio.status().reason if self._audio is not None else None

    def close(self) -> None:
        """Close the sound device."""
        if self._audio is not None:
            self._audio.close()
        self._audio = self._made_for = None
