"""The power fails at any moment: the files as they stand then hold all that was acknowledged."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from pathlib import Path

from tests.journal.endless_writer import check, record_until_killed


def cut_power(folder: Path, cuts: int, seed: int) -> dict[str, int]:
    """Hold a writer still at random moments, copy its files, and open the copy as after a power cut."""
    chance = random.Random(seed)
    path = folder / "live" / "journal.db"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        record_until_killed(path, 0, writing)
    os.close(writing)
    os.set_blocking(reading, False)
    said = b""
    try:
        select.select([reading], [], [], 20)
        for number in range(cuts):
            time.sleep(chance.uniform(0, 0.006))
            os.kill(child, signal.SIGSTOP)
            os.waitpid(child, os.WUNTRACED)
            said += _read(reading)
            copy = folder / f"cut {number}"
            copy.mkdir()
            for name in ("journal.db", "journal.db-wal"):
                if path.with_name(name).exists():
                    shutil.copyfile(path.with_name(name), copy / name)
            # A line is written in one piece; all of them are whole.
            lines = [line.split() for line in said.decode().split("\n")[:-1]]
            check(copy / "journal.db", [(int(one), int(key)) for one, key in lines])
            shutil.rmtree(copy)
            os.kill(child, signal.SIGCONT)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
    return {"cuts": cuts, "sets and sessions acknowledged": said.count(b"\n"), "lost": 0}


def _read(pipe: int) -> bytes:
    said = b""
    while True:
        try:
            piece = os.read(pipe, 65_536)
        except BlockingIOError:
            return said
        if not piece:
            return said
        said += piece
