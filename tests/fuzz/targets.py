"""What is fed with strange texts: each either does its work, or says in a sentence why it cannot."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coach.app.programs import check_text
from coach.clock import training_day
from coach.config.load import load_settings
from coach.errors import CoachError
from coach.journal.codec import checksum, decode_event, same_content
from coach.journal.exchange import export_csv, import_stream
from coach.journal.importers.import_log import LogRules, import_table, is_table
from coach.journal.importers.names import ImportTarget
from coach.journal.journal import Journal
from coach.journal.sync import synchronise
from coach.paths import shipped_programs_folder
from coach.programs.load import load_catalog
from tests.journal.factories import checkin, long_history, session, text

Target = Callable[[bytes, Path], None]
"""Is given a text and a folder of its own; raises when something is not as it should be."""

_EVENTS: Final = [text(event).encode() for event in [*list(long_history(6)), session(), checkin()]]
_DRILLS: Final = load_catalog(None).drills
_LOGS: Final = Path(__file__).parent.parent / "journal" / "importers" / "logs"
_RULES: Final = LogRules(
    slots={"plank": ImportTarget("core", "core", "plank", "plank")},
    in_zone=lambda wall: wall.replace(tzinfo=UTC),
    day_of=lambda at: training_day(at, 3),
    unit="lb",
)
_CONFIG: Final = b"""\
volume: 60
units: kg
carry: 6kg
work: {from: "08:30", until: "16:00", days: [mon, tue]}
quiet: {from: "21:00", until: "07:00"}
cues: {halfway: false}
rest: {between: 30s, rounds: 90s}
keys: {pause: [p, space]}
event_date: 2026-10-04
emergency_number: "112"
"""


def line(data: bytes, _folder: Path) -> None:
    """One line of the journal: refused with a sentence, or kept so that reading it again gives the same."""
    try:
        read = decode_event(data.decode("utf-8", "replace"))
    except ValueError as error:
        assert str(error)
        return
    again = decode_event(read.text)
    assert again == read
    assert same_content(read.text, again.text)
    assert "\n" not in read.text
    checksum(read.text)
    assert isinstance(read.instant, int)
    assert read.day.isoformat()


def stream(data: bytes, folder: Path) -> None:
    """A file of events, in a new journal: what was taken in comes out again, and adds nothing after that."""
    with suppress(CoachError), Journal.open(folder / "journal.db") as journal:
        report = import_stream(journal, io.BytesIO(data))
        events = journal.events()
        assert len(events) == report.added
        out = list(journal.texts())
        assert len(out) == report.added
        list(export_csv(journal))
        again = import_stream(journal, io.BytesIO("\n".join(out).encode()))
        assert (again.added, again.problems) == (0, ())
        for problem in report.problems:
            assert problem.text("file")


def shared(data: bytes, folder: Path) -> None:
    """A file of another machine in a shared folder; a second sync changes nothing."""
    place = folder / "shared"
    place.mkdir()
    (place / "coach-other.jsonl").write_bytes(data)
    with Journal.open(folder / "journal.db") as journal:
        first = synchronise(journal, place)
        second = synchronise(journal, place)
        assert len(journal.events()) == first.taken_in
        assert (second.taken_in, second.written) == (0, 0)
        assert (place / "coach-other.jsonl").read_bytes() == data


def log(data: bytes, folder: Path) -> None:
    """The log of another app: taken in once, and nothing of it a second time."""
    with suppress(CoachError), Journal.open(folder / "journal.db") as journal:
        is_table(data)
        first = import_table(journal, data, _RULES)
        assert len(journal.events()) == first.added
        for problem in first.problems:
            assert problem.text("log.csv")
        assert import_table(journal, data, _RULES).added == 0
        sheet = "\n".join(export_csv(journal)).encode()
        assert import_table(journal, sheet, _RULES).added == 0


def program(data: bytes, _folder: Path) -> None:
    """The text of a program: a program, or problems on one line each."""
    _found, problems = check_text(data.decode("utf-8", "replace"), Path("core.yaml"), _DRILLS)
    for problem in problems:
        assert problem.line_text().isprintable()


def config(data: bytes, folder: Path) -> None:
    """A file of settings: always settings, with a problem for whatever could not be used."""
    path = folder / "config.yaml"
    path.write_bytes(data)
    settings, problems = load_settings(path)
    assert 0 <= settings.volume <= 100
    assert 0 <= settings.day_cutover <= 12
    for problem in problems:
        assert problem.line_text().isprintable()


def seeds_of(name: str) -> list[bytes]:
    """Texts that are right, to begin with."""
    if name == "line":
        return _EVENTS
    if name in {"stream", "shared"}:
        lines = [b"\n".join(_EVENTS[start : start + 4]) for start in range(0, len(_EVENTS), 4)]
        return [*lines, b"[" + b",\n".join(_EVENTS[:3]) + b"]"]
    if name == "log":
        return [path.read_bytes() for path in sorted(_LOGS.glob("*.csv"))]
    if name == "config":
        return [_CONFIG]
    return [path.read_bytes() for path in sorted(shipped_programs_folder().glob("*.yaml"))]


TARGETS: Final[dict[str, Target]] = {
    "line": line,
    "log": log,
    "stream": stream,
    "shared": shared,
    "config": config,
    "program": program,
}


def try_one(name: str, data: bytes, place: Path | None = None) -> None:
    """Feed one text to one target, in a folder that is thrown away.

    Raises:
        Exception: whatever the target did not expect.
    """
    with TemporaryDirectory(dir=place) as folder:
        TARGETS[name](data, Path(folder))
