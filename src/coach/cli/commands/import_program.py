"""`coach import-program`: a program that was made with another app, as one of your own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.arguments import a_path, about_minutes
from coach.cli.console import Console
from coach.model.formatting import count_text


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        type=a_path,
        metavar="FILE",
        help="of Just Another Workout Timer, OpenHIIT, TimeR Machine, Timero, Workrave or intervals.icu",
    )
    parser.add_argument("--as", dest="name", metavar="NAME", help="its id and file name; made from its title")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would become")


def run(args: Namespace, console: Console) -> int:
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
