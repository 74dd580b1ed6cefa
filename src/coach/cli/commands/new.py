"""`coach new`: a program of your own, from another one or from a commented template."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.app.programs import Programs
from coach.cli.console import Console
from coach.model.program import Kind


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
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


def run(words: Namespace, console: Console) -> int:
    """Write the file, never over another one, and say where it is."""
    programs = Programs(console.workspace)
    path = programs.new(words.name, source=words.source, kind=Kind(words.kind), title=words.title)
    console.say(str(path))
    if programs.is_shipped(words.name):
        console.say(f"It takes the place of the shipped program '{words.name}'; delete it to have that back.")
    console.say(f"Edit it, then: coach check {path}")
    console.say(f"See what it does: coach timeline {words.name}")
    return 0
