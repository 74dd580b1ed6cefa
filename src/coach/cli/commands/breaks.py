"""`coach breaks`: runs along while you work, and calls you out of the chair every half hour."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import cycle
from typing import TYPE_CHECKING, Final, Protocol

from coach.app.breaks import LINES, BreakWatch, Look, News, break_news, break_program
from coach.cli.console import Console
from coach.clock import Clock
from coach.errors import TerminalGoneError, UsageError
from coach.model.formatting import weekday_name
from coach.model.timeline import Cue, CueKind

if TYPE_CHECKING:
    from coach.app.desktop import Notifier
    from coach.sound.player import AudioPlayer


class Keyboard(Protocol):
    """Where keys come from."""

    def wait(self, seconds: float) -> str | None:
        """The next key, in lower case; None when none came within `seconds`.

        Raises:
            TerminalGoneError: none will ever come.
        """
        ...

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Leave the terminal to something else for a while."""
        ...


class NoKeyboard:
    """Nobody is there: time passes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def wait(self, seconds: float) -> str | None:
        """Let that much time pass."""
        self._clock.sleep(seconds)
        return None

    @contextmanager
    def lend(self) -> Iterator[None]:
        """There is nothing to lend."""
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
            # Somebody else has read it first.
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
            # One that has gone needs nothing put back.
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
            # The next key that is asked for tells that it has gone.
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSAFLUSH, now)
                tty.setcbreak(self._handle)


@contextmanager
def open_keyboard(console: Console) -> Iterator[Keyboard]:
    """The terminal's keys where somebody sits at one that gives single keys; else nobody's."""
    if sys.platform == "win32" or not console.interactive or console.stdin is None:
        yield NoKeyboard(console.clock)
        return
    with TerminalKeyboard(console.stdin.fileno()).open() as keyboard:
        yield keyboard


NAP_SECONDS: Final = 5.0
"""So often is looked whether it is time; a key is heard at once."""
LEAD_SECONDS: Final = 1.5
"""A sound device that rested takes a moment to open; a cue that is planned ahead waits for it."""
BELL: Final = "\a"
ANSWERS: Final = "s start, z in 5 minutes, k skip, q quit"


class Alarm:
    """Makes itself heard and seen, in whatever way there is."""

    def __init__(self, console: Console, audio: AudioPlayer | None, notifier: Notifier) -> None:
        self._console = console
        self._audio = audio
        self._notifier = notifier
        self._complained = False

    def ring(self, line: str) -> None:
        """One sound and one notification; where no device can sound, the terminal's bell."""
        self._sound()
        self._notifier.show(line)
        if self._notifier.trouble is not None and not self._complained:
            self._complained = True
            self._console.warn(f"No notification on the desktop: {self._notifier.trouble}")

    def _sound(self) -> None:
        if self._audio is None:
            return
        if self._audio.status().reason is not None:
            self._console.write(BELL)
            self._console.flush()
        moment = self._console.clock.monotonic() + LEAD_SECONDS
        self._audio.plan([(moment, Cue(at=0, cue=CueKind.ANNOUNCE))])

    def close(self) -> None:
        """Let go of the sound device."""
        if self._audio is not None:
            self._audio.close()


class BreakCalls:
    """Waits for breaks and calls them out until it is told to stop."""

    def __init__(
        self,
        console: Console,
        watch: BreakWatch,
        keyboard: Keyboard,
        alarm: Alarm,
        *,
        start: Callable[[], int],
        news: Callable[[], News],
        once: bool = False,
    ) -> None:
        """Join what a call needs.

        Args:
            console: where lines are said.
            watch: knows when.
            keyboard: where answers come from.
            alarm: rings.
            start: runs the break as a session; gives its exit status.
            news: how things stand by the settings and the journal; asked before each call.
            once: end after the first call.
        """
        self._console = console
        self._watch = watch
        self._keyboard = keyboard
        self._alarm = alarm
        self._start = start
        self._news = news
        self._once = once
        self._lines = cycle(LINES)

    def run(self) -> int:
        """Call until `q`, or once; gives the exit status.

        Raises:
            UsageError: by the settings there is never a break.
        """
        self._say_next("")
        while True:
            look = self._watch.look()
            if look.state == "none":
                raise UsageError(
                    "your working hours and quiet hours leave no room for a break",
                    hint="coach settings shows them",
                )
            if look.fresh and self._call() and self._once:
                return 0
            key = self._keyboard.wait(self._nap(look))
            if key == "q":
                return 0
            self._answer(key)

    def _nap(self, look: Look) -> float:
        if look.state != "waiting" or look.at is None:
            return NAP_SECONDS
        left = (look.at - self._console.clock.now()).total_seconds()
        return max(0.0, min(NAP_SECONDS, left))

    def _call(self) -> bool:
        """Call, unless there is nothing to call for; says whether it did."""
        if self._taken_care_of():
            return False
        line = next(self._lines)
        self._say(f"{line}  {ANSWERS}")
        self._alarm.ring(line)
        return True

    def _taken_care_of(self) -> bool:
        """Whether there is nothing to call for: a red flag stands, or the break was taken somewhere else."""
        if self._locked():
            self._watch.done()
            return True
        return self._watch.look().state != "due"

    def _locked(self) -> bool:
        """Whether a red flag stands; then it is said what to do about it."""
        news = self._news()
        self._watch.learn(news)
        if news.care is not None:
            self._say(news.care)
        return news.care is not None

    def _answer(self, key: str | None) -> None:
        if key == "s":
            if self._locked():
                return
            with self._keyboard.lend():
                status = self._start()
            self._watch.done()
            self._say_next("Back to work. " if status == 0 else "")
        elif key == "z":
            self._say(f"Again at {_clock(self._watch.snooze())}.")
        elif key == "k":
            self._watch.done()
            self._say_next("Skipped, nothing is owed. ")
        elif key:
            self._say(ANSWERS)

    def _say_next(self, before: str) -> None:
        look = self._watch.look()
        if look.state == "waiting" and look.at is not None:
            now = self._console.clock.now()
            day = "" if look.at.date() == now.date() else f" on {weekday_name(look.at)}"
            self._say(f"{before}The next break comes at {_clock(look.at)}{day}.  s one now, q quit")

    def _say(self, text: str) -> None:
        self._console.say(f"{self._console.clock.now():%H:%M}  {text}")
        self._console.flush()


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("--once", action="store_true", help="end after the next call")
    parser.add_argument("--plain", action="store_true", help="run a break line by line, without the screen")
    parser.add_argument("--mute", action="store_true", help="without sound")
    parser.add_argument(
        "--no-notification", action="store_true", help="without a notification on the desktop"
    )


def run(words: Namespace, console: Console) -> int:
    """Call until it is told to stop."""
    from coach.app.desktop import NoNotifier, make_idle, make_notifier

    news = _news(console)
    idle = make_idle(console.clock, console.environment)
    watch = BreakWatch(news.window, console.clock, idle=idle, last=news.last)
    notifier = NoNotifier() if words.no_notification else make_notifier()
    alarm = Alarm(console, _audio(console, mute=words.mute), notifier)
    try:
        with open_keyboard(console) as keyboard:
            calls = BreakCalls(
                console,
                watch,
                keyboard,
                alarm,
                start=lambda: _take_a_break(words, console),
                news=lambda: _news(console),
                once=words.once,
            )
            return calls.run()
    finally:
        alarm.close()


def _take_a_break(words: Namespace, console: Console) -> int:
    """Run the break in a process of its own: it has the terminal to itself, and this one stays small."""
    program = break_program(console.workspace.programs.values())
    if program is None:
        return 0
    command = [sys.executable, "-m", "coach", "run", program.id]
    command += ["--plain"] * (words.plain or not console.out.isatty()) + ["--mute"] * words.mute
    return subprocess.run(command, check=False).returncode


def _audio(console: Console, *, mute: bool) -> AudioPlayer | None:
    """What sounds; None where nothing is to sound. It looks for a device now, hours before it needs one."""
    settings = console.workspace.settings
    if mute or not settings.sound or settings.volume == 0:
        return None
    from coach.sound.player import make_booth

    return make_booth(settings, console.clock, own_sounds=console.paths.sounds)


def _news(console: Console) -> News:
    """How things stand now; nothing stays open meanwhile, so that other commands have the journal."""
    from coach.app.workspace import Workspace

    workspace = Workspace(console.paths, console.clock)
    try:
        return break_news(workspace)
    finally:
        workspace.close()
