"""`coach history`: what was done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from itertools import groupby

from coach.cli.arguments import a_count, drill_name
from coach.cli.console import Console
from coach.coaching.history import is_begun
from coach.model.events import Session, SetRecord
from coach.model.formatting import load_text, long_date
from coach.model.program import Drill
from coach.model.units import Units


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--limit", type=a_count, metavar="N", help="only the newest N sessions")
    parser.add_argument("--json", action="store_true", help="as a list of session events")


def run(args: Namespace, console: Console) -> int:
    """Print sessions newest first, or as JSON with every field stored; status 1 when one is left out."""
    from coach.journal.damage import left_out

    workspace = console.workspace
    sessions, damaged = workspace.journal.sound_sessions(args.limit)
    for row in damaged:
        console.warn(left_out(row, workspace.journal.path))
    status = 1 if damaged else 0
    if args.json:
        console.pass_on("[" + ",".join(workspace.journal.texts_of(sessions)) + "]")
        return status
    if not sessions:
        console.say("Nothing here yet. After your first session it is listed here: coach run core")
    titles = {program.id: program.title for program in workspace.catalog.programs.values()}
    for session in sessions:
        for line in _session(session, titles, workspace.catalog.drills, workspace.settings.units):
            console.say(line)
    return status


def _session(
    session: Session, titles: Mapping[str, str], drills: Mapping[str, Drill], units: Units
) -> Iterator[str]:
    begun = ", begun" if is_begun(session) else ""
    title = titles.get(session.program, session.program)
    yield f"{long_date(session.date)}, {session.at:%H:%M}  {title}{begun}"
    for (slot, side), sets in groupby(_in_order(session), key=lambda one: (one.slot, one.side)):
        done = list(sets)
        name = drill_name(done[0].drill or slot, drills) + (f", {side}" if side else "")
        yield f"    {name:<34} {', '.join(_set(one, units) for one in done)}"


def _in_order(session: Session) -> list[SetRecord]:
    """The sets by slot and side, in the order in which each was first done."""
    order: dict[tuple[str, str | None], list[SetRecord]] = {}
    for one in session.sets:
        order.setdefault((one.slot, one.side), []).append(one)
    return [one for sets in order.values() for one in sets]


def _set(one: SetRecord, units: Units) -> str:
    if one.end == "skipped":
        return "left out"
    amount = f"{one.seconds} s" if one.seconds is not None else f"{one.reps} times" if one.reps else "done"
    load = f" with {load_text(one.load_kg, units)}" if one.load_kg else ""
    asked = (
        f" of {one.asked_seconds}" if one.asked_seconds and one.end in {"early", "pain", "stopped"} else ""
    )
    marks = [
        word for word, holds in (("shaky", one.form == "shaky"), (f"pain {one.pain}", one.pain)) if holds
    ]
    return amount + asked + load + (f" ({', '.join(marks)})" if marks else "")
