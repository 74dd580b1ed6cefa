"""Lifting practice, repeated until the movement sticks even when tired, then once a month; breathing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.habits import messages
from coach.coaching.habits.mobility import judged_slots, sessions_on, sets_of, slot_done
from coach.coaching.history import (
    has_evidence,
    is_begun,
    is_session,
    live_events,
    moment_key,
    removed_ids,
    tried,
)
from coach.model.events import Activity, Event, Session
from coach.model.program import Kind, Program

CLEAN_NEEDED: Final = 3
"""Clean sessions in a row after which the movement sticks; the guide only says until it does."""

AFTER_CORE_MINUTES: Final = 30
"""How soon after core work a session still counts as practised when tired."""

REFRESH_DAYS: Final = 30
"""From one refresher to the next: about a month."""


class PracticeState(Struct, frozen=True, kw_only=True):
    """How well the movement sticks."""

    clean_in_row: int = 0
    after_core: bool = False
    """Whether one of those in the row came right after core work."""
    stuck_on: date | None = None
    """The day from which it sticks; None while it is still practised."""
    last: date | None = None
    """The last day it was practised."""

    @property
    def sticks(self) -> bool:
        """Whether it sticks."""
        return self.stuck_on is not None

    @property
    def refresher_on(self) -> date | None:
        """The day of the next refresher; None while it is still practised."""
        if self.stuck_on is None or self.last is None:
            return None
        return self.last + timedelta(days=REFRESH_DAYS)

    def due(self, on: date) -> bool:
        """Whether to practise on a day: as scheduled until it sticks, then once a month."""
        return self.refresher_on is None or on >= self.refresher_on

    def words(self, on: date) -> tuple[str, ...]:
        """The texts of a day."""
        if self.refresher_on is not None:
            after = (
                messages.PRACTICE_REFRESH if self.due(on) else messages.practice_again_on(self.refresher_on)
            )
            return messages.PRACTICE_STICKS, after
        row = messages.practice_row(self.clean_in_row, CLEAN_NEEDED)
        tired = self.clean_in_row >= CLEAN_NEEDED - 1 and not self.after_core
        return (row, messages.PRACTICE_TIRED) if tired else (row,)


def practice_state(program: Program, events: Sequence[Event], on: date) -> PracticeState:
    """Replays the practice up to and including a day.

    Source: the guide practises with an empty box until the pattern sticks even when fatigue creeps in. Here:
    three clean days in a row, one of them right after core work. A shaky or painful day starts the row again,
    also after it stuck; a day that was only partly done, or not marked, changes nothing.
    """
    until = [event for event in events if isinstance(event, Session) and event.date <= on]
    near = {
        event.date - timedelta(days=back) for event in until if event.program == program.id for back in (0, 1)
    }
    if not near:
        return PracticeState()
    gone = removed_ids(events, on.toordinal())
    found = (
        event
        for event in until
        # Of the core work only what can have come right before counts.
        if (event.program == program.id or (event.kind == Kind.CORE and event.date in near))
        and event.id not in gone
        and has_evidence(event)
    )
    sessions = sorted(found, key=lambda session: (session.date, moment_key(session)))
    done = [session for session in sessions if is_session(session)]
    core_ends = [session.ended_at for session in done if session.kind == Kind.CORE and session.ended_at]
    days: dict[date, list[Session]] = {}
    for session in sessions:
        if session.program == program.id:
            days.setdefault(session.date, []).append(session)
    state = PracticeState()
    for day, of_day in sorted(days.items()):
        state = replace(_after_day(state, program, day, of_day, core_ends), last=day)
    return state


def _after_day(
    state: PracticeState, program: Program, day: date, sessions: list[Session], core_ends: list[datetime]
) -> PracticeState:
    """The state after the sessions of one more day."""
    records = [record for session in sessions for record in session.sets]
    if any(record.pain for record in records):
        return PracticeState()
    clean: list[Session] = []
    for session in sessions:
        by_slot = [
            (slot, [record for record in session.sets if record.slot == slot.slot])
            for slot in judged_slots(program)
        ]
        # All of it was done, and every set was marked clean.
        if all(
            slot_done(slot, of_slot).ticked and all(record.form == "clean" for record in of_slot)
            for slot, of_slot in by_slot
        ):
            clean.append(session)
    if not clean:
        shaky = any(record.form == "shaky" and record.end != "stopped" for record in records)
        return PracticeState() if shaky else state
    row = state.clean_in_row + 1
    window = timedelta(minutes=AFTER_CORE_MINUTES)
    tired = any(timedelta(0) <= session.at - end <= window for session in clean for end in core_ends)
    after_core = state.after_core or tired
    sticks = row >= CLEAN_NEEDED and after_core
    return PracticeState(
        clean_in_row=row, after_core=after_core, stuck_on=state.stuck_on or (day if sticks else None)
    )


BREATHING_DRILLS: Final = frozenset({"guided-imagery", "gentle-yoga"})


def breathing_done(program: Program, events: Sequence[Event], on: date) -> bool:
    """Whether a breathing program is done for the day; guided imagery or gentle yoga earn the same tick.

    Source: the guide names long-exhale breathing, guided imagery and gentle yoga side by side.
    """
    sessions = sessions_on(events, on)
    slots = judged_slots(program)
    if slots and all(slot_done(slot, sets_of(program, slot, sessions)).ticked for slot in slots):
        return True
    instead = any(
        tried(record) and (record.drill or record.slot) in BREATHING_DRILLS
        for one in sessions
        if not is_begun(one)
        for record in one.sets
    )
    return instead or any(
        isinstance(event, Activity) and event.kind == "yoga" and event.date == on
        for event in live_events(events, on)
    )
