"""The calm streak: weeks in a row with something done. Rest, lighter weeks and illness never end it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from coach.coaching import words
from coach.coaching.blocks import LIGHT, MOST_OF_A_WEEK, Calendar
from coach.coaching.days import is_session
from coach.coaching.weekfacts import WeekJournal


class Streak(Struct, frozen=True, kw_only=True):
    """A row of weeks in which something was done."""

    weeks: int
    """Weeks with something done; those that were excused are not counted and end nothing."""
    since: date | None
    """The first day of the first of them."""
    words: tuple[str, ...]


def calm_streak(journal: WeekJournal) -> Streak:
    """The row of weeks up to today.

    Source: the guide says that consistency wins, and nothing of punishing. A week ends the row only when
    nothing at all was done in it although training was due and possible: a planned light week (also one
    that an early one has moved since), a week back, and any week that touches an early light week, a pause
    or a lock is excused, and so is the week that is still going on.
    """
    active = {journal.first_day(day) for day in active_days(journal)}
    current = journal.first_day(journal.today)
    weeks = 0
    since: date | None = None
    earliest = min(active | {current})
    for first in range(current.toordinal(), earliest.toordinal() - 1, -7):
        week = date.fromordinal(first)
        if week in active:
            weeks, since = weeks + 1, week
        elif week != current and not excused(journal, week):
            break
    if not weeks and journal.body.locked:
        # Nobody whose training is off is told what to begin with.
        return Streak(weeks=0, since=None, words=())
    text = words.streak(weeks)
    return Streak(weeks=weeks, since=since, words=(text, words.STREAK_CALM) if weeks else (text,))


def active_days(journal: WeekJournal) -> frozenset[date]:
    """The days on which anything was done: a session of any program, not only begun, or an activity."""
    history = journal.history
    trained = {
        day
        for by_day in history.sessions.values()
        for day, sessions in by_day.items()
        if any(is_session(session) for session in sessions)
    }
    moved = {
        day for day, activities in history.activities.items() if any(one.minutes != 0 for one in activities)
    }
    return frozenset(date.fromordinal(day) for day in trained | moved)


def excused(journal: WeekJournal, first: date) -> bool:
    """Whether a week without anything done ends no row: it touches lighter days, illness or a lock."""
    days = range(first.toordinal(), first.toordinal() + 7)
    body = journal.body
    if any(body.cover(day) is not None for day in days):
        return True
    lifted = {span.end for span in (*body.locks, *body.pauses)}
    if any(day in lifted for day in days):
        return True
    return any(_light(calendar, days) for calendar in (journal.calendar, journal.plain_calendar))


def _light(calendar: Calendar | None, days: range) -> bool:
    """Whether most of a week was light; one that starts on a Sunday shares a day with the one beside it."""
    return calendar is not None and sum(calendar.at(day).phase in LIGHT for day in days) >= MOST_OF_A_WEEK
