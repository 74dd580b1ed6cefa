"""What is written into the journal by hand: each entry first says what it does to today's doses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import msgspec

from coach.clock import Clock
from coach.coaching.effects import effects
from coach.errors import UsageError
from coach.journal.edits import Change, carry_out, edit, take_back, undo
from coach.journal.ids import new_id
from coach.journal.journal import Journal
from coach.journal.lines import write_line
from coach.model.events import Event, Tombstone
from coach.model.plan import Plan
from coach.model.quantities import Units

PlanWith = Callable[[Sequence[Event]], Plan]
"""The plan of today, had the journal these events instead of its own."""


class Logbook:
    """Adds, takes back and changes entries, each in one step that is on disk or not at all."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        today: date,
        plan_with: PlanWith,
        *,
        names: dict[str, str],
        units: Units = "kg",
    ) -> None:
        """Write into `journal`, and judge effects by `plan_with`, in these names and units."""
        self._journal = journal
        self._clock = clock
        self._today = today
        self._plan_with = plan_with
        self._names = names
        self._units: Units = units

    def stamp(self, on: date | None) -> tuple[str, date, datetime]:
        """The id, date and moment of a new entry; one for another day is put at noon of it."""
        now = self._clock.now()
        day = on or self._today
        if day > self._today:
            raise UsageError(f"{day} has not come yet", hint="only what was done can be recorded")
        at = now if day == self._today else datetime.combine(day, time(12), tzinfo=now.tzinfo)
        return new_id(now), day, at

    def effect(self, change: Change) -> tuple[str, ...]:
        """What this would do to today's doses, in sentences; nothing is written."""
        events = self._journal.events()
        after = self._plan_with([*events, *change.events])
        return effects(self._plan_with(events), after, self._names, self._units)

    def write(self, change: Change) -> None:
        """Have this change in the journal, all of it or nothing.

        Raises:
            JournalError: it is not on disk.
        """
        carry_out(self._journal, change)

    def addition(self, event: Event) -> Change:
        """A new entry; not written yet.

        Raises:
            UsageError: its values do not make sense.
        """
        try:
            return Change(lines=(write_line(event),), put_in=event)
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error

    def undo(self, target: str | None) -> Change:
        """What takes an entry back; not written yet.

        Args:
            target: the beginning of its id; None turns round what was written last.

        Raises:
            UsageError: there is no such entry, or more than one.
        """
        now = self._clock.now()
        if target is None:
            return undo(self._journal, now=now)
        return take_back(self._journal, self._journal.find(target).id, now=now)

    def change(self, target: str, changes: Sequence[str]) -> Change:
        """What puts a changed entry in the place of an earlier one; not written yet.

        Args:
            target: the beginning of its id.
            changes: texts like `date=2026-01-07` or `sets.1.seconds=30`, counted from 0.

        Raises:
            UsageError: there is no such entry or field, or the value does not fit.
        """
        entry = self._journal.find(target)
        if isinstance(entry, Tombstone):
            raise UsageError("what takes an entry back cannot be changed", hint="undo it instead")
        raw: dict[str, object] = msgspec.json.decode(msgspec.json.encode(entry))
        for change in changes:
            _apply(raw, change)
        now = self._clock.now()
        try:
            changed = msgspec.convert(raw | {"id": new_id(now)}, type(entry))
        except msgspec.ValidationError as error:
            raise UsageError(f"that change does not fit: {error}") from None
        return edit(self._journal, entry.id, changed, now=now)


def _apply(raw: dict[str, object], change: str) -> None:
    path, equals, text = change.partition("=")
    if not equals:
        raise UsageError(f"'{change}' is not a change", hint="write FIELD=VALUE, as in sets.0.seconds=30")
    *way, last = path.split(".")
    place: object = raw
    for step in way:
        place = _step(place, step, change)
    value = _value(text)
    if isinstance(place, dict) and last in place and last not in {"id", "type", "schema"}:
        place[last] = value
    else:
        raise UsageError(
            f"'{path}' cannot be changed", hint="write a field of the entry, as in sets.0.seconds=30"
        )


def _step(place: object, step: str, change: str) -> object:
    if isinstance(place, list) and step.isdecimal() and int(step) < len(place):
        return place[int(step)]
    if isinstance(place, dict) and step in place:
        return place[step]
    raise UsageError(f"'{change}' leads nowhere: there is no '{step}'")


def _value(text: str) -> object:
    """A number, true, false or null where it reads as one; the text itself otherwise."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
