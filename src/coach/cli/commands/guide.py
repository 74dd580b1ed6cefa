"""`coach guide`: the short pages on what keeps a back free of spasms."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from textwrap import wrap

from coach.app.weeks import own_words
from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("page", nargs="?", metavar="PAGE", help="which page; without it, the list of them")


def run(words: Namespace, console: Console) -> int:
    """Print one page as plain text, or every page's name with one line about it."""
    from coach.guide.pages import find_page, load_pages, plain_text

    if words.page is None:
        for page in load_pages():
            console.say(f"{page.id:<14} {page.title}")
            console.say(f"{'':<14} {page.why}")
        console.say_text("\nRead one with: coach guide PAGE")
        return 0
    page = find_page(words.page)
    console.say_text(plain_text(page).rstrip("\n"))
    _say_own(own_words(page.id, console.workspace.settings, console.workspace.today()), console)
    return 0


def _say_own(sentences: Iterable[str], console: Console) -> None:
    """What the page says to this person, by their settings."""
    own = "\n".join("\n".join(wrap(sentence, 80)) for sentence in sentences)
    if own:
        console.say_text(f"\nFor you\n-------\n{own}")
