"""Finding a command, and usage errors of one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import __version__
from coach.cli.main import COMMANDS
from coach.paths import ScreenRequest
from tests.support.commands import coach


def test_without_arguments_the_app_opens(home: Path) -> None:
    opened: list[ScreenRequest] = []
    assert coach(home=home, opened=opened).status == 0
    assert opened == [ScreenRequest()]


def test_run_opens_the_app_on_that_session(home: Path) -> None:
    opened: list[ScreenRequest] = []
    assert coach("run", "core", "--mute", "--speed", "20", home=home, opened=opened).status == 0
    assert opened == [ScreenRequest(program="core", mute=True, speed=20)]


def test_version_is_printed(home: Path) -> None:
    assert coach("--version", home=home).out == f"coach {__version__}\n"


def test_help_names_every_command(home: Path) -> None:
    shown = coach("--help", home=home).out
    for name in COMMANDS:
        assert f"coach {name}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coach(name, "--help", home=home).status == 0
    assert COMMANDS[name] in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["tody"], "coach: there is no command 'tody' (did you mean 'today'?)"),
        (["today", "--on", "tomorrow"], "'tomorrow' is not a date: write it like 2026-01-31"),
        (["week", "--on", "9999-12-31"], "'9999-12-31' is too far away: 1900 to 2199 will do"),
        (["today", "--on", "0001-01-01"], "'0001-01-01' is too far away: 1900 to 2199 will do"),
        (["simulate", "core", "--weeks", "521"], "521 weeks are too far: 520 at most"),
        (["simulate", "core", "--weeks", "9" * 5000], "is not a whole number above 0"),
        (["simulate", "core", "--miss", "²"], "'²' is not a list of sessions: write 4,5"),
        (["run", "cor"], "there is no program 'cor' (did you mean 'core'?)"),
        (["run"], "the following arguments are required: PROGRAM"),
        (["run", "core", "--speed", "0"], "'0' is not a speed: write a number from 1 to 10000"),
        (["timeline", "nonsense-of-mine"], "there is no program 'nonsense-of-mine' (there are "),
    ],
)
def test_usage_error_is_one_line_on_standard_error(words: list[str], says: str, home: Path) -> None:
    result = coach(*words, home=home)
    assert (result.status, result.out) == (2, "")
    assert says in result.err
    assert result.err.count("\n") == 1


def test_reading_commands_create_no_files(home: Path) -> None:
    for words in (["--version"], ["--help"], ["locate"], ["check"], ["schema", "program"]):
        coach(*words, home=home)
    assert not home.exists()


def test_locate_prints_every_path(home: Path) -> None:
    shown = coach("locate", home=home).out
    for part in ("journal.db", "programs", "drills", "sounds", "cache", "config.yaml"):
        assert str(home / part) in shown
