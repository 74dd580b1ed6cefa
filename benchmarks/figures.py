"""What figures cost: one frame of each shipped figure, and a running session with and without them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.measure import Row
from benchmarks.running import watch_session
from benchmarks.starting import as_installed
from coach.figures.cells import block_cells, braille_cells
from coach.figures.solve import loop_seconds, solve
from coach.model.figure import Figure
from coach.programs.figures import load_figures

COLUMNS: Final = 48
ROWS: Final = 14
FRAMES: Final = 8


def rows(folder: Path, times: int, seconds: int, environment: Mapping[str, str]) -> list[Row]:
    """One frame in colour and in braille, the middle of all figures, and a session's share of a core.

    Args:
        folder: for the homes.
        times: how often each frame is drawn.
        seconds: how long a session is watched.
        environment: in which the sound card is found.
    """
    figures = load_figures(None).figures.values()
    installed = {**as_installed(folder), **environment}
    moving = watch_session(_home(folder, "moving"), seconds, installed).core_percent
    without = watch_session(_home(folder, "off"), seconds, installed).core_percent
    size = f"{COLUMNS} by {ROWS} cells"
    return [
        Row(
            f"one frame of a figure, {size}",
            median(_frame_ms(one, times) for one in figures),
            median(_frame_ms(one, times, braille=True) for one in figures),
            "ms",
            "4 ms",
            "in braille",
        ),
        Row(
            "a session with a moving figure: share of a core",
            moving,
            without,
            "%",
            "2.5 %",
            "without figures",
        ),
    ]


def _home(folder: Path, figures: str) -> Path:
    home = folder / f"figures-{figures}"
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text(f"health: []\nfigures: {figures}\n", "utf-8")
    return home


def _frame_ms(figure: Figure, times: int, *, braille: bool = False) -> float:
    """Processor time of one frame, on average over moments of the loop, the least of some times."""
    length = loop_seconds(figure)
    found = []
    for _time in range(times):
        started = time.process_time()
        for frame in range(FRAMES):
            scene = solve(figure, "left", length * frame / FRAMES)
            if braille:
                braille_cells(scene, COLUMNS, ROWS)
            else:
                block_cells(scene, COLUMNS, ROWS)
        found.append((time.process_time() - started) * 1000 / FRAMES)
    return min(found)
