"""Notifications on the desktop, how long keyboard and mouse have been idle, and the break timer over both."""

from __future__ import annotations

import logging
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import find_spec
from shutil import which
from threading import Thread
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from coach.app.breaks import BreakTimer, Idle, read_break_situation
from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import CueKind
from coach.sound.preview import CuePreview

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.sound.player import AudioPlayer

APP_NAME: Final = "coach"
LIBRARY: Final = "desktop_notifier"
SHOW_SECONDS: Final = 20
PATIENCE_SECONDS: Final = 10.0
IDLE_PATIENCE_SECONDS: Final = 2.0
IDLE_FRESH_SECONDS: Final = 60.0


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


Send = Callable[[str], None]
"""Shows a line on the desktop; may block for a while, and raises whatever it likes."""


class DesktopNotifier:
    """Shows lines in the first way that works, on a thread of its own: a desktop may answer late or never."""

    def __init__(self, ways: Mapping[str, Send]) -> None:
        self.way: str | None = next(iter(ways))
        self.trouble: str | None = None
        self._ways = ways

    def show(self, text: str) -> None:
        """Show one line."""
        Thread(target=self._show, args=(text,), daemon=True).start()

    def _show(self, text: str) -> None:
        troubles: list[str] = []
        for name, send in self._ways.items():
            try:
                send(text)
            except Exception as error:  # noqa: BLE001 - whatever a desktop answers, the break goes on
                troubles.append(f"{name}: {error}")
            else:
                self.way, self.trouble = name, None
                return
        self.trouble = "; ".join(troubles)


def make_notifier() -> Notifier:
    """Every way there is on this machine: the optional library first, then the desktop's own commands."""
    ways: dict[str, Send] = {}
    if find_spec(LIBRARY) is not None:
        ways["desktop-notifier"] = _send_by_library
    if which("notify-send"):
        ways["notify-send"] = _send_by_command
    if which("osascript"):
        ways["osascript"] = _send_by_script
    return DesktopNotifier(ways) if ways else NoNotifier()


class _Complaints(logging.Handler):
    """Hears what the library only logs: that it could not show anything."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the reason."""
        error = record.exc_info[1] if record.exc_info else None
        self.last = str(error or record.getMessage())


def _send_by_library(text: str) -> None:
    import asyncio
    from importlib import import_module

    complaints = _Complaints()
    logger = logging.getLogger(LIBRARY)
    logger.propagate = False
    logger.addHandler(complaints)

    async def send() -> None:
        # Not every installation has it, and it brings a good deal along: only when a line is to be shown.
        await import_module(LIBRARY).DesktopNotifier(app_name=APP_NAME).send(title=APP_NAME, message=text)

    try:
        asyncio.run(send())
    finally:
        logger.removeHandler(complaints)
    if complaints.last is not None:
        raise OSError(complaints.last)


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


class IdleInBackground:
    """Asks another `Idle` in a thread, and answers at once with the last known value."""

    def __init__(self, idle: Idle) -> None:
        self._idle = idle
        self._known: float | None = None
        self._asking: Thread | None = None

    def seconds(self) -> float | None:
        """The last known value; None: it is not known yet."""
        if self._asking is None or not self._asking.is_alive():
            self._asking = Thread(target=self._ask, daemon=True)
            self._asking.start()
        return self._known

    def _ask(self) -> None:
        self._known = self._idle.seconds()


class Desktop:
    """The break timer of an app with screens, with the tones and notifications of this machine.

    Attributes:
        is_calling: the app checks the timer every few seconds.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.is_calling = False

    @cached_property
    def preview(self) -> CuePreview:
        """Plays single tones; one for all, as two would compete for the sound device."""
        return CuePreview(self.make_audio, self._workspace.clock)

    @cached_property
    def notifier(self) -> Notifier:
        """Shows lines on the desktop."""
        return make_notifier()

    @cached_property
    def break_timer(self) -> BreakTimer:
        """The break timer; its calls are off until `begin`."""
        workspace = self._workspace
        return BreakTimer(
            workspace.clock, lambda: read_break_situation(workspace), call=self._call, idle=self.make_idle()
        )

    def make_audio(self, settings: Settings) -> AudioPlayer:
        """An audio player that sounds on this machine."""
        from coach.sound.player import open_audio

        return open_audio(settings, self._workspace.clock, own_sounds=self._workspace.paths.sounds)

    def make_idle(self) -> Idle | None:
        """What tells whether the user is there."""
        return IdleInBackground(make_idle(self._workspace.clock, os.environ))

    def close(self) -> None:
        """Close the sound device."""
        if "preview" in self.__dict__:
            self.preview.close()

    def _call(self, line: str) -> None:
        self.preview.play(self._workspace.settings, CueKind.ANNOUNCE, rested=True)
        self.notifier.show(line)
