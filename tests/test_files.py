"""Files of the user's own are whole or not there, and stand nowhere but in their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coach.errors import ProgramFileError
from coach.files import move_new, write_new, write_over


def blocked_path(tmp_path: Path) -> Path:
    """A path whose folder cannot be made, as a file has its name."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "mine.yaml"


def test_new_file_leaves_no_temporary_file(tmp_path: Path) -> None:
    write_new(tmp_path / "programs" / "mine.yaml", b"text")
    assert [path.name for path in (tmp_path / "programs").iterdir()] == ["mine.yaml"]
    assert (tmp_path / "programs" / "mine.yaml").read_bytes() == b"text"


def test_new_file_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"old")
    with pytest.raises(ProgramFileError, match="there is such a file already"):
        write_new(tmp_path / "mine.yaml", b"new")
    assert (tmp_path / "mine.yaml").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("there", [False, True], ids=["free", "taken"])
def test_new_file_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    def refuse(_new: Path, _old: Path) -> None:
        raise OSError("no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "mine.yaml"
    if there:
        path.write_bytes(b"old")
        with pytest.raises(ProgramFileError, match="there is such a file already"):
            write_new(path, b"new")
    else:
        write_new(path, b"new")
    assert path.read_bytes() == (b"old" if there else b"new")
    assert len(list(tmp_path.iterdir())) == 1


def test_failed_write_is_reported(tmp_path: Path) -> None:
    for write in (write_new, write_over):
        with pytest.raises(ProgramFileError) as caught:
            write(blocked_path(tmp_path), b"text")
        assert caught.value.message == "this cannot be written: file exists"


def test_folder_is_not_written_over(tmp_path: Path) -> None:
    for folder in (tmp_path, Path(), Path("/")):
        with pytest.raises(ProgramFileError, match="is a directory"):
            write_over(folder, b"text")
    assert list(tmp_path.iterdir()) == []


def test_link_is_kept_when_written_over(tmp_path: Path) -> None:
    (tmp_path / "real.ics").write_bytes(b"old")
    (tmp_path / "link.ics").symlink_to("real.ics")
    write_over(tmp_path / "link.ics", b"new")
    assert (tmp_path / "link.ics").is_symlink()
    assert (tmp_path / "real.ics").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_over(pipe, b"text")
        assert os.read(reading, 100) == b"text"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProgramFileError):
        write_over(path, b"new")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")
@pytest.mark.parametrize(("private", "mode"), [(False, 0o644), (True, 0o600)])
def test_file_keeps_its_mode_unless_private(tmp_path: Path, private: bool, mode: int) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_over(path, b"new", private=private)
    assert path.stat().st_mode & 0o777 == mode


def test_move_overwrites_nothing(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "trash" / "new.yaml"
    old.write_bytes(b"text")
    move_new(old, new)
    assert (old.exists(), new.read_bytes()) == (False, b"text")
    old.write_bytes(b"another")
    with pytest.raises(ProgramFileError, match="there is such a file already"):
        move_new(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (b"another", b"text")


def test_move_of_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProgramFileError) as caught:
        move_new(tmp_path / "nothing.yaml", tmp_path / "new.yaml")
    assert caught.value.message == "this cannot be moved: no such file or directory"


def test_private_file_is_created_private(tmp_path: Path) -> None:
    write_over(tmp_path / "mine.yaml", b"text")
    assert (tmp_path / "mine.yaml").read_bytes() == b"text"
    if os.name == "posix":
        assert (tmp_path / "mine.yaml").stat().st_mode & 0o777 == 0o600
