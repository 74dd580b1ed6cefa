"""`coach restore`: the copies of the journal, and the way back to one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from coach.cli.console import Console
from coach.cli.lock_messages import lock_of
from coach.coaching.messages import lock_changes
from coach.model.formatting import count_text, long_date
from coach.model.plan import Lock


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "copy",
        nargs="?",
        metavar="COPY",
        help="a copy, as 2026-01-05, or the path of another; none lists them",
    )


def run(args: Namespace, console: Console) -> int:
    """List the copies, or restore one; the present journal is kept."""
    from coach.app import repair

    if args.copy is not None:
        before = _lock(console)
        for sentence in repair.restore(console.paths, console.clock, args.copy):
            console.say(sentence)
        for sentence in lock_changes(before, _lock(console)):
            console.say(sentence)
        return 0
    found = repair.copies(console.paths)
    if not found:
        console.say("No copies yet: one is made each day on which something is written.")
    for copy in found:
        if copy.events is None:
            console.say(f"{copy.name:<12} cannot be read")
        else:
            until = f", the latest of {long_date(copy.last)}" if copy.last else ""
            console.say(f"{copy.name:<12} {count_text(copy.events, 'event')}{until}")
    return 0


def _lock(console: Console) -> Lock | None:
    """The lock by the journal that is there now, which is closed again."""
    from coach.app.workspace import Workspace

    with closing(Workspace(console.paths, console.clock)) as workspace:
        return lock_of(workspace)
