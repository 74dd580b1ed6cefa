"""How exactly cues are heard, held against what was promised: a row of them, or a whole session."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Row
from benchmarks.sound import SESSION_SECONDS, Accuracy, measure, row_of_cues, session_cues

DEVICE = "miniaudio"
CUES_A_MINUTE = 60


def rows(folder: Path, seconds: int, *, whole_session: bool) -> list[Row]:
    """With the interpreter idle, and with one that is kept busy all the time.

    Args:
        folder: for the log of the playing process.
        seconds: how long the row of cues is, where no whole session is played.
        whole_session: the cues of a session of twenty minutes, in place of such a row.
    """
    if whole_session:
        cues = session_cues()
        length = f"a session of {SESSION_SECONDS / 60:.0f} minutes"
    else:
        cues = row_of_cues(seconds * CUES_A_MINUTE // 60, seconds)
        length = f"{seconds} seconds"
    found: list[Row] = []
    for busy in (False, True):
        accuracy = measure(cues, DEVICE, busy=busy, log=folder / "player.log")
        name = f"{length}, {'kept busy' if busy else 'idle'}"
        found += _rows_of(accuracy, name, cues[-1][0])
    return found


def _rows_of(one: Accuracy, name: str, seconds: float) -> list[Row]:
    planned = "the moment that was planned"
    return [
        Row(
            f"cues, {name}: missing",
            one.planned - one.heard,
            None,
            "cues",
            "0 cues",
            f"of {one.planned}",
        ),
        Row(f"cues, {name}: constant latency", one.latency, None, "ms", "40 ms", planned),
        Row(f"cues, {name}: p99 around it", one.p99, None, "ms", "1 ms", planned),
        Row(f"cues, {name}: the worst around it", one.worst, None, "ms", "", planned),
        Row(
            f"cues, {name}: drift over all of it",
            abs(one.drift_per_minute) * seconds / 60,
            None,
            "ms",
            "1 ms",
            "none at all",
        ),
    ]
