"""How far each pixel is from a group of shapes, and the place of a scene on a canvas of pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from math import sqrt
from typing import Final, NamedTuple

from coach.figures import body
from coach.figures.shapes import Shape
from coach.figures.solve import Scene

FAR: Final = 99.0
"""The distance of pixels that no shape is near to."""
_LEAST_RADIUS: Final = 0.55
"""In pixels: what is thinner is drawn so thick."""
_LEAST_HEAD: Final = 1.25
"""The radius of a head in pixels: what is smaller is lost among the limbs."""
_MARGIN: Final = 0.6
_SET_OFF: Final = ("near_arm", "far_arm", "near_leg", "far_leg", "head")


class Placement(NamedTuple):
    """Pixels = body heights times the scale, from the corner at the top left."""

    scale: float
    x: float
    y: float


class DistanceField(NamedTuple):
    """The distances of a rectangle of pixels from a group of shapes; less than 0 inside."""

    left: int
    top: int
    width: int
    distances: list[float]
    edges: list[float]
    """From the shapes that are set off from what is behind them: all but the first of a limb."""
    root: tuple[float, float, float] | None
    """Where a limb grows out of the trunk, in pixels, with its radius there."""


def place(scene: Scene, width: int, height: int) -> Placement:
    """Where a scene stands on a canvas: as large as it fits, in the middle, on the floor."""
    box = scene.box
    wide, tall = max(box.right - box.left, 0.3), max(box.top - box.bottom, 0.3)
    scale = min((width - 2 * _MARGIN) / wide, (height - 2 * _MARGIN) / tall, width / 1.1)
    left = width / 2 - scale * (box.left + box.right) / 2
    if scene.floor is not None:
        return Placement(scale, left, height - _MARGIN + scale * box.bottom)
    return Placement(scale, left, height / 2 + scale * (box.top + box.bottom) / 2)


def fields(
    scene: Scene, to: Placement, width: int, height: int, reach: float
) -> Iterator[tuple[Shape, DistanceField]]:
    """The distances from each group, from back to front, with one of its shapes.

    Args:
        scene: the picture.
        to: its place.
        width: of the canvas in pixels.
        height: of it.
        reach: how far from a shape distances are wanted, in pixels.
    """
    for _group, members in groupby(scene.shapes, key=lambda shape: shape.group):
        shapes = list(members)
        larger = max(1.0, _LEAST_HEAD / (body.HEAD_RADIUS * to.scale)) if shapes[0].group == "head" else 1.0
        placed = [
            shape._replace(
                x0=to.x + shape.x0 * to.scale,
                y0=to.y - shape.y0 * to.scale,
                x1=to.x + shape.x1 * to.scale,
                y1=to.y - shape.y1 * to.scale,
                r0=max(0.0 if shape.is_box else _LEAST_RADIUS, shape.r0 * to.scale * larger),
                r1=max(0.0 if shape.is_box else _LEAST_RADIUS, shape.r1 * to.scale * larger),
            )
            for shape in shapes
        ]
        left, right = _range([(bar.x0, bar.r0, bar.x1, bar.r1) for bar in placed], width, reach)
        top, bottom = _range([(bar.y0, bar.r0, bar.y1, bar.r1) for bar in placed], height, reach)
        wide = max(0, right - left)
        distances = [FAR] * (wide * max(0, bottom - top))
        first = placed[0]
        sets_off = first.group in _SET_OFF
        edges = distances.copy() if sets_off else distances
        for index, shape in enumerate(placed):
            into = [distances] if index == 0 or not sets_off else [distances, edges]
            for values in into:
                if shape.is_box:
                    _add_box(shape, values, left, top, wide, bottom, reach)
                else:
                    _add_bar(shape, values, left, top, right, bottom, reach)
        root = (first.x0, first.y0, first.r0) if sets_off and first.group != "head" else None
        yield shapes[0], DistanceField(left, top, wide, distances, edges, root)


def _range(ends: Iterable[tuple[float, float, float, float]], size: int, reach: float) -> tuple[int, int]:
    """The first pixel and the one behind the last that the shapes reach."""
    low, high = float(size), 0.0
    for a, ra, b, rb in ends:
        low, high = min(low, a - ra, b - rb), max(high, a + ra, b + rb)
    return max(0, int(low - reach)), min(size, int(high + reach) + 1)


def _add_bar(
    bar: Shape, values: list[float], left: int, top: int, right: int, bottom: int, reach: float
) -> None:
    """Lower the distances to those from a bar; only pixels that it reaches are visited."""
    ax, ay, dx, dy = bar.x0, bar.y0, bar.x1 - bar.x0, bar.y1 - bar.y0
    radius, grows = bar.r0, bar.r1 - bar.r0
    far = max(bar.r0, bar.r1) + reach
    inverse = 1.0 / max(1e-9, dx * dx + dy * dy)
    wide = right - left
    steep = abs(dy) > 1e-6
    for y in range(max(top, int(min(ay, bar.y1) - far)), min(bottom, int(max(ay, bar.y1) + far) + 1)):
        py = y + 0.5 - ay
        # The part of the bar's middle line that this row reaches.
        if steep:
            t0, t1 = (py - far) / dy, (py + far) / dy
            if t0 > t1:
                t0, t1 = t1, t0
            t0, t1 = min(1.0, max(0.0, t0)), max(0.0, min(1.0, t1))
        else:
            t0, t1 = 0.0, 1.0
        x0, x1 = ax + t0 * dx, ax + t1 * dx
        if x0 > x1:
            x0, x1 = x1, x0
        row = (y - top) * wide - left
        along, square = py * dy, py
        for x in range(max(left, int(x0 - far)), min(right, int(x1 + far) + 1)):
            px = x + 0.5 - ax
            t = (px * dx + along) * inverse
            if t <= 0.0:
                distance = sqrt(px * px + square * square) - radius
            elif t >= 1.0:
                ex, ey = px - dx, py - dy
                distance = sqrt(ex * ex + ey * ey) - radius - grows
            else:
                ex, ey = px - t * dx, py - t * dy
                distance = sqrt(ex * ex + ey * ey) - radius - t * grows
            if distance < values[row + x]:
                values[row + x] = distance


def _add_box(
    box: Shape, values: list[float], left: int, top: int, wide: int, bottom: int, reach: float
) -> None:
    """Lower the distances to those from a rectangle; its first corner is the lower left one."""
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    half_x, half_y = (box.x1 - box.x0) / 2, (box.y0 - box.y1) / 2
    beside = [abs(left + x + 0.5 - middle_x) - half_x for x in range(wide)]
    for y in range(top, bottom):
        away_y = abs(y + 0.5 - middle_y) - half_y
        if away_y > box.r0 + reach:
            continue
        row = (y - top) * wide
        for x, away_x in enumerate(beside):
            if away_x > 0.0 and away_y > 0.0:
                distance = sqrt(away_x * away_x + away_y * away_y) - box.r0
            else:
                distance = (away_x if away_x > away_y else away_y) - box.r0
            if distance < values[row + x]:
                values[row + x] = distance
