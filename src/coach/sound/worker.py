"""The playing process: it reads orders as lines, writes reports as lines, and logs the rest.

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
from coach.sound.backends import Backend, choose_backends, open_first
from coach.sound.mixer import LATE_SECONDS, schedule
from coach.sound.output import DeviceError, Output, StreamOutput
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
"""Wait before the search for a device is repeated; doubled each time."""

LONGEST_BACK_OFF_SECONDS = 16.0

REST_AFTER_SECONDS = 60.0
"""With nothing planned for this long the device is closed, until something is."""

SLOW_OPEN_SECONDS = 4.0

START_SECONDS = 0.3
"""A sound that is played at once has started on any device after this time."""


class PlaybackServer:
    """Plays on one device at a time, and opens another when that one is lost.

    Args:
        setup: how to play.
        clock: the same monotonic clock as the app's.
        report: sends a report to the app; is called from any thread.
        backends: those to try; None: those of `setup`.
    """

    def __init__(
        self,
        setup: Setup,
        clock: Clock,
        report: Callable[[Report], None],
        backends: tuple[Backend, ...] | None = None,
    ) -> None:
        self._setup = setup
        self._clock = clock
        self._report = report
        self._backends = choose_backends(setup.devices, setup.avoid) if backends is None else backends
        own = Path(setup.own_sounds) if setup.own_sounds else None
        self._tones = load_tones(Path(setup.sounds), setup.sound_set, setup.volumes, setup.volume, own)
        # Words that become ready are planned with the rest.
        self._speaker = Speaker(setup, report, self._send_plan)
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._cues: tuple[PlannedCue, ...] = ()
        self._output: Output | None = None
        self._wanted_at = clock.monotonic()
        self._played_at = float("-inf")
        self._opening_since: float | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="device", daemon=True)
        self._thread.start()

    def execute(self, order: CuePlan | Play | Silence | Prepare) -> None:
        """Execute one order."""
        now = self._clock.monotonic()
        match order:
            case CuePlan(cues):
                with self._lock:
                    self._cues = cues
                    self._speaker.prepare(cue.say for cue in cues if cue.say)
                self._send_plan()
            case Play(cue, say):
                self._played_at = now
                if say:
                    self._speaker.prepare((say,))
                with self._lock:
                    planned = (PlannedCue(now, cue, say),)
                    for sound in schedule(planned, self._tones, self._speaker.samples):
                        if self._output is not None:
                            self._output.add(sound)
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

    def slow_reason(self) -> str | None:
        """The reason for silence while a device takes long to open; else None."""
        since = self._opening_since
        if since is not None and self._clock.monotonic() - since > SLOW_OPEN_SECONDS:
            return "the sound system does not answer"
        return None

    def finish(self, seconds: float) -> None:
        """Drop the plan, play the current sounds to their end within `seconds`, and close the device."""
        with self._lock:
            self._cues, output = (), self._output
        if output is not None and seconds > 0:
            now = self._clock.monotonic()
            # A sound that was just ordered has to start before the rest is dropped.
            self._clock.sleep(self._played_at + START_SECONDS - now)
            output.plan(())
            self._clock.sleep(min(now + seconds, output.busy_until() or now) - self._clock.monotonic())
        self._closed = True
        self._wake.set()
        self._close_output()

    def _send_plan(self) -> None:
        """Send the device everything that is still to come."""
        with self._lock:
            if self._output is not None:
                now = self._clock.monotonic()
                sounds = schedule(self._cues, self._tones, self._speaker.samples)
                # A tone that is late is better than none; a phrase that is late could run into the next tone.
                self._output.plan(
                    [sound for sound in sounds if sound.moment > now - (0 if sound.speech else LATE_SECONDS)]
                )

    def _run(self) -> None:
        """Open a device; close it when it is lost or was not needed for long; open one when there is work."""
        back_off = BACK_OFF_SECONDS
        while not self._closed:
            now = self._clock.monotonic()
            if (output := self._output) is not None:
                if (reason := output.trouble()) is not None:
                    log.warning("lost: %s", reason)
                    self._close_output()
                    self._report(Silent(reason))
                elif (busy := output.busy_until()) is not None:
                    self._wanted_at = max(self._wanted_at, busy)
                elif now - self._wanted_at > REST_AFTER_SECONDS:
                    self._close_output()
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
            output = open_first(
                self._backends,
                self._clock,
                self._setup.delay_seconds,
                lambda backend: self._report(Trying(backend.name)),
            )
        except DeviceError as error:
            log.warning("no device: %s", error)
            # The reason of the first backend, and how many others failed too.
            reasons = str(error)
            first, *others = reasons.split("; ")
            # Details of the library, in brackets, are for `coach doctor`.
            reason = first.partition(" (")[0]
            count = "1 other way" if len(others) == 1 else f"{len(others)} other ways"
            return Silent(f"{reason}; {count} failed too" if others else reason)
        finally:
            self._opening_since = None
        log.info("playing through %s", output.name)
        if self._setup.keep_alive and isinstance(output, StreamOutput):
            output.keep_alive()
        with self._lock:
            self._output = output
            self._send_plan()
        return Playing(output.name)

    def _close_output(self) -> None:
        """Close the device; do not wait long for one that hangs."""
        with self._lock:
            output, self._output = self._output, None
        if output is not None:
            closing = threading.Thread(target=output.close, name="close", daemon=True)
            closing.start()
            closing.join(1.0)


BEAT_SECONDS = 1.0
FINISH_SECONDS = 1.9
"""At the end, current sounds may play on for this long."""

PRIORITY = -11
"""That of sound servers on most desktops."""


class Reporter:
    """Writes reports, one at a time, from any thread.

    Args:
        descriptor: the file descriptor of the pipe to the app.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def __call__(self, report: Report) -> None:
        """Send one report; a closed pipe is ignored."""
        with self._lock:
            try:
                os.write(self._descriptor, to_line(report))
            except OSError:
                log.info("the app is gone")


def ask_for_priority() -> None:
    """Raise the priority of this process where the system allows it: sound cannot wait."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def main() -> None:
    """Serve the app at the other end of the pipes until it closes them."""
    ask_for_priority()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    reports = os.dup(1)
    os.dup2(2, 1)
    # The device's thread must not wait while phrases are made.
    sys.setswitchinterval(0.001)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), name="orders", daemon=True).start()
    serve(lines, Reporter(reports))
    logging.shutdown()
    # A library that hangs in its clean-up must not keep the process alive.
    os._exit(0)


def serve(lines: queue.SimpleQueue[bytes], report: Reporter) -> None:
    """Execute orders until an empty line, which means the end.

    The first order must be a `Setup`.
    """
    if not (first := lines.get()):
        return
    setup = read_order(first)
    if not isinstance(setup, Setup):
        raise SystemExit("the first order has to be the setup")
    server = PlaybackServer(setup, SystemClock(), report)
    gc.freeze()
    while True:
        report(Beat() if (reason := server.slow_reason()) is None else Silent(reason))
        try:
            line = lines.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            continue
        if not line:
            server.finish(FINISH_SECONDS)
            return
        try:
            order = read_order(line)
        except (msgspec.ValidationError, msgspec.DecodeError):
            log.exception("this is no order: %r", line)
            continue
        if not isinstance(order, Setup):
            server.execute(order)


def _read(lines: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    lines.put(b"")


if __name__ == "__main__":
    main()
