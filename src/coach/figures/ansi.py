"""A figure as lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from coach.figures.cells import DARK, FigureColors, Rgb, block_cells, braille_cells
from coach.figures.solve import Scene

Drawing = Literal["true_color", "256_colors", "braille", "none"]

_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_CUBE: Final = (0, 95, 135, 175, 215, 255)
"""The levels of each part of the 216 colours."""


def drawing_on(environment: Mapping[str, str]) -> Drawing:
    """How a figure can be drawn on a terminal.

    Args:
        environment: its `TERM`, `COLORTERM` and `NO_COLOR`.
    """
    kind = environment.get("TERM", "")
    if kind in ("", "linux", "dumb", "unknown") or kind.startswith("vt"):
        # Their fonts have no braille, and their few colours do not blend.
        return "none"
    if environment.get("NO_COLOR"):
        return "braille"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or kind.endswith("-direct"):
        return "true_color"
    return "256_colors" if "256color" in kind else "braille"


def terminal_lines(
    scene: Scene, columns: int, rows: int, drawing: Drawing, palette: FigureColors = DARK
) -> list[str]:
    """A scene as lines with escape sequences, each as wide as asked.

    Args:
        scene: what is drawn.
        columns: the width of the picture.
        rows: its height.
        drawing: how; with `none` there are no lines.
        palette: the colours; blended blocks bring their own background.
    """
    if drawing == "none":
        return []
    lines = []
    if drawing == "braille":
        for row in braille_cells(scene, columns, rows):
            line, weight = "", ""
            for cell in row:
                wanted = _BOLD if cell.works else _DIM if cell.role in ("far", "prop") else ""
                if wanted != weight:
                    line += (_RESET if weight else "") + wanted
                    weight = wanted
                line += cell.text
            lines.append(line + _RESET if weight else line)
        return lines
    ground = palette.background
    for row in block_cells(scene, columns, rows, palette):
        line, colours = "", None
        for cell in row:
            pair = cell.foreground or ground, cell.background or ground
            if pair != colours:
                colours = pair
                line += f"\x1b[38;{_code(pair[0], drawing)};48;{_code(pair[1], drawing)}m"
            line += cell.text
        lines.append(line + _RESET)
    return lines


def _code(colour: Rgb, drawing: Drawing) -> str:
    """A colour as parameters of its escape sequence."""
    if drawing == "true_color":
        return "2;" + ";".join(map(str, colour))
    red, green, blue = (min(range(6), key=lambda step: abs(_CUBE[step] - part)) for part in colour)
    return f"5;{16 + 36 * red + 6 * green + blue}"
