"""From a pose to the places of its joints, and from two poses to one between them.

Limbs are solved from the lengths of their bones; between two poses the angles change, so that no bone ever
stretches.
A hand or foot that rests on the floor, or stays where it is in both poses, does not leave its place.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Final

from msgspec import Struct

from coach.figures import body
from coach.model.figure import LIMBS, Direction, JointName, Limb, LimbName, Point, Pose, View

_BONES: Final[dict[LimbName, tuple[float, float]]] = {
    "near_arm": (body.UPPER_ARM, body.FOREARM),
    "far_arm": (body.UPPER_ARM, body.FOREARM),
    "near_leg": (body.THIGH, body.SHIN),
    "far_leg": (body.THIGH, body.SHIN),
}
_DIRECTIONS: Final[dict[Direction, Point]] = {
    "up": Point(0, 1),
    "down": Point(0, -1),
    "left": Point(-1, 0),
    "right": Point(1, 0),
}
_NAMES: Final[dict[LimbName, tuple[str, str, str]]] = {
    "near_arm": ("near_shoulder", "near_elbow", "near_hand"),
    "far_arm": ("far_shoulder", "far_elbow", "far_hand"),
    "near_leg": ("near_hip", "near_knee", "near_foot"),
    "far_leg": ("far_hip", "far_knee", "far_foot"),
}
_LIMB_OF_JOINT: Final[dict[JointName | None, LimbName]] = {
    "near_elbow": "near_arm",
    "near_hand": "near_arm",
    "far_elbow": "far_arm",
    "far_hand": "far_arm",
    "near_thigh": "near_leg",
    "near_knee": "near_leg",
    "near_shin": "near_leg",
    "near_foot": "near_leg",
    "far_thigh": "far_leg",
    "far_knee": "far_leg",
    "far_shin": "far_leg",
    "far_foot": "far_leg",
}
"""The limb whose place has to be known first; the other joints are parts of the trunk."""


class SolvedLimb(Struct, frozen=True):
    """A limb with its joints: the shoulder or hip, the elbow or knee, the wrist or ankle."""

    root: Point
    middle: Point
    end: Point
    upper: float
    """The angle of the upper bone."""
    lower: float
    point: float
    """The angle of the fingers or toes."""
    seen: tuple[float, float]
    missed: float = 0.0
    """How far the end is from where it should be, because the bones are too short."""


class Skeleton(Struct, frozen=True):
    """The body at one moment."""

    hip: Point
    waist: Point
    neck: Point
    head: Point
    spine: tuple[float, float]
    head_angle: float
    shoulders: float
    hips: float
    face: float
    belly: float
    limbs: dict[LimbName, SolvedLimb]

    def joint(self, name: str) -> Point:
        """The place of a joint."""
        joints = {"hip": self.hip, "waist": self.waist, "neck": self.neck, "head": self.head}
        for limb_name, limb in self.limbs.items():
            joints |= _joints_of(limb_name, limb)
        return joints[name]


def step(start: Point, angle: float, length: float) -> Point:
    """The point that is so far away in this direction."""
    turn = radians(angle)
    return Point(start.x + length * cos(turn), start.y + length * sin(turn))


def mix(one: float, other: float, share: float) -> float:
    """A number between two."""
    return one + (other - one) * share


def between(one: Point, other: Point, share: float) -> Point:
    """A point between two."""
    return Point(mix(one.x, other.x, share), mix(one.y, other.y, share))


def turn_between(one: float, other: float) -> float:
    """The turn from one angle to another, the shorter way: from -180 up to 180 degrees, which is -180."""
    return (other - one + 180.0) % 360.0 - 180.0


def mix_angle(one: float, other: float, share: float) -> float:
    """A share of the turn from one angle to another, the shorter way; opposite angles turn clockwise."""
    return one + turn_between(one, other) * share


def _joints_of(name: LimbName, limb: SolvedLimb) -> dict[str, Point]:
    """The places of a limb's joints, by their names."""
    root, middle, end = _NAMES[name]
    joints = {root: limb.root, middle: limb.middle, end: limb.end}
    if name.endswith("leg"):
        side = name.split("_")[0]
        joints[f"{side}_thigh"] = between(limb.root, limb.middle, 0.55)
        joints[f"{side}_shin"] = between(limb.middle, limb.end, 0.5)
    return joints


# Kept, as every moment between two poses needs both.
@lru_cache(maxsize=256)
def skeleton(pose: Pose, view: View) -> Skeleton:
    """The body in a key pose."""
    return _solve(pose, pose, 0.0, view)


def blend(one: Pose, other: Pose, share: float, view: View) -> Skeleton:
    """The body on its way from one pose to another; a share of 0 is the first, 1 the second."""
    if share <= 0.0 or one is other:
        return skeleton(one, view)
    if share >= 1.0:
        return skeleton(other, view)
    return _solve(one, other, share, view)


def _solve(one: Pose, other: Pose, share: float, view: View) -> Skeleton:
    """The body between two poses: first the trunk, then the limbs."""
    hip = between(one.hip, other.hip, share)
    lower, upper = (mix(a, b, share) for a, b in zip(one.spine, other.spine, strict=True))
    seen = [mix(a, b, share) for a, b in zip(one.spine_seen, other.spine_seen, strict=True)]
    waist = step(hip, lower, body.LOWER_SPINE * seen[0])
    neck = step(waist, upper, body.UPPER_SPINE * seen[1])
    head_angle = mix(one.head, other.head, share)
    head = step(neck, head_angle, body.NECK)
    shoulders, hips = mix(one.shoulders, other.shoulders, share), mix(one.hips, other.hips, share)
    shrug = between(one.shrug, other.shrug, share)
    chest = step(neck, upper, shrug.y)
    if view == "side":
        chest = step(chest, upper - 90, shrug.x)
    roots: dict[LimbName, Point] = {
        "near_arm": step(chest, upper + 90, body.SHOULDER_WIDTH * shoulders),
        "far_arm": step(chest, upper - 90, body.SHOULDER_WIDTH * shoulders),
        "near_leg": step(hip, lower + 90, body.HIP_WIDTH * hips),
        "far_leg": step(hip, lower - 90, body.HIP_WIDTH * hips),
    }
    joints = {"hip": hip, "waist": waist, "neck": neck, "head": head}
    joints |= {_NAMES[name][0]: root for name, root in roots.items()}
    limbs: dict[LimbName, SolvedLimb] = {}
    # A limb is solved after those that it rests on; between two poses it does so only where it does in both.
    for name in sorted(LIMBS, key=lambda limb: len(_limbs_under(one, limb))):
        limbs[name] = _limb(name, one, other, share, roots[name], joints, waist, view)
        joints |= _joints_of(name, limbs[name])
    face, belly = mix(one.face, other.face, share), mix(one.belly, other.belly, share)
    return Skeleton(hip, waist, neck, head, (lower, upper), head_angle, shoulders, hips, face, belly, limbs)


def _limbs_under(pose: Pose, name: LimbName) -> list[LimbName]:
    """The limbs that a limb rests on, each resting on the next; the last one may rest on an earlier one."""
    found: list[LimbName] = []
    under = _LIMB_OF_JOINT.get(pose.limb(name).on)
    while under is not None and under not in found:
        found.append(under)
        under = _LIMB_OF_JOINT.get(pose.limb(under).on)
    return found


def rests_on_itself(pose: Pose, name: LimbName) -> bool:
    """Whether a limb rests on a joint whose place depends on that limb, so that neither can be solved."""
    return name in _limbs_under(pose, name)


def _target(limb: Limb, joints: dict[str, Point]) -> Point | None:
    """Where the end of a limb should be; None: it has angles."""
    if limb.on is None:
        return limb.at
    joint = joints[limb.on]
    return Point(joint.x + limb.off.x, joint.y + limb.off.y)


def _limb(
    name: LimbName,
    one: Pose,
    other: Pose,
    share: float,
    root: Point,
    joints: dict[str, Point],
    waist: Point,
    view: View,
) -> SolvedLimb:
    """A limb on its way from one pose to another; the joints that it may rest on are known."""
    first, second = one.limb(name), other.limb(name)
    seen = (mix(first.seen[0], second.seen[0], share), mix(first.seen[1], second.seen[1], share))
    is_leg = name.endswith("leg")
    if share == 0.0:
        return _to_place(name, first, first.point, _target(first, joints), root, seen, waist, view)
    a, b = skeleton(one, view).limbs[name], skeleton(other, view).limbs[name]
    point = mix_angle(a.point, b.point, share)
    # An end keeps its place, or slides over the floor; any other one swings through the air.
    stays = first.on is not None
    if first.on is None and first.at is not None and second.at is not None:
        far = hypot(first.at.x - second.at.x, first.at.y - second.at.y) > 0.02
        stays = not far or (first.at.y <= body.NEAR_FLOOR and second.at.y <= body.NEAR_FLOOR)
    if stays and first.on == second.on and first.bend == second.bend:
        start, end = _target(first, joints), _target(second, joints)
        target = None if start is None or end is None else between(start, end, share)
        return _to_place(name, first, point, target, root, seen, waist, view)
    upper, lower = mix_angle(a.upper, b.upper, share), mix_angle(a.lower, b.lower, share)
    if view == "side" and is_leg:
        # A knee never bends the wrong way, not even on the shorter way round.
        flexed = mix((a.upper - a.lower) % 360, (b.upper - b.lower) % 360, share)
        if (a.upper - a.lower) % 360 <= 180 and (b.upper - b.lower) % 360 <= 180:
            lower = upper - flexed
    moving = _by_angles(name, upper, lower, point, root, seen)
    lowest = lowest_of(moving, is_leg, view) if view != "above" else 0.0
    if lowest >= 0:
        return moving
    lifted = Point(moving.end.x, moving.end.y - lowest)
    return _to_place(name, first, point, lifted, root, seen, waist, view)


def lowest_of(limb: SolvedLimb, is_leg: bool, view: View) -> float:
    """The height of the lowest point of a hand or foot."""
    if is_leg:
        heel, toe = foot_ends(limb, view)
        return min(heel.y - body.HEEL_RADIUS, toe.y - body.TOE_RADIUS, limb.end.y - body.ANKLE_RADIUS)
    fingers = step(limb.end, limb.point, body.HAND)
    return min(fingers.y - body.FINGER_RADIUS, limb.end.y - body.WRIST_RADIUS)


def foot_ends(limb: SolvedLimb, view: View) -> tuple[Point, Point]:
    """The middle of the heel and of the toes; from the side, the sole is on the clockwise side.

    From the front or above, a foot in line with its shin points at the viewer, and is short.
    """
    if view != "side":
        turned = abs(turn_between(limb.lower, limb.point)) > 15
        return limb.end, step(limb.end, limb.point, body.FOOT * (0.8 if turned else 0.15))
    sole = step(limb.end, limb.point - 90, body.SOLE)
    return step(sole, limb.point, -body.HEEL), step(sole, limb.point, body.FOOT)


def _by_angles(
    name: LimbName, upper: float, lower: float, point: float, root: Point, seen: tuple[float, float]
) -> SolvedLimb:
    """A limb whose bones have these angles, in degrees."""
    bones = _BONES[name]
    middle = step(root, upper, bones[0] * seen[0])
    return SolvedLimb(root, middle, step(middle, lower, bones[1] * seen[1]), upper, lower, point, seen)


def _to_place(
    name: LimbName,
    limb: Limb,
    point: float | None,
    target: Point | None,
    root: Point,
    seen: tuple[float, float],
    waist: Point,
    view: View,
) -> SolvedLimb:
    """A limb whose end goes to a place; without one, by its angles."""
    is_leg = name.endswith("leg")
    if target is None:
        upper, lower = limb.angles or (-90.0, -90.0)
        end = _default_point(lower, None, is_leg, view) if point is None else point
        return _by_angles(name, upper, lower, end, root, seen)
    bones = _BONES[name]
    first, second = bones[0] * seen[0], bones[1] * seen[1]
    distance = hypot(target.x - root.x, target.y - root.y)
    reach = max(abs(first - second) + 1e-6, min(distance, (first + second) * 0.9999))
    # A hand on its own shoulder has no direction; rounding would give it any.
    along = -90.0 if distance < 1e-3 else degrees(atan2(target.y - root.y, target.x - root.x))
    cosine = (reach * reach + first * first - second * second) / max(1e-9, 2 * reach * first)
    bent = degrees(atan2((max(0.0, 1 - cosine * cosine)) ** 0.5, cosine))
    if limb.bend is None and view == "side":
        counter_clockwise = is_leg
    else:
        # An elbow or knee goes where it is told, else away from the waist.
        wanted = Point(root.x - waist.x, root.y - waist.y) if limb.bend is None else _DIRECTIONS[limb.bend]
        across = step(Point(0, 0), along + 90, 1.0)
        counter_clockwise = across.x * wanted.x + across.y * wanted.y >= 0
    upper = along + (bent if counter_clockwise else -bent)
    middle = step(root, upper, first)
    end_place = step(root, along, reach)
    lower = degrees(atan2(end_place.y - middle.y, end_place.x - middle.x))
    if point is None:
        point = _default_point(lower, end_place, is_leg, view)
    missed = hypot(end_place.x - target.x, end_place.y - target.y)
    return SolvedLimb(root, middle, end_place, upper, lower, point, seen, missed)


def _default_point(lower: float, end: Point | None, is_leg: bool, view: View) -> float:
    """The angle of fingers or toes where none is written: a foot on the floor is flat."""
    if not is_leg:
        return lower
    down = abs(turn_between(lower, -90.0)) < 60
    if view == "side" and end is not None and end.y <= body.NEAR_FLOOR and down:
        return 0.0
    return lower + 90.0 if view == "side" else lower
