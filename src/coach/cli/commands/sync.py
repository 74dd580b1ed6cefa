"""`coach sync`: keep the journals of several machines alike through a shared folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.cli.lock_messages import lock_of, print_lock_changes
from coach.model.formatting import count_text


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "folder", type=a_path, metavar="FOLDER", help="one that Syncthing, git or a cloud drive carries"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")


def run(args: Namespace, console: Console) -> int:
    """Exchange events with other machines; exit status 1 when a line was invalid."""
    from coach.journal.damage import left_out
    from coach.journal.sync import synchronise

    before = lock_of(console.workspace)
    report = synchronise(console.workspace.journal, args.folder, dry_run=args.dry_run)
    for problem in report.problems:
        console.warn(problem.text())
    for row in report.damaged:
        console.warn(left_out(row, console.paths.journal))
    would = "would be " if report.dry_run else ""
    console.say(
        f"{count_text(report.taken_in, 'event')} {would}taken in from {count_text(report.files, 'file')}, "
        f"{count_text(report.written, 'event')} {would}written"
    )
    print_lock_changes(console, before, report.events if args.dry_run else None)
    if report.unfinished:
        console.say(
            f"{count_text(report.unfinished, 'file')} not complete yet; sync again later for the rest"
        )
    return 1 if report.problems or report.damaged else 0
