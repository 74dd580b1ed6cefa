"""Draws figures as PNG, as a terminal shows them: for those who make them, and for a test without names.

python scripts/make_figure_sheet.py OUT.png [ID ...] [--file FILE] [--size 48x14] [--braille] [--light]
    [--moments] [--side left] [--blind SEED]

Needs Pillow. Without ids, every figure is drawn. Where the file has problems, they are printed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from coach.figures.cells import DARK, LIGHT, Cells, FigureColors, block_cells, braille_cells
from coach.figures.solve import loop_seconds, pose_seconds, solve, still_seconds
from coach.model.figure import Figure
from coach.model.program import Side
from coach.programs.figure_build import read_figure_files
from coach.programs.figures import SHIPPED_FIGURES

_CELL_WIDTH: Final = 8
_CELL_HEIGHT: Final = 16
_GAP: Final = 14
_TITLE: Final = 16
_WIDTH: Final = 1500


def moments(figure: Figure, all_moments: bool) -> list[tuple[str, float]]:
    """The moments to draw: the one that stands for the figure, or each key pose and halfway to the next."""
    if not all_moments:
        return [("", still_seconds(figure))]
    named = list(zip([pose.name for pose in figure.poses], pose_seconds(figure), strict=False))
    if figure.loop == "hold":
        return named
    drawn: list[tuple[str, float]] = []
    for index, (name, seconds) in enumerate(named):
        drawn.append((name, seconds))
        pose = figure.poses[index]
        if figure.loop != "breath":
            drawn.append((f"{name} >", seconds + (pose.hold_seconds + pose.move_seconds) / 2))
        elif index < len(named) - 1:
            drawn.append((f"{name} >", (seconds + named[index + 1][1]) / 2))
    if figure.loop == "gait":
        drawn += [(f"{name} (other foot)", seconds + loop_seconds(figure) / 2) for name, seconds in drawn]
    return drawn


def picture(cells: Cells, palette: FigureColors, braille: bool) -> Image.Image:
    """The cells as a terminal shows them."""
    image = Image.new("RGB", (len(cells[0]) * _CELL_WIDTH, len(cells) * _CELL_HEIGHT), palette.background)
    draw = ImageDraw.Draw(image)
    ink = (215, 215, 215) if sum(palette.background) < 380 else (20, 20, 20)
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            x, y = column * _CELL_WIDTH, row * _CELL_HEIGHT
            if braille and cell.text != " ":
                code = ord(cell.text) - 0x2800
                for bit, (dx, dy) in enumerate(
                    ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
                ):
                    if code >> bit & 1:
                        left, top = x + 1 + dx * 4, y + 1 + dy * 4
                        draw.rectangle((left, top, left + 1, top + 1), fill=ink)
            elif cell.text != " ":
                half = y + _CELL_HEIGHT // 2
                right = x + _CELL_WIDTH - 1
                draw.rectangle((x, y, right, half - 1), fill=cell.foreground)
                draw.rectangle((x, half, right, y + _CELL_HEIGHT - 1), fill=cell.background)
    return image


def sheet(pictures: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """Pictures with their titles, in rows."""
    wide, tall = pictures[0][1].size
    across = max(1, _WIDTH // (wide + _GAP))
    down = -(-len(pictures) // across)
    whole = Image.new(
        "RGB", (across * (wide + _GAP) + _GAP, down * (tall + _TITLE + _GAP) + _GAP), (70, 70, 78)
    )
    draw = ImageDraw.Draw(whole)
    for index, (title, image) in enumerate(pictures):
        x = _GAP + index % across * (wide + _GAP)
        y = _GAP + index // across * (tall + _TITLE + _GAP)
        draw.text((x, y), title, fill=(255, 255, 255))
        whole.paste(image, (x, y + _TITLE))
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path, help="the PNG")
    parser.add_argument("ids", nargs="*", help="the figures; without: all of them")
    parser.add_argument("--file", type=Path, action="append", default=[], help="another file of figures")
    parser.add_argument("--size", default="48x14", help="columns x rows")
    parser.add_argument("--braille", action="store_true", help="as with few colours or none")
    parser.add_argument("--light", action="store_true", help="on a light background")
    parser.add_argument("--moments", action="store_true", help="each key pose, and halfway to the next")
    parser.add_argument("--side", choices=["left", "right"], help="the working side; without: as drawn")
    parser.add_argument("--blind", type=int, metavar="SEED", help="numbers for names, in a random order")
    args = parser.parse_args(arguments)
    columns, rows = map(int, args.size.split("x"))
    palette = LIGHT if args.light else DARK
    found = read_figure_files([SHIPPED_FIGURES, *args.file], keep_impossible=True)
    for problem in found.problems:
        print(problem.line_text())
    figures = [found.figures[name] for name in args.ids or found.figures if name in found.figures]
    order = random.Random(args.blind)
    if args.blind is not None:
        order.shuffle(figures)
    pictures = []
    for number, figure in enumerate(figures, 1):
        side: Side = args.side or figure.side
        if args.blind is not None:
            side = order.choice(("left", "right"))
            print(number, figure.id, side)
        for name, seconds in moments(figure, args.moments):
            title = f"{number}" if args.blind is not None else f"{figure.id} {name}".strip()
            scene = solve(figure, side, seconds)
            if args.braille:
                cells = braille_cells(scene, columns, rows)
            else:
                cells = block_cells(scene, columns, rows, palette)
            pictures.append((title, picture(cells, palette, args.braille)))
    if not pictures:
        print("nothing to draw")
        return 1
    sheet(pictures).save(args.out)
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
