"""Cardio: the minutes of a week and their goal, the talk check, cross-training, protein."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeGuard

from msgspec import Struct

from coach.coaching.deload import CLOSED, LIGHT, MOST_OF_A_WEEK, trim_minutes
from coach.coaching.habits import messages
from coach.coaching.history import History, live_events
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


def _minutes(events: Iterable[Event]) -> int:
    return sum(map(_seconds, events)) // 60


def _seconds(event: Event) -> int:
    if _is_cardio(event):
        return 60 * (event.minutes or 0)
    if isinstance(event, Session) and event.kind == Kind.CARDIO:
        return sum(record.seconds or 0 for record in event.sets)
    return 0


def cardio_seconds(history: History) -> dict[int, int]:
    """The seconds of cardio of each day that has any."""
    found: dict[int, int] = {}
    days: list[tuple[int, Sequence[Event]]] = [*history.activities.items()]
    days += [one for by_day in history.sessions.values() for one in by_day.items()]
    for day, same in days:
        if seconds := sum(map(_seconds, same)):
            found[day] = found.get(day, 0) + seconds
    return found


def minutes_of(seconds: Mapping[int, int], first: int, days: int) -> int:
    """Whole minutes of cardio of so many days, from a first one on."""
    return sum(seconds.get(day, 0) for day in range(first, first + days)) // 60


def _is_cardio(event: Event) -> TypeGuard[Activity]:
    return isinstance(event, Activity) and event.kind not in _NOT_CARDIO


def cross_training(sport: str | None) -> str:
    """What balances a sport.

    Source: the guide pairs runners with Pilates, cyclists with swimming and lifters with brisk hikes; for
    everyone else it is a brisk walk.
    """
    return messages.cross_training(*_PAIRINGS.get(sport or "", (_DEFAULT_PAIRING, None)))


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
