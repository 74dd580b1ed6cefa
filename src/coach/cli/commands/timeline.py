"""`coach timeline`: a session laid out second by second."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

import msgspec

from coach.app.planning import session_timeline
from coach.cli.arguments import about_minutes, add_on, drill_name, plain_number
from coach.cli.console import Console
from coach.model.formatting import clock_text, seconds_text
from coach.model.timeline import CueKind, Interval, IntervalKind, Timeline
from coach.session.instructions import shown_cues


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
        left = f"{clock_text(int(interval.start)):>6}  {_WORDS[interval.kind]:<11} {length:<16}"
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


_WORDS = {
    IntervalKind.READY: "ready",
    IntervalKind.WORK: "WORK",
    IntervalKind.SWITCH: "switch",
    IntervalKind.REST: "rest",
    IntervalKind.ROUND_REST: "round rest",
    IntervalKind.WAIT: "wait",
}
