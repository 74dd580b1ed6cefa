"""Who may read the files, and what is said when they cannot be opened or written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.journal import connection as database
from coach.journal.active_sessions import save_session
from coach.journal.journal import Journal
from tests.journal.histories import MOMENT, HeldClock, active, plank, session

is_root = sys.platform != "win32" and os.geteuid() == 0
held_to_permissions = pytest.mark.skipif(
    sys.platform == "win32" or (is_root and sys.platform != "linux"),
    reason="POSIX permissions, which root keeps to on Linux alone, and only when told to",
)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def run_as_someone(code: str, *arguments: object) -> str:
    """Run code in a process that permissions hold for, root's too, and return what it prints."""
    give_up = _GIVE_UP if is_root and sys.platform == "linux" else ""
    script = f"import sys\nfrom pathlib import Path\n{_IMPORTS}{give_up}{textwrap.dedent(code)}"
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


_GIVE_UP = """
import ctypes
# Root without its capabilities is a user like others, and still may read the interpreter in its own home.
version = (ctypes.c_uint32 * 2)(0x20080522, 0)
assert ctypes.CDLL(None).capset(version, (ctypes.c_uint32 * 6)()) == 0
"""
_IMPORTS = """
import resource
from coach.errors import JournalError
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.journal.active_sessions import finish_session, save_session, unfinished_sessions
from tests.journal.histories import *
from coach.journal.codec import read_line
"""


@pytest.mark.parametrize("mask", [0o022, 0o000, 0o077])
def test_files_and_folder_are_for_their_owner_alone(path: Path, clock: HeldClock, mask: int) -> None:
    with umask(mask), Journal.open(path, clock=clock) as journal:
        journal.append(session())
        save_session(journal, active({1: plank()}))
        journal.back_up()
        found = [path.parent, *path.parent.rglob("*")]
        modes = {each.relative_to(path.parent): mode(each) for each in found}
    assert modes == {each: 0o700 if (path.parent / each).is_dir() else 0o600 for each in modes}
    assert {"journal.db", "journal.db-wal", "backups", "running"} <= {each.name for each in modes}


def test_what_others_could_read_is_closed_to_them(path: Path) -> None:
    with umask(0o022):
        Journal.open(path).close()
        path.chmod(0o644)
        path.parent.chmod(0o755)
        Journal.open(path).close()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_folder_that_is_shared_on_purpose_stays_shared(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    Journal.open(shared / "journal.db").close()
    assert mode(shared) == 0o1777
    assert mode(shared / "journal.db") == 0o600


def test_every_write_is_flushed(journal: Journal) -> None:
    with journal.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


@held_to_permissions
def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    output = run_as_someone(
        """
        folder = Path(sys.argv[1])
        with Journal.open(folder / "data" / "journal.db") as journal:
            journal.append(session())
        (folder / "data").chmod(0o500)
        (folder / "data" / "journal.db").chmod(0o400)
        with Journal.open(folder / "data" / "journal.db") as journal:
            print(len(journal.events()), journal.read_only, len(unfinished_sessions(journal)))
            for write in (
                lambda: journal.append(session(2)),
                lambda: save_session(journal, active({}, session(3))),
                lambda: import_lines(journal, [text(session(4))]),
            ):
                try:
                    write()
                except JournalError as error:
                    print(error.message, "|", error.hint)
        (folder / "data").chmod(0o700)
        """,
        tmp_path,
    )
    lines = output.splitlines()
    assert lines[0] == "1 True 0"
    assert len(lines) == 4
    assert all(line.startswith("the journal may only be read here | make the file") for line in lines[1:])


@held_to_permissions
@pytest.mark.parametrize("how", ["folder", "file"])
def test_a_place_without_permission_is_told(tmp_path: Path, how: str) -> None:
    output = run_as_someone(
        """
        folder, how = Path(sys.argv[1]), sys.argv[2]
        target = folder / "data" / "journal.db"
        Journal.open(target).close()
        locked = folder if how == "folder" else target
        locked.chmod(0o000)
        try:
            Journal.open(target)
        except JournalError as error:
            print(error)
        locked.chmod(0o700)
        """,
        tmp_path,
        how,
    )
    assert "journal.db: " in output
    assert "you may not open the journal" in output or "cannot be opened" in output
    assert "(" in output


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """A limit on the size of files stands for any disk that refuses a write half way."""
    output = run_as_someone(
        """
        journal = Journal.open(Path(sys.argv[1]) / "data" / "journal.db")
        sets = {}
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
        try:
            for key in range(5_000):
                sets[key] = plank(30)
                save_session(journal, active(sets))
        except JournalError as error:
            print(error.message, "|", error.hint)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        finish_session(journal, active(sets).ended(stopped=False))
        print(len(sets), len(journal.sessions()[0].sets))
        """,
        tmp_path,
    )
    told, counts = output.splitlines()
    assert told.startswith(
        "the disk did not carry out a read or write of the journal | see that the disk has room"
    )
    recorded, found = map(int, counts.split())
    assert recorded == found > 1


def test_a_full_disk_is_told_and_nothing_is_half_written(journal: Journal) -> None:
    journal.append(session(0))
    with journal.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    written = 1
    with pytest.raises(JournalError, match="the disk is full") as caught:
        for number in range(1, 500):
            journal.append(*(session(f"{number} {part}", note="x" * 500) for part in range(5)))
            written += 5
    assert caught.value.hint == "free some space on that disk and try again"
    assert caught.value.path == str(journal.path)
    assert len(journal.events()) == written
    with journal.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    journal.append(session("room again"))
    assert len(journal.events()) == written + 1


def test_a_journal_that_is_kept_busy_is_told(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Journal.open(journal.path) as other, journal.writing():
        with pytest.raises(JournalError, match="kept the journal busy"):
            other.append(session())
        assert other.events() == ()
    assert database.BUSY_SECONDS < 5


def test_a_file_that_is_no_database_is_told_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("dear diary, " * 100)
    with pytest.raises(JournalError, match="the journal is damaged") as caught:
        Journal.open(path)
    assert "no copy of it was made yet" in str(caught.value.hint)
    assert path.read_text() == "dear diary, " * 100


def test_another_programs_database_is_told_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE events (id)")
    other.close()
    with pytest.raises(JournalError, match="not a journal of coach"):
        Journal.open(path)


def test_a_journal_of_a_newer_coach_is_told_and_left_alone(path: Path) -> None:
    Journal.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="a newer coach wrote this journal") as caught:
        Journal.open(path)
    assert caught.value.hint == "update coach; the journal was left as it is"
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal.open(path)


def test_a_file_in_the_place_of_the_folder_is_told(path: Path) -> None:
    path.parent.write_text("not a folder")
    with pytest.raises(JournalError, match="the journal cannot be"):
        Journal.open(path)


def test_an_empty_file_is_a_new_journal(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Journal.open(path) as journal:
        assert journal.events() == ()


def test_a_journal_that_was_emptied_is_not_begun_anew(path: Path, clock: HeldClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    path.write_bytes(b"")
    with pytest.raises(JournalError, match="empty, and should not be") as caught:
        Journal.open(path)
    assert "journal-2026-01-05.db" in str(caught.value.hint)


def test_a_journal_that_vanished_is_not_begun_anew_beside_its_copies(path: Path, clock: HeldClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    path.unlink()
    with pytest.raises(JournalError, match="is gone, and its copies are still there") as caught:
        Journal.open(path, clock=clock)
    assert "journal-2026-01-05.db" in str(caught.value.hint)
    assert not path.exists()
    (path.parent / "backups").rename(path.parent / "away")
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == ()


def test_a_file_that_was_taken_away_while_open_is_told(journal: Journal, tmp_path: Path) -> None:
    journal.append(session(1))
    shutil.move(journal.path, tmp_path / "elsewhere.db")
    with pytest.raises(JournalError, match="moved or replaced while coach had it open"):
        journal.append(session(2))
    shutil.move(tmp_path / "elsewhere.db", journal.path)
    journal.append(session(2))
    assert len(journal.events()) == 2


def test_a_damaged_journal_is_told_with_its_newest_copy(path: Path, clock: HeldClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    path.write_text("overwritten " * 100)
    with pytest.raises(JournalError, match="the journal is damaged") as caught:
        Journal.open(path)
    copy = path.parent / "backups" / "journal-2026-01-05.db"
    assert caught.value.hint == f"coach doctor --repair saves what it still holds; its newest copy is {copy}"


def test_events_that_were_damaged_on_disk_are_told(journal: Journal) -> None:
    journal.append(session(1), session(2, MOMENT + timedelta(days=1)))
    with journal.writing() as connection:
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute("UPDATE events SET body = substr(body, 5) WHERE seq = 2")
    with pytest.raises(JournalError, match="damaged: 1 of its events cannot be read"):
        journal.events()
    with pytest.raises(JournalError, match="damaged: 1 of its events are not as they were written"):
        journal.back_up()
    journal.close(back_up=False)


def test_what_could_only_be_read_is_written_as_soon_as_the_disk_allows(
    path: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal.open(path, clock=clock).close()

    def full(_path: Path) -> sqlite3.Connection:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("coach.journal.journal.connect", full)
        journal = Journal.open(path, clock=clock)
        before = journal.read_only
        with pytest.raises(JournalError):
            journal.append(session())
    with journal:
        journal.append(session())
        assert (before, journal.read_only) == (True, False)
        assert journal.notice is None
        assert journal.sessions() == (session(),)
