"""Colours that can be told from their background."""

from __future__ import annotations

from typing import Final

from coach.figures.cells import Rgb, mix_colours

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
