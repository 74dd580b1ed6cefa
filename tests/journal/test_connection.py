"""Permissions of the files, locks, and errors where a file cannot be opened or written."""

from __future__ import annotations

import errno
import os
import shutil
import signal
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
from coach.journal import connection
from coach.journal.active_sessions import finish_session, save_session, unfinished_sessions
from coach.journal.connection import FileLock, is_up_to_date
from coach.journal.journal import Journal
from tests.journal.factories import MOMENT, FixedClock, active, plank, session

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
from tests.journal.factories import *
from coach.journal.codec import decode_event
"""


@pytest.mark.parametrize("mask", [0o022, 0o000, 0o077])
def test_files_and_folder_are_private(path: Path, clock: FixedClock, mask: int) -> None:
    with umask(mask), Journal.open(path, clock=clock) as journal:
        journal.append(session())
        save_session(journal, active({1: plank()}))
        journal.back_up()
        found = [path.parent, *path.parent.rglob("*")]
        modes = {each.relative_to(path.parent): mode(each) for each in found}
    assert modes == {each: 0o700 if (path.parent / each).is_dir() else 0o600 for each in modes}
    assert {"journal.db", "journal.db-wal", "backups", "running"} <= {each.name for each in modes}


def test_readable_files_become_private(path: Path) -> None:
    with umask(0o022):
        Journal.open(path).close()
        path.chmod(0o644)
        path.parent.chmod(0o755)
        Journal.open(path).close()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_shared_folder_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    Journal.open(shared / "journal.db").close()
    assert mode(shared) == 0o1777
    assert mode(shared / "journal.db") == 0o600


def test_every_write_is_synced(journal: Journal) -> None:
    with journal.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


@held_to_permissions
def test_read_only_folder_can_be_read(tmp_path: Path) -> None:
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
def test_missing_permission_is_reported(tmp_path: Path, how: str) -> None:
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
def test_file_size_limit_is_reported(tmp_path: Path) -> None:
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


def test_full_disk_leaves_no_partial_write(journal: Journal) -> None:
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


def test_busy_journal_is_reported(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Journal.open(journal.path) as other, journal.writing():
        with pytest.raises(JournalError, match="kept the journal busy"):
            other.append(session())
        assert other.events() == ()
    assert connection.BUSY_SECONDS < 5


def test_other_file_is_reported(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("dear diary, " * 100)
    with pytest.raises(JournalError, match="the journal is damaged") as caught:
        Journal.open(path)
    assert "no copy of it was made yet" in str(caught.value.hint)
    assert path.read_text() == "dear diary, " * 100


def test_other_database_is_reported(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE events (id)")
    other.close()
    with pytest.raises(JournalError, match="not a journal of coach"):
        Journal.open(path)


def test_newer_journal_is_reported(path: Path) -> None:
    Journal.open(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="a newer coach wrote this journal") as caught:
        Journal.open(path)
    assert caught.value.hint == "update coach; the journal was left as it is"
    assert path.read_bytes() == before


def test_folder_at_path_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalError, match="cannot be opened"):
        Journal.open(path)


def test_file_at_folder_path_is_reported(path: Path) -> None:
    path.parent.write_text("not a folder")
    with pytest.raises(JournalError, match="the journal cannot be"):
        Journal.open(path)


def test_empty_file_becomes_journal(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Journal.open(path) as journal:
        assert journal.events() == ()


def test_emptied_journal_is_reported(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    path.write_bytes(b"")
    with pytest.raises(JournalError, match="empty, and should not be") as caught:
        Journal.open(path)
    assert "journal-2026-01-05.db" in str(caught.value.hint)


def test_missing_journal_beside_copies_is_reported(path: Path, clock: FixedClock) -> None:
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


def test_removed_file_is_reported(journal: Journal, tmp_path: Path) -> None:
    journal.append(session(1))
    shutil.move(journal.path, tmp_path / "elsewhere.db")
    with pytest.raises(JournalError, match="moved or replaced while coach had it open"):
        journal.append(session(2))
    shutil.move(tmp_path / "elsewhere.db", journal.path)
    journal.append(session(2))
    assert len(journal.events()) == 2


def test_damaged_journal_names_newest_copy(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
    path.write_text("overwritten " * 100)
    with pytest.raises(JournalError, match="the journal is damaged") as caught:
        Journal.open(path)
    copy = path.parent / "backups" / "journal-2026-01-05.db"
    assert caught.value.hint == f"coach doctor --repair saves what it still holds; its newest copy is {copy}"


def test_damaged_events_are_reported(journal: Journal) -> None:
    journal.append(session(1), session(2, MOMENT + timedelta(days=1)))
    with journal.writing() as connection:
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute("UPDATE events SET body = substr(body, 5) WHERE seq = 2")
    with pytest.raises(JournalError, match="damaged: 1 of its events cannot be read"):
        journal.events()
    with pytest.raises(JournalError, match="damaged: 1 of its events are not as they were written"):
        journal.back_up()
    journal.close(back_up=False)


def test_read_only_journal_becomes_writable(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
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


@pytest.fixture
def closed_journal(tmp_path: Path) -> Path:
    """A journal of this version, closed."""
    path = tmp_path / "journal.db"
    Journal.open(path).close()
    return path


def test_current_version_is_recognised(closed_journal: Path) -> None:
    assert is_up_to_date(closed_journal)


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 1", "PRAGMA application_id = 7"])
def test_other_version_and_application_are_not(closed_journal: Path, statement: str) -> None:
    connection = sqlite3.connect(closed_journal)
    connection.execute(statement)
    connection.close()
    assert not is_up_to_date(closed_journal)


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00", bytes(200)])
def test_other_file_is_not_recognised(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "journal.db"
    if content is not None:
        path.write_bytes(content)
    assert not is_up_to_date(path)
    assert path.exists() == (content is not None)


def test_folder_is_not_recognised(tmp_path: Path) -> None:
    assert not is_up_to_date(tmp_path)


HOLD = """
import sys, time
from pathlib import Path
from coach.journal.connection import FileLock
print(FileLock(Path(sys.argv[1])).acquire(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "running" / "one.lock"


def test_lock_has_one_owner(place: Path) -> None:
    first, second = FileLock(place), FileLock(place)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_lock_is_reentrant(place: Path) -> None:
    lock = FileLock(place)
    assert lock.acquire()
    assert lock.acquire()
    lock.release()
    assert FileLock(place).acquire()


def test_release_without_lock_does_nothing(place: Path) -> None:
    holder, other = FileLock(place), FileLock(place)
    holder.acquire()
    other.release(remove=True)
    assert place.exists()
    assert not other.acquire()


def test_lock_file_is_private_and_removed(place: Path) -> None:
    lock = FileLock(place)
    lock.acquire()
    if os.name == "posix":
        assert place.stat().st_mode & 0o777 == 0o600
    lock.release(remove=True)
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_killed_owner_loses_lock(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not FileLock(place).acquire()
        holder.send_signal(signal.SIGKILL)
        holder.wait(timeout=20)
        assert FileLock(place).acquire()


def test_unwritable_lock_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):
        FileLock(tmp_path / "file" / "one.lock").acquire()


def test_lock_error_is_reported(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    really_close = os.close

    def close(descriptor: int) -> None:
        closed.append(descriptor)
        really_close(descriptor)

    def refuse(_descriptor: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(connection, "_lock", refuse)
    monkeypatch.setattr(os, "close", close)
    lock = FileLock(place)
    with pytest.raises(OSError, match="no locks here"):
        lock.acquire()
    assert len(closed) == 1
    lock.release()
    assert len(closed) == 1


def without_locks(monkeypatch: pytest.MonkeyPatch, number: int = errno.ENOLCK) -> None:
    """Have a file system that knows no locks."""

    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(connection, "_lock", refuse)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_unsupported_locks_are_ignored(place: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    without_locks(monkeypatch, number)
    lock = FileLock(place)
    assert lock.acquire()
    assert not lock.is_supported
    lock.release(remove=True)
    assert not place.exists()


def test_other_lock_error_is_reported(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output error"):
        FileLock(place).acquire()


def test_sessions_are_recorded_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    path = tmp_path / "journal.db"
    with Journal.open(path) as journal:
        save_session(journal, active({1: plank()}))
        journal.close(back_up=False)
    player = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    played_by(path, player.pid)
    with Journal.open(path) as journal:
        assert unfinished_sessions(journal) == ()
        player.communicate()
        (left,) = unfinished_sessions(journal)
        assert left.session.sets == (plank(),)
        finish_session(journal, left.ended(stopped=True))
        journal.close(back_up=False)


def played_by(path: Path, process: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE running SET process = ?", (process,))
    connection.close()
