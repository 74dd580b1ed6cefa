"""The editor of programs in a real terminal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.support.terminal import READING, Terminal, none_of_these
from tests.tui.rig import PROGRAM

pytestmark = pytest.mark.terminal

COACH = [sys.executable, "-m", "coach"]


def app(home: Path, *, columns: int = 80, rows: int = 24, **environment: str) -> Terminal:
    """The app over a folder with one program of the user's own."""
    folder = home / "programs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "mine.yaml"
    if not path.exists():
        path.write_text(PROGRAM.replace("kind: core", "kind: custom").replace("schedule", "# schedule"))
    return Terminal(COACH, columns=columns, rows=rows, environment={"COACH_HOME": str(home), **environment})


def open_editor(terminal: Terminal) -> None:
    """Open the program of the user's own in the editor."""
    terminal.wait_for("Welcome|s next")
    if "Welcome" in terminal.text():
        terminal.send("escape")
        terminal.wait_for("bladder")
        none_of_these(terminal)
        terminal.wait_for("Does any of this fit you")
        none_of_these(terminal)
    terminal.wait_for("s next")
    terminal.send("p")
    terminal.wait_for("Morning  9 min")
    terminal.send("\x1b[F")
    terminal.wait_for("yours")
    terminal.send("c")
    terminal.wait_for("mine.yaml")


def to_line(terminal: Terminal, number: int) -> None:
    """Move from the first line to the end of another."""
    terminal.send(*["down"] * (number - 1), settle=0.05)
    terminal.send("\x05")


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_problem_is_repaired_saved_and_run(home: Path, columns: int, rows: int) -> None:
    with app(home, columns=columns, rows=rows) as terminal:
        open_editor(terminal)
        terminal.wait_for("no problem")
        to_line(terminal, 10)
        terminal.send("x")
        terminal.wait_for(r"10▲.*hold: 30sx")
        terminal.wait_for("one problem")
        terminal.wait_for("▲ hold: ")
        terminal.send("backspace")
        terminal.wait_for("no problem")
        terminal.send("backspace", "backspace", "backspace", "1", "2", "s")
        terminal.send("\x13")
        terminal.wait_for(r"mine\.yaml +saved")
        assert "hold: 12s" in (home / "programs" / "mine.yaml").read_text()
        terminal.send("\x12")
        terminal.wait_for("New to you")
        terminal.read(READING)
        terminal.send("enter")
        terminal.wait_for("left, done at")
        terminal.send("q")
        terminal.wait_for("Stop here")
        terminal.send("y")
        terminal.wait_for("space close")
        terminal.send("space")
        terminal.wait_for(r"mine\.yaml +saved")


def test_ctrl_space_opens_suggestions(home: Path) -> None:
    with app(home) as terminal:
        open_editor(terminal)
        to_line(terminal, 10)
        terminal.send("enter", "\x00")
        terminal.wait_for("drill +Where it starts")
        terminal.send("tab")
        terminal.wait_for(r"11▲? +\w+:")


def test_draft_survives_a_kill(home: Path) -> None:
    with app(home) as terminal:
        open_editor(terminal)
        terminal.send("#", "k")
        terminal.wait_for("not saved")
        terminal.read(1.0)
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_status() is not None
    with app(home) as again:
        open_editor(again)
        again.wait_for("never saved")
        again.send("enter")
        again.wait_for("#kschema: 1")
        again.send("\x13")
        again.wait_for(r"mine\.yaml +saved")
    assert (home / "programs" / "mine.yaml").read_text().startswith("#kschema: 1")


def test_outside_editor_uses_the_terminal(home: Path) -> None:
    script = home / "editor.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "path = Path(sys.argv[-1])\n"
        "print('HELLO FROM OUTSIDE', flush=True)\n"
        "input()\n"
        "path.write_text(path.read_text().replace('Mine', 'Changed outside'))\n"
    )
    with app(home, EDITOR=f"{sys.executable} {script}", VISUAL="") as terminal:
        open_editor(terminal)
        terminal.send("\x0f")
        terminal.wait_for("HELLO FROM OUTSIDE")
        terminal.send("enter")
        terminal.wait_for("title: Changed outside")
        terminal.send("#")
        terminal.wait_for("not saved")
