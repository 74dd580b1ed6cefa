"""Cardio: the minutes of a week and their goal, the talk check, cross-training, ramp-up, protein."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeGuard

from msgspec import Struct

from coach.coaching.deload import CLOSED, LIGHT, MOST_OF_A_WEEK, round_half_down, trim_minutes
from coach.coaching.habits import messages
from coach.coaching.history import live_events, read_history
from coach.coaching.safety import read_health
from coach.model.events import Activity, Event, Session
from coach.model.plan import Phase
from coach.model.program import Kind

WEEK_MINUTES: Final = 150
"""The guide's weekly table: 150 minutes of brisk cardio."""

_NOT_CARDIO: Final = frozenset({"yoga"})

_PAIRINGS: Final[Mapping[str, tuple[str, str]]] = {
    "run": ("Pilates", "running"),
    "cycle": ("swimming", "cycling"),
    "lift": ("brisk hikes", "lifting"),
}
_DEFAULT_PAIRING: Final = "a brisk walk"


class CardioWeek(Struct, frozen=True, kw_only=True):
    """A week's brisk minutes up to a day of it."""

    minutes: int
    goal: int | None
    """None: nothing is asked, because training is paused or off."""
    could_talk: bool | None
    """Whether talking was possible each time it was asked; None: it was not asked."""
    words: tuple[str, ...]

    @property
    def ticked(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is not None and self.minutes >= self.goal


def cardio_goal(phases: Sequence[Phase]) -> int | None:
    """The minutes that a week asks for: 150, in a lighter week 105, None while training is paused or off.

    Source: the guide's 150 minutes and its cut of 30 %. A week is a light one while the day asked about is
    light, and stays one when most of its days were, so that the goal does not jump up at its end.

    Args:
        phases: of each day of the week, up to the current day; at least one.
    """
    if phases[-1] in CLOSED:
        return None
    light = phases[-1] in LIGHT or sum(phase in LIGHT for phase in phases) >= MOST_OF_A_WEEK
    return trim_minutes(WEEK_MINUTES) if light else WEEK_MINUTES


def cardio_week(events: Sequence[Event], phases: Mapping[date, Phase]) -> CardioWeek:
    """A week's sum of activities and of cardio sessions, against its goal, with the talk check.

    Source: the guide, 150 minutes a week at a pace at which one can chat.

    Args:
        events: the whole journal or any part of it that holds the week.
        phases: the phase of each day of the week, up to the current day; at least one.
    """
    first, last = min(phases), max(phases)
    week = [event for event in live_events(events, last) if event.date >= first]
    goal = cardio_goal([phases[day] for day in sorted(phases)])
    answers = [event.could_talk for event in week if _is_cardio(event) and event.could_talk is not None]
    minutes = _minutes(week)
    if goal is None:
        texts = [messages.NOT_WHILE_LOCKED if phases[last] == "locked" else messages.CARDIO_PAUSED]
    else:
        texts = [messages.cardio_minutes(minutes, goal)]
        if goal < WEEK_MINUTES:
            texts.append(messages.CARDIO_LIGHT)
        if minutes >= goal:
            texts.append(messages.CARDIO_DONE)
        if answers[-1:] == [False]:
            texts.append(messages.SLOW_DOWN)
    could_talk = all(answers) if answers else None
    return CardioWeek(minutes=minutes, goal=goal, could_talk=could_talk, words=tuple(texts))


def minutes_between(events: Sequence[Event], first: date, last: date) -> int:
    """Whole minutes of cardio from one day to another, both included."""
    return _minutes(event for event in live_events(events, last) if event.date >= first)


def _minutes(events: Iterable[Event]) -> int:
    seconds = 0
    for event in events:
        if _is_cardio(event):
            seconds += 60 * (event.minutes or 0)
        elif isinstance(event, Session) and event.kind == Kind.CARDIO:
            seconds += sum(record.seconds or 0 for record in event.sets)
    return seconds // 60


def _is_cardio(event: Event) -> TypeGuard[Activity]:
    return isinstance(event, Activity) and event.kind not in _NOT_CARDIO


def cross_training(sport: str | None) -> str:
    """What balances a sport.

    Source: the guide pairs runners with Pilates, cyclists with swimming and lifters with brisk hikes; for
    everyone else it is a brisk walk.
    """
    return messages.cross_training(*_PAIRINGS.get(sport or "", (_DEFAULT_PAIRING, None)))


FIRST_SESSIONS: Final = 2
LATER_SESSIONS: Final = 3
"""The guide: two to three sessions of low-impact cardio and strength each week."""

LEAST_SESSION_MINUTES: Final = 20
GROWTH_PERCENT: Final = 10
CAP_PERCENT: Final = 30
"""The most that the minutes grow in all, however far away the event is."""

SHORT_WEEKS: Final = 4
"""Fewer weeks than this, those of the shortest block, are called a short time."""

_WEEK: Final = timedelta(days=7)


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
    text: str


class RampUp(Struct, frozen=True, kw_only=True):
    """The ramp-up to an event."""

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
        on: the current day; days that make no full week come before the first week.
        recent_minutes: cardio minutes of the last two weeks, the older first.
    """
    count = max(0, (event - on).days // 7)
    mean = round_half_down(max(0, recent_minutes[0]) + max(0, recent_minutes[1]), 2)
    minutes = _ramp_minutes(count, max(mean, FIRST_SESSIONS * LEAST_SESSION_MINUTES))
    weeks = []
    for number in range(1, count + 1):
        starts = event - (count - number + 1) * _WEEK
        sessions = FIRST_SESSIONS if number == 1 else LATER_SESSIONS
        week = RampWeek(
            week=number,
            starts=starts,
            ends=starts + timedelta(days=6),
            sessions=sessions,
            minutes=minutes[number - 1],
            light=number == count,
            text=messages.ramp_week(number, sessions, minutes[number - 1]),
        )
        weeks.append(week)
    if event < on:
        texts = [messages.RAMP_OVER]
    elif event == on:
        texts = [messages.RAMP_TODAY]
    elif not weeks:
        texts = [messages.RAMP_NO_TIME, *messages.RAMP_DAY]
    else:
        texts = [messages.ramp_short(count)] if count < SHORT_WEEKS else []
        if weeks[0].starts > on:
            texts.append(messages.ramp_starts_on(weeks[0].starts))
        texts += [messages.RAMP_LIGHT, *messages.RAMP_DAY]
    return RampUp(event=event, weeks=tuple(weeks), short=count < SHORT_WEEKS, words=tuple(texts))


def ramp_up_from(event: date, on: date, events: Sequence[Event], *, now: bool = False) -> RampUp:
    """The same, with the recent minutes of the journal; empty while training is paused or off."""
    health = read_health(read_history(events, on, now=on if now else None))
    if health.locked or health.paused:
        text = messages.NOT_WHILE_LOCKED if health.locked else messages.RAMP_PAUSED
        return RampUp(event=event, weeks=(), short=True, words=(text,))
    older = minutes_between(events, on - 2 * _WEEK, on - _WEEK - timedelta(days=1))
    newer = minutes_between(events, on - _WEEK, on - timedelta(days=1))
    return ramp_up(event, on, (older, newer))


def _ramp_minutes(count: int, start: int) -> tuple[int, ...]:
    """Minutes of each week: growing, capped, and the last one light."""
    cap = start * (100 + CAP_PERCENT) // 100
    grown = [start]
    while len(grown) < count:
        grown.append(min(cap, round_half_down(grown[-1] * (100 + GROWTH_PERCENT), 100)))
    before_last = grown[max(0, count - 2)]
    return (*grown[: max(0, count - 1)], trim_minutes(before_last))


GRAMS_PER_10_KG = 4
"""The guide: about 0.4 g of protein for each kilogram of body weight at every meal."""


def protein_per_meal_g(body_kg: float) -> int:
    """Protein for one meal in whole grams: 70 kg make 28 g.

    Source: the guide, 0.4 g for each kilogram of body weight every meal; the nearest gram, halves down.

    Raises:
        ValueError: for a weight that is no number above 0.
    """
    if not 0 < body_kg < 1000:
        raise ValueError("body weight must be more than 0 kg and less than 1000 kg")
    hundredths_of_grams = round(body_kg * 10) * GRAMS_PER_10_KG
    return -((50 - hundredths_of_grams) // 100)


def protein_texts(body_kg: float) -> tuple[str, str]:
    """The reference amount for one meal, and what to be careful about."""
    return messages.protein(protein_per_meal_g(body_kg)), messages.PROTEIN_CAUTION
