"""Keeps orders to a terminal off the screen: names and notes are words, whatever signs they hold."""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_ORDERS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that a terminal would obey, or that turn a line round. They take no cell, so none is missing."""


class Harmless(LineFilter):
    """Takes such signs out of every line just before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, but for those that hold such a sign."""
        if not any(_ORDERS.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(_ORDERS.sub("", segment.text), segment.style, segment.control) for segment in segments
        ]
