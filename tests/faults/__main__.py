"""`python -m tests.faults [SHARE] [SEED] [NAME…]`: every fault in full, as a table; 0.1 does a tenth."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.faults.bit_flips import flip_bytes
from tests.faults.concurrent_writers import write_together
from tests.faults.full_disk import fill_at_many_points
from tests.faults.killed_sessions import kill_sessions, kill_sessions_on_a_slow_disk
from tests.faults.killed_writers import kill_commands, kill_writers
from tests.faults.power_cut import cut_power

Fault = Callable[[Path, int, int], dict[str, int]]
"""Is given a folder, how often, and a seed; returns what happened, or fails."""

FAULTS: Final[dict[str, tuple[Fault, int]]] = {
    "kill -9 of a writer": (kill_writers, 600),
    "kill -9 of a command": (kill_commands, 150),
    "kill -9 of a session": (kill_sessions, 60),
    "the same, slow disk": (kill_sessions_on_a_slow_disk, 30),
    "power cut": (cut_power, 400),
    "full disk": (fill_at_many_points, 400),
    "flipped bytes": (flip_bytes, 3_000),
    "concurrent writers": (write_together, 6),
}


def main(share: float, seed: int, names: list[str]) -> None:
    for name in names:
        fault, count = FAULTS[name]
        began = time.monotonic()
        with TemporaryDirectory() as folder:
            figures = fault(Path(folder), max(1, round(count * share)), seed)
        told = ", ".join(f"{what} {number:,}" for what, number in figures.items())
        print(f"{name:<22} {told}  ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(float(words[0]) if words else 1.0, int(words[1]) if len(words) > 1 else 1, words[2:] or list(FAULTS))
