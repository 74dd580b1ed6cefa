"""A figure at a moment of its loop, as shapes from back to front."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import acos, cos, pi
from typing import Final, Literal, NamedTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from coach.figures import body
from coach.figures.kinematics import (
    Skeleton,
    between,
    blend,
    foot_ends,
    skeleton,
    step,
)
from coach.figures.props import prop_shapes
from coach.figures.shapes import Role, Shape, capsule, mirrored_shape
from coach.model.figure import (
    LIMBS,
    Direction,
    Figure,
    JointName,
    Limb,
    LimbName,
    Point,
    Pose,
    SpotName,
    View,
)
from coach.model.program import EXHALE_SECONDS, INHALE_SECONDS, Side

BREATH_SECONDS: Final = 5.0
"""Of the breath that a still pose shows."""
_SWELLING: Final = 0.07
"""By how much of its width the trunk is wider when it is full of air."""
_LEAST_NOSE: Final = 0.3
"""What points at the viewer more than this is no nose to be seen."""
_SAMPLES: Final = 12
"""Moments on the way between two poses, at which the room of a figure is measured."""
_ORDER: Final[tuple[LimbName, ...]] = ("far_leg", "near_leg", "far_arm", "near_arm")
_ORDER_FROM_THE_SIDE: Final[tuple[LimbName, ...]] = ("far_arm", "far_leg", "near_leg", "near_arm")
_FLIPPED: Final[dict[Direction, Direction]] = {
    "left": "right",
    "right": "left",
    "up": "up",
    "down": "down",
}
_EXCHANGED: Final[dict[str, str]] = {"near": "far", "far": "near"}


class Box(NamedTuple):
    """The room that a figure takes, in body heights."""

    left: float
    right: float
    bottom: float
    top: float


class Scene(Struct, frozen=True):
    """A figure at one moment."""

    shapes: tuple[Shape, ...]
    """From back to front."""
    spot: Point | None
    """Where the pull or the work should be felt."""
    box: Box
    """The same through the whole loop."""
    floor: float | None
    """The height of the floor; None: seen from above."""


def loop_seconds(figure: Figure) -> float:
    """How long the loop takes until it starts again."""
    if figure.loop == "hold":
        return BREATH_SECONDS
    if figure.loop == "breath":
        return float(INHALE_SECONDS + EXHALE_SECONDS)
    seconds = sum(pose.hold_seconds + pose.move_seconds for pose in figure.poses)
    if figure.loop == "once":
        return seconds - figure.poses[-1].move_seconds
    return seconds * 2 if figure.loop == "gait" else seconds


def air(phase: Literal["in", "out"], fraction: float) -> float:
    """How full of air the body is, from 0 to 1, at a fraction of breathing in or out."""
    full = (1 - cos(pi * min(1.0, max(0.0, fraction)))) / 2
    return full if phase == "in" else 1 - full


def still_seconds(figure: Figure) -> float:
    """The moment that stands for the figure where nothing moves."""
    return pose_seconds(figure)[figure.still]


def standing_seconds(figure: Figure, seconds: float) -> float:
    """How long a figure stands in a pose from a moment of its loop on; 0 while it moves."""
    if figure.loop not in ("cycle", "once"):
        return 0.0
    left = seconds % loop_seconds(figure)
    for pose in figure.poses:
        if left < pose.hold_seconds:
            return pose.hold_seconds - left
        left -= pose.hold_seconds + pose.move_seconds
        if left < 0:
            break
    return 0.0


def pose_seconds(figure: Figure) -> tuple[float, ...]:
    """The moment of each key pose."""
    count = len(figure.poses)
    if figure.loop == "hold":
        return (0.0,)
    if figure.loop == "breath":
        # Poses are equal steps of air, which flows as `air` says.
        return tuple(INHALE_SECONDS * acos(1 - 2 * index / (count - 1)) / pi for index in range(count))
    moments, start = [], 0.0
    for pose in figure.poses:
        moments.append(start + pose.hold_seconds / 2)
        start += pose.hold_seconds + pose.move_seconds
    return tuple(moments)


def solve(figure: Figure, side: Side | None, seconds: float, breath: float | None = None) -> Scene:
    """A figure as shapes.

    Args:
        figure: which.
        side: the side that works, None as it is drawn; the other than the drawn one is the mirror.
        seconds: since the loop began; it starts again by itself.
        breath: how full of air the body is, from 0 to 1 (`air`), for figures that go with the breath; None:
            they breathe by themselves.
    """
    bones = skeleton_at(figure, seconds, breath)
    full = 0.0
    if breath is not None:
        full = breath
    elif figure.loop == "breath":
        full = own_air(seconds)
    elif figure.loop in ("hold", "once"):
        resting = max(0.0, seconds - arrival_seconds(figure)) if figure.loop == "once" else seconds
        full = (1 - cos(2 * pi * resting / BREATH_SECONDS)) / 2
    scene = Scene(
        shapes=_shapes(figure, bones, 1 + _SWELLING * full),
        spot=None if figure.feel is None else _spot(figure.feel, bones, figure.view),
        box=box_of(figure),
        floor=floor_of(figure),
    )
    return scene if side in (None, figure.side) else mirrored(scene)


def mirrored(scene: Scene) -> Scene:
    """The same for the other side."""
    box = scene.box
    return replace(
        scene,
        shapes=tuple(mirrored_shape(shape) for shape in scene.shapes),
        spot=None if scene.spot is None else Point(-scene.spot.x, scene.spot.y),
        box=Box(-box.right, -box.left, box.bottom, box.top),
    )


def skeleton_at(figure: Figure, seconds: float, breath: float | None = None) -> Skeleton:
    """The joints of a figure, as it is drawn, at a moment of its loop."""
    poses, view = figure.poses, figure.view
    if figure.loop == "hold" or (len(poses) == 1 and figure.loop != "gait"):
        return skeleton(poses[0], view)
    if figure.loop == "breath":
        full = own_air(seconds) if breath is None else min(1.0, max(0.0, breath))
        place = full * (len(poses) - 1)
        index = min(int(place), len(poses) - 2)
        return blend(poses[index], poses[index + 1], place - index, view)
    if figure.loop == "gait":
        poses = (*poses, *_other_half(figure))
    if figure.loop == "once" and seconds >= arrival_seconds(figure):
        return skeleton(poses[-1], view)
    left = seconds % loop_seconds(figure)
    for index, pose in enumerate(poses):
        if left < pose.hold_seconds:
            return skeleton(pose, view)
        left -= pose.hold_seconds
        if left < pose.move_seconds:
            share = left / pose.move_seconds
            following = poses[(index + 1) % len(poses)]
            # A walk flows through its poses; any other movement comes to rest where a pose is held.
            starts = pose.hold_seconds > 0 and figure.loop != "gait"
            ends = following.hold_seconds > 0 and figure.loop != "gait"
            if starts and ends:
                share = (1 - cos(pi * share)) / 2
            elif starts:
                share = 1 - cos(pi * share / 2)
            elif ends:
                share = cos(pi * (1 - share) / 2)
            return blend(pose, following, share, view)
        left -= pose.move_seconds
    return skeleton(poses[0], view)


def arrival_seconds(figure: Figure) -> float:
    """When a figure that moves once comes to rest in its last pose."""
    return loop_seconds(figure) - figure.poses[-1].hold_seconds


@lru_cache(maxsize=32)
def _other_half(figure: Figure) -> tuple[Pose, ...]:
    """The poses of a gait with the other foot in front; from the front, these are mirror images."""
    poses = []
    for pose in figure.poses:
        if figure.view == "side":
            limbs = [replace(limb, on=_other_joint(limb.on)) for limb in map(pose.limb, LIMBS)]
        else:
            limbs = [mirrored_limb(limb, pose.hip.x) for limb in map(pose.limb, LIMBS)]
            lower, upper = pose.spine
            pose = replace(pose, spine=(180 - lower, 180 - upper), head=180 - pose.head, face=-pose.face)
        by_name = dict(zip(LIMBS, limbs, strict=True))
        poses.append(
            replace(
                pose,
                near_arm=by_name["far_arm"],
                far_arm=by_name["near_arm"],
                near_leg=by_name["far_leg"],
                far_leg=by_name["near_leg"],
            )
        )
    return tuple(poses)


def mirrored_limb(limb: Limb, middle: float) -> Limb:
    """The limb of the other side, with left and right exchanged; `middle` is the x of the hip."""
    return replace(
        limb,
        at=None if limb.at is None else Point(2 * middle - limb.at.x, limb.at.y),
        on=_other_joint(limb.on),
        off=Point(-limb.off.x, limb.off.y),
        angles=None if limb.angles is None else (180 - limb.angles[0], 180 - limb.angles[1]),
        bend=None if limb.bend is None else _FLIPPED[limb.bend],
        point=None if limb.point is None else 180 - limb.point,
    )


def _other_joint(joint: JointName | None) -> JointName | None:
    """The same joint of the other side."""
    side, _, rest = (joint or "").partition("_")
    return cast(JointName, f"{_EXCHANGED[side]}_{rest}") if side in _EXCHANGED else joint


def own_air(seconds: float) -> float:
    """How full of air a body is that breathes by itself."""
    left = seconds % (INHALE_SECONDS + EXHALE_SECONDS)
    if left < INHALE_SECONDS:
        return air("in", left / INHALE_SECONDS)
    return air("out", (left - INHALE_SECONDS) / EXHALE_SECONDS)


@lru_cache(maxsize=64)
def box_of(figure: Figure) -> Box:
    """The room that a figure takes through its whole loop, its props included."""
    left, right, top, bottom = 9.0, -9.0, 0.0, 9.0
    poses = figure.poses
    if figure.loop == "gait":
        poses = (*poses, *_other_half(figure))
    ways = pairwise((*poses, poses[0]) if figure.loop in ("cycle", "gait") else poses)
    moments = [skeleton(poses[0], figure.view)]
    for pose, following in ways:
        moments += [blend(pose, following, (index + 1) / _SAMPLES, figure.view) for index in range(_SAMPLES)]
    for bones in moments:
        for shape in _shapes(figure, bones, 1 + _SWELLING):
            radius = max(shape.r0, shape.r1)
            left = min(left, shape.x0 - radius, shape.x1 - radius)
            right = max(right, shape.x0 + radius, shape.x1 + radius)
            bottom = min(bottom, shape.y0 - radius, shape.y1 - radius)
            top = max(top, shape.y0 + radius, shape.y1 + radius)
    floor = floor_of(figure)
    if figure.lowest is not None:
        bottom = figure.lowest
    elif floor is not None:
        bottom = floor - body.FLOOR_THICKNESS
    return Box(left, right, bottom, top)


def floor_of(figure: Figure) -> float | None:
    """The height of the floor, None from above; the body is at 0, on a mat or bed that reaches down to it."""
    if figure.view == "above":
        return None
    return min([0.0, *(prop.at.y for prop in figure.props if prop.at is not None)])


def _shapes(figure: Figure, bones: Skeleton, swelling: float) -> tuple[Shape, ...]:
    """Everything in the picture, from back to front."""
    flat = figure.view != "side"
    limbs: dict[LimbName, list[Shape]] = {}
    for name, limb in bones.limbs.items():
        role: Role = "near" if name.startswith("near") else "body" if flat else "far"
        works = name in figure.works
        if name.endswith("leg"):
            radii = (body.THIGH_RADIUS, body.KNEE_RADIUS, body.ANKLE_RADIUS)
            tip, tip_radii = foot_ends(limb, figure.view), (body.HEEL_RADIUS, body.TOE_RADIUS)
        else:
            radii = (body.UPPER_ARM_RADIUS, body.ELBOW_RADIUS, body.WRIST_RADIUS)
            tip = limb.end, step(limb.end, limb.point, body.HAND)
            tip_radii = body.WRIST_RADIUS, body.FINGER_RADIUS
        limbs[name] = [
            capsule(limb.root, limb.middle, radii[:2], role, name, works),
            capsule(limb.middle, limb.end, radii[1:], role, name, works),
            capsule(*tip, tip_radii, role, name, works),
        ]
    trunk = _trunk(figure, bones, swelling)
    behind: list[Shape] = []
    front: list[Shape] = []
    for index, prop in enumerate(figure.props):
        held_near = prop.on is not None and (flat or prop.on.startswith("near"))
        covers = prop.front or held_near or prop.kind == "water"
        (front if covers else behind).extend(prop_shapes(prop, index, bones, figure.view))
    shapes = behind
    for over in (False, True):
        if over:
            shapes += trunk
        for name in _ORDER if flat else _ORDER_FROM_THE_SIDE:
            written = figure.poses[0].limb(name).over
            usual = name.endswith("arm") if flat else name.startswith("near")
            if over is (usual if written is None else written):
                shapes += limbs[name]
    return (*shapes, *front)


def _trunk(figure: Figure, bones: Skeleton, swelling: float) -> list[Shape]:
    """Pelvis, belly, chest, neck and head."""
    works, head_works = "trunk" in figure.works, "head" in figure.works
    chest, waist = body.CHEST_RADIUS * swelling, body.WAIST_RADIUS * (2 * swelling - 1)
    lower, upper = bones.spine
    heart = step(bones.waist, upper, body.UPPER_SPINE * 0.55)
    collar = step(bones.neck, upper, -body.SHOULDER_RADIUS * 0.6)
    # The back bends in a curve, not at one place.
    low, high = between(bones.hip, bones.waist, 0.35), between(bones.waist, heart, 0.8)
    curve = [bones.hip, low, between(between(low, high, 0.5), bones.waist, 0.5), high, heart, collar]
    wide = [body.PELVIS_RADIUS, waist, waist, waist, chest, body.SHOULDER_RADIUS]
    bars = [(*ends, *radii) for ends, radii in zip(pairwise(curve), pairwise(wide), strict=True)]
    if abs(bones.shoulders) > 0.05 or abs(bones.hips) > 0.05:
        limbs = bones.limbs
        near, far = limbs["near_arm"].root, limbs["far_arm"].root
        near_hip, far_hip = limbs["near_leg"].root, limbs["far_leg"].root
        side_radius = waist * 0.85
        for hip, shoulder, turn in ((near_hip, near, 90.0), (far_hip, far, -90.0)):
            side = step(bones.waist, lower + turn, 0.04 * bones.hips)
            ribs = between(shoulder, bones.neck, 0.3)
            bars += [
                (hip, side, body.PELVIS_RADIUS * 0.85, side_radius),
                (side, ribs, side_radius, body.SHOULDER_RADIUS * 1.1),
            ]
        bars.append((near, far, body.SHOULDER_RADIUS * 0.9, body.SHOULDER_RADIUS * 0.9))
    if bones.belly > 0.0:
        low = step(between(bones.hip, bones.waist, 0.4), lower - 90, bones.belly)
        high = step(bones.waist, upper - 90, bones.belly * 0.8)
        bars.append((low, high, waist * 0.85, waist * 0.85))
    shapes = [capsule(start, end, (r0, r1), "body", "trunk", works) for start, end, r0, r1 in bars]
    turn = bones.head_angle
    back, crown = step(bones.head, turn, -body.HEAD_HALF), step(bones.head, turn, body.HEAD_HALF)
    neck = (body.NECK_RADIUS, body.NECK_RADIUS)
    shapes.append(capsule(bones.neck, bones.head, neck, "head", "head", head_works))
    shapes.append(capsule(back, crown, (body.HEAD_RADIUS, body.HEAD_RADIUS), "head", "head", head_works))
    if abs(bones.face) > _LEAST_NOSE:
        tip = step(step(bones.head, turn, -0.01), turn - 90, bones.face * (body.HEAD_RADIUS + 0.003))
        shapes.append(capsule(bones.head, tip, (0.03, body.NOSE_RADIUS), "head", "head", head_works))
    return shapes


def _spot(spot: SpotName, bones: Skeleton, view: View) -> Point:
    """Where a spot of the body is."""
    lower, upper = bones.spine
    deep = 0.05 if view == "side" else 0.0
    if spot == "belly":
        # At the navel, which moves with the breath.
        return step(between(bones.hip, bones.waist, 0.45), lower - 90, deep + bones.belly * 0.8)
    if spot in ("low_back", "side"):
        turn = 90
        away = 0.055 if spot == "side" and view != "side" else deep
        # From the front, the side that works may be on either side of the spine.
        turn = -turn if bones.hips < 0 and spot == "side" else turn
        return step(bones.waist, lower + turn, away)
    if spot in ("chest", "upper_back"):
        middle = between(bones.waist, bones.neck, 0.6)
        return step(middle, upper + (-90 if spot == "chest" else 90), deep)
    if spot == "neck":
        return between(bones.neck, bones.head, 0.35)
    if spot == "near_shoulder":
        return bones.limbs["near_arm"].root
    side, _, place = spot.partition("_")
    leg = bones.limbs["near_leg" if side == "near" else "far_leg"]
    if place == "calf":
        return step(between(leg.middle, leg.end, 0.35), leg.lower - 90, 0.02)
    if place.startswith("thigh"):
        turn = 90 if place == "thigh_front" else -90
        return step(between(leg.root, leg.middle, 0.5), leg.upper + turn, deep / 2)
    if place == "hip_side":
        return leg.root
    if view != "side":
        outwards = 90 if side == "near" else -90
        return step(step(leg.root, lower + outwards * (1 if bones.hips > 0 else -1), 0.03), lower, -0.035)
    front = place == "hip_front"
    return step(leg.root, lower + (-90 if front else 110), 0.045 if front else 0.035)
