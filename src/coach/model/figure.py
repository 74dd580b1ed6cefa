"""Figures: how the body lies, stands and moves in a drill, checked and with every default filled in.

Lengths are in body heights, x to the right and y up from the floor; angles are in degrees, counter-clockwise
from the right. In side view the body faces right: standing, the front of it is on the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from msgspec import Struct

from coach.model.program import Side

View = Literal["side", "front", "above"]
Loop = Literal["hold", "once", "cycle", "breath", "gait"]
"""A still pose, poses that lead into the last one, poses in a circle, poses between breathed out and
breathed in, half of a walking cycle.
"""
LimbName = Literal["near_arm", "far_arm", "near_leg", "far_leg"]
PartName = Literal["near_arm", "far_arm", "near_leg", "far_leg", "trunk", "head"]
Direction = Literal["up", "down", "left", "right"]
PropKind = Literal[
    "floor",
    "wall",
    "chair",
    "bed",
    "mat",
    "stick",
    "box",
    "ball",
    "weight",
    "cushion",
    "water",
    "bicycle",
    "arrow",
    "turn",
    "thought",
]
"""An arrow says which way it goes, a turn is an arrow round a circle."""
JointName = Literal[
    "hip",
    "waist",
    "neck",
    "head",
    "near_shoulder",
    "near_elbow",
    "near_hand",
    "near_hip",
    "near_thigh",
    "near_knee",
    "near_shin",
    "near_foot",
    "far_shoulder",
    "far_elbow",
    "far_hand",
    "far_hip",
    "far_thigh",
    "far_knee",
    "far_shin",
    "far_foot",
]
SpotName = Literal[
    "belly",
    "chest",
    "neck",
    "low_back",
    "upper_back",
    "side",
    "near_shoulder",
    "near_hip_front",
    "near_hip_side",
    "near_buttock",
    "near_thigh_front",
    "near_thigh_back",
    "near_calf",
    "far_hip_front",
    "far_hip_side",
    "far_buttock",
    "far_thigh_front",
    "far_thigh_back",
    "far_calf",
]
LIMBS: Final[tuple[LimbName, ...]] = get_args(LimbName)


class Point(NamedTuple):
    """A place, or a way from one to another, in body heights."""

    x: float
    y: float


class Limb(Struct, frozen=True, kw_only=True):
    """Where a hand or a foot is, by exactly one of `at`, `on` and `angles`, and how its limb gets there."""

    at: Point | None = None
    """The wrist or the ankle."""
    on: JointName | None = None
    """It stays at this joint, `off` away from it."""
    off: Point = Point(0.0, 0.0)
    angles: tuple[float, float] | None = None
    """Of the upper and the lower bone."""
    bend: Direction | None = None
    """Where the elbow or the knee goes; None: as a body bends in side view, else outwards."""
    point: float | None = None
    """The angle of the fingers or the toes; None: fingers go on, the foot is square or flat."""
    seen: tuple[float, float] = (1.0, 1.0)
    """How much of the length of the upper and the lower bone is seen; less where it points at the viewer."""
    over: bool | None = None
    """Drawn over the trunk, as the first pose says; None: from the side, the near limbs, else the arms."""


class Pose(Struct, frozen=True, kw_only=True):
    """One key pose."""

    name: str
    hip: Point
    spine: tuple[float, float]
    """The angles of the lower and the upper back, from hip to neck."""
    head: float
    """The angle from neck to head."""
    shoulders: float
    """How much of the width of the shoulders is seen: 0 from the side, 1 from the front, -1 from the back."""
    hips: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    spine_seen: tuple[float, float] = (1.0, 1.0)
    shrug: Point = Point(0.0, 0.0)
    """How far the shoulders are moved along the chest: forwards, and up towards the head."""
    face: float = 0.0
    """Where the nose points: 0 at the viewer, 1 forwards from the side, -1 the other way."""
    belly: float = 0.0
    """How far the belly is filled with breath, from the side."""
    hold_seconds: float = 1.0
    move_seconds: float = 1.5
    """Into the next pose; from the last one into the first."""

    def limb(self, name: LimbName) -> Limb:
        """One of the four limbs."""
        limb: Limb = getattr(self, name)
        return limb


class Prop(Struct, frozen=True, kw_only=True):
    """A thing in the picture."""

    kind: PropKind
    at: Point | None = None
    """The middle of its lower edge; of a wall, the side that faces the body; of a ball, its middle."""
    on: JointName | None = None
    """Held there."""
    off: Point = Point(0.0, 0.0)
    size: Point | None = None
    """Width and height; None: as it usually is."""
    angle: float | None = None
    """Of a stick or an arrow; of a floor that slopes; where a turn begins."""
    front: bool = False
    """Drawn over the body."""


class Figure(Struct, frozen=True, kw_only=True):
    """A drill as a picture that moves."""

    id: str
    describe: str
    """The picture in a sentence, for those who do not see it."""
    poses: tuple[Pose, ...]
    view: View = "side"
    side: Side = "right"
    """The working side as it is drawn; the other one is its mirror."""
    loop: Loop = "hold"
    props: tuple[Prop, ...] = ()
    works: tuple[PartName, ...] = ()
    """What works or is stretched."""
    feel: SpotName | None = None
    """Where the pull or the work should be felt."""
    lowest: float | None = None
    """The height at which the picture ends; None: at the floor."""
    still: int = 0
    """The index of the pose that is shown where nothing moves."""


WORKS: Final = "what works or stretches"
FEEL: Final = "where you may feel it"
IN_WORDS: Final = "This terminal has no signs for figures ({why}): a sentence stands in their place."


def why_not_drawn(environment: Mapping[str, str]) -> str:
    """Why a terminal has no signs for figures, as a variable of its environment; empty where it has.

    Args:
        environment: its `TERM`, and the first of `LC_ALL`, `LC_CTYPE` and `LANG` for its encoding.
    """
    kind = environment.get("TERM", "")
    if kind in ("linux", "dumb") or kind.startswith("vt"):
        # Their fonts have no braille, and their few colours do not blend.
        return f"TERM={kind}"
    name = next((one for one in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(one)), "")
    encoding = environment.get(name, "").partition(".")[2].partition("@")[0]
    return f"{name}={environment[name]}" if encoding and not encoding.lower().startswith("utf") else ""


def legend_text(figure: Figure, works: str, feel: str) -> str:
    """What the marks mean, in one line; empty for a figure without marks.

    Args:
        figure: which.
        works: how what works looks.
        feel: how the spot looks.
    """
    marks = [f"{works}: {WORKS}"] if figure.works else []
    if figure.feel is not None:
        marks.append(f"{feel}: {FEEL}")
    return ". ".join(mark[0].upper() + mark[1:] for mark in marks) + ("." if marks else "")
