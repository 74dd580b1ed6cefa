"""Notifications on the desktop, how long keyboard and mouse have been idle, and the break timer over both."""

from __future__ import annotations

import logging
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from importlib.util import find_spec
from shutil import which
from threading import Thread
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from coach.app.breaks import BreakTimer, Idle, read_break_situation
from coach.clock import Clock
from coach.model.settings import Settings
from coach.model.timeline import CueKind
from coach.sound.audio_player import CuePreview

if TYPE_CHECKING:
    from coach.app.workspace import Workspace
    from coach.sound.audio_player import AudioPlayer

APP_NAME: Final = "coach"
LIBRARY: Final = "desktop_notifier"
SHOW_SECONDS: Final = 20
PATIENCE_SECONDS: Final = 10.0
IDLE_PATIENCE_SECONDS: Final = 2.0
IDLE_FRESH_SECONDS: Final = 60.0


Send = Callable[[str], None]
"""Shows a line on the desktop; may block, and may raise any exception."""


class Notifier:
    """Shows lines on the desktop by the first backend that works.

    In a thread, as a desktop may answer late or never.

    Attributes:
        backend: the name of what shows them; None: nothing.
        trouble: why the last line was not shown; None if it was.
    """

    def __init__(self, backends: Mapping[str, Send]) -> None:
        self.backend = next(iter(backends), None)
        self.trouble: str | None = None
        self._backends = backends

    def show(self, text: str) -> None:
        """Show one line; returns at once."""
        Thread(target=self._show, args=(text,), daemon=True).start()

    def _show(self, text: str) -> None:
        troubles: list[str] = []
        for name, send in self._backends.items():
            try:
                send(text)
            except Exception as error:  # noqa: BLE001 - no error of a desktop may end the app
                troubles.append(f"{name}: {error}")
            else:
                self.backend, self.trouble = name, None
                return
        self.trouble = "; ".join(troubles) or None


def make_notifier() -> Notifier:
    """A notifier by the backends of this machine: the optional library first, then commands."""
    backends: dict[str, Send] = {}
    if find_spec(LIBRARY) is not None:
        backends["desktop-notifier"] = _send_by_library
    backends |= {name: partial(_send_by_command, name) for name in COMMANDS if which(name)}
    return Notifier(backends)


class _WarningHandler(logging.Handler):
    """Keeps the last warning of the library, which only logs that it could not show anything."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.last = str(error or record.getMessage())


def _send_by_library(text: str) -> None:
    import asyncio
    from importlib import import_module

    handler = _WarningHandler()
    logger = logging.getLogger(LIBRARY)
    logger.propagate = False
    logger.addHandler(handler)

    async def send() -> None:
        # An optional library with a slow import.
        await import_module(LIBRARY).DesktopNotifier(app_name=APP_NAME).send(title=APP_NAME, message=text)

    try:
        asyncio.run(send())
    finally:
        logger.removeHandler(handler)
    if handler.last is not None:
        raise OSError(handler.last)


TEXT: Final = "{text}"
"""The place of the line in the words of a command."""
COMMANDS: Final = {
    "notify-send": (f"--app-name={APP_NAME}", f"--expire-time={SHOW_SECONDS * 1000}", APP_NAME, TEXT),
    "osascript": (
        *("-e", "on run argv"),
        *("-e", "display notification (item 1 of argv) with title (item 2 of argv)"),
        *("-e", "end run"),
        *(TEXT, APP_NAME),
    ),
}
"""The words of each command that shows a line."""


def _send_by_command(name: str, text: str) -> None:
    subprocess.run(
        [name, *(text if word == TEXT else word for word in COMMANDS[name])],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )


class IdleCommand(Struct, frozen=True):
    """A command that prints for how long keyboard and mouse have been idle."""

    words: tuple[str, ...]
    pattern: str
    """A regular expression for the number in the output."""
    per_second: float
    """Units of the number in a second."""
    needs: str = ""
    """An environment variable that it needs."""


IDLE_COMMANDS: Final = (
    IdleCommand(
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
    IdleCommand(("xprintidle",), r"^(\d+)$", 1e3, "DISPLAY"),
    IdleCommand(("ioreg", "-c", "IOHIDSystem", "-d", "4"), r'"HIDIdleTime" = (\d+)', 1e9),
)

Run = Callable[[tuple[str, ...]], str]
"""Runs a command and returns its output, or raises OSError or SubprocessError."""


class DesktopIdle:
    """Runs idle commands, not too often; one that fails is not tried again."""

    def __init__(self, commands: tuple[IdleCommand, ...], clock: Clock, run: Run | None = None) -> None:
        self._commands = list(commands)
        self._clock = clock
        self._run = run or partial(
            subprocess.check_output,
            text=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=IDLE_PATIENCE_SECONDS,
        )
        self._known: tuple[float, float] | None = None

    def seconds(self) -> float | None:
        """Seconds since keyboard or mouse were touched; None: it is not known."""
        now = self._clock.monotonic()
        if self._known is not None and now - self._known[0] < IDLE_FRESH_SECONDS:
            return self._known[1]
        while self._commands:
            command = self._commands[0]
            with suppress(OSError, subprocess.SubprocessError):
                if found := re.search(command.pattern, self._run(command.words)):
                    self._known = (now, int(found[1]) / command.per_second)
                    return self._known[1]
            del self._commands[0]
        return None


def make_idle(clock: Clock, environment: Mapping[str, str]) -> DesktopIdle:
    """The idle commands of this machine."""
    commands = tuple(
        command
        for command in IDLE_COMMANDS
        if which(command.words[0]) and (not command.needs or environment.get(command.needs))
    )
    return DesktopIdle(commands, clock)


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
        from coach.sound.audio_player import open_audio

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
