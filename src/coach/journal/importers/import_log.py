"""The import of another app's log: with a dry run, bad rows by their lines, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from coach.errors import UsageError
from coach.journal.codec import MAX_SETS, StoredEvent, encode_event, same_content
from coach.journal.damage import DamagedRow
from coach.journal.exchange import CSV_COLUMNS, DAMAGED_HERE, FORMULA_STARTS, ImportProblem
from coach.journal.importers.layouts import LAYOUTS, Layout, LoggedSet, UnitMissingError, layout_of
from coach.journal.importers.names import ExerciseNames, ImportTarget, Target, slot_name
from coach.journal.importers.table import Table, TableRow, short
from coach.journal.journal import Journal
from coach.journal.queries import insert, stored_by_id
from coach.model.events import Activity, Event, Session, SetRecord
from coach.model.program import Side
from coach.model.units import Units

_NAMESPACE: Final = UUID("5f2f6f0c-6c1d-5a0e-9f43-0c6f6d2b7a15")
_MOST_NOTE: Final = 1_000
InZone = Callable[[datetime], datetime]
"""Gives a wall time the offset of the local zone."""
DayOf = Callable[[datetime], date]
"""The training day of a moment."""


class Workout(Struct, frozen=True):
    """The events of one workout, which are imported together or not at all."""

    line: int
    """On which it begins."""
    events: tuple[Event, ...]


def workouts(
    sets: Iterable[LoggedSet], layout: Layout, names: ExerciseNames, *, in_zone: InZone, day_of: DayOf
) -> Iterator[Workout]:
    """The workouts of a log, in the order in which they first appear.

    Ids depend on the log alone, so a log that is read twice gives the same events.

    Args:
        day_of: the training day of a moment.
    """
    grouped: dict[tuple[datetime, str], list[LoggedSet]] = {}
    for one in sets:
        grouped.setdefault((one.start, one.title), []).append(one)
    for group in grouped.values():
        yield Workout(group[0].line, tuple(_events(group, layout, names, in_zone, day_of)))


def _events(
    sets: Sequence[LoggedSet], layout: Layout, names: ExerciseNames, in_zone: InZone, day_of: DayOf
) -> Iterator[Event]:
    at = in_zone(sets[0].start)
    day = sets[0].start.date() if sets[0].dated else day_of(at)
    sessions: dict[tuple[str, str], list[tuple[LoggedSet, Target, Side | None]]] = {}
    parts = 0
    for one in sets:
        target, side = names.find(one.exercise)
        if isinstance(target, str):
            yield Activity(
                id=_id(layout, one, parts),
                date=day,
                at=at,
                kind=target,
                minutes=max(1, round(one.seconds / 60)) if one.seconds else None,
                distance_km=one.distance_km,
                note=one.note[:_MOST_NOTE] or None,
            )
            parts += 1
        else:
            program = (target.program, target.kind) if target else (f"from-{layout.id}", "custom")
            sessions.setdefault(program, []).append((one, target, side))
    for (program_id, kind), found in sessions.items():
        for start in range(0, len(found), MAX_SETS):
            some = found[start : start + MAX_SETS]
            # Where it comes from and what its owner wrote, each thing once.
            texts = [layout.name, sets[0].title, sets[0].workout_note, *(one.note for one, _, _ in some)]
            yield Session(
                id=_id(layout, sets[0], parts),
                date=day,
                at=at,
                program=program_id,
                kind=kind,
                sets=tuple(_records(some)),
                ended_at=in_zone(sets[0].end) if sets[0].end else None,
                note="; ".join(dict.fromkeys(short(text, 200) for text in texts if text))[:_MOST_NOTE],
            )
            parts += 1


def _records(sets: Iterable[tuple[LoggedSet, Target, Side | None]]) -> Iterator[SetRecord]:
    rounds: dict[tuple[str, Side | None], int] = {}
    for one, target, side in sets:
        slot = target.slot if isinstance(target, ImportTarget) else slot_name(one.exercise)
        number = rounds[slot, side] = rounds.get((slot, side), 0) + 1
        yield SetRecord(
            slot=slot,
            drill=target.drill if isinstance(target, ImportTarget) else slot,
            round=number,
            side=side,
            seconds=one.seconds,
            reps=one.reps,
            load_kg=one.load_kg,
        )


def _id(layout: Layout, one: LoggedSet, part: int) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join((layout.id, one.start.isoformat(), one.title, str(part)))))


_HEAD: Final = {"session": "id", "date": "date", "started_at": "at", "ended_at": "ended_at"}
_SAME: Final = ("program", "kind", "note", "stopped", "asked_sets")
_LATER: Final = frozenset({"stopped", "asked_sets"})
"""Columns that older files do not have."""


def is_own(header: tuple[str, ...]) -> bool:
    """Whether coach itself wrote this table."""
    return set(CSV_COLUMNS) - _LATER <= set(header)


def own_sessions(table: Table) -> Iterator[Workout]:
    """The sessions of a table; rows that cannot be read are added to `table.problems`."""
    found: dict[str, tuple[TableRow, list[SetRecord]]] = {}
    for row in table.rows():
        try:
            values = {
                name: _plain(value)
                for name, value in row.cells.items()
                if name not in _HEAD and name not in _SAME
            }
            # A number that is lost in words is refused, and so is a side that is none.
            record = msgspec.convert(values, SetRecord, strict=False)
        except ValueError as error:
            table.problems.append((row.line, str(error)))
        else:
            found.setdefault(row.text("session"), (row, []))[1].append(record)
    for row, records in found.values():
        try:
            head: dict[str, object] = {
                key: row.cells[name] for name, key in _HEAD.items() if name in row.cells
            }
            head |= {name: _plain(row.cells[name]) for name in _SAME if name in row.cells}
            session = msgspec.convert({**head, "sets": records}, Session, strict=False)
            written = encode_event(session).event
            assert isinstance(written, Session)
            yield Workout(row.line, (written,))
        except ValueError as error:
            table.problems.append((row.line, str(error)))


def _plain(value: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value


_START_BYTES: Final = 4_096
OWN: Final = "coach"


class LogRules(Struct, frozen=True, kw_only=True):
    """How the log of another app is read."""

    slots: Mapping[str, ImportTarget]
    """By the names of their drills."""
    in_zone: InZone
    day_of: DayOf
    mappings: Mapping[str, Target] = {}
    """What the user has chosen for certain exercises."""
    unit: Units | None = None
    """Of weights without a unit in the file."""


class LogReport(Struct, frozen=True, kw_only=True):
    """What was imported from a log, or in a dry run would be."""

    source: str
    """The app's name."""
    workouts: int
    sets: int
    added: int
    """Events."""
    already: int
    matched: Mapping[str, str]
    """The slot or the activity of each exercise that has one."""
    unmatched: Mapping[str, int]
    """The number of sets of each other exercise, which are in the history alone."""
    left_out: int
    """Rows of warm-ups, rests and notes."""
    problems: tuple[ImportProblem, ...]
    dry_run: bool


def is_table(data: bytes) -> bool:
    """Whether this looks like a table of text, and not like events."""
    text = data[:_START_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(text) and text[:1] not in b"{[" and any(sign in text for sign in b",;\t")


def import_table(journal: Journal, data: bytes, rules: LogRules, *, dry_run: bool = False) -> LogReport:
    """Import the log of another app, or coach's own table.

    Raises:
        UsageError: it is too large, is of no known app, or its unit of weight is not known.
        JournalError: nothing was added.
    """
    table = Table(data)
    if is_own(table.header):
        return _write(journal, OWN, list(own_sessions(table)), table, _Exercises(), dry_run=dry_run)
    layout = layout_of(table.header)
    if layout is None:
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise UsageError("this file is of no app that is known here", hint=f"known are {known} and coach")
    names, exercises = ExerciseNames(rules.slots, rules.mappings), _Exercises()
    sets = _read_sets(table, layout, names, rules.unit, exercises)
    found = list(workouts(sets, layout, names, in_zone=rules.in_zone, day_of=rules.day_of))
    return _write(journal, layout.name, found, table, exercises, dry_run=dry_run)


class _Exercises:
    """The exercises of a log, for the report."""

    def __init__(self) -> None:
        self.matched: dict[str, str] = {}
        self.unmatched: Counter[str] = Counter()
        self.left_out = 0


def _read_sets(
    table: Table, layout: Layout, names: ExerciseNames, unit: Units | None, exercises: _Exercises
) -> Iterator[LoggedSet]:
    for row in table.rows():
        try:
            sets = list(layout.read(row, unit))
            for one in sets:
                if not one.exercise:
                    raise ValueError("there is no exercise")
                if one.seconds is None and one.reps is None and one.distance_km is None:
                    raise ValueError(f"{one.exercise}: neither repetitions nor a time nor a distance")
        except ValueError as error:
            table.problems.append((row.line, str(error)))
            continue
        except UnitMissingError as missing:
            raise UsageError(
                "this file does not say whether its weights are kg or lb", hint="add --unit kg or --unit lb"
            ) from missing
        exercises.left_out += not sets
        for one in sets:
            target, _side = names.find(one.exercise)
            if target is None:
                exercises.unmatched[one.exercise] += 1
            else:
                slot = target if isinstance(target, str) else f"{target.program}/{target.slot}"
                exercises.matched[one.exercise] = slot
        yield from sets


def _write(
    journal: Journal,
    source: str,
    found: Sequence[Workout],
    table: Table,
    exercises: _Exercises,
    *,
    dry_run: bool,
) -> LogReport:
    problems = [ImportProblem(line, reason) for line, reason in table.problems]
    groups: list[tuple[int, tuple[StoredEvent, ...]]] = []
    for workout in found:
        try:
            groups.append((workout.line, tuple(encode_event(event) for event in workout.events)))
        except ValueError as error:
            reason = f"this workout cannot be written down: {error}"
            problems.append(ImportProblem(workout.line, reason))
    ids = [event.event.id for _line, events in groups for event in events]
    journal.check_structure()
    if dry_run:
        with journal.reading() as connection:
            new, already = _new_events(source, groups, stored_by_id(connection, ids), problems)
    else:
        with journal.writing() as connection:
            new, already = _new_events(source, groups, stored_by_id(connection, ids), problems)
            for event in new:
                insert(connection, event, imported=True)
    return LogReport(
        source=source,
        workouts=len(found),
        sets=sum(
            len(event.sets) if isinstance(event, Session) else 1 for one in found for event in one.events
        ),
        added=len(new),
        already=already,
        matched=exercises.matched,
        unmatched=exercises.unmatched,
        left_out=exercises.left_out,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        dry_run=dry_run,
    )


def _new_events(
    source: str,
    groups: Iterable[tuple[int, tuple[StoredEvent, ...]]],
    stored: Mapping[str, str | DamagedRow],
    problems: list[ImportProblem],
) -> tuple[list[StoredEvent], int]:
    """The events of workouts that are new as a whole, and how many events are stored already."""
    new: dict[str, StoredEvent] = {}
    already = 0
    for line, events in groups:
        texts = [stored.get(event.event.id) for event in events]
        damaged = next((text for text in texts if isinstance(text, DamagedRow)), None)
        if damaged is not None:
            problems.append(ImportProblem(line, f"{damaged.words}, {DAMAGED_HERE}"))
        elif not any(text is not None for text in texts):
            new.update((event.event.id, event) for event in events)
        elif source == OWN or all(
            isinstance(text, str) and same_content(text, event.text)
            for text, event in zip(texts, events, strict=True)
        ):
            already += len(events)
        else:
            reason = "this workout was taken in before and reads differently now; the earlier one was kept"
            problems.append(ImportProblem(line, reason))
    return list(new.values()), already
