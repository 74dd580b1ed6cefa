"""A disk that fills up during a session: said at once, nothing is lost, and every word about it is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.bad_disk import BadDisk

SHORT = """\
schema: 1
id: short
title: Short holds
kind: custom
about: Four holds of a second.
ready: 1s
rest: {between: 1s, rounds: 1s}
rounds: 4
slots:
  - {slot: plank, hold: 1s, progress: none}
"""
SETS = 4


class Person:
    """Somebody with a home on a disk of its own, and another disk for everything else."""

    def __init__(self, folder: Path, full: Path) -> None:
        self.home = folder / "drive" / "home"
        self.elsewhere = folder / "elsewhere"
        (self.home / "programs").mkdir(parents=True)
        (self.home / "programs" / "short.yaml").write_text(SHORT)
        self.elsewhere.mkdir()
        self.disk = BadDisk(full, folder / "tools")
        self.environment = {
            **os.environ,
            **self.disk.environment,
            "COACH_HOME": str(self.home),
            "HOME": str(self.elsewhere),
            "TMPDIR": str(self.elsewhere),
        }
        for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            self.environment.pop(name, None)

    def coach(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(words),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command(["run", "short", "--plain", "--mute"]),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def history(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = json.loads(self.coach("history", "--json").stdout)
        return told

    @staticmethod
    def _command(words: Sequence[str | Path]) -> list[str]:
        return [sys.executable, "-m", "coach", *map(str, words)]


@pytest.fixture
def person(tmp_path: Path) -> Person:
    found = Person(tmp_path, tmp_path / "drive")
    assert found.coach("log", "walk", "--minutes", "3").returncode == 0
    return found


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to one with these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"'{words}' was never said:\n{''.join(lines)}")


def test_a_disk_that_stays_full_costs_no_set(person: Person) -> None:
    process = person.start()
    read_until(process, "rest 1 s")
    person.disk.fill()
    before_the_end = read_until(process, "Not saved yet")
    assert "the disk is full" in before_the_end[-1]
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "WORK" in out, "it was said while the session went on"
    assert "is kept" not in out
    (file,) = person.elsewhere.rglob("coach-*.jsonl")
    assert f"the disk is full, so the journal cannot be written; what you did is in {file}" in err
    (line,) = file.read_text().splitlines()
    assert [one["seconds"] for one in json.loads(line)["sets"]] == [1] * SETS
    assert file.stat().st_mode & 0o077 == 0
    assert not list(person.home.rglob("coach-*")), "no empty file is left on the full disk"
    assert "the disk is full" in person.coach("import", file).stderr
    person.disk.make_room()
    assert person.coach("import", file).stdout == "1 event added\n"
    (session,) = person.history()
    assert len(session["sets"]) == SETS
    again = person.coach("doctor", "--silent")
    assert "unfinished" not in again.stdout, "what the journal had of it is not offered a second time"


def test_a_disk_with_room_again_before_the_end_takes_all_of_it(person: Person) -> None:
    process = person.start()
    read_until(process, "rest 1 s")
    person.disk.fill()
    read_until(process, "Not saved yet")
    person.disk.make_room()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Saved now." in out
    (session,) = person.history()
    assert [one["seconds"] for one in session["sets"]] == [1] * SETS
    assert not list(person.elsewhere.rglob("coach-*.jsonl")), "the file for what was not saved is gone"


def test_where_no_disk_has_room_all_of_it_is_shown_at_the_end(tmp_path: Path) -> None:
    person = Person(tmp_path, Path("/"))
    assert person.coach("log", "walk", "--minutes", "3").returncode == 0
    process = person.start()
    read_until(process, "rest 1 s")
    person.disk.fill()
    told = read_until(process, "Not saved yet")[-1]
    assert "only in memory" in told and "shown in full" in told
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "could not be saved anywhere" in err and "coach import FILE" in err
    person.disk.make_room()
    assert not list(tmp_path.rglob("coach-*")), "nothing half written is left"
    copied = person.elsewhere / "copied"
    copied.write_text(out.splitlines()[-1])
    assert person.coach("import", copied).stdout == "1 event added\n"
    (session,) = person.history()
    assert [one["seconds"] for one in session["sets"]] == [1] * SETS


def test_a_command_says_that_the_disk_is_full(person: Person) -> None:
    person.disk.fill()
    for words in (("log", "walk", "--minutes", "4"), ("log", "undo", "--yes")):
        result = person.coach(*words)
        assert result.returncode == 2, result.stdout
        assert "the disk is full" in result.stderr
        assert "may only be read" not in result.stderr
    assert person.coach("today").returncode == 0, "what can be read is shown"


def test_a_session_on_a_full_disk_says_so_before_the_first_hold(person: Person) -> None:
    person.disk.fill()
    process = person.start()
    before = read_until(process, "get ready")
    told = [line for line in before if "Not saved yet: the disk is full" in line]
    assert len(told) == 1
    assert str(person.elsewhere) in told[0]
    process.communicate(timeout=60)
    (file,) = person.elsewhere.rglob("coach-*.jsonl")
    assert len(json.loads(file.read_text())["sets"]) == SETS
