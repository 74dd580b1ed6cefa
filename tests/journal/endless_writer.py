"""A process that records sessions until it is killed; the parent reads which sets it has acknowledged.

`python -m tests.journal.endless_writer FOLDER KILLS SEED` kills a child at random moments and checks the
journal after each; it prints the number of kills and of acknowledged sets, or fails.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from coach.journal.active_sessions import finish_session, save_session, unfinished_sessions
from coach.journal.journal import Journal
from tests.journal.factories import active, plank, session

SETS = 12


def record_until_killed(path: Path, number: int, out: int) -> None:
    """Begin, record and finish one session after the other, and say after each step that it is done."""
    with Journal.open(path) as journal:
        while True:
            running = active({}, session(number, sets=()))
            save_session(journal, running)
            for key in range(SETS):
                running = replace(running, records=(*running.records, (key, plank(key))))
                save_session(journal, running)
                os.write(out, f"{number} {key}\n".encode())
            finish_session(journal, running.ended(stopped=False))
            os.write(out, f"{number} {SETS}\n".encode())
            number += 1


def kill_one(path: Path, number: int, after: float) -> list[tuple[int, int]]:
    """Let a child record, kill it `after` seconds, and return what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        record_until_killed(path, number, writing)
    os.close(writing)
    said = b""
    ready, _, _ = select.select([reading], [], [], 20)
    if ready:
        time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 65_536):
        said += piece
    os.close(reading)
    lines = said.decode().split("\n")[:-1]
    return [(int(line.split()[0]), int(line.split()[1])) for line in lines]


def check(path: Path, said: list[tuple[int, int]]) -> None:
    """Every set that was acknowledged is there, in an event or in what is unfinished."""
    with Journal.open(path) as journal:
        found = {event.id: len(event.sets) for event in journal.sessions()}
        finished = set(found)
        for left in unfinished_sessions(journal):
            assert left.session.id not in finished, "a session is finished and unfinished at once"
            assert [key for key, _ in left.records] == list(range(len(left.records)))
            found[left.session.id] = len(left.records)
            finish_session(journal, left.ended(stopped=True))
        for number, key in said:
            expected = session(number).id
            assert found.get(expected, 0) >= min(key + 1, SETS), f"session {number} lost set {key}"
            assert key < SETS or expected in finished, f"session {number} was finished and is not"
        journal.back_up()


def main(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    path = folder / "journal.db"
    number, acknowledged = 0, 0
    for _ in range(kills):
        said = kill_one(path, number, chance.uniform(0, 0.012))
        check(path, said)
        acknowledged += len(said)
        number = max([number, *(one for one, _ in said)]) + 2
    print(kills, acknowledged)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
