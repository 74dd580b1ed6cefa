"""`coach breaks`: calls a break every half hour until it is stopped."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Protocol

from coach.app.breaks import BreakSituation, BreakTimer, Idle, break_program, read_break_situation
from coach.cli.console import Console
from coach.clock import Clock
from coach.errors import TerminalGoneError, UsageError
from coach.model.formatting import weekday_name
from coach.model.timeline import Cue, CueKind
from coach.sound.audio_player import WAKE_SECONDS

if TYPE_CHECKING:
    from coach.app.desktop import Notifier
    from coach.sound.audio_player import AudioPlayer


class Keyboard(Protocol):
    """Where keys come from."""

    def wait(self, seconds: float) -> str | None:
        """The next key, in lower case; None when none came within `seconds`.

        Raises:
            TerminalGoneError: the terminal was closed.
        """
        ...

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Leave the terminal to another program for a while."""
        ...


class NoKeyboard:
    """No keys: time passes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def wait(self, seconds: float) -> str | None:
        """Sleep."""
        self._clock.sleep(seconds)
        return None

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Do nothing."""
        yield


class TerminalKeyboard:
    """The keys of a terminal, one by one, for as long as it is `open`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def wait(self, seconds: float) -> str | None:
        """The next key; None when none came within `seconds`.

        Raises:
            TerminalGoneError: the terminal can be read at any time, and has nothing to give.
        """
        try:
            ready, _, _ = select.select([self._handle], [], [], max(0.0, seconds))
            if not ready:
                return None
            typed = os.read(self._handle, 64)
        except BlockingIOError:
            # Another process has read it first.
            return None
        except OSError as error:
            raise TerminalGoneError from error
        if not typed:
            raise TerminalGoneError
        pressed = typed.decode("utf-8", "ignore").strip().lower()
        # An arrow is several characters and means nothing here; typed text counts by its first letter.
        return pressed[:1] if pressed.isprintable() else ""

    @contextmanager
    def open(self) -> Iterator[TerminalKeyboard]:
        """Take single keys, without showing them; afterwards the terminal is as it was."""
        import termios
        import tty

        try:
            before = termios.tcgetattr(self._handle)
            tty.setcbreak(self._handle)
        except termios.error as error:
            raise TerminalGoneError from error
        try:
            yield self
        finally:
            # The terminal may be closed by now.
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSADRAIN, before)

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Put the terminal back as most programs expect it, for a while."""
        import termios
        import tty

        try:
            now = termios.tcgetattr(self._handle)
            usual = termios.tcgetattr(self._handle)
            usual[3] |= termios.ICANON | termios.ECHO
            termios.tcsetattr(self._handle, termios.TCSADRAIN, usual)
        except termios.error as error:
            raise TerminalGoneError from error
        try:
            yield
        finally:
            # The terminal may be closed by now; the next `wait` raises.
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSAFLUSH, now)
                tty.setcbreak(self._handle)


@contextmanager
def open_keyboard(console: Console) -> Iterator[Keyboard]:
    """The keys of the terminal; `NoKeyboard` where there is none that gives single keys."""
    if sys.platform == "win32" or not console.interactive or console.stdin is None:
        yield NoKeyboard(console.clock)
        return
    with TerminalKeyboard(console.stdin.fileno()).open() as keyboard:
        yield keyboard


NAP_SECONDS: Final = 5.0
"""How long to wait for a key before the timer is checked again."""
BELL: Final = "\a"
ANSWERS: Final = "s start, z in 5 minutes, k skip, q quit"


class Alarm:
    """The sound and the notification of a call."""

    def __init__(self, console: Console, audio: AudioPlayer | None, notifier: Notifier) -> None:
        self._console = console
        self._audio = audio
        self._notifier = notifier
        self._complained = False

    def ring(self, line: str) -> None:
        """One sound and one notification; without a sound device, the bell of the terminal."""
        if self._audio is not None:
            if self._audio.status().reason is not None:
                self._console.write(BELL)
                self._console.flush()
            moment = self._console.clock.monotonic() + WAKE_SECONDS
            self._audio.plan([(moment, Cue(at=0, cue=CueKind.ANNOUNCE))])
        self._notifier.show(line)
        if self._notifier.trouble is not None and not self._complained:
            self._complained = True
            self._console.warn(f"No notification on the desktop: {self._notifier.trouble}")

    def close(self) -> None:
        """Close the sound device."""
        if self._audio is not None:
            self._audio.close()


class BreakCalls:
    """Shows the status of a break timer line by line, and sends it the answers."""

    def __init__(
        self,
        console: Console,
        keyboard: Keyboard,
        alarm: Alarm,
        *,
        read: Callable[[], BreakSituation],
        start: Callable[[], int],
        idle: Idle | None = None,
        once: bool = False,
    ) -> None:
        """Calls begin with `run`.

        Args:
            console: for the lines.
            keyboard: for the answers.
            alarm: rings.
            read: reads settings and journal; what it raises ends the command.
            start: runs the break as a session, and returns its exit status.
            idle: tells whether the user is there.
            once: end after the first call.
        """
        self._console = console
        self._keyboard = keyboard
        self._alarm = alarm
        self._start = start
        self._once = once
        self._timer = BreakTimer(console.clock, read, call=self._call, idle=idle)

    def run(self) -> int:
        """Call until `q`, or once; returns the exit status.

        Raises:
            CoachError: settings or journal cannot be read, or the settings leave no room for a break.
        """
        self._timer.begin()
        self._raise_error()
        self._say_next("")
        while True:
            status = self._timer.check()
            if status.state == "none" or (status.state == "locked" and not self._timer.has_room):
                raise UsageError(
                    "your working hours and quiet hours leave no room for a break",
                    hint="coach settings shows them",
                )
            if status.is_new and status.state == "locked":
                self._say(status.line)
            elif status.is_new and self._once:
                return 0
            seconds = NAP_SECONDS
            if status.state in ("waiting", "locked") and status.at is not None:
                left = (status.at - self._console.clock.now()).total_seconds()
                seconds = max(0.0, min(NAP_SECONDS, left))
            key = self._keyboard.wait(seconds)
            if key == "q":
                return 0
            if key == "s":
                self._timer.refresh()
                self._raise_error()
                if self._timer.lock_text is not None:
                    self._say(self._timer.lock_text)
                    continue
                with self._keyboard.lend():
                    exit_status = self._start()
                self._timer.skip()
                self._say_next("Back to work. " if exit_status == 0 else "")
            elif key == "z":
                at = self._timer.snooze()
                if at is not None:
                    self._say(f"Again at {at:%H:%M}.")
            elif key == "k":
                self._timer.skip()
                self._say_next("Skipped, nothing is owed. ")
            elif key:
                self._say(ANSWERS)

    def _call(self, line: str) -> None:
        self._raise_error()
        self._say(f"{line}  {ANSWERS}")
        self._alarm.ring(line)

    def _raise_error(self) -> None:
        if self._timer.error is not None:
            raise self._timer.error

    def _say_next(self, before: str) -> None:
        status = self._timer.check()
        if status.state in ("waiting", "locked") and status.at is not None:
            now = self._console.clock.now()
            day = "" if status.at.date() == now.date() else f" on {weekday_name(status.at)}"
            self._say(f"{before}The next break comes at {status.at:%H:%M}{day}.  s one now, q quit")

    def _say(self, text: str) -> None:
        self._console.say(f"{self._console.clock.now():%H:%M}  {text}")
        self._console.flush()


def configure_breaks(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--once", action="store_true", help="end after the next call")
    parser.add_argument("--plain", action="store_true", help="run a break line by line, without the screen")
    parser.add_argument("--mute", action="store_true", help="without sound")
    parser.add_argument(
        "--no-notification", action="store_true", help="without a notification on the desktop"
    )


def run_breaks(args: Namespace, console: Console) -> int:
    """Run the command."""
    from coach.app.desktop import Notifier, make_idle, make_notifier
    from coach.app.workspace import Workspace

    def read() -> BreakSituation:
        # The journal is closed again for other commands.
        with closing(Workspace(console.paths, console.clock)) as workspace:
            return read_break_situation(workspace)

    def start() -> int:
        # In another process, which has the terminal to itself.
        program = break_program(console.workspace.programs.values())
        if program is None:
            return 0
        command = [sys.executable, "-m", "coach", "run", program.id]
        command += ["--plain"] * (args.plain or not console.out.isatty()) + ["--mute"] * args.mute
        return subprocess.run(command, check=False).returncode

    notifier = Notifier({}) if args.no_notification else make_notifier()
    alarm = Alarm(console, _audio(console, mute=args.mute), notifier)
    try:
        with open_keyboard(console) as keyboard:
            calls = BreakCalls(
                console,
                keyboard,
                alarm,
                read=read,
                start=start,
                idle=make_idle(console.clock, console.environment),
                once=args.once,
            )
            return calls.run()
    finally:
        alarm.close()


def _audio(console: Console, *, mute: bool) -> AudioPlayer | None:
    """The audio player; None where sound is off. It looks for a device at once, long before a call."""
    settings = console.workspace.settings
    if mute or not settings.sound or settings.volume == 0:
        return None
    from coach.sound.audio_player import open_audio

    return open_audio(settings, console.clock, own_sounds=console.paths.sounds)
