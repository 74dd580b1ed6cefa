"""`coach settings`: every setting, what it is now, its default and its meaning."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from coach.cli.console import Console

if TYPE_CHECKING:
    from coach.model.settings import Setting, Settings


WIDTH: Final = 80


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--changed", action="store_true", help="only what is not at its default")


def run(words: Namespace, console: Console) -> int:
    """Print each setting; problems of the file go to standard error."""
    from coach.config.schema import all_settings, value_text

    workspace = console.workspace
    settings, problems = workspace.settings, workspace.settings_problems
    shown = [one for one in all_settings() if not words.changed or _changed(one, settings)]
    if words.json:
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
        for line in _lines(shown, settings):
            console.say(line)
        console.say_text(f"\nThey are kept in {console.paths.config}; change one with: coach set KEY VALUE")
    for problem in problems:
        console.warn(problem.line_text())
    return 0


def _changed(setting: Setting, settings: Settings) -> bool:
    from coach.config.schema import value_text
    from coach.model.settings import Settings as Defaults

    return value_text(setting, settings) != value_text(setting, Defaults())


def _lines(shown: list[Setting], settings: Settings) -> Iterator[str]:
    from coach.config.schema import value_text

    for setting in shown:
        value = value_text(setting, settings) or setting.default
        usual = f"   (default: {setting.default})" if _changed(setting, settings) else ""
        yield f"{setting.key:<18} {value}{usual}"
        yield from wrap(_meaning(setting), WIDTH, initial_indent="    ", subsequent_indent="    ")


def _meaning(setting: Setting) -> str:
    """What it means, and what it can be where that is one of a few words."""
    if setting.choices:
        return f"{setting.meaning} One of: {', '.join(setting.choices)}."
    return setting.meaning
