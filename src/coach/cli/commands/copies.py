"""`coach restore` and `coach sync`: copies of the journal, here and on other machines."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.cli.lock_messages import lock_of, print_lock_changes
from coach.coaching.messages import lock_changes
from coach.model.formatting import count_text, long_date
from coach.model.plan import Lock


def configure_restore(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "copy",
        nargs="?",
        metavar="COPY",
        help="a copy, as 2026-01-05, or the path of another; none lists them",
    )


def run_restore(args: Namespace, console: Console) -> int:
    """List the copies, or restore one; the present journal is kept."""
    from coach.app import repair

    if args.copy is not None:
        before = _lock(console)
        for sentence in repair.restore(console.paths, console.clock, args.copy):
            console.say(sentence)
        for sentence in lock_changes(before, _lock(console)):
            console.say(sentence)
        return 0
    found = repair.copies(console.paths)
    if not found:
        console.say("No copies yet: one is made each day on which something is written.")
    for copy in found:
        if copy.events is None:
            console.say(f"{copy.name:<12} cannot be read")
        else:
            until = f", the latest of {long_date(copy.last)}" if copy.last else ""
            console.say(f"{copy.name:<12} {count_text(copy.events, 'event')}{until}")
    return 0


def _lock(console: Console) -> Lock | None:
    """The lock by the journal that is there now, which is closed again."""
    from coach.app.workspace import Workspace

    with closing(Workspace(console.paths, console.clock)) as workspace:
        return lock_of(workspace)


def configure_sync(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "folder", type=a_path, metavar="FOLDER", help="one that Syncthing, git or a cloud drive carries"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")


def run_sync(args: Namespace, console: Console) -> int:
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
