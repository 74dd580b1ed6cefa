"""What somebody corrects in the past: each change is told first, with what it does to today's doses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from coach.errors import UsageError
from coach.journal.edits import Change
from coach.model.events import Activity, ActivityKind, Session, Tombstone
from coach.model.formatting import full_date
from coach.model.quantities import count_text
from coach.service.written_sets import parse_sets, sets_as_asked

if TYPE_CHECKING:
    from coach.service.coach import Coach

Value = str | int | float | bool | None


class Proposal(Struct, frozen=True, kw_only=True):
    """A change that is not written yet."""

    what: str
    """What would be done, in a sentence."""
    effects: tuple[str, ...]
    """What it would do to today's doses, a sentence each."""
    change: Change


class HistoryChanges:
    """Proposes changes to the journal of one person, and writes those that were agreed to."""

    def __init__(self, coach: Coach) -> None:
        """Change the journal of `coach`."""
        self._coach = coach

    def take_back(self, entry: str) -> Proposal:
        """Take an entry back, as if it had never been written.

        Raises:
            UsageError: there is no such entry, or it is taken back already.
            JournalError: the journal cannot be read.
        """
        change = self._coach.logbook.undo(entry)
        return self._propose("Take this back, as if it had never been written.", change)

    def undo(self) -> Proposal:
        """Turn round what was written last on this machine.

        Raises:
            UsageError: nothing was written here yet.
            JournalError: the journal cannot be read.
        """
        change = self._coach.logbook.undo(None)
        taken, put_in = change.taken_back, change.put_in
        if put_in is None:
            what = f"Take back what was written last{self._name(taken)}."
        elif taken is None:
            what = f"Put back in what was taken back last{self._name(put_in)}."
        else:
            what = f"Turn the latest correction round{self._name(taken)}."
        return self._propose(what, change)

    def correct(self, entry: str, values: Mapping[str, Value]) -> Proposal:
        """Put an entry with other values in the place of one.

        Args:
            entry: its id.
            values: by the way to the value, as in `sets.0.seconds`.

        Raises:
            UsageError: a value does not fit.
            JournalError: the journal cannot be read.
        """
        changes = [f"{way}={msgspec.json.encode(value).decode()}" for way, value in values.items()]
        return self._propose(
            "Write this correction in the place of the entry.", self._coach.logbook.change(entry, changes)
        )

    def past_session(
        self, program_id: str, on: date, *, written: Sequence[str] = (), pain: int | None, note: str | None
    ) -> Proposal:
        """Add a session of an earlier day, or of today.

        Args:
            program_id: what was done.
            on: when.
            written: texts like `plank=30,30,28`; empty: all of it, as that day asked for it.
            pain: of every set that names none of its own, 0 to 10; None: not said.
            note: whatever is worth remembering.

        Raises:
            UsageError: it cannot be read, or that day has not come yet.
            CoachError: the program or the journal cannot be read.
        """
        coach = self._coach
        program = coach.program(program_id)
        event_id, day, at = coach.logbook.stamp(on)
        plan = coach.program_plan(program.id, day)
        sets = parse_sets(written, program, plan, pain=pain) if written else sets_as_asked(plan, pain=pain)
        session = Session(
            id=event_id, date=day, at=at, program=program.id, kind=program.kind, sets=sets, note=note
        )
        return self._propose(
            f"Add {program.title} on {full_date(day)}, {count_text(len(sets), 'set')}.",
            coach.logbook.addition(session),
        )

    def past_activity(self, kind: ActivityKind, on: date, *, minutes: int, note: str | None) -> Proposal:
        """Add cardio or cross-training of an earlier day, or of today.

        Raises:
            UsageError: the minutes make no sense, or that day has not come yet.
            JournalError: the journal cannot be read.
        """
        if minutes < 1:
            raise UsageError("minutes are more than 0")
        event_id, day, at = self._coach.logbook.stamp(on)
        activity = Activity(id=event_id, date=day, at=at, kind=kind, minutes=minutes, note=note)
        return self._propose(
            f"Add {minutes} minutes ({kind}) on {full_date(day)}.", self._coach.logbook.addition(activity)
        )

    def write(self, proposal: Proposal) -> None:
        """Have a change on disk.

        Raises:
            UsageError: what it takes back was taken back meanwhile.
            JournalError: nothing was written.
        """
        self._coach.logbook.write(proposal.change)

    def _propose(self, what: str, change: Change) -> Proposal:
        return Proposal(what=what, effects=self._coach.logbook.effect(change), change=change)

    def _name(self, event: object) -> str:
        if isinstance(event, Session):
            program = self._coach.programs.get(event.program)
            return f": {program.title if program else event.program} on {full_date(event.date)}"
        if event is None or isinstance(event, Tombstone):
            return ""
        day = getattr(event, "date", None)
        kind = getattr(event, "kind", None) or getattr(event, "action", "")
        return f": {str(kind).replace('_', ' ')} on {full_date(day)}" if isinstance(day, date) else ""
