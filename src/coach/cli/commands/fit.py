"""`coach fit`: a session as a workout for a watch."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.app.planning import session_timeline
from coach.cli.arguments import a_path, add_on
from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument("file", type=a_path, metavar="FILE.fit", help="written over if it is there")
    add_on(parser)


def run(args: Namespace, console: Console) -> int:
    """Write the session of a day as a FIT workout; needs an optional library."""
    from coach.export.fit import COMMON_STEPS, fit_workout
    from coach.files import write_over

    workspace = console.workspace
    title = workspace.program(args.program).title
    data, steps = fit_workout(
        session_timeline(workspace, args.program, args.on), title, workspace.clock.now()
    )
    write_over(args.file, data, folder=False)
    console.say(f"{steps} steps written to {args.file}")
    if steps > COMMON_STEPS:
        console.say(
            f"Many watches take {COMMON_STEPS} at most: if yours refuses it, make the program shorter."
        )
    return 0
