"""The rooms without a screen load neither Textual nor Rich."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = [
    "coach.model",
    "coach.coaching",
    "coach.session",
    "coach.programs",
    "coach.config",
    "coach.guide",
    "coach.journal",
    "coach.sound",
]

LOAD_ALL = """
import importlib, pkgutil, sys
for room in {rooms!r}:
    package = importlib.import_module(room)
    names = [found.name for found in pkgutil.walk_packages(package.__path__, room + ".")]
    assert names, "nothing to import in " + room
    for name in names:
        if not name.endswith("__main__"):
            importlib.import_module(name)
            heavy = sorted({{module.partition(".")[0] for module in sys.modules}} & {{"textual", "rich"}})
            assert not heavy, (name, heavy)
"""

RUN_COMMANDS = """
import sys
from coach.__main__ import main
for words in {commands!r}:
    try:
        status = main(words)
    except SystemExit as left:
        status = left.code
    heavy = sorted({{module.partition(".")[0] for module in sys.modules}} & {{"textual", "rich"}})
    assert not heavy, (words, heavy)
    assert not status, (words, status)
"""


def in_fresh_process(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_packages_without_screens_load_no_textual() -> None:
    in_fresh_process(LOAD_ALL.format(rooms=[*ROOMS, "coach.cli"]))


COMMANDS = [
    ["--version"],
    ["--help"],
    ["run", "core", "--plain", "--speed", "2000", "--mute"],
    ["today"],
    ["today", "--json"],
    ["why", "core"],
    ["week"],
    ["simulate", "core", "--weeks", "2"],
    ["timeline", "core"],
    ["timeline", "core", "--json"],
    ["history"],
    ["due"],
    ["breaks", "--help"],
    ["guide"],
    ["guide", "help"],
    ["settings"],
    ["set", "volume", "60"],
    ["check"],
    ["schema", "program"],
    ["new", "mine", "--kind", "core"],
    ["import-program", "--help"],
    ["calendar", "-", "--weeks", "2"],
    ["fit", "--help"],
    ["export"],
    ["locate"],
    ["log", "--help"],
    ["import", "--help"],
    ["sync", "."],
    ["restore"],
    ["summary"],
    ["summary", "--format", "html"],
    ["doctor", "--help"],
]


def test_commands_without_screens_load_no_textual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other in one process: what one of them loads is seen before the next one runs."""
    monkeypatch.chdir(tmp_path)
    in_fresh_process(RUN_COMMANDS.format(commands=COMMANDS))


def test_opening_the_app_loads_textual() -> None:
    """The other half: what the tests above look for is really there when a screen opens."""
    code = "import sys, coach.tui.app; assert {'textual', 'rich'} <= set(sys.modules)"
    in_fresh_process(code)
