"""A fault inside the app, in a real terminal: a sentence, the details aside, and every set still there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.short_session import make_short_home
from tests.support.terminal import Terminal, start_new

pytestmark = pytest.mark.terminal

FAULTY = """\
import sys
from coach.__main__ import main
from coach.tui.session.screen import SessionScreen


def action_shaky(self):
    raise KeyError("nobody foresaw this")


SessionScreen.action_shaky = action_shaky
sys.exit(main(["run", "tiny", "--mute"]))
"""


def test_crash_in_session_loses_no_set(home: Path) -> None:
    make_short_home(home)
    environment = {"COACH_HOME": str(home)}
    with Terminal([sys.executable, "-c", FAULTY], columns=120, rows=24, environment=environment) as terminal:
        terminal.wait_for("Before you start")
        start_new(terminal)
        terminal.wait_for("(10 s|all rests) +s shaky")
        terminal.send("s")
        terminal.wait_for("something went wrong inside the app, not by your doing")
        assert terminal.exit_status() == 1
        assert "Traceback" not in terminal.text()
        assert "nobody foresaw this" in terminal.text()
    assert "action_shaky" in (home / "logs" / "fault.log").read_text()
    run = [sys.executable, "-m", "coach", "run", "tiny", "--mute"]
    with Terminal(run, columns=80, rows=24, environment=environment) as again:
        again.wait_for("after 1 of 6 sets")
