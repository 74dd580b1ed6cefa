"""Whether the command line accepts some arguments."""

from __future__ import annotations

from argparse import ArgumentParser

from coach.cli.main import COMMANDS
from coach.errors import UsageError
from scripts.make_commands import kinds_of, parser_of


def all_parsers() -> list[ArgumentParser]:
    """One for each command, and one for each thing under a command."""
    found = [parser_of(command) for command in COMMANDS]
    return [one for parser in found for one in (parser, *kinds_of(parser).values())]


def usage_error(words: list[str]) -> str | None:
    """What the command line would say against these words after `coach`; None when it takes them.

    A command that is only named, as in "see `coach log undo`", needs no more words.
    """
    if not words or words[0] in {"--help", "--version"}:
        return None
    if words[0] not in COMMANDS:
        return f"there is no command '{words[0]}'"
    parser = parser_of(words[0])
    try:
        parser.parse_args(words[1:])
    except UsageError as error:
        named = not words[1:] or (words[1] in kinds_of(parser) and not words[2:])
        return None if named else str(error)
    return None
