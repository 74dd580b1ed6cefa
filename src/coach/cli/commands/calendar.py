"""`coach calendar`: the sessions ahead as a file for any calendar."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import time

from coach.app.planning import current_lock
from coach.cli.arguments import a_count, a_path, weeks_ahead
from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file", type=a_path, metavar="FILE.ics", help="written over if it is there; - prints it"
    )
    parser.add_argument(
        "programs", nargs="*", metavar="PROGRAM", help="none takes all that are planned by days"
    )
    parser.add_argument("--weeks", type=weeks_ahead, default=4, metavar="N", help="how far ahead; 4")
    parser.add_argument("--at", type=_time, metavar="HH:MM", help="when they begin; without it, all day")
    alarm = parser.add_mutually_exclusive_group()
    alarm.add_argument(
        "--alarm",
        type=a_count,
        default=10,
        metavar="MINUTES",
        help="before they begin; 10; all day: at eight",
    )
    alarm.add_argument("--no-alarm", action="store_true", help="without reminders")


def run(args: Namespace, console: Console) -> int:
    """Write the file; a later import replaces the entries of an earlier one."""
    from coach.export.ics import calendar_text, closed_programs, planned_entries
    from coach.files import write_over

    workspace = console.workspace
    entries = planned_entries(workspace, args.weeks, args.programs)
    alarm = None if args.no_alarm else args.alarm
    text = calendar_text(entries, workspace.clock.now(), at=args.at, alarm_minutes=alarm)
    waiting = () if args.programs else closed_programs(workspace)
    if waiting:
        why = "off" if current_lock(workspace) is not None else "paused"
        titles = ", ".join(program.title for program in waiting)
        console.warn(
            f"Training is {why}, so these are left out: {titles}. Write the calendar again once that is over."
        )
    if str(args.file) == "-":
        console.write(text)
        return 0
    write_over(args.file, text.encode("utf-8"), folder=False)
    console.say(f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'} written to {args.file}")
    return 0


def _time(text: str) -> time:
    from coach.model.units import QuantityError, parse_time_of_day

    try:
        return time.fromisoformat(parse_time_of_day(text))
    except QuantityError as error:
        raise ArgumentTypeError(f"{error.message}: {error.hint}") from None
