"""A figure as SVG: still, or moving by itself wherever the file is shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import acos, atan2, cos, hypot, pi, sin
from typing import Final

from coach.figures import body
from coach.figures.cells import LIGHT, WATER_STRENGTH, FigureColors, Rgb
from coach.figures.shapes import Shape
from coach.figures.solve import Scene, arrival_seconds, loop_seconds, pose_seconds, solve
from coach.model.figure import Figure
from coach.model.program import Side

_UNIT: Final = 200
"""Of the SVG's own units in a body height."""
_MARGIN: Final = 0.03
_EDGE: Final = 0.012
_FRAMES_A_SECOND: Final = 5
_MOST_FRAMES: Final = 40
_BACK_SECONDS: Final = 2.0
"""Of the way back into the first pose."""


def svg(
    figure: Figure,
    side: Side | None = None,
    *,
    moving: bool = False,
    pose: int | None = None,
    name: str = "",
    palette: FigureColors = LIGHT,
) -> str:
    """A figure as an SVG document, without a background.

    Args:
        figure: which.
        side: the side that works; None: as it is drawn.
        moving: whether it moves, else it is one picture.
        pose: the index of the pose in that picture; None: the one that stands for the figure.
        name: what the ids in it begin with, for a page with several figures; empty: the figure's own id.
        palette: its colours; that of the background sets limbs off from each other.
    """
    if moving:
        seconds = _loop_seconds(figure)
        count = min(_MOST_FRAMES, max(2, round(seconds * _FRAMES_A_SECOND)))
        moments = [_moment(figure, seconds * index / count) for index in range(count)]
        scenes = [solve(figure, side, moment) for moment in moments]
        scenes.append(scenes[0])
    else:
        seconds = 0.0
        scenes = [solve(figure, side, pose_seconds(figure)[figure.still if pose is None else pose])]
    box = scenes[0].box
    left, top = (box.left - _MARGIN) * _UNIT, -(box.top + _MARGIN) * _UNIT
    width, height = (box.right - box.left + 2 * _MARGIN) * _UNIT, (box.top - box.bottom + _MARGIN) * _UNIT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}">',
        f"<title>{escape(figure.describe)}</title>",
    ]
    floor = scenes[0].floor
    if floor is not None:
        parts.append(
            f'<rect x="{left:.1f}" y="{-floor * _UNIT:.1f}" width="{width:.1f}" '
            f'height="{body.FLOOR_THICKNESS * _UNIT:.1f}" fill="{_hex(palette.floor)}"/>'
        )
    parts += _groups(scenes, name or f"{figure.id}-{side or figure.side}", seconds, palette)
    parts += _spot(scenes, seconds, palette)
    parts.append("</svg>")
    return "\n".join(parts)


def _loop_seconds(figure: Figure) -> float:
    """Of one round of the moving picture."""
    return loop_seconds(figure) + (_BACK_SECONDS if figure.loop == "once" else 0.0)


def _moment(figure: Figure, seconds: float) -> float:
    """The moment of the figure's loop to draw: a movement that is done once goes back the way it came."""
    over = seconds - loop_seconds(figure)
    if over <= 0.0:
        return seconds
    return arrival_seconds(figure) * (1 + cos(pi * over / _BACK_SECONDS)) / 2


def _groups(scenes: Sequence[Scene], name: str, seconds: float, palette: FigureColors) -> list[str]:
    """Each group of shapes, with an edge in the colour of the background round its outline."""
    parts = []
    by_group: list[dict[str, list[Shape]]] = []
    for scene in scenes:
        by_group.append({})
        for shape in scene.shapes:
            by_group[-1].setdefault(shape.group, []).append(shape)
    for index, (group, shapes) in enumerate(by_group[0].items()):
        paths = []
        for place in range(max(len(groups[group]) for groups in by_group)):
            # A body seen from the side has fewer shapes than a turned one: there the last ones coincide.
            outlines = [_outline(groups[group][min(place, len(groups[group]) - 1)]) for groups in by_group]
            moves = _animate("d", outlines, seconds) if len(set(outlines)) > 1 else ""
            paths.append(f'<path d="{outlines[0]}">{moves}</path>' if moves else f'<path d="{outlines[0]}"/>')
        colour = _hex(palette.of(shapes[0]))
        if shapes[0].role in ("prop", "held", "water"):
            seen = f' fill-opacity="{WATER_STRENGTH}"' if shapes[0].role == "water" else ""
            parts.append(f'<g fill="{colour}"{seen}>{"".join(paths)}</g>')
            continue
        ground = _hex(palette.background)
        width = 2 * _EDGE * _UNIT
        parts.append(
            f'<defs><g id="{name}-{index}">{"".join(paths)}</g></defs>'
            f'<use href="#{name}-{index}" fill="{ground}" stroke="{ground}" stroke-width="{width:.1f}"/>'
            f'<use href="#{name}-{index}" fill="{colour}"/>'
        )
    return parts


def _animate(name: str, values: Sequence[str], seconds: float) -> str:
    """An element that takes an attribute through its values, round and round."""
    return (
        f'<animate attributeName="{name}" dur="{seconds:.2f}s" repeatCount="indefinite" '
        f'values="{";".join(values)}"/>'
    )


def _outline(shape: Shape) -> str:
    """The outline of a shape as path data, always of the same commands."""
    x0, y0, x1, y1 = shape.x0 * _UNIT, -shape.y0 * _UNIT, shape.x1 * _UNIT, -shape.y1 * _UNIT
    r0, r1 = shape.r0 * _UNIT, shape.r1 * _UNIT
    if shape.is_box:
        left, right, high, low = x0 - r0, x1 + r0, y1 - r0, y0 + r0
        return f"M{left:.1f} {high:.1f}H{right:.1f}V{low:.1f}H{left:.1f}Z"
    away = hypot(x1 - x0, y1 - y0)
    if away < 1e-6:
        x1, away = x0 + 1e-3, 1e-3
    along = atan2(y1 - y0, x1 - x0)
    tilt = acos(max(-1.0, min(1.0, (r0 - r1) / away)))
    ends = [
        (x + r * cos(along + turn), y + r * sin(along + turn))
        for x, y, r, turn in (
            (x0, y0, r0, tilt),
            (x1, y1, r1, tilt),
            (x1, y1, r1, -tilt),
            (x0, y0, r0, -tilt),
        )
    ]
    points = [f"{x:.1f} {y:.1f}" for x, y in ends]
    large0, large1 = int(r0 > r1), int(r1 > r0)
    return (
        f"M{points[0]}L{points[1]}A{r1:.1f} {r1:.1f} 0 {large1} 0 {points[2]}"
        f"L{points[3]}A{r0:.1f} {r0:.1f} 0 {large0} 0 {points[0]}Z"
    )


def _spot(scenes: Sequence[Scene], seconds: float, palette: FigureColors) -> list[str]:
    """The spot where it should be felt, if there is one."""
    spots = [scene.spot for scene in scenes if scene.spot is not None]
    if not spots:
        return []
    xs, ys = [f"{spot.x * _UNIT:.1f}" for spot in spots], [f"{-spot.y * _UNIT:.1f}" for spot in spots]
    moves = "".join(_animate(name, values, seconds) for name, values in (("cx", xs), ("cy", ys)))
    return [
        f'<circle cx="{xs[0]}" cy="{ys[0]}" r="{0.045 * _UNIT:.1f}" fill="{_hex(palette.feel)}" '
        f'fill-opacity="0.9">{moves if len(spots) > 1 else ""}</circle>'
    ]


def _hex(colour: Rgb) -> str:
    """A colour as SVG writes it."""
    return "#" + "".join(f"{part:02x}" for part in colour)
