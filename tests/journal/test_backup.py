from __future__ import annotations

import os
import sqlite3
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from coach.errors import JournalError
from coach.journal.active_sessions import save_session, unfinished_sessions
from coach.journal.backup import KEPT_DAYS, backups, restore
from coach.journal.connection import FileLock
from coach.journal.journal import Journal
from tests.journal.factories import MOMENT, FixedClock, active, plank, session
from tests.support.commands import coach

DAY = MOMENT.date()


def fill(path: Path, clock: FixedClock, *names: object) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(*map(session, names))


def test_closing_keeps_one_copy_a_day(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    fill(path, clock, 2)
    (copy,) = backups(path)
    assert copy.name == "journal-2026-01-05.db"
    clock.sleep(86_400)
    fill(path, clock, 3)
    assert [each.name for each in backups(path)] == ["journal-2026-01-05.db", "journal-2026-01-06.db"]


def test_reading_makes_no_copy(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == ()
    assert backups(path) == ()


def test_only_newest_copies_are_kept(path: Path, clock: FixedClock) -> None:
    for number in range(KEPT_DAYS + 5):
        fill(path, clock, number)
        clock.sleep(86_400)
    assert len(backups(path)) == KEPT_DAYS
    assert backups(path)[-1].stem == f"journal-{DAY + timedelta(days=KEPT_DAYS + 4)}"


def test_copy_is_complete_and_standalone(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session(1), session(2))
        save_session(journal, active({1: plank()}))
        copy = journal.back_up()
        assert copy is not None
        assert journal.back_up() is None
    assert sorted(each.name for each in copy.parent.iterdir()) == [".lock", copy.name]
    with Journal.open(copy, clock=clock) as found:
        assert len(found.events()) == 2
        assert len(unfinished_sessions(found)) == 1


def test_damaged_journal_keeps_good_copies(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    clock.sleep(86_400)
    journal = Journal.open(path, clock=clock)
    with journal.writing() as connection:
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute("UPDATE events SET body = body || ' '")
    with pytest.raises(JournalError, match="not as they were written"):
        journal.close()
    assert {each.name for each in (path.parent / "backups").iterdir()} == {".lock", "journal-2026-01-05.db"}


def test_failed_copy_is_reported_on_close(path: Path, clock: FixedClock) -> None:
    journal = Journal.open(path, clock=clock)
    journal.append(session())
    (path.parent / "backups").write_text("in the way")
    with pytest.raises(JournalError):
        journal.close()
    with pytest.raises(JournalError):
        journal.events()
    (path.parent / "backups").unlink()
    with Journal.open(path, clock=clock) as again:
        assert again.events() == (session(),)


def test_failed_copy_hides_no_other_error(path: Path, clock: FixedClock) -> None:
    with pytest.raises(ZeroDivisionError), Journal.open(path, clock=clock) as journal:
        journal.append(session())
        (path.parent / "backups").write_text("in the way")
        raise ZeroDivisionError


def test_restore_keeps_present_journal(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    fill(path, clock, 2)
    kept = restore(path, backups(path)[0], day=DAY)
    assert kept is not None
    assert kept.name == "journal-replaced-2026-01-05-1.db"
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == (session(1),)
    with Journal.open(kept, clock=clock) as journal:
        assert len(journal.events()) == 2


def test_restore_without_journal(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    path.unlink()
    assert restore(path, backups(path)[0], day=DAY) is None
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == (session(1),)


def test_restore_over_damaged_journal(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    ruins = b"\x00" * 5_000
    path.write_bytes(ruins)
    kept = restore(path, backups(path)[0], day=DAY)
    assert kept is not None
    assert kept.read_bytes() == ruins
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == (session(1),)


def test_restore_ignores_old_write_ahead_log(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    (copy,) = backups(path)
    journal = Journal.open(path, clock=clock)
    journal.append(session(2))
    log = path.with_name("journal.db-wal")
    left = (path.read_bytes(), log.read_bytes())
    journal.close(back_up=False)
    path.write_bytes(left[0])
    log.write_bytes(left[1])
    kept = restore(path, copy, day=DAY)
    with Journal.open(path, clock=clock) as restored:
        assert restored.events() == (session(1),)
    assert kept is not None
    with Journal.open(kept, clock=clock) as before:
        assert len(before.events()) == 2


def test_restore_refuses_while_the_journal_is_open(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    with Journal.open(path, clock=clock) as journal:
        journal.append(session(2))
        with pytest.raises(JournalError, match="another coach has the journal open"):
            restore(path, backups(path)[0], day=DAY)
        assert len(journal.events()) == 2


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_restore_refuses_other_files(path: Path, clock: FixedClock, tmp_path: Path, content: bytes) -> None:
    fill(path, clock, 1)
    copy = tmp_path / "copy.db"
    copy.write_bytes(content)
    with pytest.raises(JournalError, match=r"this copy is damaged|no journal"):
        restore(path, copy, day=DAY)
    with Journal.open(path, clock=clock) as journal:
        assert journal.events() == (session(1),)


def test_restore_refuses_damaged_copy(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    (copy,) = backups(path)
    copy.write_bytes(copy.read_bytes().replace(b'"plank"', b'"blank"'))
    with pytest.raises(JournalError, match="damaged"):
        restore(path, copy, day=date(2026, 1, 6))


def test_copy_is_whole_database(path: Path, clock: FixedClock) -> None:
    fill(path, clock, *range(50))
    with sqlite3.connect(backups(path)[0]) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (50,)
    copy.close()


def test_unfinished_copy_is_removed(path: Path, clock: FixedClock) -> None:
    fill(path, clock, 1)
    half = path.parent / "backups" / "journal-2026-01-06.db.77.part"
    half.write_bytes(b"half")
    clock.sleep(86_400)
    fill(path, clock, 2)
    assert not half.exists()
    assert len(backups(path)) == 2


def test_concurrent_close_makes_one_copy(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
        lock = FileLock(path.parent / "backups" / ".lock")
        assert lock.acquire()
        assert journal.back_up() is None
        lock.release()
        assert journal.back_up() is not None


def test_new_copy_by_another_process_is_kept(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = path.parent / "backups" / "journal-2026-01-05.db"
    really_acquire = FileLock.acquire

    def acquire_late(lock: FileLock) -> bool:
        taken = really_acquire(lock)
        copy.write_bytes(b"of the other coach")
        return taken

    with Journal.open(path, clock=clock) as journal:
        journal.append(session())
        with monkeypatch.context() as quick:
            quick.setattr(FileLock, "acquire", acquire_late)
            assert journal.back_up() is None
        assert copy.read_bytes() == b"of the other coach"
        copy.unlink()


def home_with_a_copy(folder: Path) -> Path:
    home = folder / "home"
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        journal.append(session())
    assert len(list((home / "backups").glob("journal-*.db"))) == 1
    return home


def empty_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE one (column)")
        connection.execute("DROP TABLE one")
    connection.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\0" * 511, b"\0" * 8_192, b"not a journal, but a letter\n" * 400, "an empty database"],
    ids=["nothing", "one byte", "511 zeros", "8192 zeros", "a text", "an empty database"],
)
def test_other_file_beside_copies_is_refused(tmp_path: Path, content: bytes | str) -> None:
    home = home_with_a_copy(tmp_path)
    journal = home / "journal.db"
    journal.unlink()
    if isinstance(content, bytes):
        journal.write_bytes(content)
    else:
        empty_database(journal)
    before = journal.read_bytes()
    (copy,) = (home / "backups").glob("journal-*.db")
    for words in (("today",), ("log", "walk", "--minutes", "3"), ("run", "core", "--plain", "--mute")):
        result = coach(*words, home=home)
        assert result.status == 2
        assert str(copy) in result.err and "coach doctor --repair" in result.err
        assert journal.read_bytes() == before, "it is as it was"
    assert "look" in coach("doctor", "--silent", home=home).out
    repaired = coach("doctor", "--repair", home=home)
    assert repaired.status == 0, repaired.err
    assert "1 event" in repaired.out
    assert len(coach("history", "--json", home=home).json) == 1  # type: ignore[arg-type]


def test_missing_journal_beside_copies_is_refused(tmp_path: Path) -> None:
    """A red flag may be in what is gone: training stays off, and the copies bring it back."""
    home = tmp_path / "home"
    assert coach("log", "before", "--flag", "bowel_bladder", "--yes", home=home).status == 0
    journal = home / "journal.db"
    journal.unlink()
    (copy,) = (home / "backups").glob("journal-*.db")
    ways = ["today", "due", "export", "log walk --minutes 3", "run core --plain --mute", f"sync {tmp_path}"]
    for words in ways:
        result = coach(*words.split(), home=home)
        assert result.status == 2, words
        assert "the journal is gone" in result.err
        assert str(copy) in result.err and "coach doctor --repair" in result.err
        assert not journal.exists()
    looked = coach("doctor", "--silent", home=home).out
    assert "look  journal: " in looked and "the journal is gone" in looked and "empty" not in looked
    repaired = coach("doctor", "--repair", home=home)
    assert (repaired.status, repaired.err) == (0, "")
    assert "1 event" in repaired.out and "damaged" not in repaired.out
    assert "training is off" in coach("run", "core", "--plain", "--mute", home=home).err


@pytest.mark.parametrize("below", ["", "deeper"])
def test_file_at_home_path_is_reported(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    result = coach("doctor", "--silent", home=file / below)
    assert f"look  {file} is no folder" in result.out
    assert "journal: empty" not in result.out


@pytest.mark.parametrize("content", [b"x", b"\0" * 511, b"a letter\n" * 400])
def test_other_file_without_copies_is_left_alone(tmp_path: Path, content: bytes) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "journal.db").write_bytes(content)
    result = coach("log", "walk", "--minutes", "3", home=home)
    assert result.status == 2
    assert "damaged" in result.err
    assert (home / "journal.db").read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="devices, links and pipes with names")
@pytest.mark.parametrize("kind", ["/dev/zero", "/dev/full", "/dev/null", "a pipe"])
def test_device_at_path_is_refused(tmp_path: Path, kind: str) -> None:
    home = home_with_a_copy(tmp_path)
    (home / "journal.db").unlink()
    if kind == "a pipe":
        os.mkfifo(home / "journal.db")
    else:
        (home / "journal.db").symlink_to(kind)
    before = sorted(path.name for path in home.glob("journal*"))
    for words in (
        ("doctor", "--repair"),
        ("today",),
        ("restore", "2026-01-05"),
        ("export",),
        ("sync", str(tmp_path)),
    ):
        result = coach(*words, home=home)
        assert result.status == 2, words
        assert "this is no file" in result.err, result.err
    assert sorted(path.name for path in home.glob("journal*")) == before
