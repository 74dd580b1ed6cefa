"""Big digits and letters, drawn with solid half blocks so that they can be read from the floor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category, normalize

Pixels = frozenset[tuple[int, int]]
"""Lit points as (x, y); a point is one cell wide and half a cell high, which is about square."""

SMALLEST_ROWS: Final = 3


class Font(NamedTuple):
    """The measures of one size of digit, in points."""

    width: int
    height: int
    stem: int
    """The thickness of an upright stroke."""
    bar: int
    """The thickness of a level stroke at the top or the bottom."""
    waist: int
    """The thickness of the level stroke in the middle: it alone tells 8 from 0."""
    round: int
    """How many points a corner is rounded by."""
    gap: int
    """Between two digits."""


_STROKES: Final[dict[str, str]] = {
    "0": "top bottom upper-left upper-right lower-left lower-right",
    "2": "top middle bottom upper-right lower-left",
    "3": "top middle bottom upper-right lower-right",
    "4": "middle upper-left upper-right lower-right",
    "5": "top middle bottom upper-left lower-right",
    "6": "top middle bottom upper-left lower-left lower-right",
    "7": "top upper-right lower-right",
    "8": "top middle bottom upper-left upper-right lower-left lower-right",
    "9": "top middle bottom upper-left upper-right lower-right",
}
_ROUNDED: Final[dict[str, str]] = {
    "0": "top-left top-right bottom-left bottom-right",
    "2": "top-right middle-right-below middle-left-above",
    "3": "top-right bottom-right",
    "4": "middle-left-below",
    "5": "middle-left-below middle-right-above bottom-right",
    "6": "top-left bottom-left bottom-right middle-right-above",
    "7": "top-right",
    "8": "top-left top-right bottom-left bottom-right",
    "9": "top-left top-right bottom-right middle-left-below",
}


WIDE: Final = 0.6
NARROW: Final = 0.44
"""The width of a digit as a share of its height: where a clock stands in place of seconds, it is less."""


def font_for(rows: int, narrow: bool = False) -> Font:
    """The digit face that is `rows` cells high.

    Args:
        rows: at least `SMALLEST_ROWS`.
        narrow: for the digits of a clock.
    """
    height = 2 * max(SMALLEST_ROWS, rows)
    width = max(5, round(height * (NARROW if narrow else WIDE)))
    stem = max(2, round(width * 0.28))
    bar = max(1, round(height * 0.15)) if height > 8 else 1
    return Font(
        width,
        height,
        stem,
        bar,
        max(2, bar),
        min(4, max(1, stem - 1 - stem // 5)),
        max(1, round(width * 0.22)),
    )


def text_width(text: str, rows: int, narrow: bool = False) -> int:
    """How many cells wide `text` is when it is `rows` high."""
    font = font_for(rows, narrow)
    return sum(_advance(character, font) for character in text) + font.gap * max(0, len(text) - 1)


def gap_width(rows: int, narrow: bool = False) -> int:
    """How many cells lie between two digits that are `rows` high."""
    return font_for(rows, narrow).gap


def best_rows(text: str, width: int, rows: int, narrow: bool = False) -> int:
    """The greatest height up to `rows` at which `text` still fits into `width` cells."""
    for height in range(rows, SMALLEST_ROWS, -1):
        if text_width(text, height, narrow) <= width:
            return height
    return SMALLEST_ROWS


@lru_cache(maxsize=512)
def big_text(text: str, rows: int, narrow: bool = False) -> tuple[str, ...]:
    """`text` as `rows` lines of blocks, all equally long.

    Args:
        text: digits, colons, dashes, plus signs and spaces; anything else is blank.
        rows: the height in cells.
        narrow: for the digits of a clock.
    """
    font = font_for(rows, narrow)
    lit: set[tuple[int, int]] = set()
    left = 0
    for character in text:
        lit.update((left + x, y) for x, y in _glyph(character, font))
        left += _advance(character, font) + font.gap
    return to_blocks(lit, max(0, left - font.gap), font.height)


def to_blocks(lit: Iterable[tuple[int, int]], width: int, height: int) -> tuple[str, ...]:
    """Points as lines of half blocks.

    Args:
        lit: (x, y) of every lit point.
        width: in points, which is in cells.
        height: in points; two to a line.
    """
    points = frozenset(lit)
    return tuple(
        "".join(" ▀▄█"[((x, y) in points) + 2 * ((x, y + 1) in points)] for x in range(width))
        for y in range(0, height, 2)
    )


_QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the sum of the lit quarters of a cell: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""


def _to_quadrants(lit: Iterable[tuple[int, int]], width: int, height: int) -> tuple[str, ...]:
    """Points as lines of quarter blocks, with two points to a cell across and two down."""
    points = frozenset(lit)
    quarters = ((0, 0, 1), (1, 0, 2), (0, 1, 4), (1, 1, 8))
    return tuple(
        "".join(
            _QUADRANTS[sum(value for across, down, value in quarters if (x + across, y + down) in points)]
            for x in range(0, width, 2)
        )
        for y in range(0, height, 2)
    )


def _advance(character: str, font: Font) -> int:
    return font.stem if character == ":" else font.width


def _glyph(character: str, font: Font) -> Pixels:
    if character in _STROKES:
        parts = _parts(font)
        lit = frozenset().union(*(parts[name] for name in _STROKES[character].split()))
        return lit.difference(*(parts[name] for name in _ROUNDED[character].split()))
    if character == "1":
        left = (font.width - font.stem) // 2
        flag = max(1, font.stem // 2 + font.round // 2)
        lit = _box(left, 0, font.stem, font.height)
        lit |= _box(left - flag, font.bar, flag, font.bar)
        lit |= _box(left - flag // 2, font.bar // 2, flag, font.bar)
        return lit | _box(left - flag, font.height - font.bar, font.stem + 2 * flag, font.bar)
    if character == ":":
        dot = max(font.bar, min(font.stem, 2 * font.bar))
        upper, lower = round(font.height * 0.3) - dot // 2, round(font.height * 0.7) - dot // 2
        return _box(0, upper, font.stem, dot) | _box(0, lower, font.stem, dot)
    if character in "-+":
        middle = (font.height - font.bar) // 2
        lit = _box(1, middle, font.width - 2, font.bar)
        if character == "+":
            reach = (font.width - 2) // 2
            lit |= _box((font.width - font.stem) // 2, middle - reach + font.bar // 2, font.stem, 2 * reach)
        return lit
    return frozenset()


def _parts(font: Font) -> dict[str, Pixels]:
    """The strokes of the digits by name, and what rounds their corners."""
    width, height, stem, bar = font.width, font.height, font.stem, font.bar
    waist = font.waist
    middle = (height - waist) // 2
    right, low, below = width - 1, height - 1, middle + waist - 1
    return {
        "top": _box(0, 0, width, bar),
        "middle": _box(0, middle, width, waist),
        "bottom": _box(0, height - bar, width, bar),
        "upper-left": _box(0, 0, stem, middle + waist),
        "upper-right": _box(width - stem, 0, stem, middle + waist),
        "lower-left": _box(0, middle, stem, height - middle),
        "lower-right": _box(width - stem, middle, stem, height - middle),
        "top-left": _nib(0, 0, 1, 1, font.round),
        "top-right": _nib(right, 0, -1, 1, font.round),
        "bottom-left": _nib(0, low, 1, -1, font.round),
        "bottom-right": _nib(right, low, -1, -1, font.round),
        "middle-left-above": _nib(0, middle, 1, 1, font.round),
        "middle-left-below": _nib(0, below, 1, -1, font.round),
        "middle-right-above": _nib(right, middle, -1, 1, font.round),
        "middle-right-below": _nib(right, below, -1, -1, font.round),
    }


def _box(left: int, top: int, width: int, height: int) -> Pixels:
    return frozenset((x, y) for x in range(left, left + width) for y in range(top, top + height))


def _nib(x: int, y: int, across: int, down: int, size: int) -> Pixels:
    """The points to take off a corner so that it looks round."""
    return frozenset(
        (x + across * i, y + down * j) for i in range(size) for j in range(size) if i + j < max(1, size - 1)
    )


ROWS: Final = 3
"""How high big letters and shapes are, in cells."""

_POINTS_HIGH: Final = 6

_LETTERS: Final[dict[str, str]] = {
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "### .#. .#. .#. ###",
    "J": "..## ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.#. .#.#",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#..# #..# .##. #..# #..#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ...# .##. #... ####",
    "0": ".##. #..# #..# #..# .##.",
    "1": ".#. ##. .#. .#. ###",
    "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.",
    "7": "#### ...# ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.",
    "-": "... ... ### ... ...",
    "?": "###. ...# .##. .... .#..",
    "!": "# # # . #",
    "/": "...# ..#. ..#. .#.. #...",
    "'": "# # . . .",
    ".": ". . . . #",
    "+": "... .#. ### .#. ...",
    ",": ". . . # #",
    ":": ". # . # .",
    ";": ".. .# .. .# #.",
    "(": ".# #. #. #. .#",
    ")": "#. .# .# .# #.",
    '"': "#.# #.# ... ... ...",
    "%": "#..# ...# .##. #... #..#",
    " ": ".. .. .. .. ..",
}
_NARROW_LETTERS: Final[dict[str, str]] = {
    **_LETTERS,
    "A": ".#. #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".## #.. #.# #.# .##",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# .#.",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "##. #.# ##. #.. #..",
    "Q": "### #.# #.# ### ..#",
    "R": "##. #.# ##. #.# #.#",
    "S": ".## #.. .#. ..# ##.",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
    "0": "### #.# #.# #.# ###",
    "2": "##. ..# .#. #.. ###",
    "3": "##. ..# .#. ..# ##.",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ##. ..# ##.",
    "6": ".## #.. ### #.# ###",
    "7": "### ..# .#. .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ##.",
    "?": "##. ..# .#. ... .#.",
}
"""The same, three points wide where that is possible."""


class Lettering(NamedTuple):
    """A size of big letters."""

    narrow: bool = False
    scale: int = 1
    is_slim: bool = False
    """Two points share a cell's width, so that twice as many letters fit on a line."""

    @property
    def rows(self) -> int:
        """How high a line is, in cells."""
        return ROWS * self.scale


PLAIN: Final = Lettering()


def is_drawable(text: str) -> bool:
    """Whether there is a big letter for each of its characters."""
    return all(letter in _LETTERS for letter in _plain(text))


@lru_cache(maxsize=256)
def big_word(word: str, lettering: Lettering = PLAIN) -> tuple[str, ...]:
    """`word` as lines of blocks, all equally long; unknown letters are blank."""
    letters, scale = _NARROW_LETTERS if lettering.narrow else _LETTERS, lettering.scale
    lit: set[tuple[int, int]] = set()
    left, top = 0, 1
    for letter in _plain(word):
        lines = letters.get(letter, letters[" "]).split()
        lit.update(
            ((left + x) * scale + across, (y + top) * scale + down)
            for y, line in enumerate(lines)
            for x, point in enumerate(line)
            if point == "#"
            for across in range(scale)
            for down in range(scale)
        )
        left += len(lines[0]) + 1
    draw = _to_quadrants if lettering.is_slim else to_blocks
    return draw(lit, max(0, left - 1) * scale, _POINTS_HIGH * scale)


def word_width(word: str, lettering: Lettering = PLAIN) -> int:
    """How many cells wide `word` is in big letters."""
    return len(big_word(word, lettering)[0])


def big_lines(text: str, width: int, most: int, lettering: Lettering = PLAIN) -> tuple[str, ...]:
    """A text in lines of big letters; empty where it needs more than `most`, or a letter is unknown."""
    if not text.strip() or not is_drawable(text):
        return ()
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and word_width(longer, lettering) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= most and all(word_width(line, lettering) <= width for line in lines)
    return tuple(lines) if fits else ()


def _plain(text: str) -> str:
    """Capitals without their accents."""
    parts = normalize("NFKD", text.upper().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in parts if category(letter) != "Mn")
