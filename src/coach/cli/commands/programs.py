"""`coach new`, `coach check` and `coach schema`: programs of your own, their problems, their schema."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.model.formatting import count_text
from coach.model.program import Kind


def configure_new(parser: ArgumentParser) -> None:
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


def run_new(args: Namespace, console: Console) -> int:
    """Write a new file, and print its path."""
    from coach.app.programs import Programs

    programs = Programs(console.workspace)
    path = programs.new(args.name, source=args.source, kind=Kind(args.kind), title=args.title)
    console.say(str(path))
    if programs.is_shipped(args.name):
        console.say(f"It takes the place of the shipped program '{args.name}'; delete it to have that back.")
    console.say(f"Edit it, then: coach check {path}")
    console.say(f"See what it does: coach timeline {args.name}")
    return 0


def configure_check(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files",
        nargs="*",
        type=a_path,
        metavar="FILE",
        help="programs or drills; none checks all of your own",
    )


def run_check(args: Namespace, console: Console) -> int:
    """Print each problem as `file:line:column: message`; status 1 when there is one."""
    from coach.app.programs import check_files

    files: list[Path] = args.files
    catalog = console.workspace.catalog
    if not files:
        problems = list(catalog.problems)
        read = len(catalog.programs) + len(catalog.broken)
        well = f"{read} programs and {len(catalog.drills)} drills, all well"
    else:
        problems = check_files(files, catalog)
        well = f"{count_text(len(files), 'file')}, all well"
    for problem in problems:
        console.say(problem.line_text())
    if problems:
        return 1
    console.say(well)
    return 0


def configure_schema(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "what", choices=["program", "drills", "figures", "config"], help="which file it describes"
    )


def run_schema(args: Namespace, console: Console) -> int:
    """Print the schema, indented."""
    import json

    from coach.config.schema import config_schema
    from coach.programs.json_schema import json_schema

    schema = config_schema() if args.what == "config" else json_schema(args.what)
    console.say_text(json.dumps(schema, indent=2))
    return 0
