"""Without a usable terminal: one sentence that names an alternative, and no escape sequences."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.paths import ScreenRequest
from tests.cli.test_streams import needs_shell, shell
from tests.support.short_session import make_short_home
from tests.support.terminal import Terminal, start_new

COACH = [sys.executable, "-m", "coach"]


@needs_shell
@pytest.mark.parametrize("before", ["", "echo | ", "setsid "])
@pytest.mark.parametrize("words", ["", "run core"])
@pytest.mark.parametrize("after", ["", "</dev/null", "<&-", ">/dev/null", ">&-"])
def test_missing_terminal_error_names_a_command(before: str, words: str, after: str, home: Path) -> None:
    done = shell(f"{before}coach {words} {after}", home)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("coach: this needs a terminal, and standard input is not one (")
    assert "--plain" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.isascii() and "\x1b" not in done.stderr


@pytest.mark.terminal
@pytest.mark.parametrize("name", ["dumb", "", "unknown", None])
def test_dumb_terminal_is_named(name: str | None, home: Path) -> None:
    unset = ["env", "-u", "TERM"] if name is None else ["env", f"TERM={name}"]
    with Terminal([*unset, *COACH], columns=200, environment={"COACH_HOME": str(home)}) as terminal:
        terminal.wait_for(r"this one cannot draw \(TERM is " + (name or "not set"))
        assert terminal.exit_status() == 2
        assert "--plain" in terminal.text()


@pytest.mark.terminal
def test_redirected_output_opens_no_screen(home: Path, tmp_path: Path) -> None:
    said = tmp_path / "said"
    line = ["sh", "-c", f'exec "$@" >{said}', "coach", *COACH]
    with Terminal(line, columns=200, environment={"COACH_HOME": str(home)}) as terminal:
        terminal.wait_for("this needs a terminal, and standard output is not one")
        assert terminal.exit_status() == 2
    assert said.read_text() == ""


@pytest.mark.terminal
def test_redirected_errors_open_the_screen(home: Path, tmp_path: Path) -> None:
    line = ["sh", "-c", f'exec "$@" 2>{tmp_path / "said"}', "coach", *COACH]
    with Terminal(line, environment={"COACH_HOME": str(home)}) as terminal:
        terminal.wait_for("coach")
        terminal.send("ctrl+q")
        assert terminal.exit_status() == 0
    assert (tmp_path / "said").read_text() == ""


def open_app(words: list[str], home: Path, said: Path, *, deaf: bool = True, **environment: str) -> Terminal:
    """The app in a terminal, with its standard error in a file."""
    line = ["sh", "-c", f'exec "$@" 2>{said}', "coach", *COACH, *words]
    return Terminal(line, environment={"COACH_HOME": str(home), **environment}, deaf=deaf)


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], r"\w{4}"),
        (["run", "tiny", "--mute", "--speed", "1"], "left, done at"),
        (["breaks", "--mute", "--no-notification"], "next break"),
        (["run", "tiny", "--mute", "--plain", "--speed", "1"], "get ready"),
        (["log", "walk", "--minutes", "3"], "Write it"),
    ],
    ids=lambda value: "-".join(value) or "app" if isinstance(value, list) else "",
)
def test_closed_terminal_ends_the_app(words: list[str], shown: str, home: Path, tmp_path: Path) -> None:
    make_short_home(home)
    said = tmp_path / "said"
    with open_app(words, home, said) as terminal:
        terminal.wait_for(shown)
        terminal.close_window()
        assert terminal.exit_status(10) == 2
    assert said.read_text() == "coach: the terminal has gone (what was done is kept)\n"


@pytest.mark.terminal
@pytest.mark.parametrize("way", [[], ["--plain"]], ids=["screen", "plain"])
def test_closed_terminal_keeps_recorded_sets(way: list[str], home: Path, tmp_path: Path) -> None:
    make_short_home(home)
    with open_app(["run", "tiny", "--mute", *way], home, tmp_path / "said") as terminal:
        if way:
            terminal.wait_for("none of these")
            terminal.send("n\r")
        else:
            terminal.wait_for("Before you start")
            start_new(terminal)
        terminal.wait_for("rest 4 s, then side plank" if way else "(10 s|all rests) +s shaky")
        terminal.close_window()
        assert terminal.exit_status(10) == 2
    done = subprocess.run(
        [*COACH, "doctor", "--silent"],
        capture_output=True,
        text=True,
        env={**os.environ, "COACH_HOME": str(home)},
    )
    assert "1 unfinished session to be resumed" in done.stdout, done.stdout


@pytest.mark.terminal
def test_screen_is_utf8_in_every_locale(home: Path) -> None:
    environment = {"COACH_HOME": str(home), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    make_short_home(home)
    with Terminal([*COACH, "run", "tiny", "--mute", "--speed", "1"], environment=environment) as terminal:
        terminal.wait_for("left, done at")
        text = terminal.text()
    assert "\\u" not in text
    assert any(sign in text for sign in "█▄▀─")


@pytest.mark.terminal
@pytest.mark.parametrize(("columns", "rows"), [("0", "0"), ("-3", "x"), ("99999999", "99999999"), ("1", "1")])
def test_invalid_terminal_size_is_ignored(columns: str, rows: str, home: Path) -> None:
    environment = {"COACH_HOME": str(home), "COLUMNS": columns, "LINES": rows}
    with Terminal(COACH, environment=environment) as terminal:
        terminal.read(2)
        assert terminal.memory_mb() < 400
        terminal.send("ctrl+q")
        assert terminal.exit_status(20) == 0


def test_error_names_the_program(home: Path) -> None:
    from coach.cli.console import require_window
    from coach.errors import UsageError

    with pytest.raises(UsageError, match="'coach run my-core --plain' runs without one"):
        require_window(ScreenRequest(program="my-core"), {"TERM": "dumb"})
