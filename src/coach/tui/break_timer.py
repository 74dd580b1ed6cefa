"""The running timer of breaks: when the next one comes; one line, one sound and one notice once it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import cycle
from threading import Thread
from typing import Literal

from msgspec import Struct

from coach.app.breaks import LINES, BreakWatch, Idle, News
from coach.clock import Clock
from coach.errors import CoachError

TimerState = Literal["off", "waiting", "due", "away", "none", "locked", "trouble"]


class TimerLook(Struct, frozen=True, kw_only=True):
    """How things stand at one moment."""

    state: TimerState
    at: datetime | None = None
    """When the next break comes; None: none is near."""
    line: str = ""
    """What is called out, or why nothing is."""
    rang: bool = False
    """It was called out just now."""


class BreakTimer:
    """Watches the clock for as long as calls are on; what a call does is handed in, so that tests see it."""

    def __init__(
        self,
        clock: Clock,
        news: Callable[[], News],
        *,
        ring: Callable[[], None],
        notify: Callable[[str], None],
        idle: Idle | None = None,
    ) -> None:
        """Join what a call needs; calls are off until `begin`.

        Args:
            clock: wall time says when.
            news: how things stand by the settings and the journal; may raise `CoachError`.
            ring: makes one sound, and waits for nothing.
            notify: shows one line on the desktop, and waits for nothing.
            idle: tells whether somebody is there; answers at once.
        """
        self._clock = clock
        self._news = news
        self._ring = ring
        self._notify = notify
        self._idle = idle
        self._watch: BreakWatch | None = None
        self._lines = cycle(LINES)
        self._line = ""
        self._care: str | None = None
        self._trouble: str | None = None
        self.is_looked_at = False
        """Somebody asks `look` every few seconds."""

    @property
    def is_on(self) -> bool:
        """Whether breaks are called out."""
        return self._watch is not None

    def begin(self) -> None:
        """Call from now on; nothing happens where calls are on already."""
        if self._watch is not None:
            self.learn()
            return
        news = self._read()
        if news is not None:
            self._watch = BreakWatch(news.window, self._clock, idle=self._idle, last=news.last)

    def stop(self) -> None:
        """Call no more."""
        self._watch = None

    def learn(self) -> None:
        """Go by the settings and the journal as they are now."""
        news = self._read()
        if news is not None and self._watch is not None:
            self._watch.learn(news)

    def look(self) -> TimerLook:
        """How things stand now; when a break has just come due, it is called out."""
        watch = self._watch
        if watch is None:
            return TimerLook(state="trouble" if self._trouble else "off", line=self._trouble or "")
        look = watch.look()
        if look.fresh:
            return self._call(watch)
        if self._care is not None:
            return TimerLook(state="locked", line=self._care)
        return TimerLook(state=look.state, at=look.at, line=self._line if look.state == "due" else "")

    def snooze(self) -> None:
        """Call again in a little while."""
        if self._watch is not None:
            self._watch.snooze()

    def skip(self) -> None:
        """The break was taken, or is left out: the next one comes half an hour from now."""
        if self._watch is not None:
            self._watch.done()

    def _call(self, watch: BreakWatch) -> TimerLook:
        """Call out, unless a red flag stands or the break was taken somewhere else meanwhile."""
        self.learn()
        if self._care is not None:
            watch.done()
            return TimerLook(state="locked", line=self._care)
        look = watch.look()
        if look.state != "due":
            return TimerLook(state=look.state, at=look.at)
        self._line = next(self._lines)
        self._ring()
        self._notify(self._line)
        return TimerLook(state="due", at=look.at, line=self._line, rang=True)

    def _read(self) -> News | None:
        try:
            news = self._news()
        except CoachError as error:
            self._trouble = str(error)
            return None
        self._trouble, self._care = None, news.care
        return news


class IdleInBackground:
    """Asks whether somebody is there on a thread of its own, and answers with what is known so far."""

    def __init__(self, idle: Idle) -> None:
        self._idle = idle
        self._known: float | None = None
        self._asking: Thread | None = None

    def seconds(self) -> float | None:
        """Since when nobody has touched keyboard or mouse; None: that is not known."""
        if self._asking is None or not self._asking.is_alive():
            self._asking = Thread(target=self._ask, daemon=True)
            self._asking.start()
        return self._known

    def _ask(self) -> None:
        self._known = self._idle.seconds()
