"""Breaks from sitting: when the next one comes, and when it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Final, Literal, Protocol

from msgspec import Struct
from msgspec.structs import replace

from coach.app.planning import day_plan
from coach.clock import Clock
from coach.coaching.breaks import EVERY_SECONDS, WorkWindow, is_quiet, next_break
from coach.coaching.history import is_begun
from coach.errors import CoachError, ProgramFileError
from coach.model.events import Event, Session
from coach.model.program import Kind, Program
from coach.model.settings import Settings

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


SNOOZE_SECONDS: Final = 5 * 60
AWAY_SECONDS: Final = 5 * 60
"""Time away from the keyboard, or asleep, that counts as a break: the half hour starts again."""
FRESH_SECONDS: Final = 5 * 60
"""How long a break is due on Today; after that the next one counts."""

LINES: Final = (
    "Time to stand up: roll your shoulders, then ten slow breaths. About two minutes.",
    "Half an hour again. Up you get, ten slow breaths, and a sip of water.",
)
"""Taken in turn, so that water comes up with every other one."""

BreakState = Literal["off", "waiting", "due", "away", "none", "locked", "trouble"]


class Idle(Protocol):
    """Tells for how long keyboard and mouse have not been touched."""

    def seconds(self) -> float | None:
        """Seconds; None: it is not known."""
        ...


class BreakStatus(Struct, frozen=True, kw_only=True):
    """Whether a break is due, and when the next one comes."""

    state: BreakState
    at: datetime | None = None
    """When the break is due; None: none within a week, in quiet hours, or while the user is away."""
    is_new: bool = False
    """The break has just come due: it is called now, or not called because training is locked."""
    line: str = ""
    """The text of the call, or why there is none."""


class BreakSituation(Struct, frozen=True, kw_only=True):
    """What may have changed since the last break."""

    window: WorkWindow
    last: datetime | None = None
    """When the latest break of the journal ended."""
    lock_text: str | None = None
    """What to do about a red flag, in place of any break; None: training is not locked."""


class BreakWatch:
    """Knows when a break is due: snoozes, quiet hours, sleep of the machine, time away from the desk.

    Attributes:
        window: when breaks are called for.
    """

    def __init__(
        self, window: WorkWindow, clock: Clock, *, idle: Idle | None = None, last: datetime | None = None
    ) -> None:
        """The time of sitting starts now, or with the last break if that was just before.

        Args:
            window: when breaks are called for.
            clock: wall time says when; both clocks together say whether the machine slept.
            idle: tells whether the user is there; None: that is not known.
            last: when the last break was; None: never.
        """
        self.window = window
        self._clock = clock
        self._idle = idle
        now = clock.now()
        is_recent = last is not None and 0 <= (now - last).total_seconds() < window.every_seconds
        self._last = last if last is not None and is_recent else now
        self._snoozed_until: datetime | None = None
        self._reported: datetime | None = None
        self._checked = (now, clock.monotonic())
        self._is_away = False

    def check(self) -> BreakStatus:
        """The present status; call it every few seconds."""
        now = self._clock.now()
        # Wall time that the monotonic clock did not count is time that the machine slept.
        monotonic = self._clock.monotonic()
        wall_before, monotonic_before = self._checked
        asleep = (now - wall_before).total_seconds() - (monotonic - monotonic_before)
        self._checked = (now, monotonic)
        if asleep >= AWAY_SECONDS or self._last > now:
            self.restart()
        # Whether the user has been away for long; coming back starts a new half hour.
        idle = self._idle.seconds() if self._idle is not None else None
        if idle is not None and idle >= AWAY_SECONDS:
            self._is_away = True
        elif self._is_away:
            self._is_away = False
            self.restart()
        if self._is_away:
            return BreakStatus(state="away")
        moment = next_break(self.window, now, self._last)
        if moment is None:
            return BreakStatus(state="none")
        if not moment.due:
            return BreakStatus(state="waiting", at=moment.at)
        if is_quiet(self.window, now):
            return BreakStatus(state="waiting")
        if self._snoozed_until is not None and now < self._snoozed_until:
            return BreakStatus(state="waiting", at=self._snoozed_until)
        due = max(moment.at, self._snoozed_until or moment.at)
        is_new = due != self._reported
        self._reported = due
        return BreakStatus(state="due", at=moment.at, is_new=is_new)

    def restart(self) -> None:
        """The break was taken or skipped: the next one comes half an hour from now."""
        self._last = self._clock.now()
        self._snoozed_until = None

    def update(self, situation: BreakSituation) -> None:
        """Take over changed settings, and a break that was taken elsewhere."""
        self.window = situation.window
        if situation.last is not None and self._last < situation.last <= self._clock.now():
            self._last = situation.last
            self._snoozed_until = None

    def snooze(self) -> datetime:
        """Call again in five minutes; returns when."""
        self._snoozed_until = self._clock.now() + timedelta(seconds=SNOOZE_SECONDS)
        return self._snoozed_until


class BreakTimer:
    """Calls breaks while it is on. `coach breaks` and the screens show its status and send the answers.

    Attributes:
        lock_text: what to do about a red flag, as last read; None: training is not locked.
        error: why the settings or the journal could not be read the last time.
    """

    def __init__(
        self,
        clock: Clock,
        read: Callable[[], BreakSituation],
        *,
        call: Callable[[str], None],
        idle: Idle | None = None,
    ) -> None:
        """Calls are off until `begin`.

        Args:
            clock: wall time says when.
            read: reads settings and journal; may raise `CoachError`.
            call: calls a break with this line; returns at once.
            idle: tells whether the user is there.
        """
        self.lock_text: str | None = None
        self.error: CoachError | None = None
        self._clock = clock
        self._read = read
        self._call = call
        self._idle = idle
        self._watch: BreakWatch | None = None
        self._lines = cycle(LINES)
        self._line = ""

    @property
    def is_on(self) -> bool:
        """Whether breaks are called."""
        return self._watch is not None

    @property
    def has_room(self) -> bool:
        """Whether working hours and quiet hours leave room for a break; True while calls are off."""
        return self._watch is None or next_break(self._watch.window, self._clock.now()) is not None

    def begin(self) -> None:
        """Turn calls on; where they are on already, only `refresh`."""
        situation = self.refresh()
        if situation is not None and self._watch is None:
            self._watch = BreakWatch(situation.window, self._clock, idle=self._idle, last=situation.last)

    def stop(self) -> None:
        """Turn calls off."""
        self._watch = None

    def refresh(self) -> BreakSituation | None:
        """Read settings and journal again; None: they cannot be read, and `error` has the reason."""
        try:
            situation = self._read()
        except CoachError as error:
            self.error = error
            return None
        self.error, self.lock_text = None, situation.lock_text
        if self._watch is not None:
            self._watch.update(situation)
        return situation

    def check(self) -> BreakStatus:
        """The present status; a break that has just come due is called. Call it every few seconds."""
        watch = self._watch
        if watch is None:
            return BreakStatus(state="trouble" if self.error else "off", line=str(self.error or ""))
        status = watch.check()
        if status.is_new:
            self.refresh()
            if self.lock_text is None:
                # It may have been taken elsewhere meanwhile.
                status = watch.check()
                if status.state != "due":
                    return status
                self._line = next(self._lines)
                self._call(self._line)
                return replace(status, is_new=True, line=self._line)
            watch.restart()
            return BreakStatus(state="locked", line=self.lock_text, is_new=True)
        if self.lock_text is not None:
            return BreakStatus(state="locked", at=status.at, line=self.lock_text)
        return replace(status, line=self._line if status.state == "due" else "")

    def snooze(self) -> datetime | None:
        """Call again in five minutes; returns when, or None while calls are off."""
        return self._watch.snooze() if self._watch is not None else None

    def skip(self) -> None:
        """The break was taken or is left out: the next one comes half an hour from now."""
        if self._watch is not None:
            self._watch.restart()


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


def require_break_program(programs: Iterable[Program]) -> Program:
    """The program that a break is.

    Raises:
        ProgramFileError: there is none.
    """
    program = break_program(programs)
    if program is None:
        raise ProgramFileError("there is no program of kind break", hint="coach check tells what is wrong")
    return program


def read_break_situation(workspace: Workspace) -> BreakSituation:
    """What settings and journal say about breaks.

    Raises:
        ProgramFileError: there is no program of kind break.
        JournalError: the journal cannot be read.
    """
    program = require_break_program(workspace.programs.values())
    plan = day_plan(workspace)
    yesterday = workspace.clock.now().date() - timedelta(days=1)
    return BreakSituation(
        window=work_window(workspace.settings, program),
        last=last_break(workspace.journal.recent(yesterday)),
        lock_text=plan.notices[0].text if plan.locked else None,
    )


def break_is_due(window: WorkWindow, now: datetime, last: datetime | None) -> bool:
    """Whether a break came due within the last minutes."""
    moment = next_break(window, now, last)
    return (
        moment is not None
        and moment.due
        and not is_quiet(window, now)
        and (now - moment.at).total_seconds() < FRESH_SECONDS
    )
