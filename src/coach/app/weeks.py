"""The summary of a week, and the notes that settings add to pages of the guide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from coach.coaching.habits import messages
from coach.coaching.habits.cardio import cross_training, protein_texts, ramp_up_from
from coach.coaching.habits.practice import practice_state
from coach.coaching.habits.week import (
    TriggerCount,
    WeekTable,
    frequent_triggers,
    habit_review,
    trigger_text,
    week_table,
)
from coach.model.events import Event
from coach.model.program import Kind

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


class WeekSummary(Struct, frozen=True, kw_only=True):
    """One week, until today if it is the current one."""

    table: WeekTable
    sentences: tuple[str, ...]
    """Practice, cross-training, the weeks before an event, protein; a sentence each."""
    habits: tuple[str, ...] = ()
    """What the journal says about the six habits, a sentence each; none while training is locked."""
    triggers: tuple[TriggerCount, ...] = ()
    """Possible triggers that were noted, the most frequent first."""


def week_summary(
    workspace: Workspace, on: date | None = None, events: Sequence[Event] | None = None
) -> WeekSummary:
    """The week that a day is in, counted up to that day.

    Args:
        on: the training day; None is today. Today, an active red flag counts whatever its date.
        events: the whole journal, where it is read already.

    Raises:
        JournalError: the journal cannot be read.
    """
    programs, settings, today = list(workspace.programs.values()), workspace.settings, workspace.today()
    events = workspace.journal.events() if events is None else events
    on = on or today
    now = on == today
    table = week_table(programs, events, on, week_start=settings.week_start, now=now)
    triggers = frequent_triggers(events, on)
    if table.phase == "locked":
        # A red flag comes before any habit.
        return WeekSummary(table=table, sentences=(), triggers=triggers)
    suspect = trigger_text(triggers)
    sentences = [suspect] if suspect else []
    for program in programs:
        if program.kind is Kind.PRACTICE:
            words = practice_state(program, events, on).words(on)
            sentences.append(f"{program.title}: {' '.join(words)}")
    sentences.append(cross_training(settings.sport))
    if settings.event_date is not None:
        ramp = ramp_up_from(settings.event_date, on, events, now=now)
        sentences += [*ramp.words, *(week.text for week in ramp.weeks)]
    if settings.weight_kg is not None:
        sentences += protein_texts(settings.weight_kg)
    return WeekSummary(
        table=table,
        sentences=tuple(sentences),
        habits=habit_review(table, programs, events),
        triggers=triggers,
    )


def page_notes(workspace: Workspace, page_id: str) -> tuple[str, ...]:
    """Sentences for the end of a page of the guide, from the settings of the user; often none."""
    settings = workspace.settings
    match page_id:
        case "food" if settings.weight_kg is not None:
            return protein_texts(settings.weight_kg)
        case "cardio" if settings.sport is not None:
            return (cross_training(settings.sport),)
        case "help" if settings.emergency_number is not None:
            return (messages.emergency_number(settings.emergency_number),)
        case "weekend-sport" if settings.event_date is not None and settings.event_date >= workspace.today():
            return (messages.event_on(settings.event_date),)
        case "morning" if settings.osteoporosis:
            return (messages.SMALL_BENDS,)
        case _:
            return ()
