"""Export and import of events as lines of JSON, and export of sets as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from coach.errors import UsageError
from coach.journal.codec import MAX_LINE_BYTES, StoredEvent, decode_event, same_content
from coach.journal.damage import DamagedRow
from coach.journal.journal import Journal
from coach.journal.queries import insert, stored_by_id
from coach.model.events import Event

MAX_FILE_BYTES: Final = 400_000_000
MAX_LINES: Final = 200_000
"""About two hundred years of training three times a day."""
DAMAGED_HERE: Final = (
    "is this event, and is damaged; coach doctor --repair takes it out of the journal, then import again"
)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
CSV_COLUMNS: Final = (
    "session",
    "date",
    "started_at",
    "ended_at",
    "program",
    "kind",
    "slot",
    "drill",
    "round",
    "side",
    "asked_seconds",
    "seconds",
    "asked_reps",
    "reps",
    "load_kg",
    "form",
    "pain",
    "end",
    "note",
    "stopped",
    "asked_sets",
)
"""Their order stays as it is; new ones go to the end."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class ImportProblem(Struct, frozen=True):
    """Why a line was not imported."""

    line: int
    reason: str

    def text(self, source: str) -> str:
        """`source:line: reason`."""
        return f"{source}:{self.line}: {self.reason}"


class ImportReport(Struct, frozen=True, kw_only=True):
    """The result of an import; in a dry run what it would be."""

    added: int
    already: int
    """Events that were there before, or twice in the file."""
    problems: tuple[ImportProblem, ...] = ()
    dry_run: bool = False
    events: tuple[Event, ...] = ()
    """What was added, or would be."""


def import_lines(journal: Journal, lines: Iterable[str | bytes], *, dry_run: bool = False) -> ImportReport:
    """Import events, one JSON object a line, in one transaction; importing twice adds nothing.

    Args:
        lines: with or without line ends; bytes are UTF-8. Blank lines are left out, bad ones are problems.

    Raises:
        UsageError: there are more than `MAX_LINES` lines.
        JournalError: nothing was added.
    """
    return _import_numbered(journal, enumerate(lines, start=1), dry_run=dry_run)


def _import_numbered(
    journal: Journal, lines: Iterable[tuple[int, str | bytes]], *, dry_run: bool
) -> ImportReport:
    problems: list[ImportProblem] = []
    fresh, again = _read(lines, problems)
    journal.check_structure()
    if dry_run:
        with journal.reading() as connection:
            wanted, known = _sort_out(fresh, stored_by_id(connection, list(fresh)), problems)
    else:
        # The slow part is done, so a running session waits for the inserts alone.
        with journal.writing() as connection:
            wanted, known = _sort_out(fresh, stored_by_id(connection, list(fresh)), problems)
            for line in wanted:
                insert(connection, line, imported=True)
    return ImportReport(
        added=len(wanted),
        already=again + known,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        dry_run=dry_run,
        events=tuple(line.event for line in wanted),
    )


def import_stream(journal: Journal, stream: BinaryIO, *, dry_run: bool = False) -> ImportReport:
    """Import a file of events, open in bytes: one JSON object a line, or one JSON list.

    Raises:
        OSError: the stream cannot be read.
        UsageError: it is too large, or its one list is not JSON.
        JournalError: nothing was added.
    """
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UsageError(f"more than {MAX_FILE_BYTES // 1_000_000} MB", hint="import it in several pieces")
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if data.lstrip()[:1] == b"[":
        return _import_numbered(journal, _items(data), dry_run=dry_run)
    return import_lines(journal, data.split(b"\n"), dry_run=dry_run)


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of a JSON list, each with the line on which it begins."""
    try:
        items = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UsageError(
            f"the list is not JSON: {error}", hint="write one event a line, or a whole list"
        ) from error
    line, looked = 1, 0
    for item in items:
        text = bytes(item)
        start = data.index(text, looked)
        line += data.count(b"\n", looked, start)
        yield line, text
        looked = start + len(text)
        line += text.count(b"\n")


def _read(
    lines: Iterable[tuple[int, str | bytes]], problems: list[ImportProblem]
) -> tuple[dict[str, tuple[int, StoredEvent]], int]:
    """The events by id, each with its line, and how many came again with the same content."""
    fresh: dict[str, tuple[int, StoredEvent]] = {}
    again = 0
    for read, (number, line) in enumerate(lines):
        if read >= MAX_LINES:
            raise UsageError(f"more than {MAX_LINES:,} lines", hint="import it in several pieces")
        if not line.strip():
            continue
        try:
            if isinstance(line, bytes) and len(line) > MAX_LINE_BYTES:
                raise ValueError(f"longer than {MAX_LINE_BYTES:,} bytes")
            text = line if isinstance(line, str) else line.decode()
            event = decode_event(text.removeprefix(_BYTE_ORDER_MARK.decode()))
        except UnicodeDecodeError as error:
            reason = f"not UTF-8 text (byte {error.start + 1} of the line)"
            problems.append(ImportProblem(number, reason))
            continue
        except ValueError as error:
            problems.append(ImportProblem(number, str(error)))
            continue
        first, earlier = fresh.setdefault(event.event.id, (number, event))
        if earlier is event:
            continue
        if same_content(earlier.text, event.text):
            again += 1
        else:
            reason = f"line {first} has the same id and says something else; that one was taken"
            problems.append(ImportProblem(number, reason))
    return fresh, again


def _sort_out(
    fresh: dict[str, tuple[int, StoredEvent]],
    stored: Mapping[str, str | DamagedRow],
    problems: list[ImportProblem],
) -> tuple[list[StoredEvent], int]:
    """Those that are not in the journal yet, and how many are; another event of an id is a problem."""
    wanted, known = [], 0
    for id_, (number, line) in fresh.items():
        text = stored.get(id_)
        if text is None:
            wanted.append(line)
        elif isinstance(text, DamagedRow):
            problems.append(ImportProblem(number, f"{text.words}, {DAMAGED_HERE}"))
        elif same_content(text, line.text):
            known += 1
        else:
            reason = "the journal has an event with this id that says something else; that one was kept"
            problems.append(ImportProblem(number, reason))
    return wanted, known


def export_csv(journal: Journal, damaged: list[DamagedRow] | None = None) -> Iterator[str]:
    """A row of `CSV_COLUMNS`, then one for each set of the sessions that count, oldest first.

    Rows come without line ends, but for those inside a note. A cell that a spreadsheet would take for a
    formula begins with an apostrophe.

    Args:
        damaged: a list for the damaged rows, which are left out; without it they raise JournalError.
    """
    yield ",".join(CSV_COLUMNS)
    if damaged is None:
        sessions = journal.sessions()
    else:
        sessions, left_out = journal.intact_sessions()
        damaged += left_out
    for session in reversed(sessions):
        head = {
            "session": session.id,
            "date": session.date.isoformat(),
            "started_at": session.at.isoformat(),
            "ended_at": session.ended_at.isoformat() if session.ended_at else None,
            "program": session.program,
            "kind": session.kind,
            "note": session.note,
            "stopped": "true" if session.stopped else None,
            "asked_sets": session.asked_sets,
        }
        for done in session.sets:
            cells = [_cell(head[key] if key in head else getattr(done, key)) for key in CSV_COLUMNS]
            row = io.StringIO()
            # csv quotes cells with a character of this ending, such as those of several lines.
            csv.writer(row, lineterminator="\r\n").writerow(cells)
            yield row.getvalue().removesuffix("\r\n")


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(int(value)) if value == int(value) else str(value)
