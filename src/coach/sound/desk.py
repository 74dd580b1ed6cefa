"""What the playing process does with orders: it keeps the plan, and an open device to play it on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from coach.clock import Clock
from coach.sound.arrange import arrange
from coach.sound.bank import load_tones
from coach.sound.devices.output import DeviceError, Output, StreamOutput
from coach.sound.devices.ways import Way, open_first, ways
from coach.sound.mixer import LATE_SECONDS
from coach.sound.speech import Speaker
from coach.sound.wire import (
    Plan,
    PlannedCue,
    Play,
    Playing,
    Prepare,
    Report,
    Setup,
    Silence,
    Silent,
    Trying,
)

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


class Desk:
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
        among: tuple[Way, ...] | None = None,
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

    def do(self, order: Plan | Play | Silence | Prepare) -> None:
        """Carry out one order."""
        now = self._clock.monotonic()
        match order:
            case Plan(cues):
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

    def _say_trying(self, way: Way) -> None:
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
