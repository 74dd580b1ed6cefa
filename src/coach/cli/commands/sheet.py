"""`coach sheet`: a session on one page, with figures, for the wall or for a therapist."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coach.cli.arguments import a_path, add_on
from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument(
        "file",
        nargs="?",
        type=a_path,
        default=Path("-"),
        metavar="FILE.html",
        help="written over if it is there; - or none prints it",
    )
    add_on(parser)


def run(args: Namespace, console: Console) -> int:
    """Write the page."""
    from coach.export.sheet import sheet_html
    from coach.files import write_over

    page = sheet_html(console.workspace, args.program, args.on)
    if str(args.file) == "-":
        console.say_text(page.removesuffix("\n"))
        return 0
    write_over(args.file, page.encode("utf-8"), folder=False)
    console.say(f"written to {args.file}")
    return 0
