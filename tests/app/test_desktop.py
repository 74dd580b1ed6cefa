"""Notifications and idle time: whatever the desktop answers, the day goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from coach.app import desktop
from coach.app.desktop import (
    IDLE_COMMANDS,
    DesktopIdle,
    IdleCommand,
    Notifier,
    make_idle,
    make_notifier,
)
from tests.app.test_breaks import NINE
from tests.support.commands import StillClock

ONE = IdleCommand(("one",), r"^(\d+)$", 1000)
OTHER = IdleCommand(("other",), r"idle=(\d+)", 1)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any of the commands, and without the library; gives the folder that is its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(desktop, "find_spec", lambda _name: None)
    return folder


def put(folder: Path, name: str, script: str) -> None:
    """A command of that name."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    command.chmod(0o755)


def settled(notifier: Notifier, wanted: object) -> object:
    """What the trouble is once it has become that, or after a long time."""
    until = time.monotonic() + 20
    while notifier.trouble != wanted and time.monotonic() < until:
        time.sleep(0.01)
    return notifier.trouble


def test_without_a_backend_nothing_is_shown(bare: Path) -> None:
    notifier = make_notifier()
    notifier.show("up")
    assert (notifier.backend, notifier.trouble) == (None, None)


def test_notify_send_gets_the_line(bare: Path) -> None:
    put(bare, "notify-send", f'printf "%s\\n" "$@" > {bare}/shown.new; /bin/mv {bare}/shown.new {bare}/shown')
    notifier = make_notifier()
    assert notifier.backend == "notify-send"
    notifier.show("Up; $(reboot)")
    until = time.monotonic() + 5
    while not (bare / "shown").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert (bare / "shown").read_text().splitlines()[-2:] == ["coach", "Up; $(reboot)"]


def test_an_error_is_reported_as_trouble() -> None:
    def refuse(_text: str) -> None:
        raise OSError("no bus")

    notifier = Notifier({"this desktop": refuse})
    notifier.show("up")
    assert settled(notifier, "this desktop: no bus") == "this desktop: no bus"


def test_a_later_success_clears_the_trouble() -> None:
    notifier = Notifier({"this desktop": lambda _text: None})
    notifier.trouble = "before"
    notifier.show("up")
    assert settled(notifier, None) is None


def test_the_next_backend_is_used_when_the_first_fails() -> None:
    shown: list[str] = []

    def refuse(_text: str) -> None:
        raise OSError("no bus")

    notifier = Notifier({"this": refuse, "that": shown.append})
    notifier.trouble = "before"
    notifier.show("up")
    assert settled(notifier, None) is None
    assert (notifier.backend, shown) == ("that", ["up"])


LIBRARY = """
import logging
log = logging.getLogger(__name__)
class DesktopNotifier:
    def __init__(self, app_name):
        self.app_name = app_name
    async def send(self, title, message):
        if message == "refuse":
            try:
                raise ValueError("no bus")
            except ValueError:
                log.warning("Notification failed", exc_info=True)
        else:
            SHOWN.append((self.app_name, title, message))
SHOWN = []
"""


def test_library_is_tried_first(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (bare / "desktop_notifier.py").write_text(LIBRARY, "utf-8")
    spec = spec_from_file_location("desktop_notifier", bare / "desktop_notifier.py")
    assert spec is not None
    assert spec.loader is not None
    catalog = module_from_spec(spec)
    spec.loader.exec_module(catalog)
    monkeypatch.setitem(sys.modules, "desktop_notifier", catalog)
    monkeypatch.setattr(desktop, "find_spec", lambda _name: object())
    notifier = make_notifier()
    assert isinstance(notifier, Notifier)
    notifier.trouble = "before"
    notifier.show("up")
    assert settled(notifier, None) is None
    assert (notifier.backend, catalog.SHOWN) == ("desktop-notifier", [("coach", "coach", "up")])
    notifier.show("refuse")
    assert settled(notifier, "desktop-notifier: no bus") == "desktop-notifier: no bus"
    assert capfd.readouterr().err == "", "a traceback of the library has no business on somebody's terminal"


def test_idle_time_is_read_in_the_units_of_the_command() -> None:
    clock = StillClock(NINE)
    assert DesktopIdle((ONE,), clock, lambda _command: "61500\n").seconds() == 61.5
    assert DesktopIdle((OTHER,), clock, lambda _command: "idle=7").seconds() == 7


def test_the_command_runs_at_most_once_a_minute() -> None:
    clock = StillClock(NINE)
    asked: list[str] = []

    def run(command: tuple[str, ...]) -> str:
        asked.append(command[0])
        return "1000"

    idle = DesktopIdle((ONE,), clock, run)
    for _ in range(25):
        idle.seconds()
        clock.advance(5)
    assert len(asked) == 3


@pytest.mark.parametrize(
    "failure",
    [OSError("gone"), subprocess.TimeoutExpired("one", 2), subprocess.CalledProcessError(1, "one")],
    ids=["missing", "hangs", "fails"],
)
def test_failing_command_is_replaced_by_next(failure: Exception) -> None:
    clock = StillClock(NINE)
    asked: list[str] = []

    def run(command: tuple[str, ...]) -> str:
        asked.append(command[0])
        if command == ("one",):
            raise failure
        return "idle=9"

    idle = DesktopIdle((ONE, OTHER), clock, run)
    assert idle.seconds() == 9
    clock.advance(60)
    assert idle.seconds() == 9
    assert asked == ["one", "other", "other"]
    nothing = DesktopIdle((ONE,), clock, run)
    assert (nothing.seconds(), nothing.seconds()) == (None, None)


def test_output_without_a_number_is_ignored() -> None:
    assert DesktopIdle((ONE,), StillClock(NINE), lambda _command: "soon").seconds() is None


def test_only_commands_that_can_work_are_used(bare: Path) -> None:
    put(bare, "xprintidle", "echo 2500")
    clock = StillClock(NINE)
    assert make_idle(clock, {}).seconds() is None
    assert make_idle(clock, {"DISPLAY": ":0"}).seconds() == 2.5


def test_each_command_is_parsed() -> None:
    printed = {
        "gdbus": "(uint64 12000,)\n",
        "xprintidle": "12000\n",
        "ioreg": '    | |   "HIDIdleTime" = 12000000000\n',
    }
    for one in IDLE_COMMANDS:
        idle = DesktopIdle((one,), StillClock(NINE), lambda command: printed[command[0]])
        assert idle.seconds() == 12
