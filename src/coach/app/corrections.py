"""Manual entries and corrections: sets as text, proposed changes with their effects, and the logbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from coach.app.planning import plan_from, program_plan
from coach.coaching.history import live_events, read_history, removed_ids
from coach.coaching.locks import clearances_later_than, has_other_answers, standing_flags
from coach.coaching.messages import plan_changes
from coach.errors import UsageError
from coach.journal.codec import encode_event, new_id, plain_words
from coach.journal.edits import Change, apply_change, edit, remove_event, undo
from coach.model.events import (
    WORST_PAIN,
    Activity,
    ActivityKind,
    CheckIn,
    Control,
    Event,
    Session,
    SetRecord,
    Tombstone,
)
from coach.model.formatting import count_text, full_date
from coach.model.plan import Dose, ProgramPlan
from coach.model.program import Measure, Program, Side, Slot
from coach.model.units import parse_duration, parse_load, whole_number

if TYPE_CHECKING:
    from coach.app.workspace import Workspace


Parsed = TypeVar("Parsed")

SHAKY: Final = "~"
PAIN: Final = "!"

HELP: Final = (
    "what was done of a slot: seconds of each set, or repetitions, as in plank=30,30,28; a side as in "
    "side-plank.left=30,24; ~ behind a set that was shaky, !4 behind one that hurt; @6kg behind them all"
)


def parse_sets(
    written: Sequence[str], program: Program, plan: ProgramPlan, *, pain: int | None
) -> tuple[SetRecord, ...]:
    """The sets of one session from texts as in `HELP`.

    Args:
        written: one text for each slot and side.
        plan: the doses of that day, which go into each set.
        pain: of every set that names none of its own, 0 to 10.

    Raises:
        UsageError: a text is not a set; the hint says what would be right.
    """
    records = (record for text in written for record in _parse_slot(text, program, plan))
    return tuple(replace(record, pain=pain) if record.pain is None else record for record in records)


def sets_as_asked(plan: ProgramPlan, *, pain: int | None) -> tuple[SetRecord, ...]:
    """Every set exactly as planned.

    Raises:
        UsageError: nothing is planned.
    """
    if not plan.slots:
        raise UsageError(
            f"nothing of {plan.id} is asked on that day", hint="write down the sets that were done"
        )
    return tuple(
        SetRecord(
            slot=dose.slot,
            drill=dose.drill,
            round=turn,
            side=side,
            asked_seconds=dose.seconds,
            seconds=dose.seconds,
            asked_reps=dose.reps,
            reps=dose.reps,
            load_kg=dose.load_kg,
            form="clean",
            pain=pain,
            end="full",
        )
        for dose in plan.slots
        for turn in range(1, dose.sets + 1)
        for side in (dose.sides or (None,))
    )


def _parse_slot(text: str, program: Program, plan: ProgramPlan) -> list[SetRecord]:
    name, equals, values = text.partition("=")
    slot_name, _, side = name.partition(".")
    slot = next((slot for slot in program.slots if slot.slot == slot_name), None)
    if not equals or slot is None:
        known = ", ".join(slot.slot for slot in program.slots)
        raise UsageError(
            f"'{text}' is not a set of {program.id}", hint=f"write SLOT=30,30,30 with one of {known}"
        )
    values, _, load = values.partition("@")
    dose = next((dose for dose in plan.slots if dose.slot == slot_name), None)
    load_kg = parse_typed(parse_load, load) if load else dose.load_kg if dose else None
    if side not in ("", "left", "right"):
        raise UsageError(f"'{side}' is not a side", hint=f"write {slot.slot}.left or {slot.slot}.right")
    if not side and (dose.sides if dose else slot.sided):
        raise UsageError(
            f"{slot.slot} is done on each side", hint=f"write {slot.slot}.left=… and {slot.slot}.right=…"
        )
    of_side: Side | None = "left" if side == "left" else "right" if side else None
    return [
        _parse_set(value, slot, dose, number, of_side, load_kg)
        for number, value in enumerate(values.split(","), start=1)
    ]


def _parse_set(
    text: str, slot: Slot, dose: Dose | None, number: int, side: Side | None, load_kg: float | None
) -> SetRecord:
    value, hurts, pain = text.partition(PAIN)
    shaky = value.endswith(SHAKY)
    amount = parse_amount(value.removesuffix(SHAKY))
    hurt = whole_number(pain) if hurts else None
    if hurts and (hurt is None or hurt > WORST_PAIN):
        hint = f"write {PAIN}0 to {PAIN}{WORST_PAIN} behind the seconds"
        raise UsageError(f"'{PAIN}{pain}' is not a pain", hint=hint)
    counted = slot.measure in {Measure.REPS, Measure.BREATHS}
    asked = (dose.reps if counted else dose.seconds) if dose else None
    return SetRecord(
        slot=slot.slot,
        drill=dose.drill if dose else None,
        round=number,
        side=side,
        asked_seconds=None if counted else asked,
        seconds=None if counted else amount,
        asked_reps=asked if counted else None,
        reps=amount if counted else None,
        load_kg=load_kg,
        form="shaky" if shaky else "clean",
        pain=hurt,
        end="full" if asked is None or amount >= asked else "early",
    )


def parse_amount(text: str) -> int:
    """The seconds or repetitions of a set, 0 included.

    Raises:
        UsageError: the text is not an amount.
    """
    return 0 if text.strip() == "0" else parse_typed(parse_duration, text)


def parse_typed(parse: Callable[[str], Parsed], text: str) -> Parsed:
    """The value of a typed text; the `ValueError` of `parse` becomes a `UsageError`."""
    try:
        return parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


Value = str | int | float | bool | None
"""The value of a field of an entry."""


class Proposal(Struct, frozen=True, kw_only=True):
    """A change that is not written yet."""

    what: str
    """The change, in a sentence."""
    effects: tuple[str, ...]
    """The effects on today's doses, a sentence each."""
    change: Change


class Corrections:
    """Changes to past entries. Each is proposed with its effect on today's doses, then written.

    Raises:
        UsageError: by any method, where the change does not make sense.
        JournalError: by any method, where the journal cannot be read or written.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def undo_entry(self, entry_id: str) -> Proposal:
        """Propose to undo an entry."""
        change = remove_event(self._workspace.journal, entry_id, now=self._workspace.clock.now())
        return self._proposal("Take this back, as if it had never been written.", change)

    def undo_last(self) -> Proposal:
        """Propose to undo what was written last on this machine."""
        change = undo(self._workspace.journal, now=self._workspace.clock.now())
        removed, added = change.removed, change.added
        if added is None:
            what = f"Take back what was written last{self._name(removed)}."
        elif removed is None:
            what = f"Put back in what was taken back last{self._name(added)}."
        else:
            what = f"Undo the latest correction{self._name(removed)}."
        return self._proposal(what, change)

    def correct(self, entry_id: str, values: Mapping[str, Value]) -> Proposal:
        """Propose other values for an entry, by the path of each, as in `sets.0.seconds`."""
        changes = [f"{path}={msgspec.json.encode(value).decode()}" for path, value in values.items()]
        change = Logbook(self._workspace).change(entry_id, changes)
        return self._proposal("Write this correction in the place of the entry.", change)

    def add_session(
        self, program_id: str, on: date, *, written: Sequence[str] = (), pain: int | None, note: str | None
    ) -> Proposal:
        """Propose to add a session of today or an earlier day.

        Args:
            written: texts like `plank=30,30,28`; empty: all sets as that day asked for them.
            pain: of every set that names none of its own, 0 to 10; None: unknown.
        """
        logbook, program = Logbook(self._workspace), self._workspace.program(program_id)
        event_id, day, at = logbook.stamp(on)
        plan = program_plan(self._workspace, program.id, day)
        sets = parse_sets(written, program, plan, pain=pain) if written else sets_as_asked(plan, pain=pain)
        session = Session(
            id=event_id, date=day, at=at, program=program.id, kind=program.kind, sets=sets, note=note
        )
        what = f"Add {program.title} on {full_date(day)}, {count_text(len(sets), 'set')}."
        return self._proposal(what, logbook.addition(session))

    def add_activity(self, kind: ActivityKind, on: date, *, minutes: int, note: str | None) -> Proposal:
        """Propose to add cardio or cross-training of today or an earlier day."""
        if minutes < 1:
            raise UsageError("minutes are more than 0")
        logbook = Logbook(self._workspace)
        event_id, day, at = logbook.stamp(on)
        activity = Activity(id=event_id, date=day, at=at, kind=kind, minutes=minutes, note=note)
        return self._proposal(
            f"Add {minutes} minutes ({kind}) on {full_date(day)}.", logbook.addition(activity)
        )

    def write(self, proposal: Proposal) -> None:
        """Write a proposed change; nothing is written where this raises."""
        apply_change(self._workspace.journal, proposal.change)

    def _proposal(self, what: str, change: Change) -> Proposal:
        return Proposal(what=what, effects=Logbook(self._workspace).effects_of(change), change=change)

    def _name(self, event: Event | None) -> str:
        if event is None or isinstance(event, Tombstone):
            return ""
        if isinstance(event, Session):
            program = self._workspace.programs.get(event.program)
            name = program.title if program else event.program
        else:
            name = (event.action if isinstance(event, Control) else event.kind).replace("_", " ")
        return f": {name} on {full_date(event.date)}"


NOTHING_LOCKED: Final = "nothing is locked: no red flag stands"


class Logbook:
    """Builds changes of the journal; `write` applies one in a transaction."""

    def __init__(self, workspace: Workspace) -> None:
        """Make entries of the current day of a workspace."""
        self._workspace = workspace
        self._journal = workspace.journal
        self._today = workspace.today()

    def stamp(self, on: date | None) -> tuple[str, date, datetime]:
        """The id, date and time of a new entry; the time of an entry for an earlier day is noon."""
        now = self._workspace.clock.now()
        day = on or self._today
        if day > self._today:
            raise UsageError(f"{day} has not come yet", hint="only what was done can be recorded")
        at = now if day == self._today else datetime.combine(day, time(12), tzinfo=now.tzinfo)
        return new_id(now), day, at

    def level_entry(
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
        """The entry that sets the level of a slot from now on."""
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

    def effects_of(self, change: Change) -> tuple[str, ...]:
        """The effects of a change on today's doses, in sentences."""
        events = self._journal.events()
        before = plan_from(self._workspace, events)
        after = plan_from(self._workspace, [*events, *change.events])
        return plan_changes(before, after, self._workspace.names(), self._workspace.settings.units)

    def write(self, change: Change) -> None:
        """Write a change to the journal.

        Raises:
            JournalError: it was not written.
        """
        apply_change(self._journal, change)

    def addition(self, event: Event) -> Change:
        """The change that adds an entry.

        Raises:
            UsageError: its values do not make sense.
            JournalError: the journal cannot be read.
        """
        if isinstance(event, CheckIn) and event.red_flags:
            event = self._after_clearances(event)
        try:
            return Change(lines=(encode_event(event),), added=event)
        except ValueError as error:
            raise UsageError(f"this cannot be written down: {error}") from error

    def _after_clearances(self, check_in: CheckIn) -> CheckIn:
        """The check-in, naming the clearances before it, so that these do not lift its red flags.

        A clearance may carry a later time than red flags that are reported after it.
        """
        earlier = clearances_later_than(check_in, self._journal.recent(self._today))
        named = dict.fromkeys((*check_in.earlier_clearances, *earlier))
        return replace(check_in, earlier_clearances=tuple(named))

    def standing_flags(self) -> tuple[CheckIn, ...]:
        """The check-ins whose red flags lock training now, in the order of the journal.

        Raises:
            JournalError: the journal cannot be read.
        """
        return standing_flags(read_history(self._journal.recent(self._today), self._today, now=self._today))

    def clearance(self, *, on: date | None = None, note: str | None = None) -> Change:
        """The change that records that a clinician has cleared every active red flag.

        Raises:
            UsageError: no red flag is active, or the day is in the future.
            JournalError: the journal cannot be read.
        """
        flagged = tuple(one.id for one in self.standing_flags())
        if not flagged:
            raise UsageError(NOTHING_LOCKED)
        event_id, day, at = self.stamp(on)
        cleared = Control(id=event_id, date=day, at=at, action="cleared", flags=flagged, note=note)
        return self.addition(cleared)

    def remove_flags(self) -> Change:
        """The change that removes every active red flag, as entered by mistake.

        The other answers of a check-in stay; a check-in without any is undone.

        Raises:
            UsageError: no red flag is active.
            JournalError: the journal cannot be read.
        """
        flagged = self.standing_flags()
        if not flagged:
            raise UsageError(NOTHING_LOCKED)
        now = self._workspace.clock.now()
        replaced = removed_ids(self._journal.recent(self._today), date.max.toordinal())
        changes: list[Change] = []
        for one in flagged:
            if one.id in replaced or not has_other_answers(one):
                changes.append(remove_event(self._journal, one.id, now=now))
            else:
                unflagged = replace(one, red_flags=(), earlier_clearances=())
                changes.append(edit(self._journal, one.id, unflagged, now=now))
        lines = tuple(line for change in changes for line in change.lines)
        return replace(changes[-1], lines=lines)

    def undo(self, target: str | None) -> Change:
        """The change that undoes an entry.

        Args:
            target: the beginning of its id; None: the latest write on this machine.

        Raises:
            UsageError: there is no such entry, or more than one.
        """
        now = self._workspace.clock.now()
        return (
            undo(self._journal, now=now) if target is None else remove_event(self._journal, target, now=now)
        )

    def change(self, target: str, changes: Sequence[str]) -> Change:
        """The change that replaces an entry by one with other values.

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
            path, equals, text = change.partition("=")
            if not equals:
                raise UsageError(
                    f"'{change}' is not a change", hint="write FIELD=VALUE, as in sets.0.seconds=30"
                )
            *steps, last = path.split(".")
            parent: object = raw
            for step in steps:
                number = whole_number(step)
                if isinstance(parent, list) and number is not None and number < len(parent):
                    parent = parent[number]
                elif isinstance(parent, dict) and step in parent:
                    parent = parent[step]
                else:
                    raise UsageError(f"'{change}' leads nowhere: there is no '{step}'")
            if not isinstance(parent, dict) or last not in parent or last in {"id", "type", "schema"}:
                raise UsageError(
                    f"'{path}' cannot be changed", hint="write a field of the entry, as in sets.0.seconds=30"
                )
            # A number, true, false or null; otherwise the text.
            parent[last] = text
            with suppress(msgspec.DecodeError):
                parent[last] = msgspec.json.decode(text)
        now = self._workspace.clock.now()
        try:
            changed = msgspec.convert(raw | {"id": new_id(now)}, type(entry))
        except msgspec.ValidationError as error:
            raise UsageError(f"that change does not fit: {plain_words(str(error))}") from None
        if isinstance(changed, CheckIn) and isinstance(entry, CheckIn):
            # Flags that a correction adds are new, whatever time the entry has; active ones stay active.
            added = set(changed.red_flags) - set(entry.red_flags)
            stands = bool(changed.red_flags) and entry.id in {one.id for one in self.standing_flags()}
            changed = self._after_clearances(changed) if added or stands else changed
        return edit(self._journal, entry.id, changed, now=now)


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
