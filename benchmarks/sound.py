"""How exactly cues are heard: plays them through a virtual sound card and finds them in the recording.

`python -m benchmarks.sound --cues 60 --minutes 1 --device miniaudio --busy` prints one line: the constant
latency, the error around it, the drift, and what is missing. `--session` plays the cues of a whole session of
twenty minutes in place of an even row of them, with everything that it says between its tones.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import python
from coach.clock import SystemClock
from coach.model.settings import Settings
from coach.model.timeline import Cue, CueKind
from coach.paths import shipped_programs_folder
from coach.sound.audio_player import ProcessPlayer, make_setup
from tests.support.hearing import find_tones
from tests.support.virtual_sound import virtual_sound

LEAD_SECONDS = 3.0
"""For the device to open."""

CYCLE = (CueKind.TICK, CueKind.TICK, CueKind.TICK, CueKind.START, CueKind.HALFWAY, CueKind.SWITCH)

SESSION_SECONDS = 1200.0
DITHER_SECONDS = 0.0383
"""Cues keep no beat, since a beat could hide an error by running along with the device's blocks."""


@dataclass(frozen=True)
class Accuracy:
    """Planned moments against heard ones, in milliseconds."""

    planned: int
    heard: int
    latency: float
    """The median of heard less planned."""
    p50: float
    """Of the distances from that median."""
    p99: float
    worst: float
    drift_per_minute: float
    errors: tuple[tuple[float, float], ...]
    """Second of the recording and error, of every cue that was heard."""

    def __str__(self) -> str:
        """All of it in one line."""
        return (
            f"{self.heard} of {self.planned} cues, latency {self.latency:.2f} ms, around it "
            f"p50 {self.p50:.3f} p99 {self.p99:.3f} worst {self.worst:.3f} ms, "
            f"drift {self.drift_per_minute:+.3f} ms a minute"
        )


def row_of_cues(count: int, seconds: float) -> list[tuple[float, Cue]]:
    """So many cues, spread over so many seconds."""
    return [
        (
            index * seconds / count + index * 0.618 % 1 * DITHER_SECONDS,
            Cue(at=0, cue=CYCLE[index % len(CYCLE)]),
        )
        for index in range(count)
    ]


def session_cues(seconds: float = SESSION_SECONDS) -> list[tuple[float, Cue]]:
    """The cues of the core holds in four rounds, which take about twenty minutes, up to so many seconds."""
    with tempfile.TemporaryDirectory(prefix="coach-session-") as folder:
        (Path(folder) / "programs").mkdir()
        shipped = (shipped_programs_folder() / "core.yaml").read_text(encoding="utf-8")
        longer = re.sub(r"(?m)^rounds: 3\b", "rounds: 4", shipped)
        (Path(folder) / "programs" / "core.yaml").write_text(longer, encoding="utf-8")
        asked = python("-m", "coach", "timeline", "core", "--json")
        told = subprocess.run(
            asked, env={**os.environ, "COACH_HOME": folder}, stdout=subprocess.PIPE, check=True
        )
    intervals = json.loads(told.stdout)["intervals"]
    cues = [
        (float(one["start"] + cue["at"]), Cue(at=cue["at"], cue=CueKind(cue["cue"]), say=cue.get("say")))
        for one in intervals
        for cue in one["cues"]
    ]
    return sorted((cue for cue in cues if cue[0] < seconds), key=lambda cue: cue[0])


def measure(
    cues: Sequence[tuple[float, Cue]], device: str, *, busy: bool = False, log: Path | None = None
) -> Accuracy:
    """Play these cues, and hear when they come.

    Args:
        cues: each with its second.
        device: the name of a way to play.
        busy: whether this interpreter is kept busy meanwhile, as by a screen that draws without end.
        log: for what the playing process prints.
    """
    with recorded(cues, device, busy=busy, log=log) as (recording, begins):
        found = find_tones(recording, {cue.cue for _, cue in cues})
    return compare([(begins + moment, cue.cue) for moment, cue in cues], found)


@contextmanager
def recorded(
    cues: Sequence[tuple[float, Cue]], device: str, *, busy: bool = False, log: Path | None = None
) -> Iterator[tuple[Path, float]]:
    """Play these cues through a virtual sound card: gives the recording, and its second 0 of them."""
    with tempfile.TemporaryDirectory(prefix="coach-sound-") as folder, virtual_sound() as card:
        kept = dict(os.environ)
        os.environ.update(card.environment)
        try:
            recording = Path(folder) / "heard.wav"
            with card.recording(recording) as began:
                first = _play(cues, device, busy=busy, log=log)
        finally:
            os.environ.clear()
            os.environ.update(kept)
        yield recording, first - began


def _play(cues: Sequence[tuple[float, Cue]], device: str, *, busy: bool, log: Path | None) -> float:
    """Play them, and return the moment from which their seconds count."""
    clock, done = SystemClock(), threading.Event()
    audio = ProcessPlayer(make_setup(Settings(volume=100, device=device)), clock, log=log)
    audio.prepare(dict.fromkeys(cue.say for _, cue in cues if cue.say))
    if busy:
        threading.Thread(target=_hog, args=(done,), daemon=True).start()
    first = clock.monotonic() + LEAD_SECONDS
    audio.plan([(first + moment, cue) for moment, cue in cues])
    clock.sleep(LEAD_SECONDS + cues[-1][0] + 2.0)
    done.set()
    audio.close()
    return first


def _hog(done: threading.Event) -> None:
    """Keep the interpreter busy until told otherwise."""
    while not done.is_set():
        sum(range(20_000))


def compare(planned: Sequence[tuple[float, CueKind]], found: Sequence[tuple[CueKind, float]]) -> Accuracy:
    """Each planned cue against the nearest one of its kind that was heard, up to 0.4 s away."""
    pairs = []
    for moment, kind in planned:
        near = [at for heard, at in found if heard is kind and abs(at - moment) < 0.4]
        if near:
            pairs.append((moment, 1000 * (min(near, key=lambda at: abs(at - moment)) - moment)))
    return summed_up(len(planned), pairs)


def summed_up(planned: int, pairs: Sequence[tuple[float, float]]) -> Accuracy:
    """What so many planned cues came to.

    Args:
        planned: how many.
        pairs: the second and the error, in milliseconds, of each that was heard.
    """
    latency = statistics.median(error for _, error in pairs) if pairs else math.nan
    distances = sorted(abs(error - latency) for _, error in pairs) or [math.nan]
    slope = statistics.linear_regression(*zip(*pairs, strict=True)).slope if len(pairs) > 1 else math.nan
    return Accuracy(
        planned=planned,
        heard=len(pairs),
        latency=latency,
        p50=statistics.median(distances),
        p99=distances[min(len(distances) - 1, round(0.99 * len(distances)))],
        worst=distances[-1],
        drift_per_minute=60 * slope,
        errors=tuple(pairs),
    )


def main() -> None:
    """Measure once, and print the line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sound", description=__doc__)
    parser.add_argument("--cues", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--session", action="store_true", help="the cues of the first minutes of a session")
    parser.add_argument("--device", default="miniaudio")
    parser.add_argument("--busy", action="store_true", help="keep this interpreter busy meanwhile")
    parser.add_argument("--log", type=Path, help="a file for what the playing process prints")
    parser.add_argument("--each", action="store_true", help="print the error of every cue too")
    words = parser.parse_args()
    row = row_of_cues(words.cues, 60 * words.minutes)
    cues = session_cues(60 * words.minutes) if words.session else row
    accuracy = measure(cues, words.device, busy=words.busy, log=words.log)
    if words.each:
        print(*(f"{moment:9.3f} s {error:+8.3f} ms" for moment, error in accuracy.errors), sep="\n")
    print(f"{words.device}{', busy' if words.busy else ''}: {accuracy}")


if __name__ == "__main__":
    main()
