"""What is written into the journal by hand: each entry first says what it does to today's doses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Final

import msgspec
from msgspec.structs import replace

from coach.clock import Clock
from coach.coaching.days import read_history, taken_back
from coach.coaching.effects import effects
from coach.coaching.locks import clearances_later_than, says_more, standing
from coach.errors import UsageError
from coach.journal.edits import Change, carry_out, edit, take_back, undo
from coach.journal.ids import new_id
from coach.journal.journal import Journal
from coach.journal.lines import plain_words, write_line
from coach.model.events import CheckIn, Control, Event, Tombstone
from coach.model.plan import Plan
from coach.model.quantities import Units, whole_number

NOTHING_LOCKED: Final = "nothing is locked: no red flag stands"

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

    def level(
        self,
        program: str,
        slot: str,
        drill: str,
        *,
        seconds: int | None = None,
        reps: int | None = None,
        load_kg: float | None = None,
        note: str | None = None,
    ) -> Control:
        """A level that holds for a slot from now on; not written yet."""
        event_id, day, at = self.stamp(None)
        return Control(
            id=event_id,
            date=day,
            at=at,
            action="set_level",
            program=program,
            slot=slot,
            drill=drill,
            seconds=seconds,
            reps=reps,
            load_kg=load_kg,
            note=note,
        )

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

        Red flags name the clearances that were there before them although they carry a later moment, so that
        these do not lift them.

        Raises:
            UsageError: its values do not make sense.
            JournalError: the journal cannot be read.
        """
        if isinstance(event, CheckIn) and event.red_flags:
            event = self._after_clearances(event)
        try:
            return Change(lines=(write_line(event),), put_in=event)
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error

    def _after_clearances(self, check_in: CheckIn) -> CheckIn:
        earlier = clearances_later_than(check_in, self._journal.recent(self._today))
        named = dict.fromkeys((*check_in.earlier_clearances, *earlier))
        return replace(check_in, earlier_clearances=tuple(named))

    def standing(self) -> tuple[CheckIn, ...]:
        """The check-ins whose red flags keep training off at this moment, in the order of the journal.

        Raises:
            JournalError: the journal cannot be read.
        """
        return standing(read_history(self._journal.recent(self._today), self._today, now=self._today))

    def clearance(self, *, on: date | None = None, note: str | None = None) -> Change:
        """What records that a clinician has cleared somebody of every red flag that stands; not written yet.

        Args:
            on: the day of it; None is today.
            note: words of one's own.

        Raises:
            UsageError: no red flag stands, or the day has not come yet.
            JournalError: the journal cannot be read.
        """
        flagged = tuple(one.id for one in self.standing())
        if not flagged:
            raise UsageError(NOTHING_LOCKED)
        event_id, day, at = self.stamp(on)
        cleared = Control(id=event_id, date=day, at=at, action="cleared", flags=flagged, note=note)
        return self.addition(cleared)

    def take_back_flags(self) -> Change:
        """What takes every red flag that stands back, as entered by mistake; not written yet.

        What a check-in said beside its red flags stays; one that said nothing else is taken back.

        Raises:
            UsageError: no red flag stands.
            JournalError: the journal cannot be read.
        """
        flagged = self.standing()
        if not flagged:
            raise UsageError(NOTHING_LOCKED)
        now = self._clock.now()
        replaced = taken_back(self._journal.recent(self._today), date.max.toordinal())
        changes = [self._without_flags(one, now, replaced=one.id in replaced) for one in flagged]
        lines = tuple(line for change in changes for line in change.lines)
        return replace(changes[-1], lines=lines)

    def _without_flags(self, check_in: CheckIn, now: datetime, *, replaced: bool) -> Change:
        if replaced or not says_more(check_in):
            return take_back(self._journal, check_in.id, now=now)
        return edit(
            self._journal, check_in.id, replace(check_in, red_flags=(), earlier_clearances=()), now=now
        )

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
            raise UsageError(f"that change does not fit: {plain_words(str(error))}") from None
        if isinstance(changed, CheckIn) and isinstance(entry, CheckIn):
            changed = self._with_flags_that_stand(changed, entry)
        return edit(self._journal, entry.id, changed, now=now)

    def _with_flags_that_stand(self, changed: CheckIn, before: CheckIn) -> CheckIn:
        """Flags that a correction adds are new, whatever moment the entry carries; those that stand stay."""
        added = set(changed.red_flags) - set(before.red_flags)
        stands = bool(changed.red_flags) and before.id in {one.id for one in self.standing()}
        return self._after_clearances(changed) if added or stands else changed


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
    if isinstance(place, list) and (number := whole_number(step)) is not None and number < len(place):
        return place[number]
    if isinstance(place, dict) and step in place:
        return place[step]
    raise UsageError(f"'{change}' leads nowhere: there is no '{step}'")


def _value(text: str) -> object:
    """A number, true, false or null where it reads as one; the text itself otherwise."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
