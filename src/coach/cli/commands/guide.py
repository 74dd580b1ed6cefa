"""`coach guide`: the short pages on what keeps a back free of spasms."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from textwrap import wrap

from coach.app.history import page_notes
from coach.cli.console import Console


def configure_guide(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("page", nargs="?", metavar="PAGE", help="which page; without it, the list of them")


def run_guide(args: Namespace, console: Console) -> int:
    """Print one page as plain text, or the name of every page with one line about it."""
    from coach.guide.pages import find_page, load_pages, plain_text

    if args.page is None:
        for page in load_pages():
            console.say(f"{page.id:<14} {page.title}")
            console.say(f"{'':<14} {page.why}")
        console.say_text("\nRead one with: coach guide PAGE")
        return 0
    page = find_page(args.page)
    console.say_text(plain_text(page).rstrip("\n"))
    sentences = page_notes(console.workspace, page.id)
    if sentences:
        own = "\n".join("\n".join(wrap(sentence, 80)) for sentence in sentences)
        console.say_text(f"\nFor you\n-------\n{own}")
    return 0
