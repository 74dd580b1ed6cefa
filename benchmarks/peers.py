"""How exactly other timers of the terminal are heard, beside coach: one table, on one virtual sound card.

`python -m benchmarks.peers --bin /tmp/peers/bin` wants termdown and timer-cli installed there. Neither plays
a sound of its own. termdown starts a command every second, so it is given a player and coach's own tick; at
the end both ring the terminal's bell, which is timed where it is written. What they are late by as a whole
cannot be told, since nobody knows when they mean to play; so the middle is taken off, for coach as well.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.sound import Accuracy, measure, row_of_cues
from coach.model.timeline import CueKind
from coach.resources import shipped_sounds_folder
from tests.support.hearing import find_tones
from tests.support.virtual_sound import virtual_sound

BELL = b"\x07"


def bell_seconds(argv: Sequence[str], environment: Mapping[str, str], longest: float) -> float | None:
    """Seconds from the first byte that a program writes until its bell; None without a bell."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(argv[0], list(argv), {**os.environ, **environment, "TERM": "xterm-256color"})
    first: float | None = None
    bell: float | None = None
    end = time.monotonic() + longest
    while time.monotonic() < end and bell is None:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        now = time.monotonic()
        first = first or now
        # A title ends with the same byte, but begins with its own sign.
        if BELL in data and b"\x1b]" not in data:
            bell = now
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(terminal)
    return None if first is None or bell is None else bell - first


def termdown_ticks(folder: Path, seconds: int) -> Accuracy:
    """termdown, which starts a player for coach's tick every second, heard through the card."""
    tick = shipped_sounds_folder() / "mallet" / "tick.wav"
    recording = Path(tempfile.mkdtemp(prefix="peers-")) / "heard.wav"
    command = [str(folder / "termdown"), "--no-window-title", "--exec-cmd", f"paplay {tick} &"]
    with virtual_sound() as card, card.recording(recording):
        bell_seconds([*command, str(seconds)], card.environment, seconds + 5)
    heard = [at for kind, at in find_tones(recording, {CueKind.TICK}) if kind is CueKind.TICK]
    return on_the_second(heard, seconds)


def on_the_second(heard: Sequence[float], seconds: int) -> Accuracy:
    """Beats that mean to be a second apart, against the even row that fits them best."""
    offset = statistics.median((at - heard[0] + 0.5) % 1 - 0.5 for at in heard)
    errors = [1000 * ((at - heard[0] - offset + 0.5) % 1 - 0.5) for at in heard]
    distances = sorted(map(abs, errors))
    slope = statistics.linear_regression(heard, errors).slope
    return Accuracy(
        planned=seconds,
        heard=len(heard),
        latency=float("nan"),
        p50=statistics.median(distances),
        p99=distances[min(len(distances) - 1, round(0.99 * len(distances)))],
        worst=distances[-1],
        drift_per_minute=60 * slope,
        errors=tuple(zip(heard, errors, strict=True)),
    )


def row(name: str, how: str, one: Accuracy) -> str:
    """One line of the table."""
    return (
        f"| {name} | {how} | {one.heard} of {one.planned} | {one.p50:.2f} | {one.p99:.2f} | {one.worst:.2f} "
        f"| {one.drift_per_minute:+.2f} |"
    )


def main() -> None:
    """Measure one after the other, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--bin", type=Path, required=True, help="the folder of termdown and timer")
    parser.add_argument("--seconds", type=int, default=60)
    words = parser.parse_args()
    seconds: int = words.seconds
    print("| timer | how it sounds | heard | p50 ms | p99 ms | worst ms | drift ms a minute |")
    print("|---|---|---|---|---|---|---|")
    print(row("coach", "miniaudio", measure(row_of_cues(seconds, seconds), "miniaudio")))
    print(row("termdown", "a player each second", termdown_ticks(words.bin, seconds)))
    for name in ("termdown", "timer"):
        bell = bell_seconds([str(words.bin / name), f"{seconds}s"], {}, seconds + 20)
        late = "no bell" if bell is None else f"its bell is written {1000 * (bell - seconds):+.0f} ms off"
        print(f"| {name} | the terminal's bell, at the end only | {late} | | | | |")


if __name__ == "__main__":
    main()
