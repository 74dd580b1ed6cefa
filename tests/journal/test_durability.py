"""Kill -9, a power cut, two at once: no set that was recorded is lost, and the journal opens."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.journal.active_sessions import finish_session, save_session, unfinished_sessions
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.model.events import Session
from tests.journal.factories import MOMENT, FixedClock, active, id_of, plank, session, text

KILLS = 60


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_kill_9_loses_no_recorded_set(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journal.endless_writer", str(tmp_path), str(KILLS), "7"],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    kills, acknowledged = map(int, done.stdout.split())
    assert kills == KILLS
    assert acknowledged > KILLS


def copy_files(path: Path, target: Path) -> Path:
    """What a power cut would leave: the file and its log, at this moment."""
    target.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        if path.with_name(name).exists():
            shutil.copyfile(path.with_name(name), target / name)
    return target / path.name


def test_power_cut_after_write_loses_nothing(path: Path, tmp_path: Path) -> None:
    with Journal.open(path) as journal:
        running = active()
        for key in range(10):
            running = active({number: plank(number) for number in range(key + 1)})
            save_session(journal, running)
            with Journal.open(copy_files(path, tmp_path / f"cut {key}")) as found:
                assert unfinished_sessions(found) == (running,)
        finished = running.ended(stopped=False)
        finish_session(journal, finished)
        with Journal.open(copy_files(path, tmp_path / "after")) as found:
            assert found.events() == (finished,)
            assert unfinished_sessions(found) == ()


def test_power_cut_during_write_keeps_acknowledged(path: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    sizes = []
    log = path.with_name("journal.db-wal")
    with Journal.open(path) as journal:
        for key in range(12):
            save_session(journal, active({number: plank(number) for number in range(key + 1)}))
            sizes.append(log.stat().st_size)
        whole = copy_files(path, tmp_path / "whole")
    for cut in [*sizes, *(chance.randrange(sizes[0], sizes[-1]) for _ in range(40))]:
        target = tmp_path / f"cut at {cut}"
        copy_files(whole, target)
        with (target / log.name).open("rb+") as file:
            file.truncate(cut)
        with Journal.open(target / path.name) as found:
            (left,) = unfinished_sessions(found)
            assert len(left.records) == sum(1 for size in sizes if size <= cut)
        shutil.rmtree(target)


def write_some(path: Path, first: int, count: int) -> None:
    with Journal.open(path) as journal:
        for number in range(first, first + count):
            journal.append(session(number))


def record_some(path: Path, first: int, count: int) -> None:
    with Journal.open(path) as journal:
        for number in range(first, first + count):
            header = session(number, sets=())
            save_session(journal, active({1: plank(1)}, header))
            save_session(journal, active({1: plank(1), 2: plank(2)}, header))
            finish_session(journal, replace(header, sets=(plank(1), plank(2)), ended_at=MOMENT))


def import_some(path: Path, first: int, count: int) -> None:
    with Journal.open(path) as journal:
        for _ in range(3):
            report = import_lines(journal, [text(session(number)) for number in range(first, first + count)])
            assert report.added + report.already == count


def test_concurrent_writers_lose_nothing(path: Path, clock: FixedClock) -> None:
    spawn = multiprocessing.get_context("spawn")
    jobs = [(write_some, 0, 40), (write_some, 100, 40), (record_some, 200, 20), (import_some, 300, 40)]
    running = [spawn.Process(target=job, args=(path, first, count)) for job, first, count in jobs]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
        assert process.exitcode == 0
    expected = {id_of(number) for _, first, count in jobs for number in range(first, first + count)}
    with Journal.open(path, clock=clock) as journal:
        found = journal.events()
        assert len(found) == len(expected)
        assert {event.id for event in found} == expected
        assert all(isinstance(event, Session) and event.sets for event in found)


def test_concurrent_creation_gives_one_journal(path: Path, clock: FixedClock) -> None:
    spawn = multiprocessing.get_context("spawn")
    running = [spawn.Process(target=write_some, args=(path, number, 1)) for number in range(3)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
        assert process.exitcode == 0
    with Journal.open(path, clock=clock) as journal:
        assert len(journal.events()) == 3


def test_import_does_not_block_running_session(path: Path, clock: FixedClock) -> None:
    with Journal.open(path, clock=clock) as playing, Journal.open(path, clock=clock) as importing:
        running = active()
        for key in range(5):
            running = active({number: plank(number) for number in range(key + 1)})
            save_session(playing, running)
            lines = [text(session(f"{key} {number}")) for number in range(50)]
            assert import_lines(importing, lines).added == 50
        finished = running.ended(MOMENT + timedelta(minutes=1), stopped=False)
        finish_session(playing, finished)
        assert finished in importing.events()
        assert len(importing.events()) == 251
