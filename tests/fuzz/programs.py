"""Reads random texts for as long as it is told to, and keeps each one that is not answered as it should be.

`python -m tests.fuzz.programs --seconds 600` from the folder above `tests`.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path
from random import Random

from coach.errors import CoachError
from coach.programs.importers.read import read_data
from coach.programs.importers.write import draft_texts
from coach.programs.user_files import with_head, with_schema_line
from tests.support.documents import any_text
from tests.test_any_program import LIBRARY, check_result

SLOW_SECONDS = 1.0
"""No text of this size may take so long to be answered."""


def main() -> int:
    """Run, print the figures, and return 1 where a text failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.programs", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long")
    parser.add_argument("--seed", type=int, default=None, help="the first seed; the clock's without")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where bad texts are put")
    words = parser.parse_args()
    seed = time.time_ns() % 10**9 if words.seed is None else words.seed
    first, end = seed, time.monotonic() + words.seconds
    right = wrong = bad = 0
    slowest = 0.0
    while time.monotonic() < end:
        text = any_text(Random(seed))
        started = time.process_time()
        try:
            good = check_result(text)
            try_other_targets(text)
        except Exception:  # noqa: BLE001 - any at all is what this looks for
            bad += 1
            keep(words.keep, seed, text)
        else:
            right, wrong = right + good, wrong + (not good)
        took = time.process_time() - started
        slowest = max(slowest, took)
        if took > SLOW_SECONDS:
            bad += 1
            print(f"seed {seed}: {took:.1f} s", file=sys.stderr)
        seed += 1
    total = seed - first
    print(f"{total} texts from seed {first}: {right} programs, {wrong} refused, {bad} answered badly")
    print(f"slowest answer {slowest * 1000:.0f} ms")
    return 1 if bad else 0


def try_other_targets(text: str) -> None:
    """Feed the text to the other targets."""
    with_schema_line(with_head(text, program_id="yours", title="Yours: now"))
    try:
        found = read_data(text.encode("utf-8", "replace"), Path("any.txt"))
    except CoachError:
        return
    for draft in found.drafts:
        draft_texts(draft, "any", LIBRARY.drills, found.app)


def keep(folder: Path, seed: int, text: str) -> None:
    """Store a failing text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seed}.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    print(f"seed {seed}: kept in {folder}", file=sys.stderr)
    traceback.print_exc()


if __name__ == "__main__":
    sys.exit(main())
