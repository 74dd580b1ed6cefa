"""Every shipped drill has a figure that a body can do, on both sides, as a physiotherapist would have it."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, degrees, dist
from typing import Final

import pytest

from coach.figures import body
from coach.figures.cells import DARK, paint
from coach.figures.kinematics import Skeleton, skeleton, turn_between
from coach.figures.raster import place
from coach.figures.solve import loop_seconds, skeleton_at, solve, still_seconds
from coach.model.figure import LIMBS, Figure, Point
from coach.model.program import Side
from coach.programs.figure_build import read_figure_files
from coach.programs.figures import SHIPPED_FIGURES, load_figures
from coach.programs.load import load_catalog
from tests.figures.poses import SHIPPED

FIGURES: Final = load_figures(None)
DRILLS: Final = load_catalog(None).drills
STEPS: Final = 40
SIDES: Final[tuple[Side, ...]] = ("left", "right")


def moments(figure: Figure, steps: int = STEPS) -> list[tuple[float, float | None]]:
    """Seconds and air all through the loop."""
    if figure.loop == "breath":
        return [(0.0, index / steps) for index in range(steps + 1)]
    return [(loop_seconds(figure) * index / steps, None) for index in range(steps + 1)]


def bones_of(name: str) -> Skeleton:
    """The body in the pose that stands for a figure."""
    figure = SHIPPED[name]
    return skeleton(figure.poses[figure.still], figure.view)


def angle(one: Point, other: Point) -> float:
    """The direction from one point to another, in degrees."""
    return degrees(atan2(other.y - one.y, other.x - one.x))


@pytest.mark.parametrize("drill", DRILLS)
def test_every_drill_has_a_figure(drill: str) -> None:
    assert FIGURES.of_drill(DRILLS[drill]) is not None


def test_every_figure_belongs_to_a_drill_and_passes_the_check() -> None:
    found = read_figure_files([SHIPPED_FIGURES])
    assert found.problems == ()
    assert set(found.figures) <= {drill.figure or drill.id for drill in DRILLS.values()}


def test_every_figure_is_described_in_a_sentence_of_its_own() -> None:
    sentences = [figure.describe for figure in SHIPPED.values()]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert sentence[0].isupper() and sentence.endswith("."), sentence


@pytest.mark.parametrize("drill", [name for name, drill in DRILLS.items() if drill.sides])
def test_a_drill_with_sides_looks_different_on_each(drill: str) -> None:
    figure = FIGURES.of_drill(DRILLS[drill])
    assert figure is not None
    left, right = (paint(solve(figure, side, still_seconds(figure)), 48, 28) for side in SIDES)
    assert sum(one != other for one, other in zip(left, right, strict=True)) > 40


@pytest.mark.parametrize("name", SHIPPED)
def test_no_bone_stretches(name: str) -> None:
    figure = SHIPPED[name]
    for seconds, breath in moments(figure):
        bones = skeleton_at(figure, seconds, breath)
        for limb_name, limb in bones.limbs.items():
            arm = limb_name.endswith("arm")
            upper, lower = (body.UPPER_ARM, body.FOREARM) if arm else (body.THIGH, body.SHIN)
            assert dist(limb.root, limb.middle) == pytest.approx(upper * limb.seen[0], abs=1e-4)
            assert dist(limb.middle, limb.end) == pytest.approx(lower * limb.seen[1], abs=1e-4)
        assert dist(bones.neck, bones.head) == pytest.approx(body.NECK)
        assert dist(bones.hip, bones.waist) <= body.LOWER_SPINE + 1e-9
        assert dist(bones.waist, bones.neck) <= body.UPPER_SPINE + 1e-9


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_under_the_floor_or_out_of_its_box(name: str, side: Side) -> None:
    figure = SHIPPED[name]
    for seconds, breath in moments(figure):
        scene = solve(figure, side, seconds, breath)
        for shape in scene.shapes:
            radius = max(shape.r0, shape.r1)
            assert scene.box.left - 0.02 <= min(shape.x0, shape.x1) - radius, (shape, seconds)
            assert max(shape.x0, shape.x1) + radius <= scene.box.right + 0.02, (shape, seconds)
            assert max(shape.y0, shape.y1) + radius <= scene.box.top + 0.02, (shape, seconds)
            if scene.floor is not None and shape.role not in ("prop", "held"):
                assert min(shape.y0 - shape.r0, shape.y1 - shape.r1) >= -0.02, (shape, seconds)


@pytest.mark.parametrize("name", SHIPPED)
def test_hands_and_feet_do_not_jump(name: str) -> None:
    figure = SHIPPED[name]
    bodies = [skeleton_at(figure, seconds, breath) for seconds, breath in moments(figure, 400)]
    for before, now in pairwise(bodies):
        for limb in LIMBS:
            assert dist(before.limbs[limb].end, now.limbs[limb].end) < 0.06, limb
            assert dist(before.limbs[limb].middle, now.limbs[limb].middle) < 0.06, limb


@pytest.mark.parametrize("name", ["plank", "plank-knee", "plank-foot-lift", "side-plank", "side-plank-knee"])
def test_the_elbow_of_a_plank_is_under_the_shoulder(name: str) -> None:
    arm = bones_of(name).limbs["near_arm"]
    assert abs(arm.root.x - arm.middle.x) < 0.02


def test_a_knee_plank_is_told_from_a_plank_by_the_feet_in_the_air() -> None:
    on_knees, on_toes = bones_of("plank-knee"), bones_of("plank")
    for leg in ("near_leg", "far_leg"):
        assert on_knees.limbs[leg].middle.y < body.NEAR_FLOOR
        assert on_knees.limbs[leg].end.y > on_knees.neck.y
        assert on_toes.limbs[leg].end.y < on_toes.hip.y


def test_the_elbows_of_a_long_lever_plank_are_in_front_of_the_shoulders() -> None:
    arm = bones_of("plank-long-lever").limbs["near_arm"]
    assert arm.middle.x - arm.root.x > 0.1


@pytest.mark.parametrize(
    ("name", "joint"),
    [
        ("plank-wall", "foot"),
        ("plank-knee", "knee"),
        ("plank", "foot"),
        ("side-plank-wall", "foot"),
        ("side-plank-knee", "knee"),
        ("side-plank", "foot"),
        ("side-plank-stacked", "foot"),
    ],
)
def test_a_plank_is_one_line_from_feet_or_knees_to_the_neck(name: str, joint: str) -> None:
    bones = bones_of(name)
    near, far = (
        angle(bones.joint(f"{side}_{joint}"), bones.joint(f"{side}_hip")) for side in ("near", "far")
    )
    # With one foot in front of the other, the lower leg is the line.
    legs = near if name == "side-plank" else (near + far) / 2
    trunk = angle(bones.hip, bones.neck)
    assert abs(legs - trunk) < 7, (legs, trunk)


@pytest.mark.parametrize("name", ["bird-dog-leg", "bird-dog", "bird-dog-pulsed", "bird-dog-hover"])
def test_the_back_of_a_bird_dog_is_level_and_the_heel_no_higher_than_the_hip(name: str) -> None:
    bones = bones_of(name)
    leg = bones.limbs["near_leg" if name == "bird-dog-leg" else "far_leg"]
    assert abs(angle(bones.hip, bones.neck)) < 8
    assert leg.end.y <= bones.hip.y + 0.01


@pytest.mark.parametrize(("columns", "rows"), [(24, 8), (40, 14)])
def test_under_the_knee_of_a_hovering_bird_dog_a_gap_is_seen(columns: int, rows: int) -> None:
    figure = SHIPPED["bird-dog-hover"]
    scene = solve(figure, None, still_seconds(figure))
    pixels = paint(scene, columns, rows * 2)
    to = place(scene, columns, rows * 2)
    knee = bones_of("bird-dog-hover").limbs["near_leg"].middle
    column = int(to.x + knee.x * to.scale)
    under = range(int(to.y - knee.y * to.scale), int(to.y))
    assert min(sum(pixels[row * columns + column]) for row in under) < sum(DARK.works) / 3
    assert knee.y - body.KNEE_RADIUS < 0.12


def test_the_knees_of_a_knee_side_plank_are_on_the_floor_and_bent() -> None:
    for pose in SHIPPED["side-plank-knee"].poses:
        bones = skeleton(pose, "front")
        near, far = bones.limbs["near_leg"], bones.limbs["far_leg"]
        assert near.middle.y - body.KNEE_RADIUS < 0.02
        # The upper knee lies on the lower one.
        assert far.middle.y - near.middle.y < body.KNEE_RADIUS + body.THIGH_RADIUS
        for leg in (near, far):
            assert abs(turn_between(leg.upper, leg.lower)) > 35


def test_standing_tall_grows_out_of_a_slump_again_and_again() -> None:
    figure = SHIPPED["stand"]
    middle = loop_seconds(figure) / 2
    tall, slack = (skeleton_at(figure, still_seconds(figure) + wait) for wait in (0.0, middle))
    assert tall.head.y - slack.head.y > 0.08


@pytest.mark.parametrize(
    "name", ["walk-5", "brisk-walk", "warm-up", "march-bags", "farmer-carry", "suitcase-carry"]
)
def test_in_a_walk_one_foot_is_always_on_the_floor(name: str) -> None:
    figure = SHIPPED[name]
    for seconds, _ in moments(figure):
        limbs = skeleton_at(figure, seconds).limbs
        assert min(limbs["near_leg"].end.y, limbs["far_leg"].end.y) < body.NEAR_FLOOR + 0.02, seconds


@pytest.mark.parametrize("name", ["walk-5", "brisk-walk", "hike", "farmer-carry", "suitcase-carry"])
def test_a_walk_has_steps(name: str) -> None:
    limbs = bones_of(name).limbs
    assert abs(limbs["near_leg"].end.x - limbs["far_leg"].end.x) > 0.25


@pytest.mark.parametrize("name", ["cat-camel", "cat-camel-small"])
def test_on_hands_and_knees_the_arms_are_straight(name: str) -> None:
    for pose in SHIPPED[name].poses:
        arm = skeleton(pose, "side").limbs["near_arm"]
        assert abs(angle(arm.root, arm.middle) - angle(arm.middle, arm.end)) < 25
