"""How the room of the session screen is shared out, by its size alone."""

from __future__ import annotations

from math import ceil
from typing import Final, Literal

from msgspec import Struct

WIDE_COLUMNS: Final = 100
NORMAL_COLUMNS: Final = 60
HUGE_ROWS: Final = 58
"""From so many rows on, letters are twice as high."""
HIGH_ROWS: Final = 32
TALL_ROWS: Final = 22
"""From so many rows on, the name of the drill is big."""
BIG_WORD_ROWS: Final = 20
LOW_ROWS: Final = 14

FigurePlace = Literal["always", "before", "never"]
"""Beside the digits at any time, only before a set, or not at all."""


class SessionLayout(Struct, frozen=True, kw_only=True):
    """The shares of one size of screen, in rows."""

    scale: int
    """Of big letters."""
    has_big_word: bool
    name_rows: int
    """For the name in big letters, if it is one line; 0: it is shown small."""
    name_lines: int
    """The most lines of it."""
    cue_rows: int
    """For the cues below the digits; 0: they stand beside them."""
    cue_lines: int
    """The most lines of cues in big letters; 0: they are plain text."""
    digit_rows: int
    """The height of the digits, if there is room."""
    least_digit_rows: int
    has_strip: bool
    is_airy: bool
    """Empty rows set the parts apart."""
    figure: FigurePlace


def layout_of(width: int, height: int) -> SessionLayout:
    """The layout of a screen of so many cells."""
    third = ceil(height / 3)
    high = height >= HIGH_ROWS and width >= NORMAL_COLUMNS
    scale = 2 if height >= HUGE_ROWS and width >= 160 else 1
    has_big_name = height >= TALL_ROWS and width >= NORMAL_COLUMNS
    if height < BIG_WORD_ROWS or width < NORMAL_COLUMNS:
        figure: FigurePlace = "before" if height >= LOW_ROWS and width >= 44 else "never"
    else:
        figure = "always"
    return SessionLayout(
        scale=scale,
        has_big_word=height >= BIG_WORD_ROWS,
        name_rows=3 * scale if has_big_name else 0,
        name_lines=2,
        cue_rows=_cue_rows(height, scale) if figure == "always" else 0,
        cue_lines=2 if high else 0,
        digit_rows=max(third, ceil(height / 2) if high else height),
        least_digit_rows=third,
        has_strip=height >= BIG_WORD_ROWS,
        is_airy=high,
        figure=figure,
    )


def _cue_rows(height: int, scale: int) -> int:
    """For the cues below the digits: two lines of big letters, or two of plain ones."""
    if height < HIGH_ROWS:
        return 2
    if scale == 2:
        return 6
    return 6 if height >= 38 else 3
