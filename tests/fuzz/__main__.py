"""`python -m tests.fuzz SECONDS [SEED] [TARGET…]`: feed strange texts to everything that reads files.

Each text that breaks something, or takes too long, is kept in `build/fuzz/`; the status is 1 then.
"""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
import zlib
from pathlib import Path
from typing import Final

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, seeds_of, try_one

SLOW_SECONDS: Final = 5.0
_MEMORY: Final = Path("/dev/shm")


def main(seconds: float, seed: int, names: list[str]) -> int:
    chance = random.Random(seed)
    seeds = {name: seeds_of(name) for name in names}
    tried = dict.fromkeys(names, 0)
    found = 0
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name in names:
            data = mutated(chance, seeds[name])
            tried[name] += 1
            began = time.monotonic()
            try:
                try_one(name, data, place)
            except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
                found += keep(name, data, traceback.format_exc())
            if time.monotonic() - began > SLOW_SECONDS:
                found += keep(name, data, f"took longer than {SLOW_SECONDS:.0f} s")
    for name in names:
        print(f"{name:<8} {tried[name]:>9} texts")
    print(f"{found} found, seed {seed}, {seconds:.0f} s")
    return 1 if found else 0


def keep(name: str, data: bytes, why: str) -> int:
    """Write down what was found; returns 0 for what is known already."""
    key = zlib.crc32(why.encode())
    folder = Path("build/fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{key:08x}.bin"
    if file.exists():
        return 0
    file.write_bytes(data)
    file.with_suffix(".txt").write_text(why)
    print(f"{file}: {why.splitlines()[-1]}", flush=True)
    return 1


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(float(words[0]), int(words[1]) if len(words) > 1 else 1, words[2:] or sorted(TARGETS)))
