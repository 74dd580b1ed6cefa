"""Which check-ins are due on a day, and whether a forgotten morning can still be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.coaching import words
from coach.coaching.days import History, read_history, week_of
from coach.coaching.safety import read_body
from coach.coaching.week import TREAD_DAYS
from coach.model.events import CheckIn, CheckInKind, Event
from coach.model.program import WEEKDAYS, Weekday

SLEEP: Final = "sleep"
EVENT_DAY: Final = "event-day"
MATTRESS_TURNED: Final = "sleep.turned"

MATTRESS_DAYS: Final = 91
"""A quarter of a year. The guide says to turn the mattress, not how often."""

_BACK_DAYS: Final = 3
"""So far back a forgotten morning is still remembered well enough."""
_USUAL_DAYS: Final = 7
_SETTLED_DAYS: Final = 7
"""Nobody is asked about shoes in the first week."""


class CheckInDue(Struct, frozen=True, kw_only=True):
    """A check-in that a day asks for."""

    kind: CheckInKind
    checklist: str | None = None
    """The id of the checklist that it is about; None: the questions of its kind."""
    words: str
    """What it is, in a few words."""


def checkins_due(
    events: Sequence[Event], on: date, *, review_day: Weekday = "sun", event_date: date | None = None
) -> tuple[CheckInDue, ...]:
    """The check-ins that a day asks for and that were not answered yet, the most pressing first.

    Source: the guide, early signs each morning, a look at the body each week and at the shoes each month, the
    sleep setup when a sign comes.

    Args:
        events: every check-in of the journal, and of the rest at least what is recent.
        on: the training day.
        review_day: from which weekday on the weekly one is due.
        event_date: the day of a race or a season's start, if there is one ahead.
    """
    history = read_history(events, on)
    first = _first_day(history)
    found = [_morning(history), _sleep(history, first), _event_day(history, event_date)]
    if first is not None:
        found += [_weekly(history, first, review_day), _monthly(history, first)]
    return tuple(one for one in found if one is not None)


def forgotten_morning(events: Sequence[Event], on: date) -> date | None:
    """The latest morning of the last few that someone who usually answers has left out; None without one.

    Filling it in mends a row of stiff mornings; a morning without an answer breaks it.
    """
    history = read_history(events, on)
    answered = {day for day, said in history.check_ins.items() if _tells_morning(said)}
    for day in range(history.on - 1, history.on - 1 - _BACK_DAYS, -1):
        if day not in answered and any(day - back in answered for back in range(1, _USUAL_DAYS + 1)):
            return date.fromordinal(day)
    return None


def last_look(events: Sequence[Event], on: date, checklist: str) -> CheckIn | None:
    """The check-in with which a checklist was gone through the last time; None: it never was."""
    said = [
        one
        for of_day in read_history(events, on).check_ins.values()
        for one in of_day
        if checklist in one.checklists or any(item.startswith(f"{checklist}.") for item in one.ticked)
    ]
    return max(said, key=lambda one: (one.date, one.at), default=None)


def still_held(events: Sequence[Event], on: date, checklist: str) -> tuple[str, ...]:
    """What may be taken to hold of a checklist still, because it held the last time.

    A desk, a home and a bed stay as they are. A day of sport is another each time, and a mattress that was
    turned three months ago wants to be turned again.
    """
    last = last_look(events, on, checklist)
    if last is None or (checklist == EVENT_DAY and last.date != on):
        return ()
    stale = {MATTRESS_TURNED} if (on - last.date).days >= MATTRESS_DAYS else set()
    return tuple(item for item in last.ticked if item.startswith(f"{checklist}.") and item not in stale)


def _first_day(history: History) -> int | None:
    """The first day of which the journal knows anything."""
    days = [day for by_day in history.sessions.values() for day in by_day]
    return min([*days, *history.check_ins, *history.activities], default=None)


def _tells_morning(said: Sequence[CheckIn]) -> bool:
    return any(one.stiff is not None for one in said)


def _morning(history: History) -> CheckInDue | None:
    if _tells_morning(history.check_ins.get(history.on, ())):
        return None
    return CheckInDue(kind="morning", words=words.CHECKIN_MORNING)


def _weekly(history: History, first: int, review_day: Weekday) -> CheckInDue | None:
    since = week_of(history.on, WEEKDAYS.index(review_day))
    if first >= since or any(one.kind == "weekly" for one in _said_since(history, since)):
        return None
    return CheckInDue(kind="weekly", words=words.CHECKIN_WEEKLY)


def _monthly(history: History, first: int) -> CheckInDue | None:
    looks = [day for day, said in history.check_ins.items() if any(one.tread_ok is not None for one in said)]
    fresh = bool(looks) and history.on - max(looks) < TREAD_DAYS
    if fresh or (not looks and history.on - first < _SETTLED_DAYS):
        return None
    return CheckInDue(kind="monthly", words=words.CHECKIN_SHOES)


def _sleep(history: History, first: int | None) -> CheckInDue | None:
    """The sleep checklist: once for each early light week, and when the mattress was not turned for long."""
    window = read_body(history).window_at(history.on)
    if window is not None and not _went_through(history, SLEEP, window.start):
        return CheckInDue(kind="monthly", checklist=SLEEP, words=words.CHECKIN_SLEEP)
    turned = [
        day for day, said in history.check_ins.items() if any(MATTRESS_TURNED in one.ticked for one in said)
    ]
    asked = [day for day, said in history.check_ins.items() if any(SLEEP in one.checklists for one in said)]
    since = max([*turned, *asked], default=first)
    if since is None or history.on - since < MATTRESS_DAYS:
        return None
    return CheckInDue(kind="monthly", checklist=SLEEP, words=words.CHECKIN_MATTRESS)


def _event_day(history: History, event_date: date | None) -> CheckInDue | None:
    """The checklist for the day of an event: on that day and on the one before."""
    if event_date is None or not 0 <= event_date.toordinal() - history.on <= 1:
        return None
    if _went_through(history, EVENT_DAY, history.on):
        return None
    return CheckInDue(kind="monthly", checklist=EVENT_DAY, words=words.CHECKIN_EVENT)


def _went_through(history: History, checklist: str, since: int) -> bool:
    return any(checklist in one.checklists for one in _said_since(history, since))


def _said_since(history: History, since: int) -> Iterator[CheckIn]:
    for day in range(since, history.on + 1):
        yield from history.check_ins.get(day, ())
