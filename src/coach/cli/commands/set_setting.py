"""`coach set`: change a setting; comments and everything else of config.yaml stay."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from coach.app.settings import change_settings
from coach.cli.console import Console
from coach.errors import UsageError

WINDOWS: Final = ("work", "quiet")
"""Settings that are a beginning and an end, which may be given as `09:00-17:30`."""


def configure(parser: ArgumentParser) -> None:
    """Declare the words that the command takes."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="KEY VALUE",
        help="as in: volume 60, or rest.between 30s, or quiet 22:00-07:00; several pairs at once will do",
    )
    parser.add_argument(
        "--default", action="store_true", help="take these keys out of the file: then the default holds"
    )


def run(words: Namespace, console: Console) -> int:
    """Write the file anew, and say what holds now."""
    changes = _defaults(words.words) if words.default else _pairs(words.words)
    workspace = console.workspace
    changed = change_settings(workspace, changes)
    from coach.config.schema import find_setting, value_text

    for key in changes:
        setting = find_setting(key)
        console.say(f"{setting.key}: {value_text(setting, workspace.settings) or setting.default}")
    if not changed:
        console.say("That is how it was: nothing was written.")
    return 0


def _pairs(words: list[str]) -> dict[str, str | None]:
    """Each key with its value.

    Raises:
        UsageError: one of them is missing.
    """
    if len(words) % 2:
        raise UsageError(
            f"'{words[-1]}' has no value",
            hint=f"coach set {words[-1]} VALUE, or coach set {words[-1]} --default",
        )
    changes: dict[str, str | None] = {}
    for key, value in zip(words[::2], words[1::2], strict=True):
        start, dash, end = value.partition("-")
        if key in WINDOWS and dash:
            changes |= {f"{key}.from": start.strip(), f"{key}.until": end.strip()}
        else:
            changes[key] = value
    return changes


def _defaults(keys: list[str]) -> dict[str, str | None]:
    changes: dict[str, str | None] = {}
    for key in keys:
        inner = [f"{key}.from", f"{key}.until"] + ["work.days"] * (key == "work")
        changes |= dict.fromkeys(inner if key in WINDOWS else [key])
    return changes
