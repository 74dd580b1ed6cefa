"""Figures for tests: those that ship, and any others."""

from __future__ import annotations

from hypothesis import strategies as st

from coach.model.figure import Figure, Limb, Point, Pose, View
from coach.programs.figures import load_figures

SHIPPED = load_figures(None).figures
ANGLES = st.floats(-180, 180, allow_nan=False)
SHARES = st.floats(0.2, 1.0, allow_nan=False)


def points(low: float = 0.0) -> st.SearchStrategy[Point]:
    """Places round a body."""
    return st.builds(Point, st.floats(-1, 1), st.floats(low, 1))


def limbs() -> st.SearchStrategy[Limb]:
    """Limbs by their place or by their angles."""
    seen = st.tuples(SHARES, SHARES)
    placed = st.builds(Limb, at=points(0.1), point=st.none() | ANGLES, seen=seen)
    turned = st.builds(Limb, angles=st.tuples(ANGLES, ANGLES), point=st.none() | ANGLES, seen=seen)
    return placed | turned


def poses(name: str) -> st.SearchStrategy[Pose]:
    """Poses that no body could do, all of whose bones are as long as they are."""
    return st.builds(
        Pose,
        name=st.just(name),
        hip=points(0.4),
        spine=st.tuples(ANGLES, ANGLES),
        head=ANGLES,
        shoulders=st.floats(-1, 1),
        hips=st.floats(-1, 1),
        near_arm=limbs(),
        far_arm=limbs(),
        near_leg=limbs(),
        far_leg=limbs(),
        spine_seen=st.tuples(SHARES, SHARES),
        hold_seconds=st.floats(0, 3),
        move_seconds=st.floats(0.1, 3),
    )


def figures() -> st.SearchStrategy[Figure]:
    """Any figure that moves."""
    views: st.SearchStrategy[View] = st.sampled_from(("side", "front", "above"))
    return st.builds(
        Figure,
        id=st.just("any"),
        describe=st.just("Anything."),
        view=views,
        loop=st.sampled_from(("cycle", "breath", "gait")),
        poses=st.tuples(poses("one"), poses("two"), poses("three")),
    )
