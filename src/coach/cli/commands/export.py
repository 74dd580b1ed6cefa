"""`coach export`: write the journal out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.journal.damage import DamagedRow


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", nargs="?", type=a_path, metavar="FILE", help="none prints it")
    parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl", help="jsonl holds everything")


def run(args: Namespace, console: Console) -> int:
    """Write every event or set, one a line; exit status 1 when a damaged one was left out."""
    from coach.files import writing_over
    from coach.journal.damage import left_out
    from coach.journal.exchange import export_csv

    journal = console.workspace.journal
    damaged: list[DamagedRow] = []
    lines = export_csv(journal, damaged) if args.format == "csv" else journal.texts(damaged)
    if args.file is None:
        for line in lines:
            console.print_data(line)
    else:
        count = 0
        try:
            with writing_over(args.file) as out:
                for line in lines:
                    out.write(line.encode() + b"\n")
                    count += 1
        except OSError as error:
            raise UsageError(f"{args.file} cannot be written: {error.strerror or error}") from error
        console.say(f"{count} lines written to {args.file}")
    for row in damaged:
        console.warn(left_out(row, journal.path))
    return 1 if damaged else 0
