"""The journal by week: it is read once, then any week can be taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.coaching.calendar import Calendar, calendar_of
from coach.coaching.deload import CLOSED
from coach.coaching.history import Fact, History, read_history, week_of
from coach.coaching.safety import HealthState, read_health
from coach.model.events import Activity, CheckIn, Event, Session
from coach.model.plan import Phase
from coach.model.program import WEEKDAYS, Kind, Program, Weekday


def first_day_of_week(day: date, week_start: Weekday = "mon") -> date:
    """The first day of the week that a day is in, for weeks that start on any weekday."""
    return date.fromordinal(max(1, week_of(day.toordinal(), WEEKDAYS.index(week_start))))


class WeekData(Struct, frozen=True, kw_only=True):
    """One week of the journal, up to today."""

    first: date
    days: tuple[date, ...]
    """Its days up to today; the first alone when all of it is still to come."""
    phases: dict[date, Phase]
    """Of each of `days`."""
    sessions: dict[date, tuple[Session, ...]]
    check_ins: dict[date, tuple[CheckIn, ...]]
    activities: dict[date, tuple[Activity, ...]]
    programs: tuple[Program, ...]
    current: bool
    """Whether it is the week that is going on, or one still to come."""

    @property
    def last(self) -> date:
        """Its seventh day."""
        return self.first + timedelta(days=6)

    @property
    def now(self) -> date:
        """The latest of its days that has come."""
        return self.days[-1]

    @property
    def closed(self) -> bool:
        """Whether training is paused or off on its latest day."""
        return self.phases[self.now] in CLOSED

    def of_kind(self, kind: Kind) -> tuple[Program, ...]:
        """The programs of one kind."""
        return tuple(program for program in self.programs if program.kind is kind)

    def all_sessions(self) -> tuple[Session, ...]:
        """The sessions of the week in order."""
        return tuple(session for day in self.days for session in self.sessions[day])

    def all_check_ins(self) -> tuple[CheckIn, ...]:
        """The check-ins of the week in order."""
        return tuple(check_in for day in self.days for check_in in self.check_ins[day])

    def moving(self) -> tuple[Fact, ...]:
        """Sessions and activities of the week."""
        activities = (activity for day in self.days for activity in self.activities[day])
        return (*self.all_sessions(), *activities)


class WeeklyHistory:
    """The whole journal up to today, with the calendar of the program that sets the pace of the weeks.

    Attributes:
        today: the training day; later events are ignored.
        history: the live events, by day.
        health: early light weeks, pauses and locks.
        lead: the program whose blocks the weeks follow: the first of kind core, else the first with blocks.
        calendar: of the leading program; None without one.
        planned_calendar: the same without early light weeks, pauses and locks.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        events: Sequence[Event],
        today: date,
        week_start: Weekday = "mon",
        *,
        now: bool = False,
    ) -> None:
        """Read the journal.

        Args:
            programs: those that the user has, in their order.
            events: the whole journal, in any order.
            today: the training day.
            week_start: the weekday on which weeks begin.
            now: `today` is this very day: a red flag that nothing has lifted counts whatever its date.
        """
        self.programs = tuple(programs)
        self.today = today
        self.week_start = week_start
        self.history: History = read_history(events, today, now=today if now else None)
        self.health: HealthState = read_health(self.history)
        core = (program for program in self.programs if program.kind is Kind.CORE)
        with_blocks = (program for program in self.programs if program.block)
        self.lead = next(core, None) or next(with_blocks, None)
        self.calendar: Calendar | None = None
        self.planned_calendar: Calendar | None = None
        if self.lead:
            starts = WEEKDAYS.index(week_start)
            self.calendar = calendar_of(self.lead, self.history, self.health, starts)
            unrestricted = HealthState(self.history.on)
            self.planned_calendar = calendar_of(self.lead, self.history, unrestricted, starts)

    def first_day(self, day: date) -> date:
        """The first day of the week that a day is in."""
        return first_day_of_week(day, self.week_start)

    def phase(self, day: date) -> Phase:
        """The phase of a day, as the leading program has it."""
        ordinal = day.toordinal()
        return (
            self.calendar.at(ordinal).phase
            if self.calendar
            else self.health.restriction_on(ordinal) or "build"
        )

    def week(self, day: date) -> WeekData:
        """The week that a day is in."""
        first = self.first_day(day)
        week = [first + timedelta(days=offset) for offset in range(7)]
        days = tuple(one for one in week if one <= self.today) or (first,)
        return WeekData(
            first=first,
            days=days,
            phases={one: self.phase(one) for one in days},
            sessions={one: self.sessions_on(one) for one in days},
            check_ins={one: tuple(self.history.check_ins.get(one.toordinal(), ())) for one in days},
            activities={one: tuple(self.history.activities.get(one.toordinal(), ())) for one in days},
            programs=self.programs,
            current=self.today <= week[-1],
        )

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions of one day, of every program, in order."""
        ordinal = day.toordinal()
        found = [one for by_day in self.history.sessions.values() for one in by_day.get(ordinal, ())]
        return tuple(sorted(found, key=lambda session: (session.at, session.id)))
