"""`coach check`: read programs and drills, and print every problem."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.model.formatting import count_text


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files",
        nargs="*",
        type=a_path,
        metavar="FILE",
        help="programs or drills; none checks all of your own",
    )


def run(args: Namespace, console: Console) -> int:
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
