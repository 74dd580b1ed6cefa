"""What the first bytes of the journal's file tell."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from coach.journal.connection import is_up_to_date
from coach.journal.journal import Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of this version, closed."""
    path = tmp_path / "journal.db"
    Journal.open(path).close()
    return path


def test_a_journal_of_this_version_is_known(path: Path) -> None:
    assert is_up_to_date(path)


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 1", "PRAGMA application_id = 7"])
def test_another_version_and_another_application_are_not(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    assert not is_up_to_date(path)


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00", bytes(200)])
def test_what_is_no_journal_is_not(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "journal.db"
    if content is not None:
        path.write_bytes(content)
    assert not is_up_to_date(path)
    assert path.exists() == (content is not None)


def test_a_folder_in_its_place_is_not(tmp_path: Path) -> None:
    assert not is_up_to_date(tmp_path)
