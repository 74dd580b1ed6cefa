"""`coach timeline`: a session laid out second by second."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

import msgspec

from coach.app.planning import session_timeline
from coach.cli.arguments import about_minutes, add_on, drill_name, plain_number
from coach.cli.console import Console
from coach.model.formatting import clock_text, seconds_text
from coach.model.timeline import IntervalKind, Timeline


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    add_on(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as one JSON object")
    shape.add_argument("--intervals", action="store_true", help="as text that intervals.icu reads")


def run(args: Namespace, console: Console) -> int:
    """Print each interval on a line, or the whole as JSON."""
    workspace = console.workspace
    timeline = session_timeline(workspace, args.program, args.on)
    if args.json:
        console.say_json(as_json(timeline))
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
        left = f"{clock_text(int(interval.start)):>6}  {_WORDS[interval.kind]:<11} {length:<16}"
        console.say(f"{left} {what}{count}  {turn}".rstrip())
    return 0


def as_json(timeline: Timeline) -> dict[str, object]:
    """The timeline as it is printed: whole numbers without a fraction."""
    return {
        "program": timeline.program,
        "date": timeline.date,
        "total_seconds": timeline.total_seconds,
        "intervals": [
            {
                **msgspec.structs.asdict(interval),
                "start": plain_number(interval.start),
                "cues": [
                    {"at": plain_number(cue.at), "cue": cue.cue, **({"say": cue.say} if cue.say else {})}
                    for cue in interval.cues
                ],
            }
            for interval in timeline.intervals
        ],
    }


_WORDS = {
    IntervalKind.READY: "ready",
    IntervalKind.WORK: "WORK",
    IntervalKind.SWITCH: "switch",
    IntervalKind.REST: "rest",
    IntervalKind.ROUND_REST: "round rest",
    IntervalKind.WAIT: "wait",
}
