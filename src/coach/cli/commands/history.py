"""`coach history`: what was done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.arguments import a_count, drill_name
from coach.cli.console import Console
from coach.coaching.history import is_begun
from coach.model.events import SetRecord
from coach.model.formatting import load_text, long_date
from coach.model.units import Units


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--limit", type=a_count, metavar="N", help="only the newest N sessions")
    parser.add_argument("--json", action="store_true", help="as a list of session events")


def run(args: Namespace, console: Console) -> int:
    """Print sessions, newest first; exit status 1 when a damaged one is left out."""
    from coach.journal.damage import left_out

    workspace = console.workspace
    sessions, damaged = workspace.journal.intact_sessions(args.limit)
    for row in damaged:
        console.warn(left_out(row, workspace.journal.path))
    status = 1 if damaged else 0
    if args.json:
        console.print_data("[" + ",".join(workspace.journal.texts_of(sessions)) + "]")
        return status
    if not sessions:
        console.say("Nothing here yet. After your first session it is listed here: coach run core")
    titles = {program.id: program.title for program in workspace.catalog.programs.values()}
    units = workspace.settings.units
    for session in sessions:
        begun = ", begun" if is_begun(session) else ""
        title = titles.get(session.program, session.program)
        console.say(f"{long_date(session.date)}, {session.at:%H:%M}  {title}{begun}")
        by_slot: dict[tuple[str, str | None], list[SetRecord]] = {}
        for record in session.sets:
            by_slot.setdefault((record.slot, record.side), []).append(record)
        for (slot, side), records in by_slot.items():
            name = drill_name(records[0].drill or slot, workspace.catalog.drills)
            name += f", {side}" if side else ""
            console.say(f"    {name:<34} {', '.join(_set_text(record, units) for record in records)}")
    return status


def _set_text(record: SetRecord, units: Units) -> str:
    if record.end == "skipped":
        return "left out"
    text = "done"
    if record.seconds is not None:
        text = f"{record.seconds} s"
    elif record.reps:
        text = f"{record.reps} times"
    if record.asked_seconds and record.end in {"early", "pain", "stopped"}:
        text += f" of {record.asked_seconds}"
    if record.load_kg:
        text += f" with {load_text(record.load_kg, units)}"
    marks = ["shaky"] * (record.form == "shaky") + [f"pain {record.pain}"] * bool(record.pain)
    return f"{text} ({', '.join(marks)})" if marks else text
