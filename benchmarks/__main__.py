"""Measure everything that has a budget, and print one table."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import checking, history, running, starting
from benchmarks.measure import Row, print_table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--times", type=int, default=9, help="how often each short thing is measured")
    parser.add_argument("--seconds", type=int, default=20, help="how long a running session is watched")
    words = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="coach-benchmarks-") as folder:
        rows += starting.rows(Path(folder), words.times)
        rows += running.rows(Path(folder), words.seconds)
        rows += history.rows(Path(folder), words.times)
        rows += checking.rows(Path(folder), words.times)
    print_table(rows)


if __name__ == "__main__":
    main()
