"""The sizes of a screen that its layout tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WIDTHS: Final = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]
HEIGHTS: Final = [(0, "-short"), (14, "-low"), (20, "-tall"), (32, "-high")]
"""The classes of a screen by its width and height in cells."""


def size_classes(width: int, height: int) -> tuple[str, str]:
    """The classes of a screen of so many cells, which it gets by itself once it knows its size."""
    return _class_at(WIDTHS, width), _class_at(HEIGHTS, height)


def _class_at(steps: Sequence[tuple[int, str]], cells: int) -> str:
    return next(name for least, name in sorted(steps, reverse=True) if cells >= least)
