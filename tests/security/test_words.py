"""Names and notes are words: no screen and no command reads them as markup, or as orders to a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.journal.journal import Journal
from coach.paths import Paths, ScreenRequest
from coach.tui.app import CoachApp
from coach.tui.history.screen import HistoryScreen
from tests.journal.factories import FixedClock, checkin, plank, session
from tests.support.commands import coach
from tests.support.screens import screen_text
from tests.support.settling import until

MARKUP = "[bold red]Plank[/] [@click=app.quit]x[/] [/nope] [link=http://x]y"
ORDERS = "\\e]0;owned\\a\\e[2J\\x9b31m\\u202e"
EVIL_PROGRAM = f"""\
schema: 1
id: hostile
title: "{MARKUP}{ORDERS}"
kind: custom
about: "{MARKUP}{ORDERS}"
schedule: {{per_day: 1}}
rounds: 1
ready: 3s
slots:
  - {{slot: hostile, drill: hostile, hold: 5s}}
"""
EVIL_DRILL = f"""\
schema: 1
drills:
  - id: hostile
    name: "{MARKUP}{ORDERS}"
    sides: none
    cues: ["{MARKUP}{ORDERS}"]
    check: "{MARKUP}"
"""
ORDERING = [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E)]


@pytest.fixture
def hostile(home: Path) -> Path:
    """A home in which everything that can have a name has a bad one."""
    for folder, text in (("programs", EVIL_PROGRAM), ("drills", EVIL_DRILL)):
        (home / folder).mkdir(parents=True)
        (home / folder / "hostile.yaml").write_text(text)
    words = f"{MARKUP}\x1b]0;owned\x07\x9b31m\u202e"
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        journal.append(
            session(
                "a", program="hostile", kind="custom", sets=(plank(slot=words, drill=words),), note=words
            ),
            session("b", program=words, kind=words, note=words),
            checkin("c", note=words, triggers=(words,), spasm=False),
        )
    return home


COMMANDS = [
    ["today"],
    ["today", "--json"],
    ["week"],
    ["history"],
    ["history", "--json"],
    ["timeline", "hostile"],
    ["why", "hostile"],
    ["simulate", "hostile"],
    ["summary"],
    ["restore"],
    ["check"],
    ["due"],
    ["run", "hostile", "--plain", "--mute", "--speed", "1000"],
    ["run", "[bold]\x1b[2Jx"],
    ["import", "\x1b[2J.jsonl"],
    ["new", "\x1b[2J"],
    ["\x1b[2J"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=repr)
def test_commands_print_no_control_sequence(hostile: Path, words: list[str]) -> None:
    result = coach(*words, home=hostile)
    machine = "--json" in words
    for text in (result.out, result.err):
        assert not [sign for sign in ORDERING if sign in text and not (machine and ord(sign) >= 127)]
    assert result.err.count("\n") <= 1 or result.status == 1


def test_hostile_program_is_read_or_refused(hostile: Path) -> None:
    checked = coach("check", str(hostile / "programs" / "hostile.yaml"), home=hostile)
    if checked.status == 0:
        assert MARKUP in coach("timeline", "hostile", home=hostile).out
    else:
        assert "hostile.yaml:" in checked.out + checked.err


def test_export_keeps_hostile_text(hostile: Path) -> None:
    notes = [json.loads(line).get("note") for line in coach("export", home=hostile).lines]
    assert f"{MARKUP}\x1b]0;owned\x07\x9b31m\u202e" in notes


def app_at(home: Path, program: str | None = None) -> CoachApp:
    paths = Paths(home=home, config=home / "config.yaml")
    return CoachApp(
        Workspace(paths, SystemClock()),
        ScreenRequest(program=program, mute=True, speed=1.0 if program else None),
    )


async def test_today_screen_shows_names_verbatim(hostile: Path) -> None:
    (hostile / "programs" / "hostile.yaml").write_text(EVIL_PROGRAM.replace(ORDERS, ""))
    (hostile / "drills" / "hostile.yaml").write_text(EVIL_DRILL.replace(ORDERS, ""))
    app = app_at(hostile)
    async with app.run_test(size=(140, 60)) as pilot:
        await until(pilot, lambda: "[bold red]Plank[/]" in screen_text(app))


async def test_session_screen_shows_names_verbatim(hostile: Path) -> None:
    (hostile / "programs" / "hostile.yaml").write_text(EVIL_PROGRAM.replace(ORDERS, ""))
    (hostile / "drills" / "hostile.yaml").write_text(EVIL_DRILL.replace(ORDERS, ""))
    app = app_at(hostile, "hostile")
    async with app.run_test(size=(140, 60)) as pilot:
        await until(pilot, lambda: "[bold red]Plank[/]" in screen_text(app))
        text = screen_text(app)
        assert "[@click=app.quit]" in text


@pytest.mark.parametrize("program", [None, "hostile"])
async def test_screens_hold_no_control_sequence(hostile: Path, program: str | None) -> None:
    app = app_at(hostile, program)
    async with app.run_test(size=(140, 60)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert not [sign for sign in ORDERING if sign in text]


async def test_history_shows_text_verbatim(hostile: Path) -> None:
    app = app_at(hostile)
    async with app.run_test(size=(140, 60)) as pilot:
        await pilot.pause()
        await pilot.press("h")
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        await until(pilot, lambda: len(screen.pages) > 0)
        text = screen_text(app)
        assert not [sign for sign in ORDERING if sign in text]
