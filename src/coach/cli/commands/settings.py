"""`coach settings`: every setting with its value, its default and its meaning."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from coach.cli.console import Console

if TYPE_CHECKING:
    from coach.model.settings import Setting, Settings


WIDTH: Final = 80


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--changed", action="store_true", help="only what is not at its default")


def run(args: Namespace, console: Console) -> int:
    """Print each setting; problems of the file go to standard error."""
    from coach.config.schema import all_settings, value_text

    workspace = console.workspace
    settings, problems = workspace.settings, workspace.settings_problems
    shown = [one for one in all_settings() if not args.changed or _changed(one, settings)]
    if args.json:
        console.say_json(
            {
                one.key: {
                    "value": value_text(one, settings),
                    "default": one.default,
                    "kind": one.kind,
                    "choices": one.choices,
                    "least": one.least,
                    "most": one.most,
                    "meaning": one.meaning,
                }
                for one in shown
            }
        )
    else:
        for one in shown:
            default = f"   (default: {one.default})" if _changed(one, settings) else ""
            console.say(f"{one.key:<18} {value_text(one, settings) or one.default}{default}")
            choices = f" One of: {', '.join(one.choices)}." if one.choices else ""
            text = f"{one.meaning}{choices}"
            for line in wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    "):
                console.say(line)
        console.say_text(f"\nThey are kept in {console.paths.config}; change one with: coach set KEY VALUE")
    for problem in problems:
        console.warn(problem.line_text())
    return 0


def _changed(setting: Setting, settings: Settings) -> bool:
    from coach.config.schema import value_text
    from coach.model.settings import Settings as Defaults

    return value_text(setting, settings) != value_text(setting, Defaults())
