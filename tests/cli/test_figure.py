"""`coach figure` and `coach sheet`: pictures for the terminal, as SVG and on paper."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coach.cli.console import Console
from coach.cli.main import run_command
from tests.support.commands import MONDAY, StillClock, coach

COLOURS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
MINE = """schema: 1
id: mine
title: "<b>Mine</b> & more"
kind: custom
about: 'From "me" </style><script>alert(1)</script>'
slots:
  - {slot: one, drill: my-drill, hold: 20s}
  - {slot: two, drill: side-plank, hold: 20s}
"""
DRILLS = """schema: 1
drills:
  - id: my-drill
    name: "My <i>drill</i>"
    equipment: ["<u>rope</u>"]
    cues: ["Stand & <b>stay</b>."]
"""


class Terminal(io.StringIO):
    """An output that claims to be a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """True."""
        return True


def drawn(
    home: Path, *words: str, environment: Mapping[str, str] = COLOURS, clock: StillClock | None = None
) -> str:
    """What `coach figure` writes to a terminal."""

    def open_screen(_workspace: object, _request: object) -> int:
        return 0

    out = Terminal()
    console = Console(
        open_screen=open_screen,
        clock=clock or StillClock(MONDAY),
        environment={"COACH_HOME": str(home), **environment},
        out=out,
        err=io.StringIO(),
        stdin=None,
    )
    assert run_command(["figure", *words], open_screen=open_screen, console=console) == 0
    return out.getvalue()


def test_still_setting_is_one_picture(home: Path) -> None:
    coach("set", "figures", "still", home=home)
    assert "\x1b[14F" not in drawn(home, "cat-camel")


def test_one_plain_picture_in_a_file(home: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "coach", "figure", "plank"],
        capture_output=True,
        check=True,
        env={**os.environ, "COACH_HOME": str(home), "PYTHONUTF8": "1"},
    ).stdout.decode()
    assert re.search("[\u2801-\u28ff]", shown)
    assert "\x1b" not in shown
    assert "Face down on forearms" in shown
    assert "Filled: what works or stretches." in shown


def test_marks_are_explained_in_the_colours_that_are_drawn(home: Path) -> None:
    assert "Amber: what works or stretches. Blue spot: where you may feel it." in drawn(home, "side-plank")
    without = drawn(home, "side-plank", environment={**COLOURS, "NO_COLOR": "1"})
    assert "Filled: what works or stretches. Ring: where you may feel it." in without
    assert "Amber" not in without


def test_sentence_where_output_has_no_braille(home: Path) -> None:
    done = coach("figure", "side-plank", "--side", "left", home=home)
    assert done.status == 0
    assert done.lines[0] == "Side plank, left side"
    assert "\x1b" not in done.out
    assert len(done.lines) > 1


@pytest.mark.parametrize("words", [("figure", "plnk"), ("figure", "plnk", "--svg")])
def test_unknown_drill_has_nearest_word(home: Path, words: tuple[str, ...]) -> None:
    done = coach(*words, home=home)
    assert (done.status, done.out) == (2, "")
    assert done.err == "coach: there is no drill 'plnk' (did you mean 'plank'?)\n"


@pytest.mark.parametrize("size", ["48", "x", "0x0", "13x10", "48x3", "999x14", "48x-14", "4" * 5000 + "x14"])
def test_size_that_cannot_be_drawn(home: Path, size: str) -> None:
    done = coach("figure", "plank", "--size", size, home=home)
    assert done.status == 2
    assert done.err.count("\n") == 1


def test_blocks_in_true_colour_and_in_256(home: Path) -> None:
    lines = drawn(home, "plank", "--still", "--size", "40x10").splitlines()
    picture = lines[1:11]
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in picture]
    assert {len(line) for line in plain} == {40}
    assert "▀" in "".join(plain)
    assert "\x1b[38;2;" in picture[6]
    few = drawn(home, "plank", "--still", "--size", "40x10", environment={"TERM": "xterm-256color"})
    assert "\x1b[38;5;" in few
    assert "38;2;" not in few


def test_no_color_is_braille_without_colours(home: Path) -> None:
    out = drawn(home, "bird-dog", "--still", environment={**COLOURS, "NO_COLOR": "1"})
    assert re.search("[\u2801-\u28ff]", out)
    assert set(re.findall(r"\x1b\[([0-9;]*)m", out)) <= {"0", "1", "2"}


@pytest.mark.parametrize("kind", ["dumb", "linux", "vt100"])
def test_sentence_where_terminal_cannot_draw(home: Path, kind: str) -> None:
    out = drawn(home, "plank", environment={**COLOURS, "TERM": kind})
    assert "\x1b" not in out
    assert out.startswith("Plank\nFace down on forearms")


def test_sides_differ(home: Path) -> None:
    assert drawn(home, "side-plank", "--side", "left") != drawn(home, "side-plank", "--side", "right")


def test_movement_is_drawn_in_place_and_ends(home: Path) -> None:
    clock = StillClock(MONDAY)
    out = drawn(home, "cat-camel", clock=clock)
    assert out.count("\x1b[14F") > 20
    assert (out.count("\x1b[?25l"), out.count("\x1b[?25h")) == (1, 1)
    assert 3 <= (clock.now() - MONDAY).total_seconds() <= 20


def test_svg_is_well_formed(home: Path, tmp_path: Path) -> None:
    still = coach("figure", "side-plank", "--svg", "--still", home=home)
    moving = coach("figure", "side-plank", "--svg", "-", "--side", "left", home=home)
    for done in (still, moving):
        assert done.status == 0
        assert ElementTree.fromstring(done.out).tag == "{http://www.w3.org/2000/svg}svg"
    assert "<animate " in moving.out
    assert "<animate " not in still.out
    file = tmp_path / "plank.svg"
    assert coach("figure", "plank", "--svg", str(file), home=home).out == f"written to {file}\n"
    assert file.read_text("utf-8").startswith("<svg ")


def make_own(home: Path) -> None:
    (home / "programs").mkdir(parents=True)
    (home / "drills").mkdir()
    (home / "programs" / "mine.yaml").write_text(MINE, "utf-8")
    (home / "drills" / "mine.yaml").write_text(DRILLS, "utf-8")


def test_drill_without_figure_is_reported(home: Path) -> None:
    make_own(home)
    done = coach("figure", "my-drill", home=home)
    assert (done.status, done.out) == (2, "")
    assert "has no figure (docs/programs.md shows how to write one)" in done.err


def test_sheet_of_core(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "core.html"
    done = coach("sheet", "core", str(file), home=home)
    assert (done.status, done.out) == (0, f"written to {file}\n")
    page = file.read_text("utf-8")
    assert page == coach("sheet", "core", home=home).out
    for text in (
        "1. Plank",
        "3 × 30 s a side, left first",
        "You need: mat",
        "3 rounds",
        "10: leave that",
        "black is what works",
    ):
        assert text in page, text
    assert page.count("<article>") == 4
    assert page.count("<svg ") > 4
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(ids)


@pytest.mark.parametrize(
    "program",
    ["core", "hips-and-thoracic", "morning", "micro-break", "breathing", "hinge-practice", "cardio"],
)
def test_sheet_loads_nothing(home: Path, program: str) -> None:
    done = coach("sheet", program, home=home)
    assert done.status == 0, done.err
    body = done.out.partition("<body>")[2]
    assert not re.search(r"<script|<link|<img|url\(|https?://(?!www\.w3\.org/2000/svg)", body)
    ElementTree.fromstring(f"<body>{body.partition('</html>')[0].strip()}")


def test_sheet_of_own_program_escapes_everything(home: Path) -> None:
    make_own(home)
    done = coach("sheet", "mine", home=home)
    assert done.status == 0, done.err
    for raw in ("<b>Mine", "<script", "<i>drill", "<u>rope", "<b>stay"):
        assert raw not in done.out
    assert "1. My &lt;i&gt;drill&lt;/i&gt;" in done.out
    assert done.out.count("<svg ") == 2, "a drill without a figure has its words"


def test_sheet_of_unknown_program(home: Path) -> None:
    assert coach("sheet", "cor", home=home).status == 2
