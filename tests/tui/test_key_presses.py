"""How many keys it takes, counted in a real terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.answered import HEALTHY, answer_safety
from tests.support.short_session import SHORT_PROGRAM
from tests.support.terminal import READING, Terminal

pytestmark = pytest.mark.terminal

COACH = [sys.executable, "-m", "coach"]
MOST_TO_THE_FIRST_SESSION = 12


class Fingers:
    """Presses keys and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.count = 0

    def press(self, *keys: str) -> None:
        """Press these, one after the other."""
        self.count += len(keys)
        self._terminal.send(*keys, settle=0.3)

    def read(self) -> None:
        """Read what is asked: nobody answers before, and no key that is held down does."""
        self._terminal.read(READING)


def short_programs(home: Path) -> Path:
    """A home in which nothing was ever set or written, with programs that are over in half a minute."""
    (home / "programs").mkdir(parents=True)
    for program in ("core", "morning"):
        (home / "programs" / f"{program}.yaml").write_text(
            SHORT_PROGRAM.replace("id: tiny", f"id: {program}")
        )
    return home


def opened(home: Path) -> Terminal:
    """The app in that home, without a sound device."""
    return Terminal([*COACH], columns=80, rows=24, environment={"COACH_HOME": str(home)})


def journal_of(home: Path) -> list[dict[str, Any]]:
    """Every event that is written."""
    told = subprocess.run(
        [*COACH, "export"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COACH_HOME": str(home)},
    )
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_first_start_to_first_finished_session(home: Path) -> None:
    with opened(short_programs(home)) as terminal:
        fingers = Fingers(terminal)
        terminal.wait_for("What do you mostly do")
        fingers.press("1")
        terminal.wait_for("What can you carry")
        fingers.press("3")
        terminal.wait_for("When do you mostly sit")
        fingers.press("3")
        terminal.wait_for("Can you hold a side plank")
        fingers.press("1")
        terminal.wait_for("do you have any of these")
        fingers.read()
        fingers.press("n")
        terminal.wait_for("Does any of this fit you")
        fingers.read()
        fingers.press("n")
        terminal.wait_for("Tiny holds +due")
        fingers.press("s")
        terminal.wait_for("New to you")
        fingers.read()
        fingers.press("enter")
        terminal.wait_for("left, done at")
        terminal.wait_for("did anything hurt", timeout=90)
        fingers.press("0")
        terminal.wait_for("space close")
        fingers.press("space")
        terminal.wait_for("✓ Tiny holds")
        assert fingers.count <= MOST_TO_THE_FIRST_SESSION
        terminal.send("q")
        assert terminal.exit_status() == 0
    kinds = [(one["type"], one.get("program") or one.get("kind")) for one in journal_of(home)]
    assert kinds == [("checkin", "before"), ("session", "core")]
    assert "sport: run" in (home / "config.yaml").read_text()


def test_morning_takes_three_keys_and_start_one(home: Path) -> None:
    short_programs(home)
    (home / "config.yaml").write_text(f"# mine\nspeech: false\n{HEALTHY}")
    with opened(home) as terminal:
        fingers = Fingers(terminal)
        terminal.wait_for("stiffer than usual when you woke")
        fingers.press("n", "n")
        fingers.read()
        fingers.press("n")
        terminal.wait_for("Noted")
        assert fingers.count == 3
        (said,) = journal_of(home)
        assert (said["kind"], said["stiff"], said["tug"], said["short_leg"]) == (
            "morning",
            False,
            False,
            False,
        )
        terminal.send("escape")
        terminal.wait_for("Tiny holds +due")
        one = Fingers(terminal)
        one.press("s")
        terminal.wait_for("do you have any of these")
        assert one.count == 1
        one.read()
        one.press("n")
        terminal.wait_for("New to you")
        one.read()
        one.press("enter")
        terminal.wait_for("left, done at")


def test_first_key_starts_the_next_session(home: Path) -> None:
    """Core work wants one more key, that there is no red flag; new drills one, that they were introduced."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.yaml").write_text("# mine\nspeech: false\n")
    answer_safety(home, datetime.now(UTC) - timedelta(days=2))
    with opened(home) as terminal:
        terminal.wait_for("Morning +due")
        one = Fingers(terminal)
        one.press("s")
        terminal.wait_for("New to you")
        assert one.count == 1
        one.read()
        one.press("enter")
        terminal.wait_for("left, done at")
