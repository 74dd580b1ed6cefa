"""Writes the page on commands from the commands themselves: `python scripts/make_commands.py`."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coach.cli.main import COMMANDS, OneLineParser, example_lines, load_command

PAGE: Final = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD: Final = """\
# Commands

Every command, what it takes, and how it is used. `coach` alone opens the app, `coach --version` says which
one it is, `coach --help` lists the commands, and each command tells its own words with `--help` (`-h`).

A command ends with status 0 when it did what it was asked, with 1 when what it looked at has problems or
nothing is due, and with 2 when it was asked wrongly or could not do it; then one line on standard error says
why. Where `--json` is among its words, it prints one JSON document and nothing else.

This page is written by `python scripts/make_commands.py`.
"""


def parser_of(command: str) -> ArgumentParser:
    """The parser of one command, just as the command line makes it."""
    parser = OneLineParser(prog=f"coach {command}", description=COMMANDS[command])
    load_command(command).configure(parser)
    return parser


def kinds_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """What a command has under it, as `walk` is under `log`; empty for most."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            return dict(action.choices)
    return {}


def words_of(parser: ArgumentParser) -> list[Action]:
    """The words that a parser takes itself, without its help and what is under it."""
    return [one for one in parser._actions if one.dest != "help" and not isinstance(one, _SubParsersAction)]


def _shown(action: Action) -> str:
    value = str(action.metavar or action.dest.upper())
    if action.choices and not action.metavar:
        value = "|".join(map(str, action.choices))
    if not action.option_strings:
        return f"`{value.replace('|', '` or `')}`"
    forms = (f"{option} {value}" if action.nargs != 0 else option for option in action.option_strings)
    return ", ".join(f"`{form}`".replace("|", "\\|") for form in forms)


def _table(parser: ArgumentParser) -> Iterator[str]:
    words = words_of(parser)
    if not words:
        return
    yield from ("", "| word | meaning |", "|---|---|")
    for action in words:
        yield f"| {_shown(action)} | {action.help} |"


def _grouped(kinds: dict[str, ArgumentParser]) -> dict[tuple[str, ...], ArgumentParser]:
    """Kinds that take the same words stand together."""
    groups: dict[str, tuple[list[str], ArgumentParser]] = {}
    for name, parser in kinds.items():
        groups.setdefault("\n".join(_table(parser)), ([], parser))[0].append(name)
    return {tuple(names): parser for names, parser in groups.values()}


def _section(command: str) -> Iterator[str]:
    parser = parser_of(command)
    does = COMMANDS[command]
    yield from ("", f"## coach {command}", "", f"{does[0].upper()}{does[1:]}.", "")
    yield from ("```sh", *example_lines(f"coach {command}"), "```")
    yield from _table(parser)
    for names, kind in _grouped(kinds_of(parser)).items():
        yield from ("", f"### coach {command} {', '.join(names)}", "")
        yield from (f"- `{name}`: {kinds_of(parser)[name].description}" for name in names)
        yield from _table(kind)


def page() -> str:
    """The whole page."""
    lines = [line for command in COMMANDS for line in _section(command)]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
