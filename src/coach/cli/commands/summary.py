"""`coach summary`: what was done and noted in the last weeks, on one page for a clinician."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Final

from coach.cli.arguments import a_count, add_on
from coach.cli.console import Console

MOST_WEEKS: Final = 104


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_on(parser)
    parser.add_argument("--weeks", type=_weeks, default=8, metavar="N", help="so many weeks back (8)")
    parser.add_argument("--format", choices=["md", "html"], default="md", help="Markdown, or a page to print")


def run(args: Namespace, console: Console) -> int:
    """Print the page."""
    from coach.export.report import summary_html, summary_markdown

    page = summary_markdown(console.workspace, args.weeks, args.on)
    console.say_text((summary_html(page) if args.format == "html" else page).removesuffix("\n"))
    return 0


def _weeks(text: str) -> int:
    count = a_count(text)
    if count > MOST_WEEKS:
        raise ArgumentTypeError(f"at most {MOST_WEEKS} weeks")
    return count
