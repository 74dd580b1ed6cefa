from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.journal.active_sessions import save_session, unfinished_sessions
from coach.journal.backup import backups
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.journal.repair import recover
from coach.model.events import Event
from tests.journal.factories import (
    MOMENT,
    FixedClock,
    active,
    in_order,
    long_history,
    memory_folder,
    plank,
    session,
    text,
)

DAY = MOMENT.date()
ROUNDS, FLIPS = 50, 20


@pytest.fixture
def path() -> Iterator[Path]:
    with memory_folder() as folder:
        yield folder / "data" / "journal.db"


def fill(path: Path, clock: FixedClock, *, back_up: bool = False) -> list[Event]:
    """A journal with a month in it, and a session in progress."""
    journal = Journal.open(path, clock=clock)
    written = [*long_history(30), session("ä", note="Rücken, “gut” 🙂"), session("long", note="x" * 9_000)]
    journal.append(*written)
    save_session(journal, active({1: plank(31)}, plan="{}"))
    journal.close(back_up=back_up)
    return in_order(written)


def damage(path: Path, chance: random.Random, flips: int) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(flips):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def read(path: Path, clock: FixedClock) -> list[Event]:
    with Journal.open(path, clock=clock) as journal:
        journal.check()
        return list(journal.events())


def test_intact_journal_is_unchanged(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock)
    with Journal.open(path, clock=clock) as journal:
        import_lines(journal, [text(session("imported"))])
    report = recover(path, day=DAY)
    assert (report.events, report.from_copies, report.running, report.unreadable) == (
        len(written) + 1,
        0,
        1,
        0,
    )
    assert report.kept is not None and report.kept.exists()
    assert read(path, clock) == in_order([*written, session("imported")])
    with Journal.open(path, clock=clock) as journal:
        (left,) = unfinished_sessions(journal)
        assert left.records == ((1, plank(31)),)
        with journal.reading() as connection:
            assert connection.execute("SELECT sum(imported) FROM events").fetchone() == (1,)


def test_write_ahead_log_is_saved(path: Path, clock: FixedClock) -> None:
    journal = Journal.open(path, clock=clock)
    journal.append(session(1), session(2, MOMENT + timedelta(days=1)))
    left = {name: path.with_name(name).read_bytes() for name in ("journal.db", "journal.db-wal")}
    journal.close(back_up=False)
    for name, content in left.items():
        path.with_name(name).write_bytes(content)
    assert recover(path, day=DAY).events == 2
    assert read(path, clock) == [session(1), session(2, MOMENT + timedelta(days=1))]


def test_flipped_bytes_lose_only_hit_events(path: Path, clock: FixedClock) -> None:
    """No event is ever changed by damage: it is there as it was written, or its loss is told."""
    written = fill(path, clock)
    whole = path.read_bytes()
    chance = random.Random(11)
    told = 0
    for _ in range(ROUNDS):
        path.write_bytes(whole)
        damage(path, chance, FLIPS)
        try:
            assert read(path, clock) == written
        except JournalError:
            told += 1
        report = recover(path, day=DAY)
        found = read(path, clock)
        assert [event for event in written if event in found] == found
        assert len(written) - len(found) <= FLIPS
        assert report.events == len(found)
        assert report.kept is not None
        report.kept.unlink()
    assert told > ROUNDS / 2


def test_copy_completes_repair(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock, back_up=True)
    chance = random.Random(12)
    for _ in range(4):
        damage(path, chance, 200)
        recover(path, day=DAY)
        assert read(path, clock) == written


@pytest.mark.parametrize("start", [0, 100])
def test_file_without_header_is_read_by_bytes(path: Path, clock: FixedClock, start: int) -> None:
    written = fill(path, clock)
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\x00" * (4_096 - start) + data[4_096:])
    with pytest.raises(JournalError):
        read(path, clock)
    recover(path, day=DAY)
    found = read(path, clock)
    # Only a text that is spread over several pages cannot be put together again.
    assert found == [event for event in written if event != session("long", note="x" * 9_000)]


def test_truncated_file_keeps_first_part(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    recover(path, day=DAY)
    found = read(path, clock)
    assert set(found) < set(written)
    assert len(found) > len(written) / 4


def test_emptied_file_is_restored_from_copy(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock, back_up=True)
    path.write_bytes(b"")
    report = recover(path, day=DAY)
    assert report.from_copies == len(written)
    assert read(path, clock) == written


def test_damaged_session_tables_lose_no_event(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock)
    data = path.read_bytes()
    changed = data.replace(
        b"body    TEXT NOT NULL,\n            PRIMARY", b"bodz    TEXT NOT NULL,\n            PRIMARY"
    )
    assert changed != data
    path.write_bytes(changed)
    assert recover(path, day=DAY).running == 1
    assert read(path, clock) == written


def test_damaged_copies_are_partly_read(path: Path, clock: FixedClock) -> None:
    written = fill(path, clock, back_up=True)
    damage(path, random.Random(1), 300)
    damage(backups(path)[0], random.Random(2), 5)
    recover(path, day=DAY)
    found = read(path, clock)
    assert set(found) <= set(written)
    assert len(written) - len(found) <= 5


def test_open_journal_is_not_repaired(path: Path, clock: FixedClock) -> None:
    fill(path, clock)
    with Journal.open(path, clock=clock) as journal:
        assert journal.events()
        with pytest.raises(JournalError, match="another coach has the journal open"):
            recover(path, day=DAY)


def test_missing_journal_cannot_be_repaired(path: Path) -> None:
    with pytest.raises(JournalError):
        recover(path, day=DAY)
