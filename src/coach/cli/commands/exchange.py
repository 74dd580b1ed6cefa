"""`coach export`, `coach import` and `coach import-program`: events, and what other apps have made."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.cli.arguments import a_path, about_minutes
from coach.cli.console import Console
from coach.errors import UsageError
from coach.model.formatting import count_text

if TYPE_CHECKING:
    from coach.journal.damage import DamagedRow
    from coach.journal.exchange import ImportReport
    from coach.journal.importers.import_log import LogReport


def configure_export(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", nargs="?", type=a_path, metavar="FILE", help="none prints it")
    parser.add_argument("--format", choices=["jsonl", "csv"], default="jsonl", help="jsonl holds everything")


def run_export(args: Namespace, console: Console) -> int:
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


MOST_NAMES: Final = 12


def configure_import(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        type=a_path,
        metavar="FILE",
        help="events, or a CSV file of Strong, Hevy, FitNotes or StrongLifts",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")
    parser.add_argument(
        "--unit", choices=["kg", "lb"], help="of the weights, for a CSV file that does not say"
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=PROGRAM/SLOT",
        help="where an exercise goes; NAME=run and the like for an activity, NAME=- for the history alone",
    )


def run_import(args: Namespace, console: Console) -> int:
    """Import every valid event or row; exit status 1 when there was an invalid one."""
    from coach.cli.lock_messages import lock_of, print_lock_changes
    from coach.journal.exchange import MAX_FILE_BYTES, import_stream
    from coach.journal.importers.import_log import is_table

    path: Path = args.file
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"this file cannot be read: {reason.lower()}", path=str(path)) from error
    try:
        if is_table(data):
            return _import_table(data, args, console)
        before = lock_of(console.workspace)
        report = import_stream(console.workspace.journal, BytesIO(data), dry_run=args.dry_run)
    except UsageError as error:
        raise UsageError(error.message, hint=error.hint, path=str(path)) from error
    for problem in report.problems:
        console.warn(problem.text(str(path)))
    console.say(_added_text(report))
    print_lock_changes(console, before, report.events if args.dry_run else None)
    return 1 if report.problems else 0


def _import_table(data: bytes, args: Namespace, console: Console) -> int:
    """Import the log of another app."""
    from coach.app.imports import import_log

    report = import_log(console.workspace, data, mappings=args.map, unit=args.unit, dry_run=args.dry_run)
    for problem in report.problems:
        console.warn(problem.text(str(args.file)))
    console.say(
        f"{report.source}: {count_text(report.workouts, 'workout')}, {count_text(report.sets, 'set')}"
    )
    for name, place in sorted(report.matched.items())[:MOST_NAMES]:
        console.say(f"    {name} -> {place}")
    if report.unmatched:
        most = sorted(report.unmatched.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{name} ({count})" for name, count in most[:MOST_NAMES])
        more = f" and {len(most) - MOST_NAMES} more" if len(most) > MOST_NAMES else ""
        console.say(f"kept in the history alone: {named}{more}")
        console.say("    --map 'NAME=PROGRAM/SLOT' makes them sets of a program of yours")
    if report.left_out:
        console.say(f"{count_text(report.left_out, 'row')} left out: warm-ups, rests and notes")
    console.say(_added_text(report))
    return 1 if report.problems else 0


def _added_text(report: ImportReport | LogReport) -> str:
    would = "would be added" if report.dry_run else "added"
    known = f", {report.already} were there before" if report.already else ""
    return f"{count_text(report.added, 'event')} {would}{known}"


def configure_import_program(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        type=a_path,
        metavar="FILE",
        help="of Just Another Workout Timer, OpenHIIT, TimeR Machine, Timero, Workrave or intervals.icu",
    )
    parser.add_argument("--as", dest="name", metavar="NAME", help="its id and file name; made from its title")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would become")


def run_import_program(args: Namespace, console: Console) -> int:
    """Print what each program becomes and what could not be imported, and write it."""
    from coach.app.imports import preview_import, write_import
    from coach.app.programs import starting_timeline

    workspace = console.workspace
    file = preview_import(workspace, args.file, args.name)
    if not args.dry_run:
        write_import(workspace, file)
    drills = dict(workspace.catalog.drills)
    for one in file.programs:
        drills |= {drill.id: drill for drill in one.new_drills}
        seconds = starting_timeline(one.program, drills, workspace.today()).total_seconds
        what = count_text(len(one.program.slots), "drill")
        console.say(
            f"{one.program.id}: {one.program.title}, {what}, {about_minutes(seconds)}, from {file.app}"
        )
        for note in one.notes:
            console.say(f"  - {note}")
        for path in (one.path, one.drills_path):
            if path is not None:
                console.say(f"  {'would be written' if args.dry_run else 'written'}: {path}")
    return 0
