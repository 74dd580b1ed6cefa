"""A session of twenty minutes as it is heard: from each way to play it, and from other timers beside it.

Each run takes as long as the session, and the machine should have nothing else to do meanwhile. So runs
are made one by one and kept in a file: `python -m benchmarks.heard kept.jsonl --run miniaudio` adds a line
to it, `--busy` the same with the interpreter kept busy, and `--write` puts the table of all of them into
the page.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import machine, peer_sessions
from benchmarks.page import write_page
from benchmarks.sound import SESSION_SECONDS, Accuracy, measure, session_cues
from coach.clock import SystemClock

DEVICES = ("miniaudio", "sounddevice", "simpleaudio")
HOW = {
    "termdown": "termdown, a player started by its command",
    "countdown": "countdown, one after the other in a script, with a player",
}


@dataclass(frozen=True)
class Run:
    """What one run came to; times in milliseconds, None where nobody can know."""

    who: str
    busy: bool
    planned: int
    heard: int
    latency: float | None
    p50: float
    p99: float
    worst: float
    drift_per_minute: float
    load: float
    """Of the machine when it began."""

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        who = HOW.get(self.who) or f"coach, {self.who}{', kept busy' if self.busy else ''}"
        latency = "not known" if self.latency is None else f"{self.latency:.2f} ms"
        figures = (f"{figure:.3f}" for figure in (self.p50, self.p99, self.worst))
        missing = f"{self.planned - self.heard} of {self.planned}"
        # Nothing at all has no sign of its own.
        drift = round(self.drift_per_minute, 3) + 0.0
        return (who, latency, *figures, f"{drift:+.3f}", missing)


def run_of(who: str, busy: bool, found: Accuracy, load: float) -> Run:
    """What is kept of what was heard."""
    kept = asdict(found)
    del kept["errors"]
    latency = None if math.isnan(found.latency) else found.latency
    return Run(who=who, busy=busy, load=load, **{**kept, "latency": latency})


def read_runs(kept: Path) -> list[Run]:
    """The last run of each kind in a file, devices first."""
    if not kept.exists():
        return []
    lines = kept.read_text("utf-8").splitlines()
    last = {(run.who, run.busy): run for run in (Run(**json.loads(line)) for line in lines)}
    order = [*DEVICES, *HOW]
    return sorted(last.values(), key=lambda run: (order.index(run.who), run.busy))


def table(runs: Sequence[Run]) -> Iterator[str]:
    """The lines of a Markdown table."""
    heads = ("played by", "latency", "p50 ms", "p99 ms", "worst ms", "drift, ms a minute", "missing")
    for cells in (heads, ("---",) * len(heads), *(run.cells() for run in runs)):
        yield f"| {' | '.join(cells)} |"


def make_parser() -> argparse.ArgumentParser:
    """The words that it takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heard", description=__doc__)
    parser.add_argument("kept", type=Path, metavar="FILE", help="what was heard so far; a run adds a line")
    parser.add_argument("--run", choices=[*DEVICES, *HOW], help="what is to play now")
    parser.add_argument("--busy", action="store_true", help="keep the interpreter busy meanwhile")
    parser.add_argument("--minutes", type=float, default=SESSION_SECONDS / 60, help="the first ones only")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where the other timers are installed")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser


def main() -> None:
    """Make one run, or print and write what was kept."""
    words = make_parser().parse_args()
    if words.run:
        run = _run(words.run, words.busy, 60 * words.minutes, words.peers)
        with words.kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(run)) + "\n")
    runs = read_runs(words.kept)
    print(*table(runs), sep="\n")
    if words.write:
        today = SystemClock().now()
        loads = sorted(run.load for run in runs)
        when = f"{today.day} {today:%B %Y}, at a load of {loads[0]:.1f} to {loads[-1]:.1f} before each run"
        heading = f"{when}; {machine.kind()}."
        write_page("heard", [heading, "", *table(runs)])


def _run(who: str, busy: bool, seconds: float, folder: Path | None) -> Run:
    load, cues = machine.waiting(), session_cues(seconds)
    if who in DEVICES:
        return run_of(who, busy, measure(cues, who, busy=busy), load)
    program = shutil.which(who, path=None if folder is None else str(folder))
    if program is None or busy:
        raise SystemExit(f"{who}: {'its interpreter is its own' if busy else 'it is not installed'}")
    return run_of(who, busy, peer_sessions.hear(who, program, cues), load)


if __name__ == "__main__":
    main()
