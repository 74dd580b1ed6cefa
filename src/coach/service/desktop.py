"""Notifications on the desktop, where there is a way to show one; and whether somebody is at the keyboard."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from shutil import which
from threading import Thread
from typing import Final, Protocol

from msgspec import Struct

from coach.clock import Clock

APP_NAME: Final = "coach"
LIBRARY: Final = "desktop_notifier"
SHOW_SECONDS: Final = 20
PATIENCE_SECONDS: Final = 10.0
IDLE_PATIENCE_SECONDS: Final = 2.0
IDLE_FRESH_SECONDS: Final = 15.0


class Notifier(Protocol):
    """Shows a line on the desktop. No call here waits for it."""

    @property
    def way(self) -> str | None:
        """What shows it; None: nothing does."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why the last one was not shown, in a few words; None while all is well."""
        ...

    def show(self, text: str) -> None:
        """Show one line."""
        ...


class NoNotifier:
    """Shows nothing."""

    way: str | None = None
    trouble: str | None = None

    def show(self, text: str) -> None:
        """Do nothing."""


class RecordingNotifier:
    """Shows nothing, and remembers what it was asked, for tests."""

    way: str | None = "a recording"
    trouble: str | None = None

    def __init__(self) -> None:
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        """Remember the line."""
        self.shown.append(text)


class DesktopNotifier:
    """Shows lines in one way or another, each on a thread of its own: a desktop may answer late or never."""

    def __init__(self, way: str, send: Callable[[str], None]) -> None:
        """Show by calling `send`, which may block and may fail."""
        self.way: str | None = way
        self.trouble: str | None = None
        self._send = send

    def show(self, text: str) -> None:
        """Show one line."""
        Thread(target=self._show, args=(text,), daemon=True).start()

    def _show(self, text: str) -> None:
        try:
            self._send(text)
        except Exception as error:  # noqa: BLE001 - whatever a desktop answers, the break goes on
            self.trouble = f"{self.way}: {error}"
        else:
            self.trouble = None


def make_notifier() -> Notifier:
    """The best way there is on this machine: the optional library, else the desktop's own command."""
    if find_spec(LIBRARY) is not None:
        return DesktopNotifier("desktop-notifier", _send_by_library)
    if which("notify-send"):
        return DesktopNotifier("notify-send", _send_by_command)
    if which("osascript"):
        return DesktopNotifier("osascript", _send_by_script)
    return NoNotifier()


def _send_by_library(text: str) -> None:
    from importlib import import_module

    # Not every installation has it, and it brings a good deal along: only when a line is to be shown.
    library = import_module(f"{LIBRARY}.sync")
    library.DesktopNotifierSync(app_name=APP_NAME).send(title=APP_NAME, message=text)


def _send_by_command(text: str) -> None:
    _call(["notify-send", f"--app-name={APP_NAME}", f"--expire-time={SHOW_SECONDS * 1000}", APP_NAME, text])


def _send_by_script(text: str) -> None:
    lines = ("on run argv", "display notification (item 1 of argv) with title (item 2 of argv)", "end run")
    _call(["osascript", *(word for line in lines for word in ("-e", line)), text, APP_NAME])


def _call(words: list[str]) -> None:
    subprocess.run(
        words,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )


class IdleWay(Struct, frozen=True):
    """A command that tells since when nobody has touched anything."""

    command: tuple[str, ...]
    pattern: str
    """Finds the number in what it prints."""
    per_second: float
    """How many of its units make a second."""
    needs: str = ""
    """An environment variable without which it cannot know."""


IDLE_WAYS: Final = (
    IdleWay(
        (
            "gdbus",
            "call",
            "--session",
            "--dest=org.gnome.Mutter.IdleMonitor",
            "--object-path=/org/gnome/Mutter/IdleMonitor/Core",
            "--method=org.gnome.Mutter.IdleMonitor.GetIdletime",
        ),
        r"uint64 (\d+)",
        1e3,
        "DBUS_SESSION_BUS_ADDRESS",
    ),
    IdleWay(("xprintidle",), r"^(\d+)$", 1e3, "DISPLAY"),
    IdleWay(("ioreg", "-c", "IOHIDSystem", "-d", "4"), r'"HIDIdleTime" = (\d+)', 1e9),
)

Run = Callable[[tuple[str, ...]], str]
"""Runs a command and gives what it prints, or raises OSError or SubprocessError."""


class DesktopIdle:
    """Asks the desktop, not too often; a way that fails once is not tried again."""

    def __init__(self, ways: tuple[IdleWay, ...], clock: Clock, run: Run | None = None) -> None:
        """Ask in these ways, the first that answers; `run` None runs commands of this machine."""
        self._ways = list(ways)
        self._clock = clock
        self._run = run or _printed_by
        self._known: tuple[float, float] | None = None

    def seconds(self) -> float | None:
        """Since when nobody has touched keyboard or mouse; None: there is no way to know here."""
        now = self._clock.monotonic()
        if self._known is not None and now - self._known[0] < IDLE_FRESH_SECONDS:
            return self._known[1]
        while self._ways:
            idle = self._asked(self._ways[0])
            if idle is not None:
                self._known = (now, idle)
                return idle
            del self._ways[0]
        return None

    def _asked(self, way: IdleWay) -> float | None:
        try:
            found = re.search(way.pattern, self._run(way.command))
        except (OSError, subprocess.SubprocessError):
            return None
        return int(found[1]) / way.per_second if found else None


def make_idle(clock: Clock, environment: Mapping[str, str]) -> DesktopIdle:
    """Whatever on this machine knows whether somebody is there."""
    ways = tuple(
        way for way in IDLE_WAYS if which(way.command[0]) and (not way.needs or environment.get(way.needs))
    )
    return DesktopIdle(ways, clock)


def _printed_by(command: tuple[str, ...]) -> str:
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=IDLE_PATIENCE_SECONDS,
    )
    return done.stdout
