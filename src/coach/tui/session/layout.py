"""How the room of the session screen is shared out, by its size alone."""

from __future__ import annotations

from math import ceil
from typing import Final, Literal

from msgspec import Struct

WIDE_COLUMNS: Final = 100
NORMAL_COLUMNS: Final = 60
HUGE_ROWS: Final = 58
"""From so many rows on, the letters of cues are twice as high."""
LARGE_ROWS: Final = 48
"""The same for the word of a phase and the name of the drill."""
TWICE_COLUMNS: Final = 150
"""The columns that letters of twice the height need."""
HIGH_ROWS: Final = 32
TALL_ROWS: Final = 22
"""From so many rows on, the name of the drill is big."""
BIG_WORD_ROWS: Final = 20
LOW_ROWS: Final = 14
TWO_LINES: Final = 6
"""The rows of two lines of big letters."""

FigurePlace = Literal["always", "before", "never"]
"""Beside the digits at any time, only before a set, or not at all."""


class SessionLayout(Struct, frozen=True, kw_only=True):
    """The shares of one size of screen, in rows."""

    word_scale: int
    """Of the big letters of the phase and the name."""
    cue_scale: int
    """Of the big letters of cues."""
    has_big_word: bool
    name_rows: int
    """For the name in big letters, if it is one line; 0: it is shown small."""
    name_lines: int
    """The most lines of it."""
    cue_rows: int
    """For the cues below the digits; 0: they stand beside them."""
    has_bar: bool
    """The time of the interval as a line; where rows are few, the cues have its row."""
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
    is_wide = width >= TWICE_COLUMNS
    word_scale = 2 if height >= LARGE_ROWS and is_wide else 1
    cue_scale = 2 if height >= HUGE_ROWS and is_wide else 1
    has_big_name = height >= TALL_ROWS and width >= NORMAL_COLUMNS
    if height < BIG_WORD_ROWS or width < NORMAL_COLUMNS:
        figure: FigurePlace = "before" if height >= LOW_ROWS and width >= 44 else "never"
    else:
        figure = "always"
    # How to get into position and what to mind have the same room, so that nothing moves between the two.
    cue_rows = 2 if height < TALL_ROWS else TWO_LINES * cue_scale
    return SessionLayout(
        word_scale=word_scale,
        cue_scale=cue_scale,
        has_big_word=height >= BIG_WORD_ROWS,
        name_rows=3 * word_scale if has_big_name else 0,
        name_lines=2 if high else 1,
        cue_rows=cue_rows if figure == "always" else 0,
        has_bar=high or cue_rows < TWO_LINES,
        digit_rows=max(third, ceil(height / 2) if high else height),
        least_digit_rows=third,
        has_strip=height >= BIG_WORD_ROWS,
        is_airy=high,
        figure=figure,
    )
