"""`coach today` and `coach due`: the plan of a day, and whether anything is due now."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from coach.app.planning import day_plan
from coach.cli.arguments import add_on, drill_name, plain_number
from coach.cli.console import Console
from coach.cli.lock_messages import how_to_lift
from coach.coaching.deload import CLOSED
from coach.model.formatting import PHASES, format_dose, format_usual, long_date
from coach.model.plan import Plan

START_DOSE: Final = "start_dose"
"""The one reason that tells nothing where no level moves."""


def configure_today(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_on(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run_today(args: Namespace, console: Console) -> int:
    """Print the day, or its plan as JSON."""
    workspace = console.workspace
    plan = day_plan(workspace, args.on)
    if args.json:
        console.say_json(as_json(plan))
        return 0
    titles = {program.id: program.title for program in workspace.catalog.programs.values()}
    drills, units = workspace.catalog.drills, workspace.settings.units
    lines = [long_date(plan.date)]
    for notice in plan.notices:
        lines.append("")
        lines.append(notice.text)
    if plan.lock is not None:
        lines.append("")
        lines += how_to_lift(plan.lock)
    now = [
        program
        for program in plan.programs
        if program.due or program.done or program.begun or (program.phase in CLOSED and bool(program.slots))
    ]
    later = [program for program in plan.programs if program not in now]
    for program in now:
        lines.append("")
        mark = "[x]" if program.done else "[ ]" if program.due else " - "
        week = PHASES[program.phase].week
        if program.weeks:
            week += f", week {program.week} of {program.weeks}, block {program.block}"
        where = f"  ({week})" if program.weeks or program.phase != "build" else ""
        lines.append(f"{mark} {titles[program.id]}{where}")
        if program.begun and not program.done:
            lines.append("      begun today and stopped: it counts as not done")
        for dose in program.slots:
            asked, usual = format_dose(dose, units=units), format_usual(dose)
            lines.append(f"      {drill_name(dose.drill, drills):<28} {asked}{usual and f'   {usual}'}")
            for reason in dose.reasons:
                if program.weeks or reason.code != START_DOSE:
                    lines.append(f"          {reason.text}")
        if not program.done and program.slots:
            lines.append(f"      start it: coach run {program.id}")
    if later:
        lines.append("")
        closed = any(program.phase in CLOSED for program in later)
        lines.append(
            f"{'Not open' if closed else 'Not due'} today: " + ", ".join(titles[one.id] for one in later)
        )
    for line in lines:
        console.say(line)
    for problem in workspace.catalog.problems:
        console.warn(problem.line_text())
    return 0


def as_json(plan: Plan) -> dict[str, object]:
    """The plan with the keys that scripts rely on."""
    return {
        "date": plan.date,
        "locked": plan.locked,
        "notices": plan.notices,
        "programs": [
            {
                "id": program.id,
                "kind": program.kind,
                "phase": program.phase,
                "block": program.block,
                "week": program.week,
                "weeks": program.weeks,
                "due": program.due,
                "done": program.done,
                "begun": program.begun,
                "slots": [
                    {
                        "slot": dose.slot,
                        "drill": dose.drill,
                        "measure": dose.measure,
                        "sets": dose.sets,
                        "seconds": dose.seconds,
                        "reps": dose.reps,
                        "load_kg": None if dose.load_kg is None else plain_number(dose.load_kg),
                        "one_hand": dose.one_hand,
                        "sides": dose.sides,
                        "reasons": dose.reasons,
                    }
                    for dose in program.slots
                ],
            }
            for program in plan.programs
        ],
    }


NOTHING_DUE = 1


def configure_due(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "what", nargs="?", metavar="WHAT", help="a program's id, checkins, or break; without it: anything"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing: the exit status tells")


def run_due(args: Namespace, console: Console) -> int:
    """Print one line; exit status 0 when something is due, else 1."""
    from coach.app.due import due_now

    due = due_now(console.workspace, args.what)
    if not args.quiet:
        console.say(due.line)
    return 0 if due.anything else NOTHING_DUE
