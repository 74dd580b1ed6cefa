"""Calling somebody out of the chair: one line, one sound, and one key for the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import cycle
from typing import TYPE_CHECKING, Final

from coach.cli.console import Console
from coach.cli.keyboard import Keyboard
from coach.errors import UsageError
from coach.model.formatting import weekday_name
from coach.model.timeline import Cue, CueKind
from coach.service.breaks import LINES, BreakWatch, Look, News

if TYPE_CHECKING:
    from coach.service.desktop import Notifier
    from coach.sound.booth import Booth

NAP_SECONDS: Final = 5.0
"""So often is looked whether it is time; a key is heard at once."""
LEAD_SECONDS: Final = 1.5
"""A sound device that rested takes a moment to open; a cue that is planned ahead waits for it."""
BELL: Final = "\a"
ANSWERS: Final = "s start, z in 5 minutes, k skip, q quit"


class Alarm:
    """Makes itself heard and seen, in whatever way there is."""

    def __init__(self, console: Console, booth: Booth | None, notifier: Notifier) -> None:
        """Ring through these; a booth that is None stands for silence that was asked for."""
        self._console = console
        self._booth = booth
        self._notifier = notifier
        self._complained = False

    def ring(self, line: str) -> None:
        """One sound and one notification; where no device can sound, the terminal's bell."""
        self._sound()
        self._notifier.show(line)
        if self._notifier.trouble is not None and not self._complained:
            self._complained = True
            self._console.warn(f"No notification on the desktop: {self._notifier.trouble}")

    def _sound(self) -> None:
        if self._booth is None:
            return
        if self._booth.status().reason is not None:
            self._console.write(BELL)
            self._console.flush()
        moment = self._console.clock.monotonic() + LEAD_SECONDS
        self._booth.plan([(moment, Cue(at=0, cue=CueKind.ANNOUNCE))])

    def close(self) -> None:
        """Let go of the sound device."""
        if self._booth is not None:
            self._booth.close()


class BreakCalls:
    """Waits for breaks and calls them out until it is told to stop."""

    def __init__(
        self,
        console: Console,
        watch: BreakWatch,
        keyboard: Keyboard,
        alarm: Alarm,
        *,
        start: Callable[[], int],
        news: Callable[[], News],
        once: bool = False,
    ) -> None:
        """Join what a call needs.

        Args:
            console: where lines are said.
            watch: knows when.
            keyboard: where answers come from.
            alarm: rings.
            start: runs the break as a session; gives its exit status.
            news: how things stand by the settings and the journal; asked before each call.
            once: end after the first call.
        """
        self._console = console
        self._watch = watch
        self._keyboard = keyboard
        self._alarm = alarm
        self._start = start
        self._news = news
        self._once = once
        self._lines = cycle(LINES)

    def run(self) -> int:
        """Call until `q`, or once; gives the exit status.

        Raises:
            UsageError: by the settings there is never a break.
        """
        self._say_next("")
        while True:
            look = self._watch.look()
            if look.state == "none":
                raise UsageError(
                    "your working hours and quiet hours leave no room for a break",
                    hint="coach settings shows them",
                )
            if look.fresh and self._call() and self._once:
                return 0
            key = self._keyboard.wait(self._nap(look))
            if key == "q":
                return 0
            self._answer(key)

    def _nap(self, look: Look) -> float:
        if look.state != "waiting" or look.at is None:
            return NAP_SECONDS
        left = (look.at - self._console.clock.now()).total_seconds()
        return max(0.0, min(NAP_SECONDS, left))

    def _call(self) -> bool:
        """Call, unless there is nothing to call for; says whether it did."""
        if self._taken_care_of():
            return False
        line = next(self._lines)
        self._say(f"{line}  {ANSWERS}")
        self._alarm.ring(line)
        return True

    def _taken_care_of(self) -> bool:
        """Whether there is nothing to call for: a red flag stands, or the break was taken somewhere else."""
        if self._locked():
            self._watch.done()
            return True
        return self._watch.look().state != "due"

    def _locked(self) -> bool:
        """Whether a red flag stands; then it is said what to do about it."""
        news = self._news()
        self._watch.learn(news)
        if news.care is not None:
            self._say(news.care)
        return news.care is not None

    def _answer(self, key: str | None) -> None:
        if key == "s":
            if self._locked():
                return
            with self._keyboard.lend():
                status = self._start()
            self._watch.done()
            self._say_next("Back to work. " if status == 0 else "")
        elif key == "z":
            self._say(f"Again at {_clock(self._watch.snooze())}.")
        elif key == "k":
            self._watch.done()
            self._say_next("Skipped, nothing is owed. ")
        elif key:
            self._say(ANSWERS)

    def _say_next(self, before: str) -> None:
        look = self._watch.look()
        if look.state == "waiting" and look.at is not None:
            now = self._console.clock.now()
            day = "" if look.at.date() == now.date() else f" on {weekday_name(look.at)}"
            self._say(f"{before}The next break comes at {_clock(look.at)}{day}.  s one now, q quit")

    def _say(self, text: str) -> None:
        self._console.say(f"{self._console.clock.now():%H:%M}  {text}")
        self._console.flush()


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"
