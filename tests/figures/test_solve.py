"""A body in motion: no bone stretches, nothing sinks into the floor, loops close, and mirrors are true."""

from __future__ import annotations

from math import dist, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.figures import body
from coach.figures.kinematics import Skeleton, mix_angle
from coach.figures.solve import air, loop_seconds, mirrored, pose_seconds, skeleton_at, solve, still_seconds
from coach.model.figure import LIMBS, Figure, Point
from tests.figures.poses import SHIPPED, figures

MOMENTS = [share / 40 for share in range(41)]
BONES = {"arm": (body.UPPER_ARM, body.FOREARM), "leg": (body.THIGH, body.SHIN)}


def moments(figure: Figure) -> list[tuple[float, float | None]]:
    """Seconds and air all through the loop."""
    if figure.loop == "breath":
        return [(0.0, share) for share in MOMENTS]
    return [(share * loop_seconds(figure), None) for share in MOMENTS]


def assert_bones(bones: Skeleton) -> None:
    for name, limb in bones.limbs.items():
        upper, lower = BONES[name[-3:]]
        assert dist(limb.root, limb.middle) == pytest.approx(upper * limb.seen[0], abs=1e-4)
        assert dist(limb.middle, limb.end) == pytest.approx(lower * limb.seen[1], abs=1e-4)
    assert dist(bones.neck, bones.head) == pytest.approx(body.NECK)


@given(figures(), st.floats(0, 1))
def test_the_bones_of_any_figure_keep_their_length(figure: Figure, share: float) -> None:
    assert_bones(skeleton_at(figure, share * loop_seconds(figure), share))


@given(figures(), st.floats(0, 1))
def test_the_mirror_of_a_mirror_is_the_same(figure: Figure, share: float) -> None:
    scene = solve(figure, None, share * loop_seconds(figure))
    assert mirrored(mirrored(scene)) == scene
    assert solve(figure, "left", share) == mirrored(solve(figure, "right", share))


@given(figures())
def test_any_loop_closes(figure: Figure) -> None:
    end = loop_seconds(figure)
    start, closed = skeleton_at(figure, 0.0), skeleton_at(figure, end - 1e-7)
    for name in LIMBS:
        assert dist(start.limbs[name].end, closed.limbs[name].end) < 1e-3
        assert dist(start.limbs[name].middle, closed.limbs[name].middle) < 1e-2


@pytest.mark.parametrize("name", SHIPPED)
def test_no_bone_of_a_shipped_figure_stretches(name: str) -> None:
    figure = SHIPPED[name]
    for seconds, breath in moments(figure):
        bones = skeleton_at(figure, seconds, breath)
        assert_bones(bones)
        lower, upper = body.LOWER_SPINE, body.UPPER_SPINE
        assert dist(bones.hip, bones.waist) <= lower + 1e-9
        assert dist(bones.waist, bones.neck) <= upper + 1e-9


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_of_a_shipped_figure_is_under_the_floor_or_out_of_its_box(name: str) -> None:
    figure = SHIPPED[name]
    for seconds, breath in moments(figure):
        scene = solve(figure, None, seconds, breath)
        for shape in scene.shapes:
            radius = max(shape.r0, shape.r1)
            assert scene.box.left - 0.02 <= min(shape.x0, shape.x1) - radius, (shape, seconds)
            assert max(shape.x0, shape.x1) + radius <= scene.box.right + 0.02, (shape, seconds)
            assert max(shape.y0, shape.y1) + radius <= scene.box.top + 0.02, (shape, seconds)
            if scene.floor is not None and shape.role not in ("prop", "held"):
                assert min(shape.y0 - shape.r0, shape.y1 - shape.r1) >= -0.02, (shape, seconds)


@pytest.mark.parametrize("name", SHIPPED)
def test_hands_and_feet_of_a_shipped_figure_do_not_jump(name: str) -> None:
    figure = SHIPPED[name]
    steps = 400
    last: Skeleton | None = None
    for index in range(steps + 1):
        if figure.loop == "breath":
            bones = skeleton_at(figure, 0.0, index / steps)
        else:
            bones = skeleton_at(figure, loop_seconds(figure) * index / steps)
        if last is not None:
            for limb in LIMBS:
                before, now = last.limbs[limb], bones.limbs[limb]
                assert dist(before.end, now.end) < 0.06, (limb, index)
                assert dist(before.middle, now.middle) < 0.06, (limb, index)
        last = bones


def test_a_planted_foot_stays_while_the_body_moves() -> None:
    figure = SHIPPED["cat-camel"]
    ends = [skeleton_at(figure, 0.0, breath).limbs["near_leg"].end for breath in (0.0, 0.3, 0.7, 1.0)]
    assert max(hypot(end.x - ends[0].x, end.y - ends[0].y) for end in ends) < 1e-6


def test_a_walk_goes_on_with_the_other_foot() -> None:
    figure = SHIPPED["farmer-carry"]
    first, second = skeleton_at(figure, 0.05), skeleton_at(figure, 0.05 + loop_seconds(figure) / 2)
    near, far = first.limbs["near_leg"].end, second.limbs["far_leg"].end
    assert far == pytest.approx(Point(-near.x, near.y))


def test_a_still_pose_breathes_and_is_as_it_was_after_a_breath() -> None:
    figure = SHIPPED["plank-wall"]
    seconds = loop_seconds(figure)
    assert solve(figure, None, 0.0) != solve(figure, None, seconds / 2)
    assert solve(figure, None, 0.0) == solve(figure, None, seconds)


def test_a_breath_led_figure_follows_the_breath_of_the_session() -> None:
    figure = SHIPPED["cat-camel"]
    out, full = solve(figure, None, 3.0, 0.0), solve(figure, None, 3.0, 1.0)
    assert out != full
    assert solve(figure, None, 8.0, 1.0) == full
    assert (air("in", 0.0), air("in", 1.0), air("out", 0.0), air("out", 2.0)) == (0.0, 1.0, 1.0, 0.0)
    assert solve(figure, None, pose_seconds(figure)[1]).shapes == full.shapes


@pytest.mark.parametrize("name", SHIPPED)
def test_the_still_picture_is_one_of_the_key_poses(name: str) -> None:
    figure = SHIPPED[name]
    assert still_seconds(figure) in pose_seconds(figure)
    assert len(pose_seconds(figure)) == len(figure.poses)


@pytest.mark.parametrize(
    ("one", "other", "share", "angle"), [(0, 90, 0.5, 45), (170, -170, 0.5, 180), (-90, 180, 0.5, -135)]
)
def test_angles_take_the_shorter_way(one: float, other: float, share: float, angle: float) -> None:
    assert mix_angle(one, other, share) == angle
