"""Breaks from sitting for one person: when the next one comes, whether they are there, and what is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal, Protocol

from msgspec import Struct

from coach.clock import Clock
from coach.coaching.breaks import EVERY_SECONDS, BreakMoment, WorkWindow, is_quiet, next_break
from coach.coaching.history import is_begun
from coach.errors import ProgramFileError
from coach.model.events import Event, Session
from coach.model.program import Kind, Program
from coach.model.settings import Settings

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


SNOOZE_SECONDS: Final = 5 * 60
AWAY_SECONDS: Final = 5 * 60
"""Away from the keyboard, or asleep, for so long: that was a break, and the half hour starts anew."""
FRESH_SECONDS: Final = 5 * 60
"""For so long a break is due; after that it is gone, and the next one comes."""

LINES: Final = (
    "Time to stand up: roll your shoulders, then ten slow breaths. About two minutes.",
    "Half an hour again. Up you get, ten slow breaths, and a sip of water.",
)
"""Taken in turn, so that water comes up with every other one."""

State = Literal["waiting", "due", "away", "none"]


class Idle(Protocol):
    """Knows since when nobody has touched keyboard or mouse."""

    def seconds(self) -> float | None:
        """So many seconds; None: there is no way to know here."""
        ...


class Look(Struct, frozen=True):
    """How things stand at one moment."""

    state: State
    at: datetime | None
    """When the break is due; None when none comes within a week, in quiet hours, or while nobody is there."""
    fresh: bool = False
    """Due, and not told before: the moment for a line and a sound."""


class News(Struct, frozen=True, kw_only=True):
    """What may have changed since the last break."""

    window: WorkWindow
    last: datetime | None = None
    """When the latest break of the journal ended."""
    care: str | None = None
    """What to do about a red flag, in place of any break; None while all is well."""


class BreakWatch:
    """Watches one working day after the other; `look` is asked every few seconds.

    Attributes:
        window: when breaks are called for.
    """

    def __init__(
        self, window: WorkWindow, clock: Clock, *, idle: Idle | None = None, last: datetime | None = None
    ) -> None:
        """Begin to watch; the time of sitting starts now, or with a break that was just before.

        Args:
            window: when breaks are called for.
            clock: wall time says when; both clocks together say whether the machine slept.
            idle: tells whether somebody is there; None: nothing does.
            last: when the last break was; None: never.
        """
        self.window = window
        self._clock = clock
        self._idle = idle
        now = clock.now()
        lately = last is not None and 0 <= (now - last).total_seconds() < window.every_seconds
        self._last = last if last is not None and lately else now
        self._snoozed: datetime | None = None
        self._told: datetime | None = None
        self._seen = (now, clock.monotonic())
        self._is_away = False

    def look(self) -> Look:
        """How things stand now."""
        now = self._clock.now()
        self._notice_sleep(now)
        if self._away(now):
            return Look("away", None)
        moment = next_break(self.window, now, self._last)
        if moment is None:
            return Look("none", None)
        if not moment.due:
            return Look("waiting", moment.at)
        return self._due(moment, now)

    def _due(self, moment: BreakMoment, now: datetime) -> Look:
        if is_quiet(self.window, now):
            return Look("waiting", None)
        if self._snoozed is not None and now < self._snoozed:
            return Look("waiting", self._snoozed)
        told_for = max(moment.at, self._snoozed or moment.at)
        fresh = told_for != self._told
        self._told = told_for
        return Look("due", moment.at, fresh)

    def done(self) -> None:
        """The break was taken, or skipped: the next one comes half an hour from now."""
        self._last = self._clock.now()
        self._snoozed = None

    def learn(self, news: News) -> None:
        """Go by the settings as they are now, and count a break that was taken somewhere else."""
        self.window = news.window
        if news.last is not None and self._last < news.last <= self._clock.now():
            self._last = news.last
            self._snoozed = None

    def snooze(self) -> datetime:
        """Ask again in a little while; gives the moment."""
        self._snoozed = self._clock.now() + timedelta(seconds=SNOOZE_SECONDS)
        return self._snoozed

    def _notice_sleep(self, now: datetime) -> None:
        """Wall time that the monotonic clock did not count is time that the machine slept."""
        monotonic = self._clock.monotonic()
        seen, before = self._seen
        asleep = (now - seen).total_seconds() - (monotonic - before)
        self._seen = (now, monotonic)
        if asleep >= AWAY_SECONDS or self._last > now:
            self.done()

    def _away(self, now: datetime) -> bool:
        """Whether nobody has been there for long; who comes back starts a new half hour."""
        idle = self._idle.seconds() if self._idle is not None else None
        if idle is not None and idle >= AWAY_SECONDS:
            self._is_away = True
        elif self._is_away:
            self._is_away = False
            self.done()
        return self._is_away


def work_window(settings: Settings, program: Program | None) -> WorkWindow:
    """When breaks are called for.

    Args:
        settings: working hours, days, and quiet hours.
        program: the break program, for how often, and for its hours where the settings have the usual ones.
    """
    schedule = program.schedule if program is not None else None
    usual = Settings()
    start, until = settings.work_from, settings.work_until
    if schedule is not None and (start, until) == (usual.work_from, usual.work_until):
        start, until = schedule.from_time or start, schedule.until_time or until
    every = schedule.every_seconds if schedule is not None else None
    quiet = settings.quiet_from is not None and settings.quiet_until is not None
    return WorkWindow(
        start=time.fromisoformat(start),
        until=time.fromisoformat(until),
        days=frozenset(settings.work_days),
        every_seconds=every or EVERY_SECONDS,
        quiet_start=time.fromisoformat(settings.quiet_from) if quiet and settings.quiet_from else None,
        quiet_until=time.fromisoformat(settings.quiet_until) if quiet and settings.quiet_until else None,
    )


def break_program(programs: Iterable[Program]) -> Program | None:
    """The program that a break is: the first of its kind."""
    return next((program for program in programs if program.kind is Kind.BREAK), None)


def last_break(events: Iterable[Event]) -> datetime | None:
    """When the latest break of the journal ended; one that was only begun was none."""
    ends = [
        event.ended_at or event.at
        for event in events
        if isinstance(event, Session) and event.kind == Kind.BREAK and not is_begun(event)
    ]
    return max(ends, default=None)


def break_news(workspace: Workspace) -> News:
    """How things stand by the settings and the journal.

    Raises:
        LibraryError: there is no program of kind break.
        JournalError: the journal cannot be read.
    """
    program = break_program(workspace.programs.values())
    if program is None:
        raise ProgramFileError("there is no program of kind break", hint="coach check tells what is wrong")
    plan = workspace.plan()
    yesterday = workspace.clock.now().date() - timedelta(days=1)
    return News(
        window=work_window(workspace.settings, program),
        last=last_break(workspace.journal.recent(yesterday)),
        care=plan.notices[0].text if plan.locked else None,
    )


def break_is_due(window: WorkWindow, now: datetime, last: datetime | None) -> bool:
    """Whether a break is due for somebody who asks just now: one that is over for long is gone."""
    moment = next_break(window, now, last)
    return (
        moment is not None
        and moment.due
        and not is_quiet(window, now)
        and (now - moment.at).total_seconds() < FRESH_SECONDS
    )
