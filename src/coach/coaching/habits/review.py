"""The look at a week under the headings of the six habits: what the journal knows of each, and no blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from coach.coaching.habits import messages
from coach.coaching.habits.practice import breathing_done
from coach.coaching.habits.week import RowId, WeekTable
from coach.coaching.history import is_session, live_events
from coach.model.events import CheckIn, Event, Session, Tombstone
from coach.model.formatting import count_text
from coach.model.program import Kind, Program

HEADINGS: Final = ("Stand", "Brace", "Strengthen", "Ease", "Feed", "Sleep")
FEED = "Feed: water, regular meals, protein. Nothing of it is counted."
NO_BREAKS = "Stand: no break from the chair was noted."
NO_PRACTICE = "Brace: lifting was not practised."
NO_CALM = "Ease: no slow breathing was noted."


def habit_review(table: WeekTable, programs: Sequence[Program], events: Sequence[Event]) -> tuple[str, ...]:
    """A sentence for each of the six habits, as far as the week has come.

    Source: the guide's six habits, and its weekly look at missed breaks and forgotten drills, told neutrally.

    Args:
        table: of the week.
        programs: those that the user has.
        events: the whole journal, or all of it that holds the week.
    """
    near = [one for one in events if isinstance(one, Tombstone) or table.first <= one.date <= table.now]
    here = live_events(near, table.now)
    done = [event.kind for event in here if isinstance(event, Session) and is_session(event)]
    breaks, practised = done.count(Kind.BREAK), done.count(Kind.PRACTICE)
    calm = sum(
        _is_calm(programs, here, day)
        for day in [
            table.first + timedelta(days=number) for number in range((table.now - table.first).days + 1)
        ]
    )
    return (
        f"Stand: {count_text(breaks, 'break')} from the chair." if breaks else NO_BREAKS,
        f"Brace: lifting practised {('once' if practised == 1 else f'{practised} times')}."
        if practised
        else NO_PRACTICE,
        f"Strengthen: {_words(table, 'core')}",
        f"Ease: slow breathing on {count_text(calm, 'day')}." if calm else NO_CALM,
        FEED,
        f"Sleep: {_words(table, 'sleep')}",
    )


def _is_calm(programs: Sequence[Program], events: Sequence[Event], day: date) -> bool:
    breathing = [program for program in programs if program.kind is Kind.BREATHING]
    of_day = [event for event in events if event.date == day]
    return bool(of_day) and any(breathing_done(program, of_day, day) for program in breathing)


def _words(table: WeekTable, row: RowId) -> str:
    """What the table says of a row."""
    return next(" ".join(one.words) for one in table.rows if one.id == row)


LOOK_BACK_DAYS: Final = 90
"""As far back as spasms count as recurring."""


class TriggerCount(Struct, frozen=True):
    """One trigger, and on how many days it was noted."""

    trigger: str
    days: int


def frequent_triggers(
    events: Sequence[Event], on: date, look_back_days: int = LOOK_BACK_DAYS
) -> tuple[TriggerCount, ...]:
    """The triggers of the days up to a day, each counted once a day, the most frequent first.

    Source: the guide says that triggers pile up, and that knowing your usual suspects lets you act first.

    Args:
        events: the whole journal or any part of it that holds those days.
        on: the last day that counts.
        look_back_days: how many days, that one included.
    """
    earliest = on.toordinal() - look_back_days
    noted = {
        (event.date, tag)
        for event in live_events(events, on)
        if isinstance(event, CheckIn) and event.date.toordinal() > earliest
        for trigger in event.triggers
        if (tag := trigger.strip().casefold())
    }
    counts = Counter(tag for _, tag in noted)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(TriggerCount(tag, days) for tag, days in ordered)


def trigger_text(counts: Sequence[TriggerCount]) -> str | None:
    """What to say about the most frequent one; None when nothing was noted twice."""
    if not counts or counts[0].days < 2:
        return None
    return messages.usual_suspect(counts[0].trigger, counts[0].days)
