"""The rooms without a screen load neither Textual nor Rich."""

from __future__ import annotations

import subprocess
import sys

import pytest

ROOMS = ["coach.model", "coach.coaching", "coach.session", "coach.library", "coach.journal", "coach.sound"]

LOAD_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module({room!r})
names = [found.name for found in pkgutil.walk_packages(package.__path__, {room!r} + ".")]
assert names, "nothing to import"
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
heavy = sorted({{name.partition(".")[0] for name in sys.modules}} & {{"textual", "rich"}})
assert not heavy, heavy
"""

RUN_COMMAND = """
import sys
from coach.__main__ import main
status = main({words!r})
heavy = sorted({{name.partition(".")[0] for name in sys.modules}} & {{"textual", "rich"}})
assert not heavy, heavy
assert status == 0, status
"""


def in_fresh_process(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("room", [*ROOMS, "coach.cli"])
def test_a_room_without_a_screen_loads_neither_textual_nor_rich(room: str) -> None:
    in_fresh_process(LOAD_ALL.format(room=room))


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


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words))
def test_a_command_without_a_screen_loads_neither_textual_nor_rich(words: list[str]) -> None:
    in_fresh_process(RUN_COMMAND.format(words=words))


def test_opening_the_screen_does_load_textual() -> None:
    """The other half: what the tests above look for is really there when a screen opens."""
    code = "import sys, coach.tui.app; assert {'textual', 'rich'} <= set(sys.modules)"
    in_fresh_process(code)
