"""What is written into the journal by hand: each entry first says what it does to today's doses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import msgspec

from coach.clock import Clock
from coach.coaching.effects import effects
from coach.errors import UsageError
from coach.journal.ids import new_id
from coach.journal.journal import Journal
from coach.model.events import Event, Tombstone
from coach.model.plan import Plan

PlanWith = Callable[[Sequence[Event]], Plan]
"""The plan of today, had the journal these events instead of its own."""


class Logbook:
    """Adds, takes back and changes entries, each in one step that is on disk or not at all."""

    def __init__(
        self, journal: Journal, clock: Clock, today: date, plan_with: PlanWith, names: dict[str, str]
    ) -> None:
        """Write into `journal`, and judge effects by `plan_with`."""
        self._journal = journal
        self._clock = clock
        self._today = today
        self._plan_with = plan_with
        self._names = names

    def stamp(self, on: date | None) -> tuple[str, date, datetime]:
        """The id, date and moment of a new entry; one for another day is put at noon of it."""
        now = self._clock.now()
        day = on or self._today
        if day > self._today:
            raise UsageError(f"{day} has not come yet", hint="only what was done can be recorded")
        at = now if day == self._today else datetime.combine(day, time(12), tzinfo=now.tzinfo)
        return new_id(now), day, at

    def effect(self, *entries: Event) -> tuple[str, ...]:
        """What these entries would do to today's doses, in sentences; nothing is written."""
        events = self._journal.events()
        return effects(self._plan_with(events), self._plan_with([*events, *entries]), self._names)

    def write(self, *entries: Event) -> None:
        """Have these entries in the journal, all of them or none.

        Raises:
            JournalError: they are not on disk.
        """
        self._journal.append(*entries)

    def undo(self, target: str | None) -> Tombstone:
        """What takes an entry back; not written yet.

        Args:
            target: the beginning of its id that no other has; None is the newest entry.

        Raises:
            UsageError: there is no such entry, or more than one.
        """
        entry = self.find(target)
        now = self._clock.now()
        return Tombstone(id=new_id(now), at=now, target=entry.id)

    def change(self, target: str, changes: Sequence[str]) -> tuple[Tombstone, Event]:
        """What puts a changed entry in the place of an earlier one; not written yet.

        Args:
            target: the beginning of its id that no other has.
            changes: texts like `date=2026-01-07` or `sets.1.seconds=30`, counted from 0.

        Raises:
            UsageError: there is no such entry or field, or the value does not fit.
        """
        entry = self.find(target)
        tombstone = self.undo(target)
        raw = msgspec.to_builtins(entry)
        for change in changes:
            _apply(raw, change)
        raw |= {"id": new_id(self._clock.now()), "replaces": entry.id}
        try:
            changed = msgspec.convert(raw, Event)
        except msgspec.ValidationError as error:
            raise UsageError(f"that change does not fit: {error}") from None
        return tombstone, changed

    def find(self, target: str | None) -> Event:
        """The one live entry whose id begins with `target`; None is the newest.

        Raises:
            UsageError: there is no such entry, or more than one.
        """
        events = self._journal.events()
        gone = {event.target for event in events if isinstance(event, Tombstone)}
        live = [event for event in events if not isinstance(event, Tombstone) and event.id not in gone]
        found = [event for event in live if event.id.startswith(target or "")]
        if not found:
            raise UsageError(f"there is no entry '{target}'" if target else "the journal is empty")
        if target is None:
            return max(found, key=lambda event: event.id)
        if len(found) > 1:
            raise UsageError(f"{len(found)} entries begin with '{target}'", hint="write more of the id")
        return found[0]


def _apply(raw: dict[str, object], change: str) -> None:
    path, equals, text = change.partition("=")
    if not equals:
        raise UsageError(f"'{change}' is not a change", hint="write FIELD=VALUE, as in sets.0.seconds=30")
    *way, last = path.split(".")
    place: object = raw
    for step in way:
        place = _step(place, step, change)
    value = _value(text)
    if isinstance(place, dict) and last not in {"id", "type", "schema"}:
        place[last] = value
    else:
        raise UsageError(
            f"'{path}' cannot be changed", hint="write a field of the entry, as in sets.0.seconds=30"
        )


def _step(place: object, step: str, change: str) -> object:
    if isinstance(place, list) and step.isdigit() and int(step) < len(place):
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
