"""Stretches, rotations, hinges and breaths as a physiotherapist would have them."""

from __future__ import annotations

from itertools import pairwise
from math import cos, dist, radians, sin

import pytest

from coach.figures import body
from coach.figures.kinematics import Skeleton, skeleton
from coach.figures.solve import box_of, loop_seconds, skeleton_at, solve
from coach.model.figure import Figure, Point
from tests.figures.poses import SHIPPED

HIP_FLEXOR = ("hip-flexor-standing", "hip-flexor-stretch", "hip-flexor-reach")
GLIDES = (*HIP_FLEXOR, "figure-four-lying", "figure-four", "figure-four-deep", "knee-to-chest")
HINGES = ("hip-hinge", "hip-hinge-stick", "hip-hinge-box", "hip-hinge-light-box")
SHARES = [step / 20 for step in range(21)]


def pose(name: str, index: int) -> Skeleton:
    """The body in one of the key poses of a figure."""
    figure = SHIPPED[name]
    return skeleton(figure.poses[index], figure.view)


def all_through(figure: Figure) -> list[Skeleton]:
    """The body at many moments of the loop."""
    if figure.loop == "breath":
        return [skeleton_at(figure, 0.0, share) for share in SHARES]
    return [skeleton_at(figure, loop_seconds(figure) * share) for share in SHARES]


@pytest.mark.parametrize("name", GLIDES)
def test_a_stretch_is_gone_into_once_and_then_held_while_it_breathes(name: str) -> None:
    figure = SHIPPED[name]
    end = loop_seconds(figure)
    assert figure.loop == "once"
    assert figure.still == len(figure.poses) - 1
    assert skeleton_at(figure, 0.0) != skeleton_at(figure, end)
    assert skeleton_at(figure, end) == skeleton_at(figure, 10 * end) == pose(name, -1)
    widths = {solve(figure, None, end + second).shapes for second in (0.0, 1.0, 2.0)}
    assert len(widths) == 3


@pytest.mark.parametrize("name", HIP_FLEXOR)
def test_in_a_hip_flexor_stretch_the_tailbone_is_tucked_and_the_body_tall(name: str) -> None:
    before, held = pose(name, 0), pose(name, -1)
    lower, upper = held.spine
    assert lower > 92 >= before.spine[0]
    assert abs(upper - 90) <= 6
    assert held.hip.x > before.hip.x + 0.03
    assert held.limbs["near_leg"].upper < -90 or held.limbs["near_leg"].upper > 180


@pytest.mark.parametrize("name", ["figure-four-lying", "figure-four", "figure-four-deep"])
def test_in_a_figure_four_the_ankle_lies_by_the_knee_of_the_other_leg(name: str) -> None:
    for index in (0, -1):
        bones = pose(name, index)
        near, far = bones.limbs["near_leg"], bones.limbs["far_leg"]
        assert dist(near.end, far.middle) < 0.13


def test_a_deep_figure_four_leans_further_in() -> None:
    tall, tipped = pose("figure-four", 0).spine, pose("figure-four", -1).spine
    deep = pose("figure-four-deep", -1).spine
    assert deep[0] < tipped[0] - 15 and tipped[0] < tall[0] - 15
    assert all(abs(lower - upper) < 6 for lower, upper in (tall, tipped, deep))


@pytest.mark.parametrize(
    "name", ["seated-rotation", "seated-rotation-small", "open-book", "open-book-pause", "open-book-small"]
)
def test_in_a_rotation_hips_and_knees_stay(name: str) -> None:
    first = pose(name, 0)
    for bones in all_through(SHIPPED[name]):
        assert bones.hip == first.hip
        for leg in ("near_leg", "far_leg"):
            assert dist(bones.limbs[leg].middle, first.limbs[leg].middle) < 1e-6
            assert dist(bones.limbs[leg].end, first.limbs[leg].end) < 1e-6


def test_a_small_rotation_turns_less() -> None:
    assert 0 < pose("seated-rotation-small", 0).shoulders < pose("seated-rotation", 0).shoulders


@pytest.mark.parametrize("name", ["open-book", "open-book-pause"])
def test_the_eyes_follow_the_arm_of_an_open_book(name: str) -> None:
    figure = SHIPPED[name]
    shut = next(one for one in figure.poses if one.name == "closed")
    closed, opened = (skeleton(one, figure.view) for one in (shut, figure.poses[figure.still]))
    assert closed.face > 0.5 and opened.face < -0.5
    assert closed.limbs["near_arm"].end.y > 0.2 and opened.limbs["near_arm"].end.y < -0.2


@pytest.mark.parametrize("name", ["cat-camel", "cat-camel-small"])
def test_on_hands_and_knees_they_are_under_shoulders_and_hips(name: str) -> None:
    for bones in all_through(SHIPPED[name]):
        arm, leg = bones.limbs["near_arm"], bones.limbs["near_leg"]
        assert abs(arm.root.x - arm.end.x) < 0.04
        assert abs(leg.root.x - leg.middle.x) < 0.04


def test_a_small_cat_camel_bends_the_back_less() -> None:
    small, full = (
        max(abs(lower - upper) for lower, upper in (pose(name, 0).spine, pose(name, -1).spine))
        for name in ("cat-camel-small", "cat-camel")
    )
    assert small < full - 15


@pytest.mark.parametrize("name", HINGES)
def test_the_back_of_a_hinge_stays_long_and_the_neck_in_line(name: str) -> None:
    figure = SHIPPED[name]
    for bones in all_through(figure):
        lower, upper = bones.spine
        assert abs(lower - upper) < 3
        assert abs(bones.head_angle - upper) < 8
    tall, hinged = pose(name, 0), pose(name, -1)
    assert hinged.hip.x < tall.hip.x - 0.1
    assert dist(hinged.limbs["near_leg"].end, tall.limbs["near_leg"].end) < 1e-6
    assert hinged.spine[0] < 45


def test_the_stick_touches_head_upper_back_and_tailbone_all_the_way() -> None:
    figure = SHIPPED["hip-hinge-stick"]
    for share in SHARES:
        bones = skeleton_at(figure, 0.0, share)
        stick = next(shape for shape in solve(figure, None, 0.0, share).shapes if shape.role == "held")
        for joint, radius in ((bones.head, body.HEAD_RADIUS), (bones.hip, body.PELVIS_RADIUS)):
            # The distance from the joint to the line of the stick.
            along = bones.head_angle
            off = (stick.x0 - joint.x) * -sin(radians(along)) + (stick.y0 - joint.y) * cos(radians(along))
            assert abs(off - radius - stick.r0) < 0.03


@pytest.mark.parametrize("name", ["hip-hinge-box", "hip-hinge-light-box"])
def test_the_box_of_a_hinge_ends_on_the_floor_by_the_feet(name: str) -> None:
    figure = SHIPPED[name]
    box = next(shape for shape in solve(figure, None, 0.0, 1.0).shapes if shape.is_box)
    assert abs(box.y0) < 0.03
    toes = pose(name, -1).limbs["near_leg"].end.x + body.FOOT
    assert abs(box.x0 - toes) < 0.06


@pytest.mark.parametrize(
    ("name", "joint", "least", "most"),
    [("massage-ball-glutes", "hip", 0.0, 0.06), ("massage-ball-shoulder-blades", "neck", 0.03, 0.12)],
)
def test_a_ball_stays_on_the_muscle_that_it_is_for(name: str, joint: str, least: float, most: float) -> None:
    figure = SHIPPED[name]
    ball = next(prop.at for prop in figure.props if prop.kind == "ball")
    assert ball is not None
    for bones in all_through(figure):
        # Below the top of the buttock; below the neck, between spine and shoulder.
        assert least <= bones.joint(joint).y - ball.y <= most


def test_shoulders_rise_no_higher_than_shoulders_do() -> None:
    rolls = all_through(SHIPPED["shoulder-rolls"])
    heights = [bones.limbs["near_arm"].root.y for bones in rolls]
    assert 0.05 < max(heights) - min(heights) < 0.08


def test_only_the_belly_and_the_hand_on_it_move_in_belly_breaths() -> None:
    empty, full = pose("belly-breaths", 0), pose("belly-breaths", -1)
    assert full.belly > empty.belly + 0.02
    assert full.head == empty.head
    for limb in ("far_arm", "near_leg", "far_leg"):
        assert full.limbs[limb] == empty.limbs[limb]
    assert full.limbs["near_arm"].end.x > empty.limbs["near_arm"].end.x + 0.02


def test_a_heel_slides_on_the_bed_while_the_back_lies_still() -> None:
    bodies = all_through(SHIPPED["heel-slide"])
    assert len({bones.hip for bones in bodies}) == 1
    assert max(bones.limbs["near_leg"].end.y for bones in bodies) < body.NEAR_FLOOR


def test_a_picture_may_end_above_the_floor_to_be_larger() -> None:
    assert box_of(SHIPPED["belly-breaths"]).bottom > 0.3


def test_a_movement_goes_on_through_a_pose_that_is_not_held() -> None:
    figure = SHIPPED["hip-circles"]
    places: list[Point] = [
        skeleton_at(figure, loop_seconds(figure) * step / 80).limbs["near_leg"].middle for step in range(81)
    ]
    ways = [dist(one, other) for one, other in pairwise(places)]
    assert min(ways) > 0.0005
