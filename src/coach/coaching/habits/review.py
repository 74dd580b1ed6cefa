"""The review of a week by the six habits, and the most frequent triggers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.coaching.habits import messages
from coach.coaching.habits.practice import breathing_done
from coach.coaching.habits.week import WeekTable
from coach.coaching.history import is_session, live_events
from coach.model.events import CheckIn, Event, Session, Tombstone
from coach.model.program import Kind, Program


def habit_review(table: WeekTable, programs: Sequence[Program], events: Sequence[Event]) -> tuple[str, ...]:
    """A sentence for each of the six habits, as far as the week has come.

    Source: the guide's six habits, and its weekly look at missed breaks and forgotten drills.

    Args:
        table: of the week.
        programs: those that the user has.
        events: the whole journal, or all of it that holds the week.
    """
    near = [one for one in events if isinstance(one, Tombstone) or table.first <= one.date <= table.now]
    current = live_events(near, table.now)
    done = [event.kind for event in current if isinstance(event, Session) and is_session(event)]
    breathing = [program for program in programs if program.kind is Kind.BREATHING]
    by_day: dict[date, list[Event]] = {}
    for event in current:
        by_day.setdefault(event.date, []).append(event)
    calm = sum(
        any(breathing_done(program, of_day, day) for program in breathing) for day, of_day in by_day.items()
    )
    texts = {row.id: " ".join(row.words) for row in table.rows}
    return messages.six_habits(
        breaks=done.count(Kind.BREAK),
        practised=done.count(Kind.PRACTICE),
        core=texts["core"],
        calm=calm,
        sleep=texts["sleep"],
    )


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
    """A sentence about the most frequent one; None when none was noted twice."""
    if not counts or counts[0].days < 2:
        return None
    return messages.usual_suspect(counts[0].trigger, counts[0].days)
