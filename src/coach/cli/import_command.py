"""`coach import`: take events in; twice adds nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="events, one JSON object a line")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")


def run(words: Namespace, console: Console) -> int:
    """Take in every good line; status 1 when there was a bad one."""
    from coach.journal.exchange import import_file

    report = import_file(console.coach.journal, words.file, dry_run=words.dry_run)
    for problem in report.problems:
        console.warn(problem.text(str(words.file)))
    would = "would be added" if report.dry_run else "added"
    events = "event" if report.added == 1 else "events"
    known = f", {report.already} were there before" if report.already else ""
    console.say(f"{report.added} {events} {would}{known}")
    return 1 if report.problems else 0
