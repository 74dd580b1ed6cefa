"""Other timers of the terminal beside coach: starting, running, and how exactly they are heard.

termdown and timer-cli are looked for in the folder that is named, or on the PATH. Neither plays a sound of
its own. termdown starts a command every second, so it is given a player and coach's own tick; at the end both
ring the terminal's bell, which is timed where it is written. What they are late by as a whole cannot be told,
since nobody knows when they mean to play; so the middle is taken off, for coach as well.
"""

from __future__ import annotations

import math
import os
import pty
import select
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Line, Missing, Row, all_in_turns, command_seconds, paint_seconds, python
from benchmarks.running import warm_up, watch, watch_session
from benchmarks.sound import Accuracy, measure, row_of_cues, summed_up
from benchmarks.starting import as_installed
from coach.model.timeline import CueKind
from coach.paths import shipped_sounds_folder
from tests.support.hearing import find_tones
from tests.support.virtual_sound import virtual_sound

BELL = b"\x07"
DIGITS = {"termdown": "88", "timer": "##"}
"""What their figures are drawn with."""
_BREATHING = python("-m", "coach", "run", "breathing", "--mute")


def find_peers(folder: Path | None) -> dict[str, str]:
    """The programs that are there, by name."""
    path = None if folder is None else str(folder)
    found = {name: shutil.which(name, path=path) for name in DIGITS}
    return {name: program for name, program in found.items() if program is not None}


def rows(folder: Path, peers: Mapping[str, str], times: int, seconds: int) -> list[Line]:
    """Start-up, processor and memory of each that is there, and where its bell comes.

    Args:
        folder: for homes.
        peers: the programs, by name.
        times: how often starts are measured.
        seconds: how long running ones are watched.
    """
    found: list[Line] = [
        Missing(f"{name}, beside a session", "it is not installed") for name in DIGITS if name not in peers
    ]
    if not peers:
        return found
    installed = as_installed(folder)
    home = {**installed, "COACH_HOME": str(folder / "peers")}
    (folder / "peers").mkdir()
    (folder / "peers" / "config.yaml").write_text("health: []\n", "utf-8")
    # The question before a session is answered, so that the session is what is painted first.
    command_seconds(python("-m", "coach", "log", "before", "--spasm", "no", "--yes"), home)
    starts = all_in_turns(
        [
            lambda: paint_seconds(_BREATHING, "breath", home),
            *(
                lambda program=program, name=name: paint_seconds([program, "5m"], DIGITS[name], {})
                for name, program in peers.items()
            ),
        ],
        times,
    )
    warm_up(folder, installed)
    session = watch_session(folder / "peers-session", seconds, installed)
    silent = "a session without a sound card"
    for (name, program), start in zip(peers.items(), starts[1:], strict=True):
        cost = watch([program, "5m"], DIGITS[name], {}, seconds)
        found += [
            Row("a session, from the command to the first paint", starts[0], start, "s", "", name),
            Row(
                f"{silent}, share of a core",
                session.core_percent,
                cost.core_percent,
                "%",
                "",
                name,
            ),
            Row(f"{silent}, memory", session.memory_mb, cost.memory_mb, "MB", "", name),
            _bell(name, program, seconds),
        ]
    return found


def cue_rows(peers: Mapping[str, str], seconds: int) -> list[Line]:
    """A tone each second: coach through its player, termdown by starting a player each time."""
    if "termdown" not in peers or shutil.which("paplay") is None:
        return [Missing("a tone each second, beside termdown with a player", "termdown or paplay is missing")]
    ours = measure(row_of_cues(seconds, seconds), "miniaudio")
    theirs = termdown_ticks(peers["termdown"], seconds)
    against = f"termdown with a player, {theirs.heard} of {theirs.planned} heard"
    name = f"a tone each second for {seconds} s, {ours.heard} of {ours.planned} heard:"
    return [
        Row(f"{name} p99 around the middle", ours.p99, theirs.p99, "ms", "", against),
        Row(f"{name} the worst around the middle", ours.worst, theirs.worst, "ms", "", against),
    ]


def _bell(name: str, program: str, seconds: int) -> Line:
    """A bell at the end is all that they have by themselves."""
    what = f"{name}'s bell at the end of {seconds} s, off by"
    # The title would end with the same byte.
    untitled = ["--no-window-title"] if name == "termdown" else []
    at = bell_seconds([program, *untitled, f"{seconds}s"], {}, seconds + 20)
    if at is None:
        return Missing(what, "it rang none")
    return Row(what, 1000 * abs(at - seconds), None, "ms", "", "its first byte")


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


def termdown_ticks(program: str, seconds: int) -> Accuracy:
    """termdown, which starts a player for coach's tick every second, heard through the card."""
    tick = shipped_sounds_folder() / "mallet" / "tick.wav"
    command = [program, "--no-window-title", "--exec-cmd", f"paplay {tick} &"]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder, virtual_sound() as card:
        recording = Path(folder) / "heard.wav"
        with card.recording(recording):
            bell_seconds([*command, str(seconds)], card.environment, seconds + 5)
        heard = [at for kind, at in find_tones(recording, {CueKind.TICK}) if kind is CueKind.TICK]
    return on_the_second(heard, seconds)


def on_the_second(heard: Sequence[float], seconds: int) -> Accuracy:
    """Beats that mean to be a second apart, against the even row that fits them best."""
    offset = statistics.median((at - heard[0] + 0.5) % 1 - 0.5 for at in heard)
    errors = [1000 * ((at - heard[0] - offset + 0.5) % 1 - 0.5) for at in heard]
    return replace(summed_up(seconds, list(zip(heard, errors, strict=True))), latency=math.nan)
