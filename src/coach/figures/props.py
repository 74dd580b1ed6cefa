"""The things in a picture as shapes: walls, chairs, mats and what is held."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, degrees
from typing import Final

from coach.figures.kinematics import Skeleton, between, step
from coach.figures.shapes import Shape, capsule, rectangle
from coach.model.figure import Point, Prop, PropKind, View

SIZES: Final[dict[PropKind, Point]] = {
    "floor": Point(0.0, 0.0),
    "wall": Point(0.04, 1.05),
    "chair": Point(0.28, 0.27),
    "bed": Point(1.3, 0.14),
    "mat": Point(1.15, 0.018),
    "stick": Point(0.02, 0.62),
    "box": Point(0.2, 0.16),
    "ball": Point(0.05, 0.05),
    "weight": Point(0.085, 0.1),
    "cushion": Point(0.16, 0.06),
    "water": Point(1.6, 0.3),
    "bicycle": Point(0.56, 0.38),
    "arrow": Point(0.016, 0.14),
    "turn": Point(0.14, 0.14),
    "thought": Point(0.34, 0.18),
}
"""Width and height; of a stick its thickness and length, of a chair the width and height of its seat,
of a bicycle the way between its wheels and how large these are.
"""
_HELD: Final = ("stick", "ball", "weight", "arrow", "turn", "thought")
"""What is moved or used, and so is brighter than what only stands there."""
_MAT_FROM_ABOVE: Final = Point(1.25, 0.42)
_BACK: Final = 0.085
_BACKREST: Final = 0.26
_SEAT: Final = 0.03
_LEG: Final = 0.025
_ARROW_HEAD: Final = 0.08
_TURN: Final = 250.0
"""How far round a circle an arrow goes, in degrees."""
_TURN_PARTS: Final = 8
_SLOPE_EDGE: Final = 0.02
_SLOPE_PARTS: Final = 20
_RIM: Final = 16
"""Straight parts of a wheel."""


def prop_shapes(prop: Prop, index: int, bones: Skeleton, view: View) -> list[Shape]:
    """The shapes of one thing.

    Args:
        prop: the thing.
        index: its number, which names its group.
        bones: the body that may hold it.
        view: from where it is seen.
    """
    size = prop.size or (_MAT_FROM_ABOVE if prop.kind == "mat" and view == "above" else SIZES[prop.kind])
    held = None if prop.on is None else bones.joint(prop.on)
    place = held or prop.at or Point(0.0, 0.0)
    middle = Point(place.x + prop.off.x, place.y + prop.off.y)
    x, y, group = middle.x, middle.y, f"prop{index}"
    left, right = x - size.x / 2, x + size.x / 2
    match prop.kind:
        case "floor":
            shapes = _slope(prop, group)
        case "stick":
            if prop.on is None and prop.at is None:
                # Along the back, from the pelvis to the head.
                angle = degrees(atan2(bones.head.y - bones.hip.y, bones.head.x - bones.hip.x))
                foot = step(bones.hip, angle + 90, _BACK)
                ends = step(foot, angle, -0.08), step(foot, angle, size.y - 0.08)
            else:
                ends = _ends(middle, prop.angle or 0.0, size.y)
            shapes = [capsule(*ends, (size.x / 2, size.x / 2), "prop", group)]
        case "ball":
            shapes = [capsule(middle, middle, (size.x / 2, size.x / 2), "prop", group)]
        case "chair":
            shapes = _chair(x, y, size, group, view)
        case "arrow" | "turn":
            shapes = _arrow(prop, middle, size, group)
        case "bicycle":
            shapes = _bicycle(x, y, size, group)
        case "thought":
            shapes = _thought(x, y, size, group)
        case "wall":
            shapes = [rectangle(x, y, x + size.x, y + size.y, group)]
        case "weight":
            # A bag or a kettlebell hangs from the hand by its handle.
            top = y - 0.035
            handle = capsule(place, Point(x, top), (0.012, 0.012), "prop", group)
            shapes = [_rounded(rectangle(left, top - size.y, right, top, group), 0.02), handle]
        case kind:
            # It stands on its place, hangs from what holds it, or lies round its place.
            low, high = (y, y + size.y) if held is None else (y - size.y, y)
            if view == "above":
                low, high = y - size.y / 2, y + size.y / 2
            shape = rectangle(left, low, right, high, group)
            shapes = [_rounded(shape, min(size.y / 2 - 0.001, 0.03)) if kind == "cushion" else shape]
    if prop.kind == "water":
        return [shape._replace(role="water") for shape in shapes]
    lies_on_mat = view == "above" and prop.kind == "cushion"
    if prop.on is not None or prop.kind in _HELD or lies_on_mat:
        return [shape._replace(role="held") for shape in shapes]
    return shapes


def _rounded(shape: Shape, radius: float) -> Shape:
    """A rectangle of the same size with round corners."""
    return shape._replace(
        x0=shape.x0 + radius,
        y0=shape.y0 + radius,
        x1=shape.x1 - radius,
        y1=shape.y1 - radius,
        r0=radius,
        r1=radius,
    )


def _ends(middle: Point, angle: float, length: float) -> tuple[Point, Point]:
    """The ends of a line by its middle."""
    return step(middle, angle, -length / 2), step(middle, angle, length / 2)


def _arrow(prop: Prop, middle: Point, size: Point, group: str) -> list[Shape]:
    """An arrow through its middle, or round it: clockwise where its width is negative."""
    angle = 90.0 if prop.angle is None else prop.angle
    if prop.kind == "arrow":
        line = list(_ends(middle, angle, size.y))
        ahead = angle
    else:
        way = 1.0 if size.x > 0 else -1.0
        parts = [angle + way * _TURN * part / _TURN_PARTS for part in range(_TURN_PARTS + 1)]
        line = [step(middle, part, abs(size.x) / 2) for part in parts]
        ahead = parts[-1] + way * 80
    thin = (0.008, 0.008)
    head = _ARROW_HEAD if prop.kind == "arrow" else min(_ARROW_HEAD, abs(size.x) * 0.45)
    tips = [step(line[-1], ahead + side, head) for side in (140, -140)]
    ends = [*pairwise(line), *((line[-1], tip) for tip in tips)]
    return [capsule(start, end, thin, "prop", group) for start, end in ends]


def _slope(prop: Prop, group: str) -> list[Shape]:
    """A floor that slopes: the middle of its upper edge is at its place; filled down to 0."""
    if prop.angle is None or prop.at is None:
        return []
    length = (prop.size or Point(1.1, 0.0)).x
    edge = step(prop.at, prop.angle - 90, _SLOPE_EDGE)
    first, last = _ends(edge, prop.angle, length)
    shapes = [capsule(first, last, (_SLOPE_EDGE, _SLOPE_EDGE), "prop", group)]
    low, high = (first, last) if first.y < last.y else (last, first)
    for part in range(_SLOPE_PARTS):
        # Each reaches to the high end, so that no seams are seen between them.
        corner = between(low, high, part / _SLOPE_PARTS)
        left, right = min(corner.x, high.x), max(corner.x, high.x)
        if corner.y > 0.0:
            shapes.append(rectangle(left, 0.0, right, corner.y, group))
    return shapes


def _bicycle(x: float, y: float, size: Point, group: str) -> list[Shape]:
    """A bicycle that faces right; its pedals turn 0.17 over the floor, 0.06 behind its middle."""
    wheel = size.y / 2
    rear, front = Point(x - size.x / 2, y + wheel), Point(x + size.x / 2, y + wheel)
    pedals = Point(x - 0.06, y + 0.17)
    saddle, bars = step(pedals, 106, 0.4), Point(front.x - 0.08, y + 0.56)
    crown = between(front, bars, 0.72)
    post = between(pedals, saddle, 0.72)
    thin = (0.011, 0.011)
    bones = [(rear, pedals), (rear, post), (pedals, saddle), (post, crown), (pedals, crown), (front, bars)]
    shapes = [capsule(start, end, thin, "prop", group) for start, end in bones]
    shapes.append(capsule(step(saddle, 180, 0.05), step(saddle, 0, 0.04), (0.018, 0.012), "prop", group))
    shapes.append(capsule(bars, step(bars, 10, 0.05), (0.013, 0.013), "prop", group))
    for hub in (rear, front):
        rim = [step(hub, 360 * part / _RIM, wheel - 0.012) for part in range(_RIM + 1)]
        shapes += [capsule(start, end, thin, "prop", group) for start, end in pairwise(rim)]
    return shapes


def _thought(x: float, y: float, size: Point, group: str) -> list[Shape]:
    """A cloud with two bubbles that rise to it from the lower left."""
    middle, low = y + size.y * 0.55, y + size.y * 0.28
    left, right = x - size.x / 2, x + size.x / 2
    bars = [
        (Point(left + low - y, low), Point(right - low + y, low), size.y * 0.28),
        (Point(x - size.x * 0.16, middle), Point(x - size.x * 0.16, middle), size.y * 0.3),
        (Point(x + size.x * 0.12, middle), Point(x + size.x * 0.12, middle), size.y * 0.4),
        (Point(left - 0.01, y - 0.03), Point(left - 0.01, y - 0.03), 0.022),
        (Point(left - 0.05, y - 0.085), Point(left - 0.05, y - 0.085), 0.015),
    ]
    return [capsule(start, end, (radius, radius), "prop", group) for start, end, radius in bars]


def _chair(x: float, y: float, size: Point, group: str, view: View) -> list[Shape]:
    """A chair: its seat at the height of its size; in side view it faces right."""
    left, right, seat = x - size.x / 2, x + size.x / 2, y + size.y
    if view != "side":
        left, right = x - size.x * 0.65, x + size.x * 0.65
    shapes = [
        rectangle(left, seat - _SEAT, right, seat, group),
        rectangle(left, y, left + _LEG, seat, group),
        rectangle(right - _LEG, y, right, seat, group),
    ]
    if view == "side":
        back = Point(left + _LEG / 2, seat)
        shapes.append(capsule(back, Point(left - 0.03, seat + _BACKREST), (0.014, 0.014), "prop", group))
    else:
        shapes.append(rectangle(left, seat, left + _LEG, seat + _BACKREST, group))
        shapes.append(rectangle(right - _LEG, seat, right, seat + _BACKREST, group))
        shapes.append(rectangle(left, seat + _BACKREST - 0.05, right, seat + _BACKREST, group))
    return shapes
