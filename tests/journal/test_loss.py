"""Something else in the place of the journal is never taken for a new one; nor is it copied without end."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from coach.journal.journal import Journal
from tests.journal.histories import HeldClock, session
from tests.support.commands import coach


def home_with_a_copy(folder: Path) -> Path:
    home = folder / "home"
    with Journal.open(home / "journal.db", clock=HeldClock()) as journal:
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
def test_what_stands_in_the_place_of_a_journal_with_copies_is_refused_and_the_copies_named(
    tmp_path: Path, content: bytes | str
) -> None:
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


def test_no_journal_is_begun_beside_the_copies_of_one_that_is_gone(tmp_path: Path) -> None:
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
def test_a_file_in_the_place_of_the_home_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    result = coach("doctor", "--silent", home=file / below)
    assert f"look  {file} is no folder" in result.out
    assert "journal: empty" not in result.out


@pytest.mark.parametrize("content", [b"x", b"\0" * 511, b"a letter\n" * 400])
def test_what_is_no_journal_is_left_alone_without_copies_too(tmp_path: Path, content: bytes) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "journal.db").write_bytes(content)
    result = coach("log", "walk", "--minutes", "3", home=home)
    assert result.status == 2
    assert "damaged" in result.err
    assert (home / "journal.db").read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="devices, links and pipes with names")
@pytest.mark.parametrize("kind", ["/dev/zero", "/dev/full", "/dev/null", "a pipe"])
def test_a_device_in_the_place_of_the_journal_is_refused_at_once(tmp_path: Path, kind: str) -> None:
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
