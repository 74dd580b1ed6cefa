"""A disk that fills up during a session: said at once, nothing is lost, and every word about it is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.machine import SETS, Machine, read_until


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    found = Machine(tmp_path, tmp_path / "drive")
    assert found.coach("log", "walk", "--minutes", "3").returncode == 0
    return found


def test_full_disk_loses_no_set(machine: Machine) -> None:
    process = machine.start()
    read_until(process, "rest 1 s")
    machine.disk.refuse()
    before_the_end = read_until(process, "Not saved yet")
    assert "the disk is full" in before_the_end[-1]
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "WORK" in out, "it was said while the session went on"
    assert "is kept" not in out
    (file,) = machine.elsewhere.rglob("coach-*.jsonl")
    assert f"the disk is full, so the journal cannot be written; what you did is in {file}" in err
    (line,) = file.read_text().splitlines()
    assert [one["seconds"] for one in json.loads(line)["sets"]] == [1] * SETS
    assert file.stat().st_mode & 0o077 == 0
    assert not list(machine.home.rglob("coach-*")), "no empty file is left on the full disk"
    assert "the disk is full" in machine.coach("import", file).stderr
    machine.disk.give_in()
    assert machine.coach("import", file).stdout == "1 event added\n"
    (session,) = machine.history()
    assert len(session["sets"]) == SETS
    again = machine.coach("doctor", "--silent")
    assert "unfinished" not in again.stdout, "what the journal had of it is not offered a second time"


def test_freed_disk_gets_every_set(machine: Machine) -> None:
    process = machine.start()
    read_until(process, "rest 1 s")
    machine.disk.refuse()
    read_until(process, "Not saved yet")
    machine.disk.give_in()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Saved now." in out
    (session,) = machine.history()
    assert [one["seconds"] for one in session["sets"]] == [1] * SETS
    assert not list(machine.elsewhere.rglob("coach-*.jsonl")), "the file for what was not saved is gone"


def test_sets_are_shown_when_no_disk_has_room(tmp_path: Path) -> None:
    machine = Machine(tmp_path, Path("/"))
    assert machine.coach("log", "walk", "--minutes", "3").returncode == 0
    process = machine.start()
    read_until(process, "rest 1 s")
    machine.disk.refuse()
    told = read_until(process, "Not saved yet")[-1]
    assert "only in memory" in told and "shown in full" in told
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "could not be saved anywhere" in err and "coach import FILE" in err
    machine.disk.give_in()
    assert not list(tmp_path.rglob("coach-*")), "nothing half written is left"
    copied = machine.elsewhere / "copied"
    copied.write_text(out.splitlines()[-1])
    assert machine.coach("import", copied).stdout == "1 event added\n"
    (session,) = machine.history()
    assert [one["seconds"] for one in session["sets"]] == [1] * SETS


def test_command_reports_full_disk(machine: Machine) -> None:
    machine.disk.refuse()
    for words in (("log", "walk", "--minutes", "4"), ("log", "undo", "--yes")):
        result = machine.coach(*words)
        assert result.returncode == 2, result.stdout
        assert "the disk is full" in result.stderr
        assert "may only be read" not in result.stderr
    assert machine.coach("today").returncode == 0, "what can be read is shown"


def test_session_reports_full_disk_before_first_hold(machine: Machine) -> None:
    machine.disk.refuse()
    process = machine.start()
    before = read_until(process, "get ready")
    told = [line for line in before if "Not saved yet: the disk is full" in line]
    assert len(told) == 1
    assert str(machine.elsewhere) in told[0]
    process.communicate(timeout=60)
    (file,) = machine.elsewhere.rglob("coach-*.jsonl")
    assert len(json.loads(file.read_text())["sets"]) == SETS
