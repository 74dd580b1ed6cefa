"""Pictures as cells: of the size asked for, true to near, far and what works, with colours and without."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from math import dist
from operator import ne

import pytest

from coach.figures.cells import (
    DARK,
    FAR_CONTRAST,
    LIGHT,
    NEAR_CONTRAST,
    Cells,
    FigureColors,
    block_cells,
    braille_cells,
    contrast,
    paint,
)
from coach.figures.solve import solve, still_seconds
from coach.figures.svg import svg
from tests.figures.poses import SHIPPED

SIZES = [(60, 20), (48, 14), (36, 12), (24, 8), (4, 2)]


def still(name: str) -> Cells:
    figure = SHIPPED[name]
    return block_cells(solve(figure, None, still_seconds(figure)), 48, 14)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_picture_has_the_size_that_is_asked_for(name: str, size: tuple[int, int]) -> None:
    columns, rows = size
    scene = solve(SHIPPED[name], "left", 1.0)
    for cells in (block_cells(scene, columns, rows), braille_cells(scene, columns, rows)):
        assert [len(row) for row in cells] == [columns] * rows
        assert all(len(cell.text) == 1 for row in cells for cell in row)
        assert any(cell.text != " " for row in cells for cell in row)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_what_works_is_painted_in_its_colour(palette: FigureColors) -> None:
    figure = SHIPPED["bird-dog"]
    pixels = paint(solve(figure, None, still_seconds(figure)), 96, 56, palette)
    assert palette.works in pixels
    assert palette.near in pixels
    assert palette.floor in pixels


def test_the_other_side_is_the_mirror_picture() -> None:
    figure = SHIPPED["plank"]
    right, left = (block_cells(solve(figure, side, 0.0), 48, 14) for side in ("right", "left"))
    for one, other in zip(right, left, strict=True):
        for cell, mirror in zip(one, reversed(other), strict=True):
            for ink, twin in ((cell.foreground, mirror.foreground), (cell.background, mirror.background)):
                parts = zip(ink or DARK.background, twin or DARK.background, strict=True)
                assert all(abs(a - b) <= 2 for a, b in parts)


def test_braille_says_without_colour_what_works_and_what_is_far() -> None:
    figure = SHIPPED["bird-dog"]
    cells = [
        cell for row in braille_cells(solve(figure, None, still_seconds(figure)), 48, 14) for cell in row
    ]
    working = [cell for cell in cells if cell.works]
    far = [cell for cell in cells if cell.role == "far" and not cell.works]
    assert working and far
    full = max((ord(cell.text) - 0x2800).bit_count() for cell in working)
    assert full == 8
    assert max((ord(cell.text) - 0x2800).bit_count() for cell in far) <= 4
    assert all(cell.foreground is None and cell.background is None for cell in cells)


def test_a_picture_stands_on_its_floor() -> None:
    rows = still("plank")
    assert all(cell.text == "▀" for cell in rows[-1])
    assert all(cell.text == " " for cell in rows[0])


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("name", SHIPPED)
def test_an_svg_is_xml_with_the_sentence_as_its_title(name: str, moving: bool) -> None:
    figure = SHIPPED[name]
    root = ET.fromstring(svg(figure, moving=moving))
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None and title.text == figure.describe
    animated = root.iter("{http://www.w3.org/2000/svg}animate")
    assert any(True for _ in animated) is moving


@pytest.mark.parametrize("name", ["hip-flexor-stretch", "bird-dog"])
def test_a_moving_svg_of_a_movement_done_once_goes_back_the_way_it_came(name: str) -> None:
    root = ET.fromstring(svg(SHIPPED[name], moving=True))
    for animated in root.iter("{http://www.w3.org/2000/svg}animate"):
        frames = [
            [float(number) for number in re.findall(r"-?\d+\.\d", value)]
            for value in animated.get("values", "").split(";")
        ]
        ways = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairwise(frames)]
        everything = max(abs(a - b) for frame in frames for a, b in zip(frames[0], frame, strict=True))
        assert everything < 5 or ways[-1] < everything / 2


def test_what_is_not_far_is_an_outline_in_braille_and_the_floor_is_thin() -> None:
    rows = braille_cells(solve(SHIPPED["farmer-carry"], None, 0.0), 96, 28)
    body = [cell for row in rows for cell in row if cell.role == "body" and not cell.works]
    assert max((ord(cell.text) - 0x2800).bit_count() for cell in body) < 8
    floor = "".join(cell.text for cell in rows[-1][:8])
    assert sum((ord(cell) - 0x2800).bit_count() for cell in floor if cell != " ") <= 4


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_limbs_and_marks_can_be_told_from_the_background(palette: FigureColors) -> None:
    for name in ("near", "body", "head", "works", "feel", "held"):
        assert contrast(getattr(palette, name), palette.background) >= NEAR_CONTRAST, name
    assert contrast(palette.far, palette.background) >= FAR_CONTRAST


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_the_head_has_a_colour_of_its_own_in_the_smallest_pictures(palette: FigureColors) -> None:
    colours = {name: getattr(palette, name) for name in palette.__struct_fields__}

    def nearest(pixel: tuple[int, int, int]) -> str:
        return min(colours, key=lambda name: dist(colours[name], pixel))

    for name, figure in SHIPPED.items():
        # A stick along the back is in front of the head.
        if "head" not in figure.works and not any(
            prop.kind == "stick" and prop.front for prop in figure.props
        ):
            pixels = paint(solve(figure, None, still_seconds(figure)), 24, 16, palette)
            assert [nearest(pixel) for pixel in pixels].count("head") >= 2, name


def test_no_two_figures_look_the_same_where_nothing_moves() -> None:
    pictures = {
        name: paint(solve(figure, None, still_seconds(figure)), 24, 16) for name, figure in SHIPPED.items()
    }
    for (one, pixels), (other, others) in combinations(pictures.items(), 2):
        assert sum(map(ne, pixels, others)) >= 8, (one, other)
