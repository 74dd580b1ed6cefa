"""`coach week`: the week's five habits with their quick checks, the calm streak, and the way to an event."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from coach.app.history import week_summary
from coach.cli.arguments import add_on
from coach.cli.console import Console
from coach.model.formatting import full_date, short_day

ANSWERS: Final = {True: "yes", False: "no", None: "not known"}


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_on(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: Namespace, console: Console) -> int:
    """Print the week that a day is in."""
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
