"""Changes of files by other programs."""

from __future__ import annotations

import os
from pathlib import Path

from coach.files import FolderWatch, stamp_of


def test_each_change_is_reported_once(tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    watch = FolderWatch([folder, tmp_path / "drills"])
    assert not watch.has_changed()
    folder.mkdir()
    path = folder / "mine.yaml"
    path.write_text("a")
    assert [watch.has_changed(), watch.has_changed()] == [True, False]
    (folder / "notes.txt").write_text("none of ours")
    assert not watch.has_changed()
    path.write_text("other")
    assert [watch.has_changed(), watch.has_changed()] == [True, False]
    path.rename(folder / "yours.yaml")
    assert watch.has_changed()
    (folder / "yours.yaml").unlink()
    assert [watch.has_changed(), watch.has_changed()] == [True, False]


def test_change_of_equal_size_is_seen_by_time(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("a")
    watch = FolderWatch([tmp_path])
    before = stamp_of(path)
    assert before is not None
    path.write_text("b")
    os.utime(path, ns=(before[0] + 1_000_000_000, before[0] + 1_000_000_000))
    assert watch.has_changed()


def test_missing_file_has_no_stamp(tmp_path: Path) -> None:
    assert stamp_of(tmp_path / "nothing.yaml") is None
