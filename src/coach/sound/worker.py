"""The process that plays: orders come in as lines, reports go out as lines, all noise goes to the log.

It is a process of its own so that a crash or a stall of a sound library costs a sound and never a session,
and so that what such libraries print does not land on the screen.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from coach.clock import Clock, SystemClock
from coach.sound.devices.backends import Backend, open_first, ways
from coach.sound.devices.base import DeviceError, Output, StreamOutput
from coach.sound.mixer import LATE_SECONDS, arrange
from coach.sound.protocol import (
    Beat,
    CuePlan,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Trying,
    read_order,
    to_line,
)
from coach.sound.speech import Speaker
from coach.sound.tones import load_tones

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.25
BACK_OFF_SECONDS = 2.0
"""How long until a device that is lost, or was never there, is looked for again; twice as long each time."""

LONGEST_BACK_OFF_SECONDS = 16.0

REST_AFTER_SECONDS = 60.0
"""With nothing planned for this long the device is let go, until something is."""

SLOW_OPEN_SECONDS = 4.0

BEGIN_SECONDS = 0.3
"""Within this, what is wanted at once has begun on any device."""


class PlaybackServer:
    """Plays on one device at a time, and finds another when that one goes.

    Args:
        setup: how to play.
        clock: the same monotonic clock as the app's.
        report: tells the app; may be called from any thread.
        among: the ways that are tried.
    """

    def __init__(
        self,
        setup: Setup,
        clock: Clock,
        report: Callable[[Report], None],
        among: tuple[Backend, ...] | None = None,
    ) -> None:
        self._setup = setup
        self._clock = clock
        self._report = report
        self._ways = ways(setup.devices, setup.avoid) if among is None else among
        own = Path(setup.own_sounds) if setup.own_sounds else None
        self._tones = load_tones(Path(setup.sounds), setup.sound_set, setup.volumes, setup.volume, own)
        self._speaker = Speaker(setup, report, self._words_came)
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._cues: tuple[PlannedCue, ...] = ()
        self._output: Output | None = None
        self._wanted_at = clock.monotonic()
        self._played_at = float("-inf")
        self._opening_since: float | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._keep_a_device, name="device", daemon=True)
        self._thread.start()

    def do(self, order: CuePlan | Play | Silence | Prepare) -> None:
        """Carry out one order."""
        now = self._clock.monotonic()
        match order:
            case CuePlan(cues):
                with self._lock:
                    self._cues = cues
                    self._speaker.prepare(cue.say for cue in cues if cue.say)
                    self._hand_over(now)
            case Play(cue, say):
                self._play_now(PlannedCue(now, cue, say))
            case Silence():
                with self._lock:
                    self._cues = ()
                    if self._output is not None:
                        self._output.silence()
            case Prepare(texts):
                self._speaker.prepare(texts)
        last = max((cue.moment for cue in self._cues), default=now)
        self._wanted_at = max(now, last)
        self._wake.set()

    def slow(self) -> str | None:
        """What to say when a device has been opening for long; None while all is well."""
        since = self._opening_since
        if since is not None and self._clock.monotonic() - since > SLOW_OPEN_SECONDS:
            return "the sound system does not answer"
        return None

    def ring_out(self, seconds: float) -> None:
        """Drop the plan, let what sounds come to its end within `seconds`, and let the device go."""
        with self._lock:
            self._cues, output = (), self._output
        if output is not None and seconds > 0:
            now = self._clock.monotonic()
            # What was asked for just now has to begin before the rest is dropped.
            self._clock.sleep(self._played_at + BEGIN_SECONDS - now)
            output.plan(())
            self._clock.sleep(min(now + seconds, output.busy_until() or now) - self._clock.monotonic())
        self._closed = True
        self._wake.set()
        self._let_go()

    def _play_now(self, cue: PlannedCue) -> None:
        self._played_at = cue.moment
        if cue.say:
            self._speaker.prepare((cue.say,))
        with self._lock:
            for sound in arrange((cue,), self._tones, self._speaker.words):
                if self._output is not None:
                    self._output.add(sound)

    def _words_came(self) -> None:
        """Phrases that were not ready when they were planned now are."""
        with self._lock:
            self._hand_over(self._clock.monotonic())

    def _hand_over(self, now: float) -> None:
        """Give the device all that is still to come."""
        if self._output is not None:
            sounds = arrange(self._cues, self._tones, self._speaker.words)
            # A tone that is late is better than none; a phrase that is late could run into the next tone.
            self._output.plan(
                [sound for sound in sounds if sound.moment > now - (0 if sound.speech else LATE_SECONDS)]
            )

    def _keep_a_device(self) -> None:
        """Open a device, watch it, and open another when it is lost or there is work again."""
        back_off = BACK_OFF_SECONDS
        while not self._closed:
            now = self._clock.monotonic()
            if self._output is not None:
                self._watch(self._output, now)
            elif now - self._wanted_at < REST_AFTER_SECONDS:
                news = self._open()
                self._report(news)
                if isinstance(news, Silent):
                    self._clock.sleep(back_off)
                    back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)
                    continue
                back_off = BACK_OFF_SECONDS
            self._wake.clear()
            self._wake.wait(WATCH_SECONDS)

    def _open(self) -> Playing | Silent:
        self._opening_since = self._clock.monotonic()
        try:
            output = open_first(self._ways, self._clock, self._setup.delay_seconds, self._say_trying)
        except DeviceError as error:
            log.warning("no device: %s", error)
            return Silent(_briefly(str(error)))
        finally:
            self._opening_since = None
        log.info("playing through %s", output.name)
        if self._setup.hum and isinstance(output, StreamOutput):
            output.hum()
        with self._lock:
            self._output = output
            self._hand_over(self._clock.monotonic())
        return Playing(output.name)

    def _say_trying(self, way: Backend) -> None:
        self._report(Trying(way.name))

    def _watch(self, output: Output, now: float) -> None:
        """Let a device go that is lost, or that nobody has needed for long."""
        if (reason := output.trouble()) is not None:
            log.warning("lost: %s", reason)
            self._let_go()
            self._report(Silent(reason))
        elif (busy := output.busy_until()) is not None:
            self._wanted_at = max(self._wanted_at, busy)
        elif now - self._wanted_at > REST_AFTER_SECONDS:
            self._let_go()

    def _let_go(self) -> None:
        """Close the device, without waiting long for one that hangs."""
        with self._lock:
            output, self._output = self._output, None
        if output is not None:
            closing = threading.Thread(target=output.close, name="close", daemon=True)
            closing.start()
            closing.join(1.0)


def _briefly(reasons: str) -> str:
    """The reason that helps most: what the first way said, and how many others failed too."""
    first, *others = reasons.split("; ")
    # What a library says of itself, behind it in brackets, is for `coach doctor`.
    told = first.partition(" (")[0]
    ways = "1 other way" if len(others) == 1 else f"{len(others)} other ways"
    return f"{told}; {ways} failed too" if others else told


BEAT_SECONDS = 1.0
RING_OUT_SECONDS = 1.9
"""At the end, what already sounds may still be heard for so long."""

PRIORITY = -11
"""What sound servers have on most desktops."""


class Reporter:
    """Writes reports, one at a time, whichever thread has one.

    Args:
        descriptor: the file descriptor of the pipe to the app.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def __call__(self, report: Report) -> None:
        """Send one report; if nobody listens any more, nobody misses it."""
        with self._lock:
            try:
                os.write(self._descriptor, to_line(report))
            except OSError:
                log.info("the app is gone")


def ask_for_priority() -> None:
    """Be first in line where the system allows it: a sound takes little time, and cannot wait for others."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def main() -> None:
    """Serve the app on the other end of the pipes until it closes them."""
    ask_for_priority()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    reports = os.dup(1)
    os.dup2(2, 1)
    # While phrases are made ready, the device's thread gets its turn at once.
    sys.setswitchinterval(0.001)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), name="orders", daemon=True).start()
    serve(lines, Reporter(reports))
    logging.shutdown()
    # A library that hangs in its own clean-up must not keep the process.
    os._exit(0)


def serve(lines: queue.SimpleQueue[bytes], report: Reporter) -> None:
    """Carry out orders until an empty line says that there will be no more.

    The first order must be a `Setup`.
    """
    if not (first := lines.get()):
        return
    setup = read_order(first)
    if not isinstance(setup, Setup):
        raise SystemExit("the first order has to be the setup")
    desk = PlaybackServer(setup, SystemClock(), report)
    gc.freeze()
    while True:
        report(Beat() if (reason := desk.slow()) is None else Silent(reason))
        try:
            line = lines.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            continue
        if not line:
            desk.ring_out(RING_OUT_SECONDS)
            return
        _carry_out(desk, line)


def _carry_out(desk: PlaybackServer, line: bytes) -> None:
    try:
        order = read_order(line)
    except (msgspec.ValidationError, msgspec.DecodeError):
        log.exception("this is no order: %r", line)
        return
    if not isinstance(order, Setup):
        desk.do(order)


def _read(lines: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    lines.put(b"")


if __name__ == "__main__":
    main()
