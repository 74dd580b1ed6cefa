"""`coach set`: change a setting; comments and everything else of config.yaml stay."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.app.settings import change_settings
from coach.cli.console import Console
from coach.errors import UsageError


def configure(parser: ArgumentParser) -> None:
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


def run(args: Namespace, console: Console) -> int:
    """Write the file, and print the new values."""
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
