"""The way to an event: weekly rows of easy cardio that grow slowly and end in a lighter week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from coach.coaching import words
from coach.coaching.cardio import minutes_between
from coach.coaching.days import read_history
from coach.coaching.lens import round_half_down, trim_minutes
from coach.coaching.safety import read_body
from coach.model.events import Event

FIRST_SESSIONS: Final = 2
LATER_SESSIONS: Final = 3
"""The guide: two to three sessions of low-impact cardio and strength each week."""

LEAST_SESSION_MINUTES: Final = 20
GROWTH_PERCENT: Final = 10
CAP_PERCENT: Final = 30
"""More than this above where someone starts is not asked for, however far away the event is."""

SHORT_WEEKS: Final = 4
"""Fewer weeks than a block has are a short way, and are called so."""

_WEEK: Final = timedelta(days=7)


class RampWeek(Struct, frozen=True, kw_only=True):
    """One week of the way."""

    week: int
    """From 1."""
    starts: date
    ends: date
    """Its last day; the last week ends on the day before the event."""
    sessions: int
    minutes: int
    """Of easy cardio, all sessions together."""
    light: bool
    text: str


class RampUp(Struct, frozen=True, kw_only=True):
    """The whole way to an event."""

    event: date
    weeks: tuple[RampWeek, ...]
    short: bool
    """Whether there is little time."""
    words: tuple[str, ...]


def ramp_up(event: date, on: date, recent_minutes: tuple[int, int]) -> RampUp:
    """The weeks from a day to an event.

    Source: the guide asks for a ramp-up plan of two to three sessions a week before league play or a run. The
    slope is a cautious choice: 10 % a week, at most 30 % in all, and the last week lighter by 30 %.

    Args:
        event: the day of the event; the last week ends the day before.
        on: the day on which the way begins; odd days come before its first week.
        recent_minutes: cardio minutes of the last two weeks, the older first.
    """
    count = max(0, (event - on).days // 7)
    minutes = _minutes(count, _start_minutes(recent_minutes))
    first = event - count * _WEEK
    weeks = tuple(_week(number, first, minutes[number - 1], count) for number in range(1, count + 1))
    return RampUp(event=event, weeks=weeks, short=count < SHORT_WEEKS, words=_words(event, on, weeks))


def ramp_up_from(event: date, on: date, events: Sequence[Event], *, now: bool = False) -> RampUp:
    """The weeks from a day to an event, starting from what the journal holds of the 14 days before it.

    While training is paused or off there are none: a red flag or a spasm comes before any event.
    """
    body = read_body(read_history(events, on, now=on if now else None))
    if body.locked or body.paused:
        text = words.NOT_WHILE_LOCKED if body.locked else words.RAMP_PAUSED
        return RampUp(event=event, weeks=(), short=True, words=(text,))
    older = minutes_between(events, on - 2 * _WEEK, on - _WEEK - timedelta(days=1))
    newer = minutes_between(events, on - _WEEK, on - timedelta(days=1))
    return ramp_up(event, on, (older, newer))


def _start_minutes(recent: tuple[int, int]) -> int:
    mean = round_half_down(max(0, recent[0]) + max(0, recent[1]), 2)
    return max(mean, FIRST_SESSIONS * LEAST_SESSION_MINUTES)


def _minutes(count: int, start: int) -> tuple[int, ...]:
    """Minutes of each week: growing, capped, and the last one light."""
    cap = start * (100 + CAP_PERCENT) // 100
    grown = [start]
    while len(grown) < count:
        grown.append(min(cap, round_half_down(grown[-1] * (100 + GROWTH_PERCENT), 100)))
    before_last = grown[max(0, count - 2)]
    return (*grown[: max(0, count - 1)], trim_minutes(before_last))


def _week(number: int, first: date, minutes: int, count: int) -> RampWeek:
    starts = first + (number - 1) * _WEEK
    sessions = FIRST_SESSIONS if number == 1 else LATER_SESSIONS
    return RampWeek(
        week=number,
        starts=starts,
        ends=starts + timedelta(days=6),
        sessions=sessions,
        minutes=minutes,
        light=number == count,
        text=words.ramp_week(number, sessions, minutes),
    )


def _words(event: date, on: date, weeks: tuple[RampWeek, ...]) -> tuple[str, ...]:
    if event < on:
        return (words.RAMP_OVER,)
    if event == on:
        return (words.RAMP_TODAY,)
    if not weeks:
        return words.RAMP_NO_TIME, *words.RAMP_DAY
    short = (words.ramp_short(len(weeks)),) if len(weeks) < SHORT_WEEKS else ()
    later = (words.ramp_starts_on(weeks[0].starts),) if weeks[0].starts > on else ()
    return *short, *later, words.RAMP_LIGHT, *words.RAMP_DAY
