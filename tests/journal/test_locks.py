"""A lock has one holder, whoever that is, and is free again when the holder lets go or dies."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from coach.journal import connection as locks
from coach.journal.active_sessions import finish_session, save_session, unfinished_sessions
from coach.journal.connection import FileLock
from coach.journal.journal import Journal
from tests.journal.histories import active, plank

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


def test_one_holds_it_and_no_second_one(place: Path) -> None:
    first, second = FileLock(place), FileLock(place)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_who_holds_it_holds_it_still(place: Path) -> None:
    lock = FileLock(place)
    assert lock.acquire()
    assert lock.acquire()
    lock.release()
    assert FileLock(place).acquire()


def test_letting_go_of_what_one_does_not_hold_is_nothing(place: Path) -> None:
    holder, other = FileLock(place), FileLock(place)
    holder.acquire()
    other.release(remove=True)
    assert place.exists()
    assert not other.acquire()


def test_its_file_is_private_and_goes_with_the_last_holder(place: Path) -> None:
    lock = FileLock(place)
    lock.acquire()
    if os.name == "posix":
        assert place.stat().st_mode & 0o777 == 0o600
    lock.release(remove=True)
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_a_holder_that_is_killed_holds_it_no_longer(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not FileLock(place).acquire()
        holder.send_signal(signal.SIGKILL)
        holder.wait(timeout=20)
        assert FileLock(place).acquire()


def test_a_place_where_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):
        FileLock(tmp_path / "file" / "one.lock").acquire()


def test_a_system_that_cannot_lock_is_told_and_leaves_nothing_open(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    really_close = os.close

    def close(descriptor: int) -> None:
        closed.append(descriptor)
        really_close(descriptor)

    def refuse(_descriptor: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(locks, "_lock", refuse)
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

    monkeypatch.setattr(locks, "_lock", refuse)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_where_no_locks_are_offered_it_goes_on_without(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    without_locks(monkeypatch, number)
    lock = FileLock(place)
    assert lock.acquire()
    assert not lock.offered
    lock.release(remove=True)
    assert not place.exists()


def test_any_other_refusal_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output error"):
        FileLock(place).acquire()


def test_without_locks_sessions_are_recorded_and_what_is_being_played_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
