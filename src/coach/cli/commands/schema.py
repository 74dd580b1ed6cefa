"""`coach schema`: the JSON Schema of a file, for editors."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.console import Console


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "what", choices=["program", "drills", "figures", "config"], help="which file it describes"
    )


def run(args: Namespace, console: Console) -> int:
    """Print the schema, indented."""
    import json

    from coach.config.schema import config_schema
    from coach.programs.json_schema import json_schema

    schema = config_schema() if args.what == "config" else json_schema(args.what)
    console.say_text(json.dumps(schema, indent=2))
    return 0
