"""`coach settings`, `coach set` and `coach locate`: every setting, how to change one, and every path."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from coach.cli.console import Console
from coach.errors import UsageError
from coach.paths import shipped_programs_folder, shipped_sounds_folder

if TYPE_CHECKING:
    from coach.model.settings import Setting, Settings


WIDTH: Final = 80


def configure_settings(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--changed", action="store_true", help="only what is not at its default")


def run_settings(args: Namespace, console: Console) -> int:
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


def configure_set(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "pairs",
        nargs="+",
        metavar="KEY VALUE",
        help="as in: volume 60, or rest.between 30s, or quiet 22:00-07:00; several pairs at once will do",
    )
    parser.add_argument(
        "--default", action="store_true", help="take these keys out of the file: then the default holds"
    )


def run_set(args: Namespace, console: Console) -> int:
    """Write the file, and print the new values."""
    from coach.app.settings import change_settings
    from coach.config.schema import find_setting, value_text, windows

    workspace = console.workspace
    pairs: list[str] = args.pairs
    changes: dict[str, str | None] = {}
    if args.default:
        for key in pairs:
            keys = [setting.key for setting in windows()[key]] if key in windows() else [key]
            changes |= dict.fromkeys(keys)
    elif len(pairs) % 2:
        hint = f"coach set {pairs[-1]} VALUE, or coach set {pairs[-1]} --default"
        raise UsageError(f"'{pairs[-1]}' has no value", hint=hint)
    else:
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            # A window of time may be written as `quiet 22:00-07:00`.
            start, dash, end = value.partition("-")
            if key in windows() and dash:
                changes |= {f"{key}.from": start.strip(), f"{key}.until": end.strip()}
            else:
                changes[key] = value
    changed = change_settings(workspace, changes)
    for key in changes:
        setting = find_setting(key)
        console.say(f"{setting.key}: {value_text(setting, workspace.settings) or setting.default}")
    if not changed:
        console.say("That is how it was: nothing was written.")
    return 0


def configure_locate(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run_locate(args: Namespace, console: Console) -> int:
    """Print a name and a path on each line."""
    paths = console.paths
    named = {
        "home": paths.home,
        "config": paths.config,
        "programs": paths.programs,
        "drills": paths.drills,
        "sounds": paths.sounds,
        "journal": paths.journal,
        "backups": paths.backups,
        "cache": paths.cache,
        "logs": paths.logs,
        "shipped programs": shipped_programs_folder(),
        "shipped sounds": shipped_sounds_folder(),
    }
    if args.json:
        console.say_json({name: str(path) for name, path in named.items()})
    else:
        for name, path in named.items():
            console.say(f"{name:<17} {path}")
    return 0
