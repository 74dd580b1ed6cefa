"""Several processes on one journal: session, writers, import, reader; nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from msgspec.structs import replace

from coach.journal.active_sessions import finish_session, save_session
from coach.journal.exchange import import_lines
from coach.journal.journal import Journal
from coach.model.events import Session
from tests.journal.factories import MOMENT, active, id_of, plank, session, text


def write_together(folder: Path, rounds: int, _seed: int) -> dict[str, int]:
    """Let five processes at one journal, round after round."""
    path = folder / "data" / "journal.db"
    spawn = multiprocessing.get_context("spawn")
    events = 0
    for turn in range(rounds):
        first = turn * 1_000
        jobs = [(_write, 0), (_write, 100), (_play, 200), (_import, 300), (_read, 0)]
        running = [spawn.Process(target=job, args=(path, first + offset)) for job, offset in jobs]
        for process in running:
            process.start()
        for process in running:
            process.join(120)
            assert process.exitcode == 0
        expected = {id_of(first + offset + number) for offset in (0, 100, 200, 300) for number in range(30)}
        with Journal.open(path) as journal:
            found = [event for event in journal.events() if event.id in expected]
            journal.check()
            journal.close(back_up=False)
        assert len(found) == len(expected)
        assert all(isinstance(event, Session) and event.sets for event in found)
        events += len(found)
    return {"rounds of five processes": rounds, "events": events, "lost or doubled": 0}


def _write(path: Path, first: int) -> None:
    with Journal.open(path) as journal:
        for number in range(first, first + 30):
            journal.append(session(number))
        journal.close(back_up=False)


def _play(path: Path, first: int) -> None:
    with Journal.open(path) as journal:
        for number in range(first, first + 30):
            running = active({}, session(number, sets=()))
            for key in range(4):
                running = replace(running, records=(*running.records, (key, plank(key + 1))))
                save_session(journal, running)
            finish_session(journal, running.ended(MOMENT, stopped=False))
        journal.close(back_up=False)


def _import(path: Path, first: int) -> None:
    lines = [text(session(number)) for number in range(first, first + 30)]
    with Journal.open(path) as journal:
        for _ in range(5):
            report = import_lines(journal, lines)
            assert report.added + report.already == len(lines)
            assert report.problems == ()
        journal.close(back_up=False)


def _read(path: Path, _first: int) -> None:
    with Journal.open(path) as journal:
        seen = 0
        for _ in range(20):
            found = len(journal.events())
            assert found >= seen, "an event is gone"
            seen = found
        journal.close(back_up=False)
