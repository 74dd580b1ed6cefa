"""Where cues are handed in to be heard at their moments, whatever else the machine does."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Protocol

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
"""How long until it is started again, and so much longer every time."""

CLOSE_SECONDS = 2.5
LOG_BYTES = 200_000

_BOOT = "import sys, importlib; m, *sys.path[:] = sys.argv[1:]; importlib.import_module(m).main()"


def child_command(module: str = "coach.sound.worker") -> list[str]:
    """How a process is started that runs `main` of a module, and finds modules just where this process does.

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
    """This process's environment without what changes Python, and with the plain allocator.

    The plain allocator keeps the original simpleaudio from crashing on Python 3.12 and later.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONMALLOC": "malloc"}


class PlayerProcess:
    """The process that plays, seen from the app. Nothing here makes the caller wait.

    Args:
        setup: what it is told first.
        on_report: takes what it says; called from a thread of its own.
        on_gone: called when it has died for the last time; from that thread too.
        log: the file its noise is added to; None: nowhere.
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
        self._reader = threading.Thread(target=self._live, name="sound", daemon=True)
        self._writer = threading.Thread(target=self._write, name="sound-orders", daemon=True)
        self._reader.start()
        self._writer.start()

    def send(self, order: Order) -> None:
        """Pass an order on, in turn."""
        self._orders.put(order)

    def close(self) -> None:
        """End the process; waits a moment, so that the tone that sounds may end."""
        self._closing.set()
        self._orders.put(None)
        self._reader.join(CLOSE_SECONDS)
        if self._reader.is_alive() and (process := self._process) is not None:
            process.kill()
            self._reader.join(CLOSE_SECONDS)

    def _live(self) -> None:
        """Start the process, listen to it, and start it again up to three times."""
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
            self._avoid_what_crashed()
        self._on_gone()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock, contextlib.ExitStack() as stack:
            noise = subprocess.DEVNULL if self._log is None else stack.enter_context(_open_log(self._log))
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=noise,
                env=child_environment(),
                start_new_session=True,
            )
            self._process = process
            self._put(process, self._setup)
            if self._plan is not None:
                self._put(process, self._plan)
        if self._closing.is_set():
            self._hang_up(process)
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Take reports until the process is gone."""
        with process:
            if process.stdout is not None:
                for line in process.stdout:
                    with contextlib.suppress(msgspec.ValidationError, msgspec.DecodeError):
                        self._take(read_report(line))
            self._hang_up(process)

    def _take(self, report: Report) -> None:
        if not isinstance(report, Beat):
            self._trying = report.way if isinstance(report, Trying) else None
        self._on_report(report)

    def _avoid_what_crashed(self) -> None:
        """Leave out, from now on, the way that was being tried when the process died."""
        if self._trying is not None:
            self._setup = msgspec.structs.replace(self._setup, avoid=(*self._setup.avoid, self._trying))
            self._trying = None

    def _write(self) -> None:
        """Write orders, which may take a while when the process is slow to read."""
        while (order := self._orders.get()) is not None:
            with self._lock:
                if isinstance(order, CuePlan):
                    self._plan = order
                if self._process is not None:
                    self._put(self._process, order)
        with self._lock:
            if self._process is not None:
                self._hang_up(self._process)

    def _put(self, process: subprocess.Popen[bytes], order: Order) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(to_line(order))
                process.stdin.flush()

    def _hang_up(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.close()


def _open_log(path: Path) -> IO[bytes]:
    """The log, begun anew when it has grown large; nowhere, if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        large = path.exists() and path.stat().st_size > LOG_BYTES
        return path.open("wb" if large else "ab")
    except OSError:
        return Path(os.devnull).open("ab")


UNHEARD_SECONDS = 6.0
"""The playing process says something every second; after so long without a word it hangs."""

LEAD_SECONDS = 0.4
"""Within this a cue gets through the pipe, into the next block and out of any device."""


class SoundStatus(Struct, frozen=True):
    """Whether sound is heard, and if not, why."""

    device: str | None
    """What plays; None: nothing does, and the screen has to ring and flash by itself."""
    reason: str | None = None
    """Why nothing plays, for a person; None while something does, or while it is still starting."""
    voice: str | None = None
    """What speaks; None: nothing does."""
    lead_seconds: float = 0.0
    """A cue that is planned so long before its moment is heard at it; 0 where nothing plays."""


class AudioPlayer(Protocol):
    """Takes cues ahead of their moments. No call here waits for a sound."""

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
        """Make words ready that will be planned later; the sooner, the surer they are heard."""
        ...

    def status(self) -> SoundStatus:
        """Whether sound is heard at this moment."""
        ...

    def close(self) -> None:
        """Let the sound device go; a tone that sounds may end."""
        ...


class NullPlayer:
    """Plays nothing, and knows why."""

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
        """Say why nothing is heard."""
        return SoundStatus(None, self._reason)

    def close(self) -> None:
        """Do nothing."""


class ProcessPlayer:
    """Plays in a process of its own.

    Args:
        setup: how to play.
        clock: the app's.
        log: the file that takes what sound libraries print; None: nowhere.
        command: how that process is started; None: as usual.
    """

    def __init__(
        self, setup: Setup, clock: Clock, *, log: Path | None = None, command: list[str] | None = None
    ) -> None:
        self._clock = clock
        self._device: str | None = None
        self._reason: str | None = None
        self._voice: str | None = None
        self._heard_at = clock.monotonic()
        self._gone = False
        self._child = PlayerProcess(setup, self._hear, self._lose, log=log, command=command)

    def plan(self, cues: Sequence[tuple[float, Cue]]) -> None:
        """Replace everything that is planned."""
        self._child.send(CuePlan(tuple(PlannedCue(moment, cue.cue, cue.say) for moment, cue in cues)))

    def play(self, kind: CueKind) -> None:
        """Play one cue now."""
        self._child.send(Play(kind))

    def silence(self) -> None:
        """Drop what is planned, and fade what sounds."""
        self._child.send(Silence())

    def prepare(self, texts: Iterable[str]) -> None:
        """Make words ready that will be planned later."""
        self._child.send(Prepare(tuple(texts)))

    def status(self) -> SoundStatus:
        """Whether sound is heard at this moment."""
        if self._gone:
            return SoundStatus(None, f"The sound process stopped {RESTARTS + 1} times, so there is no sound.")
        if self._clock.monotonic() - self._heard_at > UNHEARD_SECONDS:
            return SoundStatus(None, "The sound system does not answer.", self._voice)
        lead = LEAD_SECONDS if self._device is not None else 0.0
        return SoundStatus(self._device, self._reason, self._voice, lead)

    def close(self) -> None:
        """Let the sound device go; a tone that sounds may end."""
        self._child.close()

    def _hear(self, report: Report) -> None:
        self._heard_at = self._clock.monotonic()
        match report:
            case Playing(device):
                self._device, self._reason = device, None
            case Silent(reason):
                self._device, self._reason = None, f"No sound: {reason}."
            case Voiced(voice):
                self._voice = voice
            case _:
                pass

    def _lose(self) -> None:
        self._gone = True


def make_booth(
    settings: Settings, clock: Clock, *, log: Path | None = None, own_sounds: Path | None = None
) -> AudioPlayer:
    """A booth that plays as the user has set; it begins to look for a device at once, in the background.

    Args:
        settings: the user's.
        clock: the app's; cues are planned in its monotonic time.
        log: the file that takes what sound libraries print; None: nowhere.
        own_sounds: the folder of the user's own sound sets.
    """
    if not settings.sound or settings.volume <= 0:
        return NullPlayer("Sound is off in your settings.")
    return ProcessPlayer(make_setup(settings, own_sounds), clock, log=log)


def make_setup(settings: Settings, own_sounds: Path | None = None) -> Setup:
    """The user's settings as the playing process wants them.

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
        hum=settings.hum,
        devices=(settings.device,) if settings.device else (),
    )


def _gain(volume: int) -> float:
    """What samples are multiplied by, of 0 to 100 as people mean it."""
    return float(min(1.0, volume / 100) ** 1.5)
