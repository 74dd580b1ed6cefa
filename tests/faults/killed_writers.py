"""Kill -9 at random moments: a fast writer of sets, and whole commands; what was acknowledged is there."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from coach.journal.journal import Journal
from tests.journal.endless_writer import check, kill_one


def kill_writers(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill a process that does nothing but record sets; returns how many it had acknowledged."""
    chance = random.Random(seed)
    path = folder / "data" / "journal.db"
    number = acknowledged = 0
    for _ in range(kills):
        said = kill_one(path, number, chance.uniform(0, 0.012))
        check(path, said)
        acknowledged += len(said)
        number = max([number, *(one for one, _ in said)]) + 2
    return {"kills": kills, "sets and sessions acknowledged": acknowledged, "lost": 0}


def kill_commands(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill `coach log` anywhere between its start and its end; what it said is written is in the journal."""
    chance = random.Random(seed)
    home = folder / "home"
    done = acknowledged = 0
    usual = _usual_seconds(folder / "other")
    for minutes in range(1, kills + 1):
        process = _start(home, minutes)
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], chance.uniform(0, 1.2 * usual))
        if ready:
            time.sleep(chance.uniform(0, 0.1 * usual))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        process.wait()
        found = _minutes(home)
        assert len(found) == len(set(found)), "something was written twice"
        # What the entry does to the doses is said before; this is said once it is on disk.
        assert b"Written" not in said or minutes in found, (
            f"the walk of {minutes} minutes was acknowledged and is lost"
        )
        done += minutes in found
        acknowledged += b"Written" in said
    return {"kills": kills, "written before the kill": done, "acknowledged": acknowledged, "lost": 0}


def _start(home: Path, minutes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "coach", "log", "walk", "--minutes", str(minutes)],
        env={**os.environ, "COACH_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _usual_seconds(home: Path) -> float:
    """How long such a command takes on this machine as busy as it is."""
    began = time.monotonic()
    for minutes in (1, 2, 3):
        _start(home, minutes).communicate()
    return (time.monotonic() - began) / 3


def _minutes(home: Path) -> list[int]:
    if not (home / "journal.db").exists():
        return []
    journal = Journal.open(home / "journal.db")
    found = [int(getattr(event, "minutes", 0)) for event in journal.events()]
    journal.check()
    journal.close(back_up=False)
    return found
