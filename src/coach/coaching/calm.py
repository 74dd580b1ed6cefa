"""Ten slow breaths a day, or something just as calm in their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from coach.coaching.days import is_begun, live, tried
from coach.coaching.mobility import judged_slots, sessions_on, sets_of
from coach.coaching.pieces import slot_done
from coach.model.events import Activity, Event
from coach.model.program import Program

CALM_DRILLS: Final = frozenset({"guided-imagery", "gentle-yoga"})


def calm_done(program: Program, events: Sequence[Event], on: date) -> bool:
    """Whether a breathing program is done for the day; guided imagery or gentle yoga earn the same tick.

    Source: the guide names long-exhale breathing, guided imagery and gentle yoga side by side.

    Args:
        program: of kind breathing.
        events: the whole journal or any part of it that holds the day.
        on: the training day.
    """
    sessions = sessions_on(events, on)
    slots = judged_slots(program)
    if slots and all(slot_done(slot, sets_of(program, slot, sessions)).ticked for slot in slots):
        return True
    instead = any(
        tried(record) and (record.drill or record.slot) in CALM_DRILLS
        for one in sessions
        if not is_begun(one)
        for record in one.sets
    )
    return instead or any(
        isinstance(event, Activity) and event.kind == "yoga" and event.date == on
        for event in live(events, on)
    )
