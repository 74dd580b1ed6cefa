"""Brisk minutes: the week's sum and its goal, the talk check, what balances a sport."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeGuard

from msgspec import Struct

from coach.coaching import words
from coach.coaching.blocks import CLOSED, LIGHT, MOST_OF_A_WEEK
from coach.coaching.days import live
from coach.coaching.lens import trim_minutes
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
        phases: of each day of the week, up to the day that is asked about; at least one.
    """
    if phases[-1] in CLOSED:
        return None
    light_days = sum(phase in LIGHT for phase in phases)
    light = phases[-1] in LIGHT or light_days >= MOST_OF_A_WEEK
    return trim_minutes(WEEK_MINUTES) if light else WEEK_MINUTES


def cardio_week(events: Sequence[Event], phases: Mapping[date, Phase]) -> CardioWeek:
    """A week's sum of activities and of cardio sessions, against its goal, with the talk check.

    Source: the guide, 150 minutes a week at a pace at which one can chat.

    Args:
        events: the whole journal or any part of it that holds the week.
        phases: the phase of each day of the week, up to the day that is asked about; at least one.
    """
    first, last = min(phases), max(phases)
    week = [event for event in live(events, last) if event.date >= first]
    goal = cardio_goal([phases[day] for day in sorted(phases)])
    answers = [event.could_talk for event in week if _is_cardio(event) and event.could_talk is not None]
    could_talk = all(answers) if answers else None
    minutes = _minutes(week)
    breathless = answers[-1:] == [False]
    text = _closed_words(phases[last]) if goal is None else _words(minutes, goal, breathless)
    return CardioWeek(minutes=minutes, goal=goal, could_talk=could_talk, words=text)


def _closed_words(phase: Phase) -> tuple[str, ...]:
    return (words.NOT_WHILE_LOCKED if phase == "locked" else words.CARDIO_PAUSED,)


def _words(minutes: int, goal: int, breathless: bool) -> tuple[str, ...]:
    slow_down = (words.SLOW_DOWN,) if breathless else ()
    light = (words.CARDIO_LIGHT,) if goal < WEEK_MINUTES else ()
    done = (words.CARDIO_DONE,) if minutes >= goal else ()
    return words.cardio_minutes(minutes, goal), *light, *done, *slow_down


def minutes_between(events: Sequence[Event], first: date, last: date) -> int:
    """Whole minutes of cardio from one day to another, both included."""
    return _minutes(event for event in live(events, last) if event.date >= first)


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
    """What balances someone's sport.

    Source: the guide pairs runners with Pilates, cyclists with swimming and lifters with brisk hikes; for
    everyone else it is a brisk walk.

    Args:
        sport: as it is in the settings; None or an unknown one gets the walk.
    """
    pairing = _PAIRINGS.get(sport or "")
    return words.cross_training(*pairing) if pairing else words.cross_training(_DEFAULT_PAIRING, None)
