"""A scene as cells and lines of a terminal: blended half blocks, or braille with few colours or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from coach.figures import body
from coach.figures.raster import DistanceField, Placement, fields, place
from coach.figures.shapes import Role, Shape
from coach.figures.solve import Scene
from coach.model.figure import Point, why_not_drawn

Rgb = tuple[int, int, int]


class FigureColors(Struct, frozen=True, kw_only=True):
    """The colours of a figure."""

    background: Rgb
    near: Rgb
    far: Rgb
    body: Rgb
    head: Rgb
    """Apart from the limbs, so that a glance finds it among them."""
    prop: Rgb
    held: Rgb
    """Weights and sticks, which are part of what is done."""
    floor: Rgb
    water: Rgb
    """Through which the body is seen."""
    works: Rgb
    feel: Rgb

    def of(self, shape: Shape) -> Rgb:
        """The colour of a shape."""
        plain: Rgb = getattr(self, shape.role)
        if not shape.works:
            return plain
        # What works further away is as warm, and as much dimmer as its plain colour is.
        return mix_colours(self.works, self.background, 0.3) if shape.role == "far" else self.works


DARK: Final = FigureColors(
    background=(18, 22, 26),
    near=(158, 218, 160),
    far=(76, 104, 84),
    body=(122, 182, 128),
    head=(210, 218, 200),
    prop=(82, 88, 100),
    held=(164, 158, 176),
    floor=(62, 69, 77),
    water=(38, 84, 128),
    works=(246, 196, 106),
    feel=(116, 170, 255),
)
LIGHT: Final = FigureColors(
    background=(250, 250, 246),
    near=(38, 108, 66),
    far=(138, 172, 148),
    body=(84, 150, 104),
    head=(46, 58, 52),
    prop=(186, 188, 192),
    held=(110, 104, 128),
    floor=(205, 205, 205),
    water=(150, 196, 232),
    works=(190, 104, 6),
    feel=(36, 84, 200),
)


class Cell(NamedTuple):
    """One cell of the terminal."""

    text: str
    foreground: Rgb | None = None
    background: Rgb | None = None
    role: Role | None = None
    """In braille, what most of its dots belong to; the screen has the colour for it."""
    works: bool = False


Cells = tuple[tuple[Cell, ...], ...]

_EDGE: Final = 0.8
"""The dark edge round a limb that is in front of something, in pixels."""
_EDGE_STRENGTH: Final = 0.6
WATER_STRENGTH: Final = 0.65
"""How much of its colour what is under water has."""
_GLOW_RADIUS: Final = 0.055
_BLANK: Final = Cell(" ")


def mix_colours(one: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour between two."""
    return (
        int(one[0] + (other[0] - one[0]) * share + 0.5),
        int(one[1] + (other[1] - one[1]) * share + 0.5),
        int(one[2] + (other[2] - one[2]) * share + 0.5),
    )


def block_cells(scene: Scene, columns: int, rows: int, palette: FigureColors = DARK) -> Cells:
    """A scene in half blocks, each of two pixels, blended at its edges."""
    pixels = paint(scene, columns, rows * 2, palette)
    ground = palette.background
    cells = []
    for row in range(rows):
        start = row * 2 * columns
        upper, lower = pixels[start : start + columns], pixels[start + columns : start + 2 * columns]
        cells.append(
            tuple(
                _BLANK if one == ground and other == ground else Cell("▀", one, other)
                for one, other in zip(upper, lower, strict=True)
            )
        )
    return tuple(cells)


def paint(scene: Scene, width: int, height: int, palette: FigureColors = DARK) -> list[Rgb]:
    """A scene as pixels, row by row."""
    to = place(scene, width, height)
    pixels = [palette.background] * (width * height)
    if scene.floor is not None:
        high = to.y - scene.floor * to.scale
        low = max(high + body.FLOOR_THICKNESS * to.scale, high + 0.8)
        for row in range(height):
            share = min(row + 1.0, low) - max(float(row), high)
            if share > 0:
                colour = mix_colours(palette.background, palette.floor, share)
                pixels[row * width : (row + 1) * width] = [colour] * width
    for shape, field in fields(scene, to, width, height, _EDGE + 0.6):
        _paint_group(pixels, width, field, shape, palette)
    if scene.spot is not None:
        x, y, radius = _spot_circle(scene.spot, to, 1.4)
        for index, square in _disc(x, y, radius, width, height):
            away = square / (radius * radius)
            if away < 1.0:
                pixels[index] = mix_colours(pixels[index], palette.feel, min(1.0, (1 - away) * 2))
    return pixels


def _spot_circle(spot: Point, to: Placement, least: float) -> tuple[float, float, float]:
    """The middle and the radius of what marks a spot, in pixels; the radius is `least` or more."""
    return to.x + spot.x * to.scale, to.y - spot.y * to.scale, max(least, _GLOW_RADIUS * to.scale)


def _disc(x: float, y: float, radius: float, width: int, height: int) -> Iterator[tuple[int, float]]:
    """The pixels of the square round a disc: their indices, and their squared distances from its middle."""
    for row in range(max(0, int(y - radius)), min(height, int(y + radius) + 1)):
        for column in range(max(0, int(x - radius)), min(width, int(x + radius) + 1)):
            yield row * width + column, (column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2


def _paint_group(
    pixels: list[Rgb], width: int, field: DistanceField, shape: Shape, palette: FigureColors
) -> None:
    """Paint a group of shapes over what is behind it, with a dark edge round it."""
    plain, ground = palette.of(shape), palette.background
    has_edge = shape.role not in ("prop", "water")
    strength = WATER_STRENGTH if shape.role == "water" else 1.0
    row, column = field.top * width + field.left, 0
    rooted: dict[int, Rgb] = {}
    if field.root is not None:
        # Where a limb grows out of the trunk, their colours flow into each other.
        x, y, radius = field.root
        for index, square in _disc(x, y, radius * 2.0, width, len(pixels) // width):
            away = (sqrt(square) - radius) / radius
            if away < 1.0 and pixels[index] != ground:
                rooted[index] = mix_colours(pixels[index], plain, max(0.0, away))
    for distance, edge in zip(field.distances, field.edges, strict=True):
        if distance >= _EDGE + 0.5 and edge >= _EDGE + 0.5:
            column += 1
            if column == field.width:
                row, column = row + width, 0
            continue
        # Only the bone at the root flows into the trunk, not what lies across it.
        colour = rooted.get(row + column, plain) if edge > 0.0 else plain
        if distance <= -0.5:
            under = pixels[row + column]
            pixels[row + column] = colour if strength == 1.0 else mix_colours(under, colour, strength)
        else:
            pixel = pixels[row + column]
            if has_edge and edge < _EDGE + 0.5 and pixel != ground:
                pixel = mix_colours(pixel, ground, _EDGE_STRENGTH * min(1.0, _EDGE + 0.5 - edge))
            if distance < 0.5:
                pixel = mix_colours(pixel, colour, (0.5 - distance) * strength)
            pixels[row + column] = pixel
        column += 1
        if column == field.width:
            row, column = row + width, 0


_DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_GAP: Final = 1.2
"""The gap round what is in front of something, in dots."""
_FLOOR_DOTS: Final = 4
"""From one dot of the floor to the next."""
_RANKS: Final[tuple[Role, ...]] = ("water", "prop", "far", "body", "head", "held", "near")
_WORKS: Final = 8
"""Added to the rank of what works: such a number stands for each dot, 0 for none."""


def braille_cells(scene: Scene, columns: int, rows: int) -> Cells:
    """A scene in braille, which needs no colour to be understood.

    What works is filled, the rest of the body is its outline, what is far is dotted; a gap is left round a
    limb that is in front of something.
    """
    width, height = columns * 2, rows * 4
    to = place(scene, width, height)
    dots = bytearray(width * height)
    for shape, field in fields(scene, to, width, height, _GAP + 0.2):
        _dot_group(dots, width, field, shape)
    if scene.spot is not None:
        x, y, radius = _spot_circle(scene.spot, to, 2.6)
        for index, square in _disc(x, y, radius, width, height):
            away = sqrt(square)
            if away < radius:
                # A ring with nothing round it but a gap.
                dots[index] = len(_RANKS) + _WORKS if away < radius - 1.7 else 0
    if scene.floor is not None:
        start = min(height - 1, int(to.y - scene.floor * to.scale + 0.3)) * width
        for index in range(start, start + width, _FLOOR_DOTS):
            dots[index] = dots[index] or 1
    cells = []
    for row in range(rows):
        codes, most = [0] * columns, [0] * columns
        for index, rank in enumerate(dots[row * 4 * width : (row * 4 + 4) * width]):
            if rank:
                line, dot = divmod(index, width)
                column = dot >> 1
                codes[column] |= _DOTS[line][dot & 1]
                if rank > most[column]:
                    most[column] = rank
        cells.append(
            tuple(
                Cell(chr(0x2800 + code), role=_RANKS[(rank - 1) % _WORKS], works=rank > _WORKS)
                if code
                else _BLANK
                for code, rank in zip(codes, most, strict=True)
            )
        )
    return tuple(cells)


def _dot_group(dots: bytearray, width: int, field: DistanceField, shape: Shape) -> None:
    """Draw a group of shapes over what is behind it, with a gap round it."""
    role = shape.role
    rank = _RANKS.index(role) + 1 + (_WORKS if shape.works else 0)
    for row in range(len(field.distances) // max(1, field.width)):
        start = row * field.width
        y = field.top + row
        at = y * width + field.left
        edges = field.edges[start : start + field.width]
        odd = (y + field.left) % 2
        for x, distance in enumerate(field.distances[start : start + field.width]):
            if distance >= 0.0:
                if edges[x] < _GAP and role not in ("prop", "water"):
                    dots[at + x] = 0
            elif role == "water":
                if distance > -1.0:
                    dots[at + x] = rank
                elif (x + odd) % 2:
                    dots[at + x] = 0
            elif (shape.works or distance > -1.0) and (role != "far" or (x + odd) % 2 == 0):
                dots[at + x] = rank
            else:
                dots[at + x] = 0


NEAR_CONTRAST: Final = 3.0
"""Of limbs and marks to the background: what WCAG 2.2 (1.4.11) asks of pictures."""
FAR_CONTRAST: Final = 2.0
"""Of far limbs, which stay weaker than near ones."""
_STEPS: Final = 20


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21, after WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def with_contrast(colour: Rgb, background: Rgb, least: float) -> Rgb:
    """The colour, or the nearest one on the way to black or white with that contrast to the background."""
    end = max(((0, 0, 0), (255, 255, 255)), key=lambda ink: contrast(ink, background))
    for step in range(_STEPS):
        mixed = mix_colours(colour, end, step / _STEPS)
        if contrast(mixed, background) >= least:
            return mixed
    return end


def _luminance(colour: Rgb) -> float:
    """The relative luminance of an sRGB colour, from 0 to 1."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


Drawing = Literal["true_color", "256_colors", "braille", "none"]

_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_CUBE: Final = (0, 95, 135, 175, 215, 255)
"""The levels of each part of the 216 colours."""


def drawing_on(environment: Mapping[str, str]) -> Drawing:
    """How a figure can be drawn on a terminal.

    Args:
        environment: its `TERM`, `COLORTERM` and `NO_COLOR`.
    """
    kind = environment.get("TERM", "")
    if kind in ("", "unknown") or why_not_drawn(environment):
        return "none"
    if environment.get("NO_COLOR"):
        return "braille"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or kind.endswith("-direct"):
        return "true_color"
    return "256_colors" if "256color" in kind else "braille"


def terminal_lines(
    scene: Scene, columns: int, rows: int, drawing: Drawing, palette: FigureColors = DARK
) -> list[str]:
    """A scene as lines with escape sequences, each as wide as asked.

    Args:
        scene: what is drawn.
        columns: the width of the picture.
        rows: its height.
        drawing: how; with `none` there are no lines.
        palette: the colours; blended blocks bring their own background.
    """
    if drawing == "none":
        return []
    lines = []
    if drawing == "braille":
        for row in braille_cells(scene, columns, rows):
            line, weight = "", ""
            for cell in row:
                wanted = _BOLD if cell.works else _DIM if cell.role in ("far", "prop") else ""
                if wanted != weight:
                    line += (_RESET if weight else "") + wanted
                    weight = wanted
                line += cell.text
            lines.append(line + _RESET if weight else line)
        return lines
    ground = palette.background
    for row in block_cells(scene, columns, rows, palette):
        line, colours = "", None
        for cell in row:
            pair = cell.foreground or ground, cell.background or ground
            if pair != colours:
                colours = pair
                line += f"\x1b[38;{_code(pair[0], drawing)};48;{_code(pair[1], drawing)}m"
            line += cell.text
        lines.append(line + _RESET)
    return lines


def _code(colour: Rgb, drawing: Drawing) -> str:
    """A colour as parameters of its escape sequence."""
    if drawing == "true_color":
        return "2;" + ";".join(map(str, colour))
    red, green, blue = (min(range(6), key=lambda step: abs(_CUBE[step] - part)) for part in colour)
    return f"5;{16 + 36 * red + 6 * green + blue}"
