"""How each command is used: lines for its help and for the page on commands, all of which the tests run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXAMPLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "run": (
        ("coach run core", "on the screen"),
        ("coach run core --plain", "line by line, for screen readers and pipes"),
        ("coach run core --speed 20 --mute", "a silent rehearsal, twenty times as fast"),
    ),
    "today": (
        ("coach today", "what is due, each dose, and why"),
        ("coach today --on 2026-02-01 --json", "another day, for a program to read"),
    ),
    "due": (
        ("coach due", "status 0 when something is due, 1 when nothing is"),
        ("coach due core --quiet", "without a word, for a shell prompt or a timer"),
    ),
    "breaks": (
        ("coach breaks", "runs along, and calls every half hour"),
        ("coach breaks --once --mute", "one call, without sound"),
    ),
    "week": (("coach week", "this week's habits"), ("coach week --on 2026-01-04", "the week of that day")),
    "why": (
        ("coach why core plank", "how the plank's dose came about"),
        ("coach why --all-reasons", "every sentence that a dose can come with"),
    ),
    "simulate": (
        ("coach simulate core --weeks 10", "ten weeks, if all goes well"),
        ("coach simulate core --miss 4,5 --skip 7", "two sessions come up short, one is left out"),
    ),
    "timeline": (
        ("coach timeline core", "today's session, second by second"),
        ("coach timeline core --intervals", "as text for intervals.icu"),
    ),
    "log": (
        ("coach log session core plank=30,30,28~ side-plank.left=30,24!2", "seconds held; ~ shaky, !2 pain"),
        ("coach log session core --as-asked", "all of it just as it was asked"),
        ("coach log walk --minutes 40 --talked yes", "cardio"),
        ("coach log morning --stiff no --pain 0 --sleep 7.5", "a check-in; what is left out stays unknown"),
        ("coach log set_level core plank --seconds 25", "a level of your own"),
        ("coach log deload", "a light week from now on"),
        ("coach log new_block", "a new block from this week on"),
        ("coach log undo --yes", "takes the newest entry back"),
    ),
    "history": (("coach history --limit 10", "the newest ten sessions"),),
    "guide": (("coach guide", "the list of pages"), ("coach guide desk", "one of them")),
    "settings": (("coach settings --changed", "what you have set yourself"),),
    "set": (
        ("coach set volume 60 rest.between 30s", "several at once"),
        ("coach set quiet 22:00-07:00", "from when to when"),
        ("coach set volume --default", "back to the default"),
    ),
    "new": (
        ("coach new my-core --from core", "a copy under a name of its own"),
        ('coach new my-walk --kind cardio --title "My walk"', "a commented template"),
    ),
    "import-program": (("coach import-program workout.json --dry-run", "only say what it would become"),),
    "calendar": (
        ("coach calendar coach.ics --at 7:30 --weeks 6", "six weeks, each at half past seven"),
        ("coach calendar - core --no-alarm", "printed, one program alone"),
    ),
    "fit": (("coach fit core core.fit", "today's session, for a watch"),),
    "check": (("coach check", "all of your own"), ("coach check my-program.yaml", "one file")),
    "schema": (("coach schema program > program.schema.json", "for an editor that completes keys"),),
    "import": (
        ("coach import journal.jsonl --dry-run", "only say what would be taken in"),
        ('coach import strong.csv --unit kg --map "Front hold=core/plank"', "a log of another app"),
    ),
    "export": (
        ("coach export journal.jsonl", "everything, one event a line"),
        ("coach export --format csv sets.csv", "one row for each set and side"),
    ),
    "sync": (("coach sync ~/Sync/coach", "a folder that something carries between machines"),),
    "restore": (
        ("coach restore", "the copies there are"),
        ("coach restore 2026-01-05", "puts that one in the journal's place"),
    ),
    "summary": (("coach summary --weeks 4 --format html > summary.html", "four weeks, as a page to print"),),
    "doctor": (
        ("coach doctor", "plays a tone in each way it finds, and says what works"),
        ("coach doctor --silent", "the same without a tone"),
        ("coach doctor --repair", "saves what a damaged journal still holds"),
    ),
    "locate": (("coach locate --json", "every path, for a program to read"),),
}
"""Command lines by command, each with what it does."""


def example_lines(start: str) -> list[str]:
    """The examples that begin with these words, one a line, what they do behind a `#`.

    Args:
        start: as in `coach log` or `coach log walk`; where a narrow one has none, there are none.
    """
    command = start.split()[1]
    found = [(line, what) for line, what in EXAMPLES[command] if f"{line} ".startswith(f"{start} ")]
    width = max((len(line) for line, _ in found), default=0)
    return [f"{line:<{width}}  # {what}" for line, what in found]
