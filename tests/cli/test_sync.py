"""`coach sync`: the sentence, the status, and what a bad line does."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import coach
from tests.support.short_session import make_short_home


def test_two_homes_sync_through_a_folder(home: Path, tmp_path: Path) -> None:
    make_short_home(home)
    coach("run", "tiny", "--plain", "--mute", home=home)
    folder, other = tmp_path / "shared", tmp_path / "other"
    folder.mkdir()
    first = coach("sync", str(folder), home=home)
    assert (first.status, first.out) == (0, "0 events taken in from 0 files, 1 event written\n")
    dry = coach("sync", str(folder), "--dry-run", home=other)
    assert dry.out == "1 event would be taken in from 1 file, 0 events would be written\n"
    second = coach("sync", str(folder), home=other)
    assert second.out == "1 event taken in from 1 file, 0 events written\n"
    assert coach("export", home=other).out == coach("export", home=home).out


def test_invalid_line_is_reported_on_standard_error(home: Path, tmp_path: Path) -> None:
    (tmp_path / "coach-x.jsonl").write_text("{}\n{torn")
    result = coach("sync", str(tmp_path), home=home)
    assert result.status == 1
    assert result.err.startswith("coach-x.jsonl:1: ")
    assert result.lines[1] == "1 file not complete yet; sync again later for the rest"


def test_missing_folder_is_an_error(home: Path, tmp_path: Path) -> None:
    result = coach("sync", str(tmp_path / "drive"), home=home)
    assert result.status == 2
    assert "there is no such folder" in result.err
