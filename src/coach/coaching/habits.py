"""What two habits add to a schedule: practice that sticks rests for a month, calm has more ways than one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.coaching.calm import calm_done
from coach.coaching.practice import practice_state
from coach.model.events import Event, Tombstone
from coach.model.program import Kind, Program


class HabitDay(Struct, frozen=True):
    """A day of a habit, beside what its schedule says."""

    due: bool = True
    """False: not asked for, whatever the schedule."""
    done: bool = False
    """True: done in another way than by a session of the program."""


_AS_SCHEDULED = HabitDay()


def habit_day(program: Program, events: Sequence[Event], on: date) -> HabitDay:
    """What a habit adds to its schedule on a day.

    Source: the guide practises lifting until it sticks; from then on it is refreshed about once a month. It
    names guided imagery and gentle yoga beside slow breathing.

    Args:
        program: of any kind.
        events: the journal in any order.
        on: the training day that is asked about.
    """
    if program.kind is Kind.PRACTICE:
        return HabitDay(due=practice_state(program, events, on - timedelta(days=1)).due(on))
    if program.kind is Kind.BREATHING:
        of_day = [event for event in events if event.date == on or isinstance(event, Tombstone)]
        return HabitDay(
            done=any(not isinstance(event, Tombstone) for event in of_day) and calm_done(program, of_day, on)
        )
    return _AS_SCHEDULED
