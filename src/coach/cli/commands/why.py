"""`coach why`: how a dose came about, day by day."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import groupby

from coach.app.planning import day_plan, explain_levels, program_plan
from coach.cli.arguments import add_on, drill_name
from coach.cli.console import Console
from coach.errors import UsageError
from coach.model.formatting import PHASES, format_dose, long_date


def configure_why(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", nargs="?", help="the id of a program")
    parser.add_argument("slot", metavar="SLOT", nargs="?", help="one of its slots; none is all of them")
    parser.add_argument("--all-reasons", action="store_true", help="every sentence that a dose can come with")
    add_on(parser)
    parser.add_argument("--json", action="store_true", help="as a list of objects, one a line of the replay")


def run_why(args: Namespace, console: Console) -> int:
    """Print the replay, and what it asks for on the day."""
    if args.all_reasons:
        from coach.coaching.habits.messages import all_sentences
        from coach.coaching.messages import all_reasons

        for reason in all_reasons():
            console.say(f"{reason.code:<18} {reason.text}")
        for sentence in all_sentences():
            console.say(f"{'':<18} {sentence}")
        return 0
    if args.program is None:
        raise UsageError("say which program", hint="as in coach why core plank")
    workspace = console.workspace
    program = workspace.program(args.program)
    known = [slot.slot for slot in program.slots]
    if args.slot is not None and args.slot not in known:
        raise UsageError(f"{program.id} has no slot '{args.slot}'", hint=f"it has {', '.join(known)}")
    lines = explain_levels(workspace, program.id, args.slot, args.on)
    if args.json:
        console.say_json(lines)
        return 0
    for day, of_day in groupby(lines, key=lambda line: line.date):
        told = list(of_day)
        console.say(f"{long_date(day)}  ({PHASES[told[0].phase].week})")
        for line in told:
            console.say(f"    {line.slot}: asked {line.asked}" + (f"; done {line.done}" if line.done else ""))
            console.say(f"        {line.judged} {line.effect}".rstrip())
            for reason in line.reasons:
                console.say(f"        {reason.text}")
    if not lines:
        console.say("Nothing to tell yet: no session of it has been done.")
    workspace = console.workspace
    drills, units = workspace.catalog.drills, workspace.settings.units
    plan = program_plan(workspace, args.program, args.on)
    doses = [dose for dose in plan.slots if args.slot in (None, dose.slot)]
    console.say(f"{long_date(args.on or workspace.today())}  ({PHASES[plan.phase].week})")
    for dose in doses:
        console.say(f"    {drill_name(dose.drill, drills)}: {format_dose(dose, units=units)}")
        for reason in dose.reasons:
            console.say(f"        {reason.text}")
    if not doses:
        for notice in day_plan(workspace, args.on).notices:
            console.say(notice.text)
    return 0
