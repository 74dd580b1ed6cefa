"""What a picture is made of: tapered bars with round ends, and rectangles."""

from __future__ import annotations

from typing import Literal, NamedTuple

from coach.model.figure import Point

Role = Literal["near", "far", "body", "head", "prop", "held", "water"]
"""What the shape is, which decides how bright it is."""


class Shape(NamedTuple):
    """A bar from one point to another, or the rectangle between two corners (`is_box`)."""

    x0: float
    y0: float
    x1: float
    y1: float
    r0: float
    """The radius at the first point; of a rectangle, how far it is grown outwards, with round corners."""
    r1: float
    role: Role
    group: str
    """Shapes of one group are drawn as one, with an edge round them all."""
    works: bool = False
    """Drawn in the colour of what works."""
    is_box: bool = False


def capsule(
    start: Point, end: Point, radii: tuple[float, float], role: Role, group: str, works: bool = False
) -> Shape:
    """A bar with round ends."""
    return Shape(start.x, start.y, end.x, end.y, *radii, role, group, works)


def rectangle(left: float, bottom: float, right: float, top: float, group: str) -> Shape:
    """A rectangle of a prop."""
    return Shape(left, bottom, right, top, 0.0, 0.0, "prop", group, is_box=True)


def mirrored_shape(shape: Shape) -> Shape:
    """The shape with left and right exchanged."""
    if shape.is_box:
        return shape._replace(x0=-shape.x1, x1=-shape.x0)
    return shape._replace(x0=-shape.x0, x1=-shape.x1)
