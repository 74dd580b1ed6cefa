"""How much was done on each day of a stretch of time, and which of its weeks were light."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.blocks import LIGHT, MOST_OF_A_WEEK
from coach.coaching.days import Fact, attempted, is_begun
from coach.coaching.weekfacts import WeekJournal, first_day_of_week
from coach.model.events import Activity, Session
from coach.model.plan import Phase
from coach.model.program import Weekday

STEPS: Final = (1, 10, 25, 45)
"""From so many minutes on a day is one step darker."""
LONGEST_SESSION: Final = 3 * 60 * 60
"""Seconds. A session that seems to have lasted longer was left open; its sets alone count, then."""


class DayHeat(Struct, frozen=True, kw_only=True):
    """What was done on one day."""

    sessions: int = 0
    """Sessions of any program, without those that were only begun."""
    begun: int = 0
    """Sessions that were stopped before half was done; they add nothing to the minutes."""
    activities: int = 0
    """Cardio and cross-training away from the app."""
    seconds: int = 0
    """All of it together."""
    pain: int = 0
    """The most that any set hurt; 0 also where nobody was asked."""

    @property
    def minutes(self) -> int:
        """Full minutes; at least one where anything was done."""
        return max(1, round(self.seconds / 60)) if self.sessions or self.activities else 0

    @property
    def step(self) -> int:
        """0 for nothing, then 1 to 4."""
        return sum(self.minutes >= least for least in STEPS)


class WeekLight(Struct, frozen=True):
    """A week of which most days were light."""

    first: date
    phase: Phase


def heat_of(events: Iterable[Fact]) -> dict[date, DayHeat]:
    """What was done on each day on which anything was; only days of these events are there.

    Args:
        events: those that hold, of any stretch of time, in any order.
    """
    days: dict[date, DayHeat] = {}
    for event in events:
        day = days.get(event.date, _NOTHING)
        if isinstance(event, Session) and (attempted(event) or is_begun(event)):
            days[event.date] = _with_session(day, event)
        elif isinstance(event, Activity) and event.minutes != 0:
            seconds = day.seconds + 60 * (event.minutes or 0)
            days[event.date] = replace(day, activities=day.activities + 1, seconds=seconds)
    return days


_NOTHING: Final = DayHeat()


def _with_session(day: DayHeat, session: Session) -> DayHeat:
    pain = max([day.pain, *(one.pain or 0 for one in session.sets)])
    if is_begun(session):
        return replace(day, begun=day.begun + 1, pain=pain)
    seconds = day.seconds + session_seconds(session)
    return replace(day, sessions=day.sessions + 1, seconds=seconds, pain=pain)


def session_seconds(session: Session) -> int:
    """How long a session took, from its start to its end; where no end is known, the seconds of its sets."""
    if session.ended_at is not None:
        lasted = int((session.ended_at - session.at).total_seconds())
        if 0 < lasted <= LONGEST_SESSION:
            return lasted
    return sum(one.seconds or 0 for one in session.sets)


def light_weeks(journal: WeekJournal, first: date, last: date) -> tuple[WeekLight, ...]:
    """The weeks between two days that were light for the most part, planned or early.

    Args:
        journal: read up to today; later weeks are shown as they are planned.
        first: any day of the first week.
        last: any day of the last week.
    """
    found: list[WeekLight] = []
    week = first_day_of_week(first, journal.week_start)
    while week <= last:
        phase = _phase_of_week([journal.phase(week + timedelta(days=offset)) for offset in range(7)])
        if phase is not None:
            found.append(WeekLight(week, phase))
        week += timedelta(days=7)
    return tuple(found)


def _phase_of_week(phases: Sequence[Phase]) -> Phase | None:
    """The phase that most of the light days have, where most of the days are light."""
    light = [phase for phase in phases if phase in LIGHT]
    if len(light) < MOST_OF_A_WEEK:
        return None
    return max(sorted(set(light)), key=light.count)


def year_up_to(last: date, week_start: Weekday = "mon") -> tuple[date, date]:
    """The first and the last day of 53 whole weeks, of which the last one holds `last`."""
    week = first_day_of_week(last, week_start)
    return week - timedelta(weeks=52), week + timedelta(days=6)
