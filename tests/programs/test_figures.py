"""Files of figures: checked with line and column, inherited, cached, and read only when they are needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coach.app.programs import check_files
from coach.figures.kinematics import skeleton
from coach.model.figure import Point
from coach.programs.figure_build import read_figure_file
from coach.programs.figures import CACHE_NAME, load_figures
from coach.programs.load import load_catalog, source_of

POSE = """        hip: [0, 0.53]
        spine: [90, 90]
        near_hand: {angles: [-90, -88]}
        near_foot: {at: [0, 0.04]}
"""
HEAD = "schema: 1\nfigures:\n  - id: tall\n    describe: Standing tall.\n    poses:\n      hold:\n" + POSE


def problems(text: str) -> list[str]:
    """The problems of a text, each with its place."""
    source = source_of(text, Path("figures.yaml"), "figures")
    read_figure_file(source, load_figures(None).figures)
    return [problem.line_text() for problem in sorted(source.problems)]


def test_a_small_figure_has_every_default() -> None:
    source = source_of(HEAD, Path("figures.yaml"), "drills")
    assert source.kind == "figures"
    figure = read_figure_file(source, {})["tall"]
    pose = figure.poses[0]
    assert source.problems == []
    assert {figure.view, figure.side, figure.loop} == {"side", "right", "hold"}
    assert figure.still == 0
    assert (pose.head, pose.shoulders, pose.far_leg.at) == (90, 0, Point(0, 0.04))


def test_from_the_front_the_far_limb_is_the_mirror_of_the_near_one() -> None:
    text = HEAD.replace("    poses:", "    view: front\n    poses:").replace(
        "at: [0, 0.04]", "at: [-0.1, 0.045]"
    )
    figure = read_figure_file(source_of(text, Path("figures.yaml"), "figures"), {})["tall"]
    assert figure.poses[0].far_leg.at == Point(0.1, 0.045)
    assert figure.poses[0].far_arm.angles == (270, 268)


def test_a_figure_like_another_changes_a_pose() -> None:
    more = "  - id: lean\n    like: tall\n    describe: Leaning.\n    poses:\n      hold: {spine: [80, 80]}\n"
    found = read_figure_file(source_of(HEAD + more, Path("figures.yaml"), "figures"), {})
    tall, lean = found["tall"].poses[0], found["lean"].poses[0]
    assert list(lean.spine) == [80, 80]
    assert lean.near_leg == tall.near_leg
    assert lean.head == tall.head


def test_a_place_that_is_written_takes_that_of_the_pose_before() -> None:
    more = "      up:\n        from: hold\n        near_foot: {angles: [-20, -110]}\n        hold: 0.5\n"
    text = HEAD.replace("    poses:", "    loop: cycle\n    poses:") + more
    figure = read_figure_file(source_of(text, Path("figures.yaml"), "figures"), {})["tall"]
    up = figure.poses[1]
    assert (up.near_leg.at, up.near_leg.angles, up.far_leg.at) == (None, (-20, -110), Point(0, 0.04))
    assert (up.hold_seconds, figure.still) == (0.5, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    describe: Standing tall.\n", "", "3:5: the key 'describe' is missing"),
        ("hip: [0, 0.53]", "hip: 3", "7:14: hip: two numbers in brackets are wanted"),
        ("hip: [0, 0.53]", "hip: [0, up]", "7:14: hip: a number is wanted, not 'up'"),
        ("spine: [90, 90]", "spine: [90, 900]", "8:16: spine: 900 is not between -360 and 360"),
        ("        hip: [0, 0.53]\n", "", "7:9: the pose 'hold' has no hip"),
        ("{at: [0, 0.04]}", "{at: [0, 0.04], on: hip}", "one of at, on and angles is wanted"),
        ("{at: [0, 0.04]}", "{bend: left}", "one of at, on and angles is wanted"),
        ("{at: [0, 0.04]}", "{at: [0.6, 0.04]}", "10:9: hold: near_foot is 0.28 out of reach"),
        (
            "{at: [0, 0.04]}",
            "{angles: [-90, -90], point: -60}",
            "10:9: hold: near_foot is 0.07 under the floor",
        ),
        ("{at: [0, 0.04]}", "{at: [0, 0.04], bent: left}", "the key 'bent' is not known here"),
        ("{at: [0, 0.04]}", "{on: near_knee}", "10:9: hold: near_foot rests on near_knee, and the place"),
        (
            "{at: [0, 0.04]}",
            "{on: far_hand}\n        far_hand: {on: near_foot}",
            "11:9: hold: far_hand rests on near_foot, and the place of that depends on far_hand",
        ),
        ("{at: [0, 0.04]}", "{at: [0, 0.04], off: [0, 0.1]}", "10:36: near_foot: off goes with on only"),
        (
            "    poses:",
            "    props: [{prop: ball, on: hip, at: [0, 0]}]\n    poses:",
            "5:35: a prop has one of at and on",
        ),
        (
            "    poses:",
            "    loop: cycle\n    poses:",
            "6:5: a figure with loop: cycle has 2 to 12 poses, not 1",
        ),
        ("    poses:", "    side: left\n    poses:", "side: from the side the body faces right"),
        ("    poses:", "    still: hodl\n    poses:", "still: no pose is named 'hodl' (did you mean hold?)"),
        (
            "    poses:",
            "    like: plonk\n    poses:",
            "no figure above is named 'plonk' (did you mean plank?)",
        ),
        ("      hold:\n", "      hold:\n        from: tall\n", "from: no pose above is named 'tall'"),
    ],
)
def test_a_problem_is_told_at_its_place(old: str, new: str, said: str) -> None:
    assert old in HEAD
    found = problems(HEAD.replace(old, new, 1))
    assert any(said in line for line in found), found


def test_a_foot_may_rest_on_a_hand() -> None:
    text = HEAD.replace("angles: [-90, -88]", "at: [0.2, 0.65]").replace("at: [0, 0.04]", "on: near_hand")
    figure = read_figure_file(source_of(text, Path("figures.yaml"), "figures"), {})["tall"]
    bones = skeleton(figure.poses[0], figure.view)
    assert bones.joint("near_foot") == pytest.approx(bones.joint("near_hand"))


def test_a_hand_may_rest_on_the_other_shoulder() -> None:
    text = HEAD.replace("    poses:", "    view: front\n    poses:").replace(
        "angles: [-90, -88]", "on: far_shoulder, bend: down"
    )
    figure = read_figure_file(source_of(text, Path("figures.yaml"), "figures"), {})["tall"]
    bones = skeleton(figure.poses[0], figure.view)
    assert bones.joint("near_hand") == pytest.approx(bones.joint("far_shoulder"))
    assert bones.joint("far_hand") == pytest.approx(bones.joint("near_shoulder"))


def test_a_way_under_the_floor_is_told_after_another_figure_with_a_problem() -> None:
    rolls = """  - id: rolls
    describe: From one side to the other, through the floor.
    loop: cycle
    poses:
      right: {hip: [0, 0.15], spine: [0, 0], near_hand: {angles: [0, 0]}, near_foot: {angles: [180, 180]}}
      left: {from: right, spine: [-180, -180], near_foot: {angles: [0, 0]}}
"""
    found = problems(HEAD.replace("    describe: Standing tall.\n", "") + rolls)
    assert any("the key 'describe' is missing" in line for line in found)
    assert any("13:5: on the way, " in line for line in found), found


@pytest.mark.parametrize("loop", ["cycle", "gait", "once"])
def test_a_loop_takes_some_time(loop: str) -> None:
    text = HEAD.replace("    poses:", f"    loop: {loop}\n    poses:")
    found = problems(text + "        hold: 0\n        move: 0\n      low:\n        from: hold\n")
    assert found == [
        f"figures.yaml:6:5: a figure with loop: {loop} takes some time, and these poses take none "
        "(write hold: or move: above 0)"
    ]


def test_two_figures_of_one_name_are_a_problem() -> None:
    twice = HEAD + HEAD.removeprefix("schema: 1\nfigures:\n")
    assert any("another figure is named 'tall'" in line for line in problems(twice))


def test_figures_of_ones_own_stand_beside_ones_drills_and_replace_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills" / "pictures.yaml").write_text(HEAD.replace("id: tall", "id: plank"), "utf-8")
    figures = load_figures(tmp_path)
    assert figures.problems == ()
    assert figures.figures["plank"].describe == "Standing tall."
    assert set(figures.figures) == set(load_figures(None).figures)
    assert load_catalog(tmp_path).problems == ()


def test_problems_of_ones_own_figures_are_told_with_those_of_programs(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    file = tmp_path / "drills" / "pictures.yaml"
    file.write_text(HEAD.replace("[90, 90]", "[90, 900]"), "utf-8")
    (problem,) = load_catalog(tmp_path).problems
    assert (problem.path, problem.line) == (file, 8)
    assert check_files([file]) == [problem]


def test_a_drill_names_its_figure(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    file = tmp_path / "drills" / "mine.yaml"
    file.write_text("schema: 1\ndrills:\n  - {id: board, name: Board, figure: plank}\n", "utf-8")
    catalog = load_catalog(tmp_path)
    assert catalog.problems == ()
    figures = load_figures(tmp_path)
    assert figures.of_drill(catalog.drills["board"]) == figures.figures["plank"]
    assert figures.of_drill(catalog.drills["plank"]) == figures.figures["plank"]
    assert figures.of_drill(catalog.drills["swim"]) is figures.figures.get("swim")
    file.write_text("schema: 1\ndrills:\n  - {id: board, name: Board, figure: planc}\n", "utf-8")
    (problem,) = load_catalog(tmp_path).problems
    assert problem.line_text().endswith(":3:38: no figure is named 'planc' (did you mean plank?)")


def test_figures_are_read_once_and_again_when_a_file_changes(tmp_path: Path) -> None:
    home, cache = tmp_path / "home", tmp_path / "cache"
    (home / "drills").mkdir(parents=True)
    first = load_figures(home, cache)
    assert (cache / CACHE_NAME).is_file()
    assert load_figures(home, cache) == first
    (home / "drills" / "pictures.yaml").write_text(HEAD, "utf-8")
    assert set(load_figures(home, cache).figures) == {*first.figures, "tall"}
    (cache / CACHE_NAME).write_bytes(b"no cache")
    assert "tall" in load_figures(home, cache).figures


def test_cached_figures_load_without_yaml(tmp_path: Path) -> None:
    load_figures(None, tmp_path)
    code = (
        "import sys; from pathlib import Path; from coach.programs.figures import load_figures\n"
        f"assert load_figures(None, Path({str(tmp_path)!r})).figures\n"
        "assert not {'yaml', 'textual', 'rich', 'coach.programs.parse'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_catalog_is_loaded_without_figures() -> None:
    code = (
        "import sys; from coach.programs.load import load_catalog\n"
        "assert load_catalog(None).problems == ()\n"
        "assert not [name for name in sys.modules if 'figure_' in name or 'coach.figures' in name]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
