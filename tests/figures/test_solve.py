"""A body in motion: no bone stretches, loops close, and mirrors are true."""

from __future__ import annotations

from math import dist, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.figures import body
from coach.figures.kinematics import Skeleton, mix_angle
from coach.figures.solve import air, loop_seconds, mirrored, pose_seconds, skeleton_at, solve, still_seconds
from coach.model.figure import LIMBS, Figure, View
from tests.figures.poses import SHIPPED, figures

BONES = {"arm": (body.UPPER_ARM, body.FOREARM), "leg": (body.THIGH, body.SHIN)}


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


def test_a_planted_foot_stays_while_the_body_moves() -> None:
    figure = SHIPPED["cat-camel"]
    ends = [skeleton_at(figure, 0.0, breath).limbs["near_leg"].end for breath in (0.0, 0.3, 0.7, 1.0)]
    assert max(hypot(end.x - ends[0].x, end.y - ends[0].y) for end in ends) < 1e-6


@pytest.mark.parametrize(("view", "flip"), [("side", 1), ("front", -1)])
def test_a_walk_goes_on_with_the_other_foot(view: View, flip: int) -> None:
    figure = replace(SHIPPED["walk-5"], view=view)
    first, second = skeleton_at(figure, 0.05), skeleton_at(figure, 0.05 + loop_seconds(figure) / 2)
    near, far = first.limbs["near_leg"].end, second.limbs["far_leg"].end
    assert tuple(far) == pytest.approx((flip * near.x, near.y))


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
