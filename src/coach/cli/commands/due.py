"""`coach due`: whether anything is due, for shell prompts, timers and scripts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.console import Console

NOTHING_DUE = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "what", nargs="?", metavar="WHAT", help="a program's id, checkins, or break; without it: anything"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing: the exit status tells")


def run(args: Namespace, console: Console) -> int:
    """Print one line; exit status 0 when something is due, else 1."""
    from coach.app.due import due_now

    due = due_now(console.workspace, args.what)
    if not args.quiet:
        console.say(due.line)
    return 0 if due.anything else NOTHING_DUE
