"""What a cardio program asks for on one day: the minutes of its week, and the way to an event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from coach.coaching.deload import CLOSED
from coach.coaching.habits.cardio import cardio_goal, cardio_seconds, minutes_of
from coach.coaching.habits.ramp import RampWeek, ramp_goal, ramp_of
from coach.coaching.history import History, week_of
from coach.coaching.messages import ReasonCode
from coach.coaching.safety import HealthState
from coach.model.plan import Phase
from coach.model.program import Kind

RESTS_BEFORE_EVENT = frozenset({Kind.CORE, Kind.PRACTICE, Kind.CARDIO})
"""What is not asked for on the day before an event."""


class CardioDay(Struct, frozen=True):
    """The minutes of the week of a day, against its goal."""

    goal: int | None
    """None: nothing is asked."""
    before: int
    """The minutes of its days before this one."""
    minutes: int
    """With this one."""

    @property
    def due(self) -> bool:
        """Whether the days before left anything to do."""
        return self.goal is None or self.before < self.goal

    @property
    def done(self) -> bool:
        """Whether the goal was reached on this day."""
        return self.goal is not None and self.before < self.goal <= self.minutes


class EventAhead:
    """An event of the user's, on one day of the way to it."""

    def __init__(self, history: History, health: HealthState, event: date | None, since: date | None) -> None:
        """Find the week of the way that the current day is in.

        Args:
            history: up to that day.
            health: while training is paused or off there is no way.
            event: the day of the event; None: there is none.
            since: the day on which it was entered.
        """
        self._on = history.on
        self.day = None if event is None else event.toordinal()
        self.week: RampWeek | None = None
        """The week of the way; None before it, after it, and without one."""
        self._weeks = 0
        self._open = not (health.locked or health.paused)
        if event is not None and self._open and history.on < event.toordinal():
            weeks = ramp_of(history, event, since)
            self._weeks = len(weeks)
            today = date.fromordinal(history.on)
            self.week = next((week for week in weeks if week.starts <= today <= week.ends), None)

    def leaves_out(self, kind: Kind) -> bool:
        """Whether a kind of program is not asked for: on the day of the event all, on the day before some."""
        if self.day == self._on:
            return True
        return self.day == self._on + 1 and kind in RESTS_BEFORE_EVENT

    def reason(self, phase: Phase) -> ReasonCode | None:
        """What cardio says of it."""
        if self.day is None or not self._open:
            return None
        if self.day == self._on:
            return ReasonCode("event_day")
        if self.day == self._on + 1:
            return ReasonCode("event_tomorrow")
        if self.week is None:
            return None
        values = {
            "week": self.week.week,
            "weeks": self._weeks,
            "minutes": ramp_goal(self.week, phase),
            "sessions": self.week.sessions,
        }
        return ReasonCode("ramp_last_week" if self.week.light else "ramp_week", values)


def cardio_day(
    history: History, phase_on: Callable[[int], Phase], ahead: EventAhead, week_starts: int
) -> CardioDay:
    """The minutes of a week up to the current day.

    Source: the guide's 150 minutes a week; what is done is not asked for again. On the way to an event a week
    begins on the weekday of the event.

    Args:
        history: up to that day.
        phase_on: the phase of each day, as cardio follows it.
        ahead: the event, if there is one.
        week_starts: the weekday on which other weeks start, 0 for Monday.
    """
    on, seconds = history.on, cardio_seconds(history)
    start = week_of(on, week_starts) if ahead.week is None else ahead.week.starts.toordinal()
    phases = [phase_on(day) for day in range(start, on + 1)]
    goal = cardio_goal(phases) if ahead.week is None else ramp_goal(ahead.week, phases[-1])
    return CardioDay(
        goal=None if phases[-1] in CLOSED else goal,
        before=minutes_of(seconds, start, on - start),
        minutes=minutes_of(seconds, start, on - start + 1),
    )
