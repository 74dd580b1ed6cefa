"""The ramp-up to an event: the minutes of easy cardio of each week before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from coach.coaching.deload import LIGHT, round_half_down, trim_minutes
from coach.coaching.habits import messages
from coach.coaching.habits.cardio import cardio_seconds, minutes_of
from coach.coaching.history import History, read_history
from coach.coaching.safety import read_health
from coach.model.events import Event
from coach.model.plan import Phase

FIRST_SESSIONS: Final = 2
LATER_SESSIONS: Final = 3
"""The guide: two to three sessions of low-impact cardio and strength each week."""
LEAST_MINUTES: Final = 40
"""Two sessions of 20 minutes: less is no ramp."""
GROWTH_PERCENT: Final = 110
"""Of the minutes of the week before."""
CAP_PERCENT: Final = 130
"""The most, of the mean of the last four weeks."""
MEAN_WEEKS: Final = 2
CAP_WEEKS: Final = 4
SHORT_WEEKS: Final = 4
"""Fewer weeks than this, those of the shortest block, are called a short time."""
USUAL_DAYS: Final = 84
"""How long before an event the ramp begins, where nobody knows when the event was entered."""


class RampWeek(Struct, frozen=True, kw_only=True):
    """One week of a ramp-up."""

    week: int
    """From 1."""
    starts: date
    ends: date
    """Its last day; the last week ends on the day before the event."""
    sessions: int
    minutes: int
    """Of easy cardio, all sessions together."""
    light: bool
    """Whether it is the last one."""
    text: str


class RampUp(Struct, frozen=True, kw_only=True):
    """The ramp-up to an event."""

    event: date
    weeks: tuple[RampWeek, ...]
    short: bool
    """Whether there is little time."""
    words: tuple[str, ...]


def ramp_start(event: date, since: date | None) -> date:
    """From which day on one gets ready for an event: the day on which it was entered."""
    return since if since is not None else event - timedelta(days=USUAL_DAYS)


def ramp_weeks(
    event: date, since: date | None, on: date, seconds: Mapping[int, int], began: int | None
) -> tuple[RampWeek, ...]:
    """The weeks from a day to an event, as they stand on another day.

    Source: the guide asks for a ramp-up plan of two to three sessions a week before league play or a run. The
    slope is a cautious choice: 10 % a week, at most 30 % above the mean of four weeks, and the last week
    lighter by 30 %.

    Args:
        event: the day of the event; the last week ends the day before.
        since: the day on which it was entered.
        on: the day asked about: a week that is not over by then counts as done as asked.
        seconds: of cardio, by day.
        began: the first day of the journal; weeks before it are not known.
    """
    end, count = event.toordinal(), max(0, (event - ramp_start(event, since)).days // 7)
    starts = [end - 7 * (count - index) for index in range(count)]
    minutes: list[int] = []
    for index, start in enumerate(starts):
        if index == 0:
            before = sum(minutes_of(seconds, start - 7 * week, 7) for week in range(1, MEAN_WEEKS + 1))
            asked = max(LEAST_MINUTES, round_half_down(before, MEAN_WEEKS))
        elif index < count - 1:
            done = []
            for week in range(1, CAP_WEEKS + 1):
                first = start - 7 * week
                if began is not None and first >= began:
                    to_come = week <= index and first + 7 > on.toordinal()
                    done.append(minutes[index - week] if to_come else minutes_of(seconds, first, 7))
            asked = round_half_down(minutes[-1] * GROWTH_PERCENT, 100)
            if done:
                asked = min(asked, sum(done) * CAP_PERCENT // (100 * len(done)))
            asked = max(LEAST_MINUTES, asked)
        else:
            asked = minutes[-1]
        minutes.append(trim_minutes(asked) if index == count - 1 else asked)
    return tuple(
        RampWeek(
            week=number,
            starts=date.fromordinal(start),
            ends=date.fromordinal(start + 6),
            sessions=FIRST_SESSIONS if number == 1 else LATER_SESSIONS,
            minutes=asked,
            light=number == count,
            text=messages.ramp_week(number, FIRST_SESSIONS if number == 1 else LATER_SESSIONS, asked),
        )
        for number, (start, asked) in enumerate(zip(starts, minutes, strict=True), 1)
    )


def ramp_of(history: History, event: date, since: date | None) -> tuple[RampWeek, ...]:
    """The weeks to an event as they stand on the current day of a journal."""
    days = [*history.check_ins, *history.controls, *history.activities]
    days += [day for by_day in history.sessions.values() for day in by_day]
    began = min(days, default=None)
    return ramp_weeks(event, since, date.fromordinal(history.on), cardio_seconds(history), began)


def ramp_goal(week: RampWeek, phase: Phase) -> int:
    """The minutes of a week before an event; in a light week fewer, but the last one is light already."""
    return trim_minutes(week.minutes) if phase in LIGHT and not week.light else week.minutes


def ramp_up(
    event: date, on: date, events: Sequence[Event], *, since: date | None = None, now: bool = False
) -> RampUp:
    """The weeks to an event, with what is to be said; none while training is paused or off.

    Args:
        event: its day.
        on: the day asked about.
        events: the whole journal, in any order.
        since: the day on which the event was entered; None: twelve weeks before it.
        now: `on` is this very day: a red flag that nothing has lifted counts whatever its date.
    """
    history = read_history(events, on, now=on if now else None)
    health = read_health(history)
    if health.locked or health.paused:
        text = messages.NOT_WHILE_LOCKED if health.locked else messages.RAMP_PAUSED
        return RampUp(event=event, weeks=(), short=True, words=(text,))
    weeks = ramp_of(history, event, since) if on < event else ()
    short = len(weeks) < SHORT_WEEKS
    if event < on:
        texts = [messages.RAMP_OVER]
    elif event == on:
        texts = [messages.RAMP_TODAY]
    elif not weeks:
        texts = [messages.RAMP_NO_TIME, *messages.RAMP_DAY]
    else:
        texts = [messages.ramp_short(len(weeks))] if short else []
        if weeks[0].starts > on:
            texts.append(messages.ramp_starts_on(weeks[0].starts))
        texts += [messages.RAMP_LIGHT, *messages.RAMP_DAY]
    return RampUp(event=event, weeks=weeks, short=short, words=tuple(texts))
