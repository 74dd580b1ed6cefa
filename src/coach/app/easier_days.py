"""Less of some drills for one day, at the user's wish, and as usual again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from coach.app.corrections import Logbook
from coach.coaching.history import live_events
from coach.journal.edits import apply_change, remove_event
from coach.model.events import Control

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


def ask_less(workspace: Workspace, program: str, slots: Sequence[str], on: date | None = None) -> None:
    """Record that less of these slots is wanted on a day; None is today.

    Raises:
        UsageError: the day is in the future.
        JournalError: it was not written.
    """
    logbook = Logbook(workspace)
    controls = []
    for slot in slots:
        event_id, day, at = logbook.stamp(on)
        control = Control(id=event_id, date=day, at=at, action="easier_today", program=program, slot=slot)
        controls.append(control)
    workspace.journal.append(*controls)


def ask_as_usual(workspace: Workspace, program: str, slot: str, on: date | None = None) -> None:
    """Take back that less of a slot was wanted on a day.

    Raises:
        JournalError: it was not written.
    """
    day, journal = on or workspace.today(), workspace.journal
    for event in live_events(journal.recent(day), day):
        if not isinstance(event, Control) or event.action != "easier_today" or event.date != day:
            continue
        if event.program in (None, program) and event.slot == slot:
            apply_change(journal, remove_event(journal, event.id, now=workspace.clock.now()))
