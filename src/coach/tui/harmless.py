"""Keeps orders to a terminal off the screen: names and notes are words, whatever signs they hold."""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from coach.signs import is_harmless, without_signs

_MOVES: Final = re.compile("[\t\n]")
"""The end of a line, and a tab: harmless in a text of many lines, and lost in one row of a screen."""


class Harmless(LineFilter):
    """Takes such signs out of every line just before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, but for those that hold such a sign."""
        if all(map(_can_be_drawn, (segment.text for segment in segments))):
            return segments
        return [Segment(_drawn(segment.text), segment.style, segment.control) for segment in segments]


def _can_be_drawn(text: str) -> bool:
    return is_harmless(text) and not _MOVES.search(text)


def _drawn(text: str) -> str:
    """What is drawn in the cells of a text: what would move on from the row takes none."""
    return _MOVES.sub("", without_signs(text, cell_len))
