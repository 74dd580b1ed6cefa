from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.journal import connection as opening
from coach.journal.active_sessions import finish_session, unfinished_sessions
from coach.journal.backup import before_migration
from coach.journal.codec import same_content
from coach.journal.connection import connect, is_current, migrate, pragma
from coach.journal.journal import Journal
from coach.journal.schema import MIGRATIONS, NEWEST, Migration
from coach.model.events import Activity, Control, Event, Tombstone
from tests.journal.factories import MOMENT, FixedClock, checkin, id_of, in_order, plank, session, text

VERSIONS = Path(__file__).parent / "versions"
NEXT = Migration(
    version=NEWEST + 1, about="A test", statements=("CREATE TABLE extra (x)", "INSERT INTO extra VALUES (1)")
)
BROKEN = Migration(
    version=NEWEST + 2, about="A failure", statements=("CREATE TABLE more (x)", "CREATE NONSENSE")
)


def make_old(path: Path, version: int) -> None:
    """A journal as that version left it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as old:
        old.executescript((VERSIONS / f"version-{version}.sql").read_text("utf-8"))
        assert pragma(old, "user_version") == version


def bring_up(path: Path, *migrations: Migration) -> int:
    with closing(connect(path)) as connection:
        return migrate(
            connection,
            path,
            before=lambda version: before_migration(connection, path, version),
            migrations=(*MIGRATIONS, *migrations),
        )


def test_every_version_has_sample_journal() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, NEWEST + 1))
    assert {file.name for file in VERSIONS.iterdir()} == {f"version-{n}.sql" for n in range(1, NEWEST + 1)}


@pytest.mark.parametrize("version", range(1, NEWEST + 1))
def test_every_version_is_read_and_written(path: Path, clock: FixedClock, version: int) -> None:
    make_old(path, version)
    expected: list[Event] = [
        session(1),
        checkin(2, MOMENT + timedelta(hours=1), pain=2),
        Activity(id=id_of(3), date=MOMENT.date(), at=MOMENT, kind="walk", minutes=40),
        Control(id=id_of(4), date=MOMENT.date(), at=MOMENT, action="deload"),
        Tombstone(id=id_of(5), at=MOMENT, target=id_of(4)),
        session(6),
    ]
    with Journal.open(path, clock=clock) as journal:
        assert list(journal.events()) == in_order(expected)
        (with_unknown_field,) = (line for line in journal.texts() if '"heart_rate": 90' in line)
        assert same_content(with_unknown_field, text(session(6))[:-1] + ', "heart_rate": 90}')
        (left,) = unfinished_sessions(journal)
        assert left.session == session(7, sets=(plank(28), plank(30)))
        finished = left.ended(stopped=False)
        finish_session(journal, finished)
        assert finished in journal.events()


def test_new_journal_has_newest_version(path: Path) -> None:
    """Whoever changes the tables adds a version, and never changes one that people have."""
    make_old(path, NEWEST)
    fresh = path.with_name("fresh.db")
    Journal.open(fresh).close()
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(fresh)) as new:
        query = "SELECT name, sql FROM sqlite_master ORDER BY name"
        assert old.execute(query).fetchall() == new.execute(query).fetchall()
        assert is_current(old)


def test_migration_copies_previous_journal(path: Path) -> None:
    make_old(path, NEWEST)
    assert bring_up(path, NEXT) == NEWEST + 1
    assert bring_up(path, NEXT) == NEWEST + 1
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT * FROM extra").fetchall() == [(1,)]
    with closing(sqlite3.connect(path.parent / "backups" / f"journal-version-{NEWEST}.db")) as before:
        assert pragma(before, "user_version") == NEWEST
        assert before.execute("SELECT count(*) FROM events").fetchone() == (6,)


def test_new_journal_needs_no_copy(path: Path) -> None:
    bring_up(path, NEXT)
    assert not (path.parent / "backups").exists()


def test_failed_migration_changes_nothing(path: Path) -> None:
    make_old(path, NEWEST)
    with pytest.raises(sqlite3.OperationalError, match="NONSENSE"):
        bring_up(path, NEXT, BROKEN)
    with closing(sqlite3.connect(path)) as after:
        assert pragma(after, "user_version") == NEWEST + 1
        assert not after.execute("SELECT 1 FROM sqlite_master WHERE name = 'more'").fetchall()


def test_failed_copy_prevents_migration(path: Path) -> None:
    make_old(path, NEWEST)
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(OSError):
        bring_up(path, NEXT)
    with closing(sqlite3.connect(path)) as after:
        assert pragma(after, "user_version") == NEWEST


def test_concurrent_migration_runs_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(path, NEWEST)
    looked = opening.check_version

    def late(connection: sqlite3.Connection, path: Path, *, newest: int) -> int:
        version = looked(connection, path, newest=newest)
        monkeypatch.setattr(opening, "check_version", looked)
        bring_up(path, NEXT)
        return version

    monkeypatch.setattr(opening, "check_version", late)
    assert bring_up(path, NEXT) == NEWEST + 1
    with closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT * FROM extra").fetchall() == [(1,)]


def test_old_journal_on_read_only_disk_is_refused(path: Path) -> None:
    make_old(path, NEWEST)
    bring_up(path, NEXT)
    with pytest.raises(JournalError, match="a newer coach wrote this journal"):
        Journal.open(path)
