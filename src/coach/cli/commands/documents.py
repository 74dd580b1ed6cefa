"""`coach calendar`, `coach fit`, `coach sheet` and `coach summary`: files for calendars, watches, people."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import time
from pathlib import Path
from typing import Final

from coach.cli.arguments import a_count, a_path, add_on, weeks_ahead
from coach.cli.console import Console


def configure_calendar(parser: ArgumentParser) -> None:
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


def run_calendar(args: Namespace, console: Console) -> int:
    """Write the file; a later import replaces the entries of an earlier one."""
    from coach.app.planning import current_lock
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


def configure_fit(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument("file", type=a_path, metavar="FILE.fit", help="written over if it is there")
    add_on(parser)


def run_fit(args: Namespace, console: Console) -> int:
    """Write the session of a day as a FIT workout; needs an optional library."""
    from coach.app.planning import session_timeline
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


def configure_sheet(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument(
        "file",
        nargs="?",
        type=a_path,
        default=Path("-"),
        metavar="FILE.html",
        help="written over if it is there; - or none prints it",
    )
    add_on(parser)


def run_sheet(args: Namespace, console: Console) -> int:
    """Write the page."""
    from coach.export.sheet import sheet_html
    from coach.files import write_over

    page = sheet_html(console.workspace, args.program, args.on)
    if str(args.file) == "-":
        console.say_text(page.removesuffix("\n"))
        return 0
    write_over(args.file, page.encode("utf-8"), folder=False)
    console.say(f"written to {args.file}")
    return 0


MOST_WEEKS: Final = 104


def configure_summary(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_on(parser)
    parser.add_argument("--weeks", type=_weeks, default=8, metavar="N", help="so many weeks back (8)")
    parser.add_argument("--format", choices=["md", "html"], default="md", help="Markdown, or a page to print")


def run_summary(args: Namespace, console: Console) -> int:
    """Print the page."""
    from coach.export.report import summary_html, summary_markdown

    page = summary_markdown(console.workspace, args.weeks, args.on)
    console.say_text((summary_html(page) if args.format == "html" else page).removesuffix("\n"))
    return 0


def _weeks(text: str) -> int:
    count = a_count(text)
    if count > MOST_WEEKS:
        raise ArgumentTypeError(f"at most {MOST_WEEKS} weeks")
    return count
