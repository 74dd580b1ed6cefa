"""`coach why`, `coach simulate` and `coach timeline`: where doses come from, weeks ahead, one session."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import msgspec

from coach.app.planning import day_plan, explain_levels, program_plan, session_timeline
from coach.cli.arguments import about_minutes, add_on, drill_name, plain_number, weeks_ahead
from coach.cli.console import Console
from coach.errors import UsageError
from coach.model.formatting import (
    PHASES,
    clock_text,
    format_dose,
    long_date,
    seconds_text,
    short_month,
    short_weekday,
)
from coach.model.timeline import CueKind, Interval, IntervalKind, Timeline
from coach.model.units import whole_number
from coach.session.instructions import shown_cues


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


_OUTCOMES: Final = {
    "clean": "",
    "short": "  came up short",
    "left_out": "  left out",
    "none": "  nothing may be done",
}


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
    from coach.app import programs

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
        console.say(f"  {row.number:>3}  {day}  {doses}{_OUTCOMES[row.answer]}")
    if not rows:
        console.say("No session falls into that time.")
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(whole_number(part.strip()) or 0 for part in text.split(","))
    if not all(numbers):
        raise ArgumentTypeError(f"'{text}' is not a list of sessions: write 4,5")
    return numbers


def configure_timeline(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    add_on(parser)
    parser.add_argument("--cues", action="store_true", help="with what is shown and said, and when")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as one JSON object")
    shape.add_argument("--intervals", action="store_true", help="as text that intervals.icu reads")


def run_timeline(args: Namespace, console: Console) -> int:
    """Print each interval on a line, or the whole as JSON."""
    workspace = console.workspace
    timeline = session_timeline(workspace, args.program, args.on)
    if args.json:
        console.say_json(as_json(timeline, shown=args.cues))
        return 0
    if args.intervals:
        from coach.export.fit import intervals_text

        console.write(intervals_text(timeline))
        return 0
    console.say(f"{workspace.program(args.program).title}: {about_minutes(timeline.total_seconds)}")
    for interval in timeline.intervals:
        name = drill_name(interval.drill, workspace.catalog.drills)
        length = "until you go on" if interval.seconds is None else seconds_text(interval.seconds)
        what = f"{name}, {interval.side}" if interval.side else name
        count = (
            f"  {interval.reps} {interval.measure}"
            if interval.reps and interval.kind is IntervalKind.WORK
            else ""
        )
        turn = f"round {interval.round} of {interval.rounds}" if interval.rounds > 1 else ""
        left = f"{clock_text(int(interval.start)):>6}  {_KINDS[interval.kind]:<11} {length:<16}"
        console.say(f"{left} {what}{count}  {turn}".rstrip())
        for line in _cue_lines(interval) if args.cues else ():
            console.say(line)
    return 0


def _cue_lines(interval: Interval) -> Iterator[str]:
    """What is shown and said in an interval, each with its second."""
    lines = [(float(at), f"shown  {' '.join(texts)}") for at, texts in shown_cues(interval)]
    lines += [
        (cue.at, f"{'said' if cue.cue is CueKind.SAY else cue.cue:<6} {cue.say or ''}")
        for cue in interval.cues
    ]
    for at, line in sorted(lines, key=lambda one: one[0]):
        yield f"{at:>15g}  {line}".rstrip()


def as_json(timeline: Timeline, *, shown: bool = False) -> dict[str, object]:
    """The timeline as it is printed: whole numbers without a fraction.

    Args:
        shown: with the lines that stand in each interval, and from which second.
    """
    return {
        "program": timeline.program,
        "date": timeline.date,
        "total_seconds": timeline.total_seconds,
        "intervals": [
            {
                **{key: value for key, value in msgspec.structs.asdict(interval).items() if key != "turns"},
                "start": plain_number(interval.start),
                "cues": [
                    {"at": plain_number(cue.at), "cue": cue.cue, **({"say": cue.say} if cue.say else {})}
                    for cue in interval.cues
                ],
                **(
                    {"shown": [{"at": at, "lines": lines} for at, lines in shown_cues(interval)]}
                    if shown
                    else {}
                ),
            }
            for interval in timeline.intervals
        ],
    }


_KINDS: Final = {
    IntervalKind.READY: "ready",
    IntervalKind.WORK: "WORK",
    IntervalKind.SWITCH: "switch",
    IntervalKind.REST: "rest",
    IntervalKind.ROUND_REST: "round rest",
    IntervalKind.WAIT: "wait",
}
