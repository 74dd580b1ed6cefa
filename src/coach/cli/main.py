"""The command line: find the command, run it, and report errors in one line; crash reports."""

from __future__ import annotations

import importlib
import os
import sys
from argparse import ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, TextIO

from coach import __version__
from coach.cli.console import Console, OpenScreen, OutputLostError, lost_output, silence
from coach.clock import is_clock_valid
from coach.errors import CoachError, UsageError, did_you_mean, file_error
from coach.paths import ScreenRequest

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
    "figure": "how a drill is done, as a picture",
    "sheet": "a session on one page, with figures, for the wall or for a therapist",
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


class Command(NamedTuple):
    """The functions of a command."""

    configure: Callable[[ArgumentParser], None]
    """Adds its arguments."""
    run: Callable[[Namespace, Console], int]
    """Runs it, and returns the exit status."""


class _Help(HelpFormatter):
    """As wide as the terminal; argparse would import a heavy module to find that out."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
        except (ValueError, OSError):
            columns = 80
        super().__init__(prog, width=columns - 2)


class OneLineParser(ArgumentParser):
    """Reports wrong use as a `UsageError`, and adds examples to the help."""

    def format_help(self) -> str:
        """The help with examples."""
        examples = example_lines(self.prog)
        lines = ["", "examples:", *(f"  {line}" for line in examples), ""] if examples else []
        return super().format_help() + "\n".join(lines)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # argparse itself ignores output that cannot be written.
        try:
            (file or sys.stderr).write(message)
            sys.stdout.flush()
        except OSError as error:
            raise lost_output(error) from error

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(f"{self.prog}: {message}", hint=f"'{self.prog} --help' shows what it takes")


_MODULES: Final = {
    "calendar": "documents",
    "check": "programs",
    "due": "today",
    "export": "exchange",
    "fit": "documents",
    "import": "exchange",
    "import-program": "exchange",
    "locate": "settings",
    "new": "programs",
    "restore": "copies",
    "schema": "programs",
    "set": "settings",
    "sheet": "documents",
    "simulate": "plan",
    "summary": "documents",
    "sync": "copies",
    "timeline": "plan",
    "week": "history",
    "why": "plan",
}
"""The modules of commands that share one; any other command has a module of its name."""


def load_command(name: str) -> Command:
    """Import the functions of a command: `configure_NAME` and `run_NAME` in its module."""
    module = importlib.import_module(f"coach.cli.commands.{_MODULES.get(name, name)}")
    word = name.replace("-", "_")
    return Command(getattr(module, f"configure_{word}"), getattr(module, f"run_{word}"))


def run_command(argv: Sequence[str], *, open_screen: OpenScreen, console: Console | None = None) -> int:
    """Run one command line and return its exit status.

    Args:
        argv: the arguments after `coach`.
        open_screen: shows the full-screen app.
        console: streams, clock and paths; None: those of this process.

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
        # The reader of the output has ended; Python would report that again when it closes the stream.
        silence(at.out)
        return DONE
    except OverflowError:
        if is_clock_valid():
            raise
        # Modules may read the clock when they are imported.
        at.warn(
            "coach: the clock of this machine shows a year that nobody can mean (set it, and start again)"
        )
        return WRONG
    except OSError as error:
        if error.filename is None:
            raise
        # A file or folder that cannot be used; a traceback would not help.
        at.warn(f"coach: {file_error(error)}")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        try:
            at.close()
        except CoachError as error:
            at.warn(f"coach: {error}")
    return status


def _dispatch(argv: Sequence[str], console: Console) -> int:
    if not argv:
        return console.open_screen(console.workspace, ScreenRequest())
    name, *arguments = argv
    if name in {"--version", "-V"}:
        console.say(f"coach {__version__}")
        return DONE
    if name in {"--help", "-h", "help"}:
        width = max(map(len, COMMANDS)) + 2
        rows = {"": "open the app", **COMMANDS}
        lines = [
            "coach: short, timed sessions that keep the back free of spasms",
            "",
            *(f"  coach {name:<{width}}{what}" for name, what in rows.items()),
            "",
            "'coach COMMAND --help' shows what a command takes.",
        ]
        console.say_text("\n".join(lines))
        return DONE
    if name not in COMMANDS:
        raise UsageError(
            f"there is no command '{name}'",
            hint=did_you_mean(name, list(COMMANDS), "'coach --help' lists the commands"),
        )
    command = load_command(name)
    parser = OneLineParser(prog=f"coach {name}", description=COMMANDS[name], formatter_class=_Help)
    command.configure(parser)
    try:
        return command.run(parser.parse_args(arguments), console)
    except SystemExit as shown:
        return DONE if shown.code in {None, 0} else WRONG


EXAMPLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "run": (
        ("coach run core", "on the screen"),
        ("coach run core --plain", "line by line, for screen readers and pipes"),
        ("coach run core --speed 20 --mute", "a silent rehearsal, twenty times as fast"),
    ),
    "today": (
        ("coach today", "what is due, each dose, and why"),
        ("coach today --on 2026-02-01 --json", "another day, for a program to read"),
    ),
    "due": (
        ("coach due", "status 0 when something is due, 1 when nothing is"),
        ("coach due core --quiet", "without a word, for a shell prompt or a timer"),
    ),
    "breaks": (
        ("coach breaks", "runs along, and calls every half hour"),
        ("coach breaks --once --mute", "one call, without sound"),
    ),
    "week": (("coach week", "this week's habits"), ("coach week --on 2026-01-04", "the week of that day")),
    "why": (
        ("coach why core plank", "how the plank's dose came about"),
        ("coach why --all-reasons", "every sentence that a dose can come with"),
    ),
    "simulate": (
        ("coach simulate core --weeks 10", "ten weeks, if all goes well"),
        ("coach simulate core --miss 4,5 --skip 7", "two sessions come up short, one is left out"),
    ),
    "timeline": (
        ("coach timeline core", "today's session, second by second"),
        ("coach timeline core --intervals", "as text for intervals.icu"),
    ),
    "log": (
        ("coach log session core plank=30,30,28~ side-plank.left=30,24!2", "seconds held; ~ shaky, !2 pain"),
        ("coach log session core --as-asked", "all of it just as it was asked"),
        ("coach log walk --minutes 40 --talked yes", "cardio"),
        ("coach log morning --stiff no --pain 0 --sleep 7.5", "a check-in; what is left out stays unknown"),
        ("coach log set_level core plank --seconds 25", "a level of your own"),
        ("coach log easier_today core plank", "less of one slot today"),
        ("coach log deload", "a light week from now on"),
        ("coach log new_block", "a new block from this week on"),
        ("coach log undo --yes", "takes the newest entry back"),
    ),
    "history": (("coach history --limit 10", "the newest ten sessions"),),
    "figure": (
        ("coach figure side-plank --side left", "in the terminal; a sentence where the output is none"),
        ("coach figure cat-camel --still", "one picture, without the movement"),
        ("coach figure plank --svg plank.svg", "as a picture for a browser"),
    ),
    "sheet": (
        ("coach sheet core core.html", "today's session, to print"),
        ("coach sheet morning - > morning.html", "the same on standard output"),
    ),
    "guide": (("coach guide", "the list of pages"), ("coach guide desk", "one of them")),
    "settings": (("coach settings --changed", "what you have set yourself"),),
    "set": (
        ("coach set volume 60 rest.between 30s", "several at once"),
        ("coach set quiet 22:00-07:00", "from when to when"),
        ("coach set volume --default", "back to the default"),
    ),
    "new": (
        ("coach new my-core --from core", "a copy under a name of its own"),
        ('coach new my-walk --kind cardio --title "My walk"', "a commented template"),
    ),
    "import-program": (("coach import-program workout.json --dry-run", "only say what it would become"),),
    "calendar": (
        ("coach calendar coach.ics --at 7:30 --weeks 6", "six weeks, each at half past seven"),
        ("coach calendar - core --no-alarm", "printed, one program alone"),
    ),
    "fit": (("coach fit core core.fit", "today's session, for a watch"),),
    "check": (("coach check", "all of your own"), ("coach check my-program.yaml", "one file")),
    "schema": (("coach schema program > program.schema.json", "for an editor that completes keys"),),
    "import": (
        ("coach import journal.jsonl --dry-run", "only say what would be taken in"),
        ('coach import strong.csv --unit kg --map "Front hold=core/plank"', "a log of another app"),
    ),
    "export": (
        ("coach export journal.jsonl", "everything, one event a line"),
        ("coach export --format csv sets.csv", "one row for each set and side"),
    ),
    "sync": (("coach sync ~/Sync/coach", "a folder that something carries between machines"),),
    "restore": (
        ("coach restore", "the copies there are"),
        ("coach restore 2026-01-05", "puts that one in the journal's place"),
    ),
    "summary": (("coach summary --weeks 4 --format html > summary.html", "four weeks, as a page to print"),),
    "doctor": (
        ("coach doctor", "plays a tone in each way it finds, and says what works"),
        ("coach doctor --silent", "the same without a tone"),
        ("coach doctor --repair", "saves what a damaged journal still holds"),
    ),
    "locate": (("coach locate --json", "every path, for a program to read"),),
}
"""Command lines by command, each with what it does."""


def example_lines(start: str) -> list[str]:
    """The examples that begin with `start`, one a line, with what they do after a `#`.

    Args:
        start: such as `coach log` or `coach log walk`.
    """
    command = start.split()[1]
    found = [(line, what) for line, what in EXAMPLES.get(command, ()) if f"{line} ".startswith(f"{start} ")]
    width = max((len(line) for line, _ in found), default=0)
    return [f"{line:<{width}}  # {what}" for line, what in found]


CRASH_FILE: Final = "fault.log"
"""The file with the latest traceback, in the folder of logs."""

ExceptHook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def crash_hook(find_folder: Callable[[], Path], err: TextIO | None = None) -> ExceptHook:
    """A function for `sys.excepthook`.

    Args:
        find_folder: returns the folder of the file, which is created; called on a crash.
        err: for the sentence; None: standard error.
    """

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        import traceback

        stream = err or sys.stderr
        details = "".join(traceback.format_exception(kind, error, trace))
        summary = "".join(traceback.format_exception_only(kind, error)).strip()
        try:
            folder = find_folder()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / CRASH_FILE
            # Private: the details may name programs and folders.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(details)
        except (OSError, RuntimeError, CoachError):
            # On a full disk, or without a home folder.
            before, where = details, "the details are above"
        else:
            before, where = "", f"the details are in {path}"
        # Without standard error there are still the file and the exit status.
        with suppress(OSError, ValueError):
            stream.write(
                f"{before}coach: something went wrong inside the app, not by your doing ({summary}). "
                "Every set that the disk has taken is kept; 'coach' goes on from there. "
                f"For whoever mends it, {where}.\n"
            )
            stream.flush()

    return report
