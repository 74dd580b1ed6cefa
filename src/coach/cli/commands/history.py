"""`coach history` and `coach week`: what was done, and the habits of a week."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from coach.cli.arguments import a_count, add_on, drill_name
from coach.cli.console import Console
from coach.coaching.history import is_begun
from coach.model.events import SetRecord
from coach.model.formatting import full_date, load_text, long_date, short_day
from coach.model.units import Units


def configure_history(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--limit", type=a_count, metavar="N", help="only the newest N sessions")
    parser.add_argument("--json", action="store_true", help="as a list of session events")


def run_history(args: Namespace, console: Console) -> int:
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


ANSWERS: Final = {True: "yes", False: "no", None: "not known"}


def configure_week(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_on(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run_week(args: Namespace, console: Console) -> int:
    """Print the week that a day is in."""
    from coach.app.history import week_summary

    week = week_summary(console.workspace, args.on)
    if args.json:
        console.say_json(week)
        return 0
    table = week.table
    console.say(f"{short_day(table.first)} to {full_date(table.last)}")
    for row in table.rows:
        console.say(f"{'[x]' if row.ticked else '[ ]'} {row.task}")
        for sentence in row.words:
            console.say(f"        {sentence}")
        console.say(f"        {row.check} {ANSWERS[row.answer]}")
    console.say()
    for sentence in (*table.streak.words, *([table.highlight] if table.highlight else []), *week.sentences):
        console.say(sentence)
    if week.triggers:
        noted = ", ".join(f"{one.trigger} ({one.days})" for one in week.triggers)
        console.say(f"What set it off, with the days of the last three months: {noted}.")
    return 0
