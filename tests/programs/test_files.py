"""Files that cannot be read, and files that are not text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.app.programs import check_files
from coach.programs.catalog import Catalog
from coach.programs.parse import MAX_BYTES, Problem, read_text
from tests.programs.small_catalog import DRILLS, problems_of

GOOD = "schema: 1\nid: good\ntitle: Good\nkind: core\nslots:\n  - {slot: plank, hold: 30s}\n"


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_missing_file_is_reported(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere.yaml") == ["1:1: there is no such file (check the path)"]


def test_folder_is_reported(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == ["1:1: this is a folder (give the path of a .yaml file)"]


def test_file_below_a_file_is_reported(tmp_path: Path) -> None:
    parent = write(tmp_path / "good.yaml", GOOD.encode())
    assert problems_of(parent / "x.yaml") == [
        "1:1: this file cannot be read: Not a directory (check the disk and the path)"
    ]


def test_unreadable_file_has_a_hint(tmp_path: Path) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = write(tmp_path / "mine.yaml", GOOD.encode())
    assert check_files([path], Catalog(drills=DRILLS), fetch=refuse) == [
        Problem(path, 1, 1, "you may not read this file", "allow it: chmod u+r")
    ]


def test_failing_disk_is_reported(tmp_path: Path) -> None:
    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    assert read_text(tmp_path / "mine.yaml", fail) == Problem(
        tmp_path / "mine.yaml",
        1,
        1,
        "this file cannot be read: Input/output error",
        "check the disk and the path",
    )


def test_50_mb_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert problems_of(path) == ["1:1: this file has 50 MB (at most 1 MB)"]


def test_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    def explode(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", explode)
    assert problems_of(path) == ["1:1: this file has 1000 kB (at most 1 MB)"]


def test_pipe_is_refused_without_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert problems_of(path) == ["1:1: this is not a file (give the path of a .yaml file)"]


def test_binary_file_is_reported_at_its_null_byte(tmp_path: Path) -> None:
    path = write(tmp_path / "picture.yaml", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert problems_of(path) == ["3:1: this is not a text file (give the path of a .yaml file)"]


def test_invalid_utf_8_is_reported_at_its_position(tmp_path: Path) -> None:
    path = write(tmp_path / "latin.yaml", "schema: 1\ntitle: é und ".encode() + b"\xe4\n")
    assert problems_of(path) == ["2:14: the byte 0xe4 is not UTF-8 (save it as UTF-8)"]


def test_utf_16_is_recognised(tmp_path: Path) -> None:
    path = write(tmp_path / "wide.yaml", GOOD.encode("utf-16"))
    assert problems_of(path) == ["1:1: this is UTF-16, not UTF-8 (save it as UTF-8)"]


def test_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path / "good.yaml", b"\xef\xbb\xbf" + GOOD.encode())) == []


def test_invalid_utf_8_after_a_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path / "good.yaml", b"\xef\xbb\xbfid: \xff")
    assert problems_of(path) == ["1:6: the byte 0xff is not UTF-8 (save it as UTF-8)"]


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path / "good.yaml", GOOD.replace("\n", "\r\n").encode())) == []


def test_control_character_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path / "good.yaml", GOOD.replace("Good", "Go\x07od").encode())
    assert problems_of(path) == [
        "3:10: the character U+0007 cannot stand in a text file (delete it, or write the file anew as text)"
    ]


def test_control_codes_of_a_file_name_are_not_printed(tmp_path: Path) -> None:
    problem = Problem(tmp_path / "a\x1b[31m\n.yaml", 1, 1, "wrong \x1b]0;x", "a\rb")
    assert all(mark.isprintable() for mark in problem.line_text())
