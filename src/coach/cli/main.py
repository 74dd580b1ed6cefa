"""One command line: find the command, run it, and tell what went wrong in one line."""

from __future__ import annotations

import importlib
import os
import sys
from argparse import ArgumentParser, HelpFormatter, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, cast

from coach import __version__
from coach.cli.console import Console, OpenScreen, OutputLostError, lost_output
from coach.cli.streams import silence
from coach.clock import tells_time
from coach.errors import CoachError, UsageError, did_you_mean, place_trouble
from coach.request import ScreenRequest

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

DONE: Final = 0
WRONG: Final = 2
INTERRUPTED: Final = 130

COMMANDS: Final[dict[str, str]] = {
    "run": "run a session: on the screen, or line by line",
    "today": "what is due, each dose, and why",
    "due": "whether anything is due: by its exit status, and in one line",
    "breaks": "calls you out of the chair every half hour",
    "week": "the week's habits, and what else is worth knowing",
    "why": "how a dose came about, day by day",
    "simulate": "the weeks ahead, if all goes well or with misses",
    "timeline": "a session laid out second by second",
    "log": "record what was done away from the app; undo or edit",
    "history": "what was done",
    "guide": "short pages: why a back locks up, and what keeps it loose",
    "settings": "every setting: what it is, its default, its meaning",
    "set": "change a setting",
    "new": "a program of your own, from another one or from a template",
    "import-program": "a program that was made with another app",
    "calendar": "the sessions ahead as a file for any calendar",
    "fit": "a session as a workout for a watch",
    "check": "read programs and drills, and tell every problem in them",
    "schema": "the JSON Schema of a file, for editors",
    "import": "take events in; twice adds nothing",
    "export": "write the journal out",
    "sync": "keep the journals of several machines alike through a folder",
    "restore": "the copies of the journal, and the way back to one",
    "summary": "what was done in the last weeks, on one page for a clinician",
    "doctor": "what works here, what does not, and what to do about it",
    "locate": "every path that is read or written",
}


class CommandModule(Protocol):
    """What each module of a command offers."""

    def configure(self, parser: ArgumentParser) -> None:
        """Declare the words that the command takes."""

    def run(self, words: Namespace, console: Console) -> int:
        """Do it, and return the exit status."""


class _Help(HelpFormatter):
    """As wide as the terminal; asked here, since argparse loads a heavy module to find it out."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
        except (ValueError, OSError):
            columns = 80
        super().__init__(prog, width=columns - 2)


class OneLineParser(ArgumentParser):
    """Tells wrong use in one line, as every other error is told, and ends its help with examples."""

    def format_help(self) -> str:
        """What it takes, and how it is used."""
        from coach.cli.examples import example_lines

        examples = example_lines(self.prog)
        told = ["", "examples:", *(f"  {line}" for line in examples), ""] if examples else []
        return super().format_help() + "\n".join(told)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse itself passes over output that cannot be written.
        try:
            (file or sys.stderr).write(message)
            sys.stdout.flush()
        except OSError as error:
            raise lost_output(error) from error

    def error(self, message: str) -> NoReturn:
        """End with status 2 and one sentence."""
        raise UsageError(f"{self.prog}: {message}", hint=f"'{self.prog} --help' shows what it takes")


def run_command(argv: Sequence[str], *, open_screen: OpenScreen, console: Console | None = None) -> int:
    """Run one command line and return its exit status.

    Args:
        argv: the words after the command's name.
        open_screen: shows the full-screen app.
        console: streams, clock and paths; None takes those of this process.

    Returns:
        0 done, 1 what was checked has problems, 2 wrong use or bad input, 130 on Ctrl-C.
    """
    at = console or Console.this_process(open_screen)
    try:
        status = _dispatch(argv, at)
        at.flush()
    except OutputLostError as error:
        silence(at.out)
        at.warn(f"coach: {error}")
        return WRONG
    except CoachError as error:
        at.warn(f"coach: {error}")
        for line in error.lines:
            at.say(line)
        return WRONG
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more while it closes the stream.
        silence(at.out)
        return DONE
    except OverflowError:
        if tells_time():
            raise
        # What a command rests on may ask for the time as soon as it is imported.
        at.warn(
            "coach: the clock of this machine shows a year that nobody can mean (set it, and start again)"
        )
        return WRONG
    except OSError as error:
        if error.filename is None:
            raise
        # A place that cannot be used, however it came up: nobody needs to see where in the app.
        at.warn(f"coach: {place_trouble(error)}")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        _close(at)
    return status


def _close(console: Console) -> None:
    """Let go of the journal, which keeps a copy of itself when it was written to."""
    try:
        console.close()
    except CoachError as error:
        console.warn(f"coach: {error}")


def _dispatch(argv: Sequence[str], console: Console) -> int:
    if not argv:
        return console.open_screen(console.coach, ScreenRequest())
    name, *words = argv
    if name in {"--version", "-V"}:
        console.say(f"coach {__version__}")
        return DONE
    if name in {"--help", "-h", "help"}:
        console.say_text(_overview())
        return DONE
    if name not in COMMANDS:
        raise UsageError(
            f"there is no command '{name}'",
            hint=did_you_mean(name, list(COMMANDS), "'coach --help' lists the commands"),
        )
    module = cast(CommandModule, importlib.import_module(f"coach.cli.{name.replace('-', '_')}_command"))
    parser = OneLineParser(prog=f"coach {name}", description=COMMANDS[name], formatter_class=_Help)
    module.configure(parser)
    try:
        return module.run(parser.parse_args(words), console)
    except SystemExit as shown:
        return DONE if shown.code in {None, 0} else WRONG


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    rows = {"": "open the app", **COMMANDS}
    lines = [
        "coach: short, timed sessions that keep the back free of spasms",
        "",
        *(f"  coach {name:<{width}}{what}" for name, what in rows.items()),
        "",
        "'coach COMMAND --help' shows what a command takes.",
    ]
    return "\n".join(lines)
