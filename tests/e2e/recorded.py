"""A session in a real terminal, with real keys, whose sound is recorded; then what was heard and written."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.model.events import Session, SetRecord
from coach.model.timeline import CueKind
from coach.paths import find_paths
from tests.support.hearing import find_tones
from tests.support.short_session import QUIET
from tests.support.terminal import Terminal, start_new
from tests.support.virtual_sound import virtual_sound

COACH = [sys.executable, "-m", "coach"]
BRIEF = """\
schema: 1
id: brief
title: Brief holds
kind: core
about: One hold, and one on each side.
schedule: {per_week: 3}
ready: 4s
switch: 3s
rest: {between: 4s, rounds: 5s}
rounds: 1
slots:
  - {slot: plank, hold: 5s}
  - {slot: side-plank, hold: 2s}
"""
"""Twenty seconds: get ready 4, hold 5, rest 4, left 2, switch 3, right 2."""

ENDS = (CueKind.REST, CueKind.SWITCH, CueKind.FINISH)
"""The tones at which the three sets of it end."""


PAUSE_TONE_SECONDS = 0.8
"""From the key until the tone that answers it is over."""
END_TONE_SECONDS = 1.8

Shown = tuple[str, str | None, int | None, str | None, int | None]
"""Slot, side, seconds, how it ended, pain."""


@dataclass(frozen=True)
class Recording:
    """The recording of the virtual sound card."""

    tones: list[tuple[CueKind, float]]
    """Each with its second of the recording."""
    began: float
    """The moment of the monotonic clock at which the recording began."""

    @property
    def kinds(self) -> list[CueKind]:
        """The tones alone, in order."""
        return [kind for kind, _ in self.tones]

    def between(self, first: CueKind, last: CueKind) -> list[CueKind]:
        """What was heard after the first tone of one kind and before the next of another."""
        start = self.kinds.index(first)
        return self.kinds[start + 1 : self.kinds.index(last, start)]

    def seconds_from(self, first: CueKind, last: CueKind) -> float:
        """How long after the first tone of one kind the next of another came."""
        start = self.kinds.index(first)
        return self.tones[self.kinds.index(last, start)][1] - self.tones[start][1]


def make_brief(home: Path) -> Path:
    """Write the program and the settings to a home."""
    (home / "programs").mkdir(parents=True, exist_ok=True)
    (home / "programs" / "brief.yaml").write_text(BRIEF)
    (home / "config.yaml").write_text(QUIET)
    return home


def record(home: Path, folder: Path, act: Callable[[Terminal], None]) -> Recording:
    """Run the brief session on its screen with the actions of a test, and record its sound.

    Args:
        home: of the user.
        folder: for the recording.
        act: gets the terminal when the first get-ready is on the screen.
    """
    make_brief(home)
    recording = folder / "heard.wav"
    with virtual_sound() as card, card.recording(recording) as began:
        environment = {"COACH_HOME": str(home), **card.environment}
        with Terminal([*COACH, "run", "brief"], environment=environment) as terminal:
            terminal.wait_for("before you start", timeout=40)
            start_new(terminal)
            terminal.wait_for("left, done at", timeout=40)
            act(terminal)
            # The last tone is still sounding.
            time.sleep(1.5)
    return Recording(find_tones(recording), began)


def stop(terminal: Terminal) -> None:
    """Stop here, say that nothing hurt, and leave."""
    terminal.send("q")
    terminal.wait_for("Stop here")
    # Two tones at once would be neither: that of the pause is over before that of the end begins.
    terminal.read(PAUSE_TONE_SECONDS)
    terminal.send("y")
    terminal.wait_for("did anything hurt")
    terminal.read(END_TONE_SECONDS)
    terminal.send("0")
    terminal.wait_for("space close")
    terminal.send("space")
    assert terminal.exit_status() == 0


def close(terminal: Terminal) -> None:
    """Say that nothing hurt, and leave."""
    terminal.wait_for("did anything hurt", timeout=40)
    terminal.send("0")
    terminal.wait_for("space close")
    terminal.send("space")
    assert terminal.exit_status() == 0


def coach_of(home: Path) -> Workspace:
    """The app behind the screens, for looking at what is on disk."""
    return Workspace(find_paths({"COACH_HOME": str(home)}), SystemClock())


def written(home: Path) -> list[Shown]:
    """The sets of the one session in the journal."""
    workspace = coach_of(home)
    (session,) = [event for event in workspace.journal.events() if isinstance(event, Session)]
    return [shown(one) for one in session.sets]


def shown(one: SetRecord) -> Shown:
    """What a test says of one set."""
    return one.slot, one.side, one.seconds, one.end, one.pain
