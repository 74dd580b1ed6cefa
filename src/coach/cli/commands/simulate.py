"""`coach simulate`: the weeks ahead, if all goes well or with misses."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from coach.app import programs
from coach.cli.arguments import add_on, drill_name, weeks_ahead
from coach.cli.console import Console
from coach.model.formatting import PHASES, format_dose, short_month, short_weekday
from coach.model.units import whole_number

ANSWERS = {"clean": "", "short": "  came up short", "left_out": "  left out", "none": "  nothing may be done"}


def configure_simulate(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument("--weeks", type=weeks_ahead, default=6, metavar="N", help="how far to look; 6")
    parser.add_argument("--miss", type=_numbers, default=(), metavar="4,5", help="sessions that are short")
    parser.add_argument("--skip", type=_numbers, default=(), metavar="7", help="sessions that are left out")
    add_on(parser)
    parser.add_argument("--json", action="store_true", help="as a list of objects, one a session")


def run_simulate(args: Namespace, console: Console) -> int:
    """Print the sessions ahead, each with its doses."""
    workspace = console.workspace
    drills, units = workspace.catalog.drills, workspace.settings.units
    program = workspace.program(args.program)
    rows = programs.weeks_ahead(workspace, program, args.weeks, misses=args.miss, skips=args.skip, on=args.on)
    if args.json:
        console.say_json(rows)
        return 0
    week = None
    for row in rows:
        place = f"block {row.block}, week {row.week} of {row.weeks}" if row.weeks else ""
        heading = f"{place} ({PHASES[row.phase].week})".strip()
        if heading != week:
            console.say(heading)
            week = heading
        doses = "; ".join(
            f"{drill_name(dose.drill, drills)} {format_dose(dose, units=units)}" for dose in row.doses
        )
        day = f"{short_weekday(row.date)} {row.date.day} {short_month(row.date)}"
        console.say(f"  {row.number:>3}  {day}  {doses}{ANSWERS[row.answer]}")
    if not rows:
        console.say("No session falls into that time.")
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(whole_number(part.strip()) or 0 for part in text.split(","))
    if not all(numbers):
        raise ArgumentTypeError(f"'{text}' is not a list of sessions: write 4,5")
    return numbers
