"""`coach figure`: how a drill is done, as a picture."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from coach.cli.arguments import a_path
from coach.cli.console import Console
from coach.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from coach.figures.cells import Drawing
    from coach.model.figure import Figure
    from coach.model.program import Drill, Side

FRAME_SECONDS: Final = 1 / 8
SMALLEST: Final = (14, 4)
LARGEST: Final = (200, 60)
_HIDE_CURSOR: Final = "\x1b[?25l"
_SHOW_CURSOR: Final = "\x1b[?25h"


def configure_figure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "drill", metavar="DRILL", help="the id of a drill, as coach check and programs name it"
    )
    parser.add_argument("--side", choices=["left", "right"], help="the side that works")
    parser.add_argument(
        "--size", type=_size, default=(48, 14), metavar="COLUMNSxROWS", help="of the picture; 48x14"
    )
    parser.add_argument("--still", action="store_true", help="one picture instead of the movement")
    parser.add_argument(
        "--svg", nargs="?", const=Path("-"), type=a_path, metavar="FILE", help="as SVG; without FILE, printed"
    )


def run_figure(args: Namespace, console: Console) -> int:
    """Draw the figure and describe it in a sentence, or write it as SVG.

    On a terminal it moves once through its loop; elsewhere it is one picture in braille.
    """
    workspace = console.workspace
    drill = workspace.catalog.drills.get(args.drill)
    if drill is None:
        known = list(workspace.catalog.drills)
        hint = did_you_mean(args.drill, known, "'p' and then 'd' in the app lists them")
        raise UsageError(f"there is no drill '{args.drill}'", hint=hint)
    figure = _figure_of(drill, console)
    side: Side | None = args.side
    if args.svg is not None:
        from coach.figures.svg import svg

        _write_svg(svg(figure, side, moving=not args.still), args.svg, console)
        return 0
    from coach.figures.cells import drawing_on

    shown_side = side or figure.side
    console.say(f"{drill.name}, {shown_side} side" if drill.sides else drill.name)
    if _has_braille(console):
        drawing = drawing_on(console.environment)
        if not console.out.isatty():
            _draw_plain(figure, side, args.size, console)
            drawing = "braille"
        elif drawing != "none":
            moving = not args.still and workspace.settings.figures == "moving"
            _draw(figure, side, args.size, drawing, moving, console)
        _explain(figure, drawing, console)
    for line in wrap(figure.describe, 80):
        console.say(line)
    return 0


def _figure_of(drill: Drill, console: Console) -> Figure:
    """The figure of a drill.

    Raises:
        UsageError: it has none, or there are problems in it.
    """
    from coach.programs.figures import load_figures

    figures = load_figures(console.paths.home, console.paths.cache)
    figure = figures.of_drill(drill)
    if figure is not None:
        return figure
    hint = "'coach check' tells what is wrong with figures of your own" if figures.problems else ""
    raise UsageError(f"{drill.name} has no figure", hint=hint or "docs/programs.md shows how to write one")


def _has_braille(console: Console) -> bool:
    """Whether the output takes blocks and braille."""
    return (console.out.encoding or "").lower().replace("-", "") == "utf8"


def _draw_plain(figure: Figure, side: Side | None, size: tuple[int, int], console: Console) -> None:
    from coach.figures.cells import braille_cells
    from coach.figures.solve import solve, still_seconds

    for row in braille_cells(solve(figure, side, still_seconds(figure)), *size):
        console.say("".join(cell.text for cell in row).rstrip())


def _draw(
    figure: Figure, side: Side | None, size: tuple[int, int], drawing: Drawing, moving: bool, console: Console
) -> None:
    from coach.figures.cells import terminal_lines
    from coach.figures.solve import loop_seconds, solve, still_seconds

    def lines(seconds: float) -> str:
        return "".join(f"{line}\n" for line in terminal_lines(solve(figure, side, seconds), *size, drawing))

    if moving:
        console.write(_HIDE_CURSOR)
        try:
            for frame in range(round(loop_seconds(figure) / FRAME_SECONDS)):
                console.write(f"{lines(frame * FRAME_SECONDS)}\x1b[{size[1]}F")
                console.flush()
                console.clock.sleep(FRAME_SECONDS)
        finally:
            # The picture that stands for it stays, also after Ctrl-C.
            console.write(lines(still_seconds(figure)) + _SHOW_CURSOR)
        return
    console.write(lines(still_seconds(figure)))


def _explain(figure: Figure, drawing: Drawing, console: Console) -> None:
    """Say what the marks in the picture mean."""
    from coach.model.figure import legend_text

    if drawing == "none":
        return
    text = legend_text(figure, *(("filled", "ring") if drawing == "braille" else ("amber", "blue spot")))
    if text:
        console.say(text)


def _write_svg(text: str, file: Path, console: Console) -> None:
    from coach.files import write_over

    if str(file) == "-":
        console.write(f"{text}\n")
        return
    write_over(file, f"{text}\n".encode(), folder=False)
    console.say(f"written to {file}")


def _size(text: str) -> tuple[int, int]:
    """Columns and rows of `48x14`, for argparse."""
    columns, _, rows = text.lower().partition("x")
    if not (columns.isdecimal() and rows.isdecimal() and len(text) < 12):
        raise ArgumentTypeError(f"'{text}' is not a size: write columns and rows, like 48x14")
    size = int(columns), int(rows)
    fits = all(least <= one <= most for one, least, most in zip(size, SMALLEST, LARGEST, strict=True))
    if not fits:
        raise ArgumentTypeError(
            f"{text} cannot be drawn: {SMALLEST[0]}x{SMALLEST[1]} to {LARGEST[0]}x{LARGEST[1]} will do"
        )
    return size
