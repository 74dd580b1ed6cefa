"""Crash reports: a sentence on standard error, the traceback in a file."""

from __future__ import annotations

import io
import stat
from pathlib import Path

from coach.cli.main import CRASH_FILE, crash_hook


def crash_output(folder: Path) -> str:
    """The text on standard error after an unhandled error."""
    told = io.StringIO()
    hook = crash_hook(lambda: folder, told)
    try:
        raise KeyError("plank")
    except KeyError as error:
        hook(KeyError, error, error.__traceback__)
    return told.getvalue()


def test_crash_prints_one_sentence_and_a_file(tmp_path: Path) -> None:
    words = crash_output(tmp_path / "home" / "logs")
    path = tmp_path / "home" / "logs" / CRASH_FILE
    assert words.count("\n") == 1
    assert "KeyError: 'plank'" in words
    assert str(path) in words
    assert "Traceback" not in words
    assert "test_crash.py" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_has_only_the_latest_crash(tmp_path: Path) -> None:
    crash_output(tmp_path)
    crash_output(tmp_path)
    assert (tmp_path / CRASH_FILE).read_text().count("Traceback") == 1


def test_unwritable_file_prints_the_details(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file stands here")
    words = crash_output(tmp_path / "logs")
    assert "Traceback" in words
    assert "the details are above" in words


def test_crash_is_reported_without_a_home() -> None:
    def lost() -> Path:
        raise RuntimeError("Could not determine home directory.")

    told = io.StringIO()
    error = KeyError("plank")
    crash_hook(lost, told)(KeyError, error, None)
    assert "KeyError: 'plank'" in told.getvalue()
    assert "the details are above" in told.getvalue()


def test_interrupt_is_not_reported_as_a_crash(tmp_path: Path) -> None:
    told = io.StringIO()
    crash_hook(lambda: tmp_path, told)(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told.getvalue() == ""
    assert not list(tmp_path.iterdir())
