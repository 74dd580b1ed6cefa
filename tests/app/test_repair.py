"""Going back to a copy, and saving what a damaged journal holds: with words that say where everything is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.app import repair
from coach.errors import JournalError, UsageError
from coach.journal.journal import Journal
from coach.paths import Paths
from tests.journal.factories import MOMENT, FixedClock, long_history, session
from tests.support.commands import coach


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    home = tmp_path / "data"
    return Paths(home=home, config=home / "config.yaml")


def write(paths: Paths, name: str, day: int = 0) -> None:
    """One session, and the copy of that day."""
    with Journal.open(paths.journal, clock=FixedClock(MOMENT + timedelta(days=day))) as journal:
        journal.append(session(name, MOMENT + timedelta(days=day)))


def count(paths: Paths) -> int:
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        return len(journal.events())


def spoil(paths: Paths) -> None:
    """Damage the middle of the file."""
    data = bytearray(paths.journal.read_bytes())
    for at in range(len(data) // 3, len(data) // 3 + 3000):
        data[at] ^= 0x5A
    paths.journal.write_bytes(data)


def test_copies_are_listed_newest_first(paths: Paths) -> None:
    write(paths, "one")
    write(paths, "two", 1)
    (paths.backups / "journal-2026-01-04.db").write_bytes(b"no journal")
    assert [(copy.name, copy.events) for copy in repair.copies(paths)] == [
        ("2026-01-06", 2),
        ("2026-01-05", 1),
        ("2026-01-04", None),
    ]


def test_restore_keeps_present_journal(paths: Paths) -> None:
    write(paths, "one")
    write(paths, "two", 1)
    first, second, third = repair.restore(paths, FixedClock(), "2026-01-05")
    assert first.endswith("with 1 event")
    assert count(paths) == 1
    kept = Path(second.removeprefix("the journal before that is kept as "))
    assert third == f"to go back to that one: coach restore {kept}"
    repair.restore(paths, FixedClock(), str(kept))
    assert count(paths) == 2


def test_restore_keeps_write_ahead_log(paths: Paths, tmp_path: Path) -> None:
    write(paths, "one")
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        journal.append(session("two"))
        shutil.copytree(paths.home, tmp_path / "crashed")
    crashed = Paths(home=tmp_path / "crashed", config=tmp_path / "crashed" / "config.yaml")
    assert crashed.journal.with_name("journal.db-wal").stat().st_size
    sentences = repair.restore(crashed, FixedClock(), "2026-01-05")
    assert count(crashed) == 1
    repair.restore(crashed, FixedClock(), sentences[1].removeprefix("the journal before that is kept as "))
    assert count(crashed) == 2


def test_damaged_copy_is_not_restored(paths: Paths) -> None:
    write(paths, "one")
    copy = next(iter(repair.copies(paths))).path
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(JournalError):
        repair.restore(paths, FixedClock(), "2026-01-05")
    assert count(paths) == 1


@pytest.mark.parametrize("which", ["2026-02-30", "../nowhere/journal.db", "", "journal.db"])
def test_missing_copy_is_reported(paths: Paths, which: str) -> None:
    write(paths, "one")
    with pytest.raises(UsageError, match="there is no copy"):
        repair.restore(paths, FixedClock(), which)


def test_journal_is_not_a_copy_of_itself(paths: Paths) -> None:
    write(paths, "one")
    with pytest.raises(UsageError, match="journal itself"):
        repair.restore(paths, FixedClock(), str(paths.journal))


def test_restore_refuses_open_journal(paths: Paths) -> None:
    write(paths, "one")
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        journal.events()
        with pytest.raises(JournalError, match="another coach"):
            repair.restore(paths, FixedClock(), "2026-01-05")


def test_intact_journal_is_not_changed(paths: Paths) -> None:
    write(paths, "one")
    before = paths.journal.read_bytes()
    assert repair.trouble(paths, FixedClock()) is None
    assert repair.repair(paths, FixedClock()) == ("the journal is sound: there is nothing to repair",)
    assert paths.journal.read_bytes() == before


def test_missing_journal_is_no_error(paths: Paths) -> None:
    assert repair.trouble(paths, FixedClock()) is None
    assert not paths.journal.exists()


def test_damaged_journal_is_repaired_from_copies(paths: Paths) -> None:
    events = list(long_history(20))
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        journal.append(*events)
    spoil(paths)
    damaged = paths.journal.read_bytes()
    assert repair.trouble(paths, FixedClock()) is not None
    sentences = repair.repair(paths, FixedClock())
    assert sentences[0] == f"a new journal was made, with {len(events)} events"
    kept = Path(sentences[-1].removeprefix("the damaged file is kept as "))
    assert kept.read_bytes() == damaged
    assert count(paths) == len(events)
    assert repair.trouble(paths, FixedClock()) is None


def test_emptied_journal_is_repaired_from_copy(paths: Paths) -> None:
    write(paths, "one")
    paths.journal.write_bytes(b"")
    repair.repair(paths, FixedClock())
    assert count(paths) == 1


def test_other_errors_are_not_repaired(paths: Paths) -> None:
    write(paths, "one")
    connection = sqlite3.connect(paths.journal)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalError, match="a newer coach wrote this journal"):
        repair.repair(paths, FixedClock())


def test_command_lists_and_restores(home: Path) -> None:
    assert coach("restore", home=home).out.startswith("No copies yet")
    write(Paths(home=home, config=home / "config.yaml"), "one")
    (line,) = coach("restore", home=home).lines
    assert line.startswith("2026-01-05   1 event")
    result = coach("restore", "2026-01-05", home=home)
    assert (result.status, len(result.lines)) == (0, 3)
    assert coach("restore", "2026-01-09", home=home).status == 2


def test_doctor_repairs_and_lists_files(home: Path) -> None:
    paths = Paths(home=home, config=home / "config.yaml")
    write(paths, "one")
    (home / "journal.db").write_bytes(b"no journal at all" * 500)
    before = coach("history", home=home)
    assert before.status == 2
    assert "coach doctor --repair" in before.err
    result = coach("doctor", "--repair", home=home)
    assert (result.status, result.lines[0]) == (0, "a new journal was made, with 1 event")
    assert coach("history", home=home).status == 0
    assert coach("doctor", "--repair", home=home).out == "the journal is sound: there is nothing to repair\n"


@pytest.mark.parametrize("index", ["events_in_order", "sqlite_autoindex_events_1"])
@pytest.mark.parametrize("at", range(0, 400, 40))
def test_damaged_index_is_repaired(paths: Paths, index: str, at: int) -> None:
    events = list(long_history(25))
    with Journal.open(paths.journal, clock=FixedClock()) as journal:
        journal.append(*events)
        journal.close(back_up=False)
    with closing(sqlite3.connect(paths.journal)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(paths.journal.read_bytes())
    data[page * size - 1 - at] ^= 0x55
    paths.journal.write_bytes(data)
    repair.repair(paths, FixedClock())
    assert repair.trouble(paths, FixedClock()) is None
    assert count(paths) == len(events)
