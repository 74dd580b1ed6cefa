"""A session as somebody has it: a real terminal, a real (virtual) sound card, a real journal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from coach.model.timeline import CueKind
from tests.support.hearing import find_tones
from tests.support.short_session import make_short_home
from tests.support.terminal import Terminal, start_new
from tests.support.virtual_sound import virtual_sound

pytestmark = [pytest.mark.terminal, pytest.mark.sound]

COACH = [sys.executable, "-m", "coach"]
CONSTANT_SECONDS = 0.05
"""How far a cue may be from its moment, once the constant way to the card is taken off."""


def ask(*words: str, home: Path) -> Any:  # noqa: ANN401
    done = subprocess.run([*COACH, *words], capture_output=True, text=True, check=True, env=environment(home))
    return json.loads(done.stdout)


def environment(home: Path) -> dict[str, str]:
    import os

    return {**os.environ, "COACH_HOME": str(home)}


def planned_cues(home: Path) -> list[tuple[CueKind, float]]:
    intervals = ask("timeline", "tiny", "--json", home=home)["intervals"]
    return sorted(
        ((CueKind(cue["cue"]), one["start"] + cue["at"]) for one in intervals for cue in one["cues"]),
        key=lambda cue: cue[1],
    )


def test_cues_are_on_time_and_sets_recorded(home: Path, tmp_path: Path) -> None:
    make_short_home(home)
    planned = planned_cues(home)
    with virtual_sound() as card:
        recording = tmp_path / "session.wav"
        with (
            card.recording(recording),
            Terminal(
                [*COACH, "run", "tiny"], environment={"COACH_HOME": str(home), **card.environment}
            ) as terminal,
        ):
            terminal.wait_for("before you start")
            start_new(terminal)
            terminal.wait_for("left, done at")
            terminal.wait_for("session done", timeout=90)
            # The last tone is still sounding.
            terminal.read(2)
            terminal.send("0")
            terminal.wait_for("space close")
            terminal.send("space")
            assert terminal.exit_status() == 0
    heard = find_tones(recording, {kind for kind, _ in planned})
    assert [kind for kind, _ in heard] == [kind for kind, _ in planned]
    late = [at - due for (_, at), (_, due) in zip(heard, planned, strict=True)]
    middle = sorted(late)[len(late) // 2]
    off = [(kind, due, one - middle) for (kind, due), one in zip(planned, late, strict=True)]
    assert [one for one in off if abs(one[2]) > CONSTANT_SECONDS] == []
    (session,) = ask("history", "--json", home=home)
    done = [(one["slot"], one["side"], one["round"], one["seconds"], one["end"]) for one in session["sets"]]
    assert done == [
        (slot, side, turn, 2, "full")
        for turn in (1, 2)
        for slot, side in (("plank", None), ("side-plank", "left"), ("side-plank", "right"))
    ]


def test_kill_9_loses_no_finished_set(home: Path) -> None:
    make_short_home(home)
    with Terminal([*COACH, "run", "tiny", "--mute"], environment={"COACH_HOME": str(home)}) as terminal:
        terminal.wait_for("before you start")
        start_new(terminal)
        terminal.wait_for("round 2 of 2", timeout=40)
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_status() == -signal.SIGKILL
    with Terminal(
        [*COACH, "run", "tiny", "--plain", "--mute"], environment={"COACH_HOME": str(home)}
    ) as again:
        again.wait_for(r"broken off after\s+3 sets")
        again.send("s", "enter")
        again.wait_for("get ready")
        again.send("ctrl+c")
        assert again.exit_status() == 130
    sessions = cast(list[dict[str, Any]], ask("history", "--json", home=home))
    assert [one["seconds"] for one in sessions[-1]["sets"]] == [2, 2, 2]
