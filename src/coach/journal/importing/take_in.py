"""Taking the log of another app into the journal: a dry run first, bad rows named, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from coach.errors import UsageError
from coach.journal.damage import DamagedRow
from coach.journal.exchange import DAMAGED_HERE, ImportProblem
from coach.journal.importing import own_sheet
from coach.journal.importing.layouts import LAYOUTS, Layout, LoggedSet, UnitMissingError, layout_of
from coach.journal.importing.names import Names, Place, Target
from coach.journal.importing.table import Table
from coach.journal.importing.workouts import Workout, workouts
from coach.journal.journal import Journal
from coach.journal.lines import Line, same_content, write_line
from coach.journal.reading import stored_by_id
from coach.journal.writing import insert
from coach.model.events import Session
from coach.model.quantities import Units

_LOOKED_AT: Final = 4_096
OWN: Final = "coach"


class LogRules(Struct, frozen=True, kw_only=True):
    """How the log of another app is to be understood."""

    places: Mapping[str, Place]
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
    if own_sheet.is_own(table.header):
        return _take_in(journal, OWN, list(own_sheet.own_sessions(table)), table, _Seen(), dry_run=dry_run)
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


def _lines(found: Iterable[Workout], problems: list[ImportProblem]) -> Iterator[tuple[int, tuple[Line, ...]]]:
    for workout in found:
        try:
            yield workout.line, tuple(write_line(event) for event in workout.events)
        except ValueError as error:
            problems.append(ImportProblem(workout.line, f"this workout cannot be written down: {error}"))


def _sort_out(
    source: str,
    found: Iterable[tuple[int, tuple[Line, ...]]],
    stored: Mapping[str, str | DamagedRow],
    problems: list[ImportProblem],
) -> tuple[list[Line], int]:
    """The events of workouts that are new as a whole, and how many are there already."""
    wanted: dict[str, Line] = {}
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


def _all_same(lines: Sequence[Line], stored: Mapping[str, str | DamagedRow]) -> bool:
    found = [(stored.get(line.event.id), line.text) for line in lines]
    return all(isinstance(text, str) and same_content(text, other) for text, other in found)
