"""A home that may only be read, or is taken away during a session and put back: all sets, or a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.machine import SETS, Machine, read_until


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    found = Machine(tmp_path, tmp_path / "drive", read_only=True)
    assert found.coach("log", "walk", "--minutes", "3").returncode == 0
    return found


def rescued(machine: Machine) -> Path:
    (file,) = machine.elsewhere.rglob("coach-*.jsonl")
    return file


@pytest.mark.parametrize("empty", [False, True], ids=["with a past", "without a journal"])
def test_read_only_home_is_reported_before_first_hold(machine: Machine, empty: bool) -> None:
    if empty:
        for path in [*machine.home.glob("journal*"), *(machine.home / "backups").iterdir()]:
            path.unlink()
    machine.disk.refuse()
    process = machine.start()
    before = "".join(read_until(process, "get ready"))
    assert "Not saved yet: the journal may only be read here." in before
    assert f"What you do goes into the folder {machine.elsewhere}" in before
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "is kept" not in before + out
    file = rescued(machine)
    assert f"what you did is in {file} (once the journal works again: coach import {file})" in err
    assert len(json.loads(file.read_text())["sets"]) == SETS
    for words in (("today",), ("week",), ("history",), ("due",)):
        assert "Traceback" not in machine.coach(*words).stderr
    machine.disk.give_in()
    assert machine.coach("import", file).stdout == "1 event added\n"
    assert [len(session["sets"]) for session in machine.history()] == [SETS]


def test_read_only_home_keeps_its_journal(machine: Machine) -> None:
    """Somebody's red flags may be in what is gone."""
    for path in machine.home.glob("journal*"):
        path.unlink()
    machine.disk.refuse()
    for words in (("today",), ("run", "short", "--plain", "--mute")):
        result = machine.coach(*words)
        assert result.returncode == 2
        assert "the journal is gone, and its copies are still there" in result.stderr


def test_home_put_back_has_every_set(machine: Machine) -> None:
    away = machine.home.with_name("away")
    process = machine.start()
    read_until(process, "rest 1 s")
    machine.home.rename(away)
    told = read_until(process, "Not saved yet")[-1]
    assert f"What you did is in {machine.elsewhere}" in told
    read_until(process, "WORK 1 s")
    assert not machine.home.exists(), "nothing is put in the place of what was taken away"
    away.rename(machine.home)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Saved now." in out
    assert [[one["seconds"] for one in session["sets"]] for session in machine.history()] == [[1] * SETS]
    assert not list(machine.elsewhere.rglob("coach-*.jsonl"))


def test_lost_home_leaves_sets_in_named_file(
    machine: Machine,
) -> None:
    away = machine.home.with_name("away")
    process = machine.start()
    read_until(process, "rest 1 s")
    machine.home.rename(away)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert not machine.home.exists()
    file = rescued(machine)
    assert f"the journal is gone; what you did is in {file}" in err
    away.rename(machine.home)
    doctor = machine.coach("doctor", "--silent").stdout
    assert f"coach import {file}" in doctor
    assert machine.coach("import", file).stdout == "1 event added\n"
    assert [len(session["sets"]) for session in machine.history()] == [SETS]
    assert str(file) not in machine.coach("doctor", "--silent").stdout


def test_read_only_home_refuses_sync(machine: Machine) -> None:
    shared = machine.elsewhere / "shared"
    shared.mkdir()
    machine.disk.refuse()
    refused = machine.coach("sync", shared)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "the journal may only be read here" in refused.stderr
    dry = machine.coach("sync", "--dry-run", shared)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "1 event would be written" in dry.stdout
    assert not list(shared.iterdir())


def test_read_only_sync_folder_is_read(tmp_path: Path) -> None:
    shared = tmp_path / "drive" / "shared"
    shared.mkdir(parents=True)
    other = Machine(tmp_path / "other", tmp_path / "nothing")
    assert other.coach("log", "walk", "--minutes", "3").returncode == 0
    assert other.coach("sync", shared).returncode == 0
    here = Machine(tmp_path / "here", shared, read_only=True)
    assert here.coach("log", "walk", "--minutes", "4").returncode == 0
    here.disk.refuse()
    before = {path.name: path.read_bytes() for path in shared.iterdir()}
    refused = here.coach("sync", shared)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "the folder cannot be written to: Read-only file system (1 new event" in refused.stderr
    assert {path.name: path.read_bytes() for path in shared.iterdir()} == before
    assert len(here.coach("export").stdout.splitlines()) == 2
