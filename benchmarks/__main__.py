"""Measure everything that has a budget, what cost grows with, and other timers beside it; print one table."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    checking,
    cues,
    figures,
    growth,
    history,
    machine,
    peers,
    processor,
    recording,
    running,
    spoken,
    starting,
)
from benchmarks.measure import Line, Missing, Row, python, table
from benchmarks.page import PAGE, write_page
from benchmarks.sound import SESSION_SECONDS
from coach.clock import SystemClock
from tests.support.virtual_sound import virtual_sound

SUITE_BUDGET = "300 s"
_LEAST_SPOKEN = 60
"""Seconds; less of a session has hardly a sentence."""


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    times: int
    """How often each short thing."""
    seconds: int
    """How long a running app is watched."""
    cue_seconds: int
    """How long cues are listened to."""
    whole_session: bool
    """A session of twenty minutes is listened to, twice."""
    suite: bool
    """The whole suite of tests is run and timed."""
    peers: Path | None
    """Where other timers are, beside the PATH."""


def make_parser() -> argparse.ArgumentParser:
    """The words that it takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first look, in a few minutes")
    parser.add_argument("--long", action="store_true", help="listen to a session of 20 minutes, twice")
    parser.add_argument("--suite", action="store_true", help="run the whole suite of tests, and time it")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where termdown and timer are installed")
    parser.add_argument("--only", nargs="+", choices=sorted(sections()), help="just these sections")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    return parser


def make_effort(words: argparse.Namespace) -> Effort:
    """How much these words ask for."""
    return Effort(
        times=3 if words.quick else 9,
        seconds=10 if words.quick else 30,
        cue_seconds=20 if words.quick else 120,
        whole_session=words.long,
        suite=words.suite,
        peers=words.peers,
    )


def main() -> None:
    """Measure, print, and write if asked to."""
    words = make_parser().parse_args()
    effort = make_effort(words)
    began, busy = time.perf_counter(), machine.load()
    with tempfile.TemporaryDirectory(prefix="coach-benchmarks-") as folder:
        lines = list(measured(words.only or list(sections()), Path(folder), effort))
    told = list(table(lines))
    print("\n".join(told))
    if words.write:
        today = SystemClock().now()
        minutes = (time.perf_counter() - began) / 60
        how = " ".join(["python -m benchmarks", *sys.argv[1:]])
        heading = f"{today.day} {today:%B %Y}, `{how}`, {minutes:.0f} minutes; {machine.kind()}{busy}."
        write_page("measured", [heading, "", *told])


def measured(names: Sequence[str], folder: Path, effort: Effort) -> Iterator[Line]:
    """Section by section; one that cannot be measured here says why, and stops no other."""
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        what, measure = sections()[name]
        try:
            yield from measure(folder, effort)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other rows are still worth having
            yield Missing(what, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")


def sections() -> dict[str, tuple[str, Callable[[Path, Effort], Sequence[Line]]]]:
    """What can be measured by itself: its name, what it is about, and how."""
    return {
        "starting": ("first paint, and `coach today`", lambda at, how: starting.rows(at, how.times)),
        "processor": ("starting, in processor time", lambda at, how: processor.rows(at, how.times)),
        "running": ("a running session", _running),
        "figures": ("figures of drills", _figures),
        "recording": ("a set recorded", lambda at, _how: recording.rows(at)),
        "cues": ("when cues are heard", _cues),
        "spoken": ("what a session says", _spoken),
        "checking": ("programs checked", lambda at, how: checking.rows(at, how.times)),
        "history": ("ten years looked at", lambda at, how: history.rows(at, how.times)),
        "growth": ("how cost grows", lambda at, how: growth.rows(at, how.times)),
        "peers": ("other timers", _peers),
        "suite": ("the whole suite of tests", _suite),
    }


def no_card() -> str | None:
    """Why there can be no virtual sound card; None where there can."""
    missing = [name for name in ("pulseaudio", "pactl", "parec") if shutil.which(name) is None]
    return f"there is no virtual sound card without {', '.join(missing)}" if missing else None


@contextmanager
def _card() -> Iterator[tuple[Mapping[str, str], str]]:
    """The environment of a virtual sound card, where there can be one, and what to call it."""
    if no_card():
        yield {}, "without a sound card"
        return
    with virtual_sound() as card:
        yield card.environment, "with a sound card"


def _running(folder: Path, effort: Effort) -> Sequence[Line]:
    with _card() as (environment, card):
        return running.rows(folder, effort.seconds, environment, card)


def _figures(folder: Path, effort: Effort) -> Sequence[Line]:
    with _card() as (environment, _name):
        return figures.rows(folder, effort.times, effort.seconds, environment)


def _cues(folder: Path, effort: Effort) -> Sequence[Line]:
    reason = no_card()
    if reason:
        return [Missing("when cues are heard", reason)]
    return cues.rows(folder, effort.cue_seconds, whole_session=effort.whole_session)


def _spoken(folder: Path, effort: Effort) -> Sequence[Line]:
    reason = no_card()
    if reason:
        return [Missing("what a session says", reason)]
    return spoken.rows(
        folder, SESSION_SECONDS if effort.whole_session else max(_LEAST_SPOKEN, effort.cue_seconds)
    )


def _peers(folder: Path, effort: Effort) -> Sequence[Line]:
    there = peers.find_peers(effort.peers)
    found = peers.rows(folder, there, effort.times, effort.seconds)
    if there and not no_card():
        found += peers.cue_rows(there, effort.cue_seconds)
    return found


def _suite(folder: Path, effort: Effort) -> Sequence[Line]:
    what = "the whole suite of tests"
    if not effort.suite:
        return [Missing(what, "it takes minutes; `--suite` runs it")]
    command = python("-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={folder / 'suite'}")
    started = time.perf_counter()
    done = subprocess.run(command, cwd=PAGE.parent.parent, stdout=subprocess.PIPE, text=True, check=False)
    seconds = time.perf_counter() - started
    told = done.stdout.strip().splitlines()[-1].strip("= ")
    return [Row(what, seconds, None, "s", SUITE_BUDGET, f"{os.cpu_count()} cores: {told}")]


if __name__ == "__main__":
    main()
