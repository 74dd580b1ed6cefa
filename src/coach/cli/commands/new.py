"""`coach new`: a program of your own, from another one or from a commented template."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.app.programs import Programs
from coach.cli.console import Console
from coach.model.program import Kind


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help="its id and its file's name: small letters and hyphens")
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--from", dest="source", metavar="PROGRAM", help="begin with a copy of that program")
    start.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        default=Kind.CUSTOM.value,
        metavar="KIND",
        help=f"begin with a template: {', '.join(Kind)}; custom",
    )
    parser.add_argument("--title", metavar="TEXT", help="what the screen shows; made from NAME")


def run(args: Namespace, console: Console) -> int:
    """Write a new file, and print its path."""
    programs = Programs(console.workspace)
    path = programs.new(args.name, source=args.source, kind=Kind(args.kind), title=args.title)
    console.say(str(path))
    if programs.is_shipped(args.name):
        console.say(f"It takes the place of the shipped program '{args.name}'; delete it to have that back.")
    console.say(f"Edit it, then: coach check {path}")
    console.say(f"See what it does: coach timeline {args.name}")
    return 0
