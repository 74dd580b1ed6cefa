"""The sizes of a screen that its layout tells apart."""

from __future__ import annotations

from typing import Final

WIDTHS: Final = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]
HEIGHTS: Final = [(0, "-short"), (14, "-low"), (20, "-tall"), (32, "-high")]
"""The classes of a screen by its width and height in cells."""
