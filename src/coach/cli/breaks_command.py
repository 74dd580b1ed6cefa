"""`coach breaks`: runs along while you work, and calls you out of the chair every half hour."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from coach.cli.break_calls import Alarm, BreakCalls
from coach.cli.console import Console
from coach.cli.keyboard import open_keyboard
from coach.service.breaks import BreakWatch, News, break_news, break_program

if TYPE_CHECKING:
    from coach.sound.booth import Booth


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
    from coach.service.desktop import NoNotifier, make_idle, make_notifier

    news = _news(console)
    idle = make_idle(console.clock, console.environment)
    watch = BreakWatch(news.window, console.clock, idle=idle, last=news.last)
    notifier = NoNotifier() if words.no_notification else make_notifier()
    alarm = Alarm(console, _booth(console, mute=words.mute), notifier)
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
    program = break_program(console.coach.programs.values())
    if program is None:
        return 0
    command = [sys.executable, "-m", "coach", "run", program.id]
    command += ["--plain"] * (words.plain or not console.out.isatty()) + ["--mute"] * words.mute
    return subprocess.run(command, check=False).returncode


def _booth(console: Console, *, mute: bool) -> Booth | None:
    """What sounds; None where nothing is to sound. It looks for a device now, hours before it needs one."""
    settings = console.coach.settings
    if mute or not settings.sound or settings.volume == 0:
        return None
    from coach.sound.booth import make_booth

    return make_booth(settings, console.clock, own_sounds=console.paths.sounds)


def _news(console: Console) -> News:
    """How things stand now; nothing stays open meanwhile, so that other commands have the journal."""
    from coach.service import Coach

    coach = Coach(console.paths, console.clock)
    try:
        return break_news(coach)
    finally:
        coach.close()
