"""Taking the log of another app into the journal: a dry run first, bad rows named, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from coach.errors import UsageError
from coach.journal.codec import MAX_SETS, StoredEvent, same_content, write_line
from coach.journal.damage import DamagedRow
from coach.journal.exchange import CSV_COLUMNS, DAMAGED_HERE, FORMULA_STARTS, ImportProblem
from coach.journal.importers.layouts import LAYOUTS, Layout, LoggedSet, UnitMissingError, layout_of
from coach.journal.importers.names import ImportTarget, Names, Target, slot_name
from coach.journal.importers.table import Table, TableRow, short
from coach.journal.journal import Journal
from coach.journal.queries import insert, stored_by_id
from coach.model.events import Activity, ActivityKind, Event, Session, SetRecord
from coach.model.program import Side
from coach.model.units import Units

_NAMESPACE: Final = UUID("5f2f6f0c-6c1d-5a0e-9f43-0c6f6d2b7a15")
_MOST_NOTE: Final = 1_000
InZone = Callable[[datetime], datetime]
"""Gives a wall time the offset that it had where its owner lives."""
DayOf = Callable[[datetime], date]
"""The training day of a moment."""


class Workout(Struct, frozen=True):
    """The events of one workout: taken in together or not at all."""

    line: int
    """On which it begins."""
    events: tuple[Event, ...]


def workouts(
    sets: Iterable[LoggedSet], layout: Layout, names: Names, *, in_zone: InZone, day_of: DayOf
) -> Iterator[Workout]:
    """The workouts of a log, in the order in which they first appear.

    Ids follow from what the log says alone, so a log that is read twice gives the same events.

    Args:
        sets: in the order of the log.
        layout: whose log it is.
        names: where each exercise goes.
        in_zone: gives wall times their offset.
        day_of: the training day of a moment.
    """
    grouped: dict[tuple[datetime, str], list[LoggedSet]] = {}
    for one in sets:
        grouped.setdefault((one.start, one.title), []).append(one)
    for done in grouped.values():
        yield Workout(done[0].line, tuple(_events(done, layout, names, in_zone, day_of)))


def _events(
    done: Sequence[LoggedSet], layout: Layout, names: Names, in_zone: InZone, day_of: DayOf
) -> Iterator[Event]:
    at = in_zone(done[0].start)
    day = done[0].start.date() if done[0].dated else day_of(at)
    sessions: dict[tuple[str, str], list[tuple[LoggedSet, Target, Side | None]]] = {}
    parts = 0
    for one in done:
        target, side = names.find(one.exercise)
        if isinstance(target, str):
            yield _activity(one, target, _id(layout, one, parts), day, at)
            parts += 1
        else:
            where = (target.program, target.kind) if target else (f"from-{layout.id}", "custom")
            sessions.setdefault(where, []).append((one, target, side))
    for (program, kind), found in sessions.items():
        for start in range(0, len(found), MAX_SETS):
            some = found[start : start + MAX_SETS]
            yield Session(
                id=_id(layout, done[0], parts),
                date=day,
                at=at,
                program=program,
                kind=kind,
                sets=tuple(_records(some)),
                ended_at=in_zone(done[0].end) if done[0].end else None,
                note=_note(layout, [one for one, _target, _side in some]),
            )
            parts += 1


def _activity(one: LoggedSet, kind: ActivityKind, id_: str, day: date, at: datetime) -> Activity:
    return Activity(
        id=id_,
        date=day,
        at=at,
        kind=kind,
        minutes=max(1, round(one.seconds / 60)) if one.seconds else None,
        distance_km=one.distance_km,
        note=one.note[:_MOST_NOTE] or None,
    )


def _records(found: Iterable[tuple[LoggedSet, Target, Side | None]]) -> Iterator[SetRecord]:
    rounds: dict[tuple[str, Side | None], int] = {}
    for one, target, side in found:
        slot = target.slot if isinstance(target, ImportTarget) else slot_name(one.exercise)
        turn = rounds[slot, side] = rounds.get((slot, side), 0) + 1
        yield SetRecord(
            slot=slot,
            drill=target.drill if isinstance(target, ImportTarget) else slot,
            round=turn,
            side=side,
            seconds=one.seconds,
            reps=one.reps,
            load_kg=one.load_kg,
        )


def _note(layout: Layout, done: Sequence[LoggedSet]) -> str:
    """Where it comes from and what its owner wrote, each thing once."""
    said = [layout.name, done[0].title, done[0].workout_note, *(one.note for one in done)]
    return "; ".join(dict.fromkeys(short(text, 200) for text in said if text))[:_MOST_NOTE]


def _id(layout: Layout, one: LoggedSet, part: int) -> str:
    return str(uuid5(_NAMESPACE, "\x1f".join((layout.id, one.start.isoformat(), one.title, str(part)))))


_HEAD: Final = {"session": "id", "date": "date", "started_at": "at", "ended_at": "ended_at"}
_SAME: Final = ("program", "kind", "note", "stopped", "asked_sets")
_LATER: Final = frozenset({"stopped", "asked_sets"})
"""Columns that older sheets do not have."""


def is_own(header: tuple[str, ...]) -> bool:
    """Whether coach itself wrote this sheet."""
    return set(CSV_COLUMNS) - _LATER <= set(header)


def own_sessions(table: Table) -> Iterator[Workout]:
    """The sessions of a sheet; a row that cannot be read is told in `table.problems`, and left out."""
    found: dict[str, tuple[TableRow, list[SetRecord]]] = {}
    for row in table.rows():
        try:
            record = _record(row)
        except ValueError as error:
            table.problems.append((row.line, str(error)))
        else:
            found.setdefault(row.text("session"), (row, []))[1].append(record)
    for row, records in found.values():
        try:
            yield Workout(row.line, (_session(row, records),))
        except ValueError as error:
            table.problems.append((row.line, str(error)))


def _record(row: TableRow) -> SetRecord:
    values = {
        name: _plain(value) for name, value in row.cells.items() if name not in _HEAD and name not in _SAME
    }
    # A number that is lost in words is refused, and so is a side that is none.
    return msgspec.convert(values, SetRecord, strict=False)


def _session(row: TableRow, records: list[SetRecord]) -> Session:
    values: dict[str, object] = {key: row.cells[name] for name, key in _HEAD.items() if name in row.cells}
    values |= {name: _plain(row.cells[name]) for name in _SAME if name in row.cells}
    session = msgspec.convert({**values, "sets": records}, Session, strict=False)
    written = write_line(session).event
    assert isinstance(written, Session)
    return written


def _plain(value: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value


_LOOKED_AT: Final = 4_096
OWN: Final = "coach"


class LogRules(Struct, frozen=True, kw_only=True):
    """How the log of another app is to be understood."""

    places: Mapping[str, ImportTarget]
    """Slots by the names of their drills."""
    in_zone: Callable[[datetime], datetime]
    day_of: Callable[[datetime], date]
    said: Mapping[str, Target] = {}
    """What somebody has decided for certain exercises."""
    unit: Units | None = None
    """Of weights, where the file does not say."""


class LogReport(Struct, frozen=True, kw_only=True):
    """What was found in a log and taken in, or in a dry run would be."""

    source: str
    """The app's name."""
    workouts: int
    sets: int
    added: int
    """Events."""
    already: int
    placed: Mapping[str, str]
    """Exercises that became sets of a slot or an activity, and of which."""
    apart: Mapping[str, int]
    """Exercises that no program has, and how many sets of each; they are kept in the history alone."""
    left_out: int
    """Rows that are no sets: warm-ups, rests and notes."""
    problems: tuple[ImportProblem, ...]
    dry_run: bool


def is_table(data: bytes) -> bool:
    """Whether this looks like a table of text, and not like events."""
    text = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(text) and text[:1] not in b"{[" and any(sign in text for sign in b",;\t")


def take_in_log(journal: Journal, data: bytes, rules: LogRules, *, dry_run: bool = False) -> LogReport:
    """Take in the log of another app, or coach's own sheet.

    Args:
        journal: where it goes.
        data: the whole file.
        rules: how it is to be understood.
        dry_run: only say what would happen.

    Raises:
        UsageError: it is too large, is of no known app, or its unit of weight has to be told.
        JournalError: nothing was added.
    """
    table = Table(data)
    if is_own(table.header):
        return _take_in(journal, OWN, list(own_sessions(table)), table, _Seen(), dry_run=dry_run)
    layout = layout_of(table.header)
    if layout is None:
        known = ", ".join(layout.name for layout in LAYOUTS)
        raise UsageError("this file is of no app that is known here", hint=f"known are {known} and coach")
    names, seen = Names(rules.places, rules.said), _Seen()
    logged = _logged(table, layout, names, rules.unit, seen)
    found = list(workouts(logged, layout, names, in_zone=rules.in_zone, day_of=rules.day_of))
    return _take_in(journal, layout.name, found, table, seen, dry_run=dry_run)


class _Seen:
    """What is worth telling about the rows."""

    def __init__(self) -> None:
        self.placed: dict[str, str] = {}
        self.apart: Counter[str] = Counter()
        self.left_out = 0

    def note(self, exercise: str, target: Target) -> None:
        """Remember where an exercise went."""
        if target is None:
            self.apart[exercise] += 1
        else:
            self.placed[exercise] = target if isinstance(target, str) else f"{target.program}/{target.slot}"


def _logged(
    table: Table, layout: Layout, names: Names, unit: Units | None, seen: _Seen
) -> Iterator[LoggedSet]:
    for row in table.rows():
        try:
            sets = list(layout.read(row, unit))
            for one in sets:
                _check(one)
        except ValueError as error:
            table.problems.append((row.line, str(error)))
            continue
        except UnitMissingError as missing:
            raise UsageError(
                "this file does not say whether its weights are kg or lb", hint="add --unit kg or --unit lb"
            ) from missing
        seen.left_out += not sets
        for one in sets:
            seen.note(one.exercise, names.find(one.exercise)[0])
        yield from sets


def _check(one: LoggedSet) -> None:
    if not one.exercise:
        raise ValueError("there is no exercise")
    if one.seconds is None and one.reps is None and one.distance_km is None:
        raise ValueError(f"{one.exercise}: neither repetitions nor a time nor a distance")


def _take_in(
    journal: Journal, source: str, found: Sequence[Workout], table: Table, seen: _Seen, *, dry_run: bool
) -> LogReport:
    problems = [ImportProblem(line, reason) for line, reason in table.problems]
    lines = list(_lines(found, problems))
    ids = [line.event.id for _at, group in lines for line in group]
    journal.check_structure()
    if dry_run:
        with journal.reading() as connection:
            wanted, already = _sort_out(source, lines, stored_by_id(connection, ids), problems)
    else:
        with journal.writing() as connection:
            wanted, already = _sort_out(source, lines, stored_by_id(connection, ids), problems)
            for line in wanted:
                insert(connection, line, imported=True)
    return LogReport(
        source=source,
        workouts=len(found),
        sets=sum(
            len(event.sets) if isinstance(event, Session) else 1 for one in found for event in one.events
        ),
        added=len(wanted),
        already=already,
        placed=seen.placed,
        apart=seen.apart,
        left_out=seen.left_out,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        dry_run=dry_run,
    )


def _lines(
    found: Iterable[Workout], problems: list[ImportProblem]
) -> Iterator[tuple[int, tuple[StoredEvent, ...]]]:
    for workout in found:
        try:
            yield workout.line, tuple(write_line(event) for event in workout.events)
        except ValueError as error:
            problems.append(ImportProblem(workout.line, f"this workout cannot be written down: {error}"))


def _sort_out(
    source: str,
    found: Iterable[tuple[int, tuple[StoredEvent, ...]]],
    stored: Mapping[str, str | DamagedRow],
    problems: list[ImportProblem],
) -> tuple[list[StoredEvent], int]:
    """The events of workouts that are new as a whole, and how many are there already."""
    wanted: dict[str, StoredEvent] = {}
    already = 0
    for at, lines in found:
        there = [stored[line.event.id] for line in lines if line.event.id in stored]
        damaged = next((text for text in there if isinstance(text, DamagedRow)), None)
        if damaged is not None:
            problems.append(ImportProblem(at, f"{damaged.words}, {DAMAGED_HERE}"))
        elif not there:
            wanted.update((line.event.id, line) for line in lines)
        elif source == OWN or _all_same(lines, stored):
            already += len(lines)
        else:
            reason = "this workout was taken in before and reads differently now; the earlier one was kept"
            problems.append(ImportProblem(at, reason))
    return list(wanted.values()), already


def _all_same(lines: Sequence[StoredEvent], stored: Mapping[str, str | DamagedRow]) -> bool:
    found = [(stored.get(line.event.id), line.text) for line in lines]
    return all(isinstance(text, str) and same_content(text, other) for text, other in found)
