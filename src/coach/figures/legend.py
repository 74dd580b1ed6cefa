"""What the marks in a figure mean, in words."""

from __future__ import annotations

from typing import Final

from coach.model.figure import Figure

WORKS: Final = "what works or stretches"
FEEL: Final = "where you may feel it"


def legend_text(figure: Figure, works: str, feel: str) -> str:
    """What the marks mean, in one line; empty for a figure without marks.

    Args:
        figure: which.
        works: how what works looks.
        feel: how the spot looks.
    """
    marks = [f"{works}: {WORKS}"] if figure.works else []
    if figure.feel is not None:
        marks.append(f"{feel}: {FEEL}")
    return ". ".join(mark[0].upper() + mark[1:] for mark in marks) + ("." if marks else "")
