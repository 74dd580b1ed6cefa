"""`coach run`: a session, on the screen or line by line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from coach.cli.arguments import add_on, number_type
from coach.cli.console import Console
from coach.model.units import decimal_number
from coach.paths import ScreenRequest


def configure_run(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("program", metavar="PROGRAM", help="the id of a program")
    parser.add_argument("--plain", action="store_true", help="line by line, without the full-screen app")
    parser.add_argument("--mute", action="store_true", help="without sound")
    parser.add_argument(
        "--speed",
        type=number_type(
            decimal_number,
            lambda speed: 1 <= speed <= 10_000,
            "a speed: write a number from 1 to 10000",
        ),
        metavar="N",
        help="a rehearsal N times as fast; nothing is recorded",
    )
    add_on(parser)


def run_run(args: Namespace, console: Console) -> int:
    """Run the session to its end, or until it is stopped."""
    if args.plain:
        from coach.cli.text_session import play_text

        return play_text(args.program, console, on=args.on, mute=args.mute, speed=args.speed)
    console.workspace.program(args.program)
    request = ScreenRequest(program=args.program, on=args.on, mute=args.mute, speed=args.speed)
    return console.open_screen(console.workspace, request)
