"""What people noted as having set their back off, side by side, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.coaching import words
from coach.coaching.days import live
from coach.model.events import CheckIn, Event

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
        for event in live(events, on)
        if isinstance(event, CheckIn) and event.date.toordinal() > earliest
        for trigger in event.triggers
        if (tag := trigger.strip().casefold())
    }
    counts = Counter(tag for _, tag in noted)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(TriggerCount(tag, days) for tag, days in ordered)


def trigger_words(counts: Sequence[TriggerCount]) -> str | None:
    """What to say about the most frequent one; None when nothing was noted twice."""
    if not counts or counts[0].days < 2:
        return None
    return words.usual_suspect(counts[0].trigger, counts[0].days)
