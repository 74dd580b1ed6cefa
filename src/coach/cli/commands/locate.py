"""`coach locate`: every path that is read or written."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.console import Console
from coach.paths import shipped_programs_folder, shipped_sounds_folder


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: Namespace, console: Console) -> int:
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
