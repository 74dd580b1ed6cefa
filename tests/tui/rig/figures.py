"""Figures that no edit of the shipped ones changes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from coach.programs.figure_build import read_figure_file
from coach.programs.figures import Figures
from coach.programs.load import source_of
from coach.tui.widgets.figure import FigureLibrary

PLANKS: Final = """
schema: 1
figures:


  - id: plank
    describe: Face down on forearms and toes, elbows under the shoulders, one long line from head to heels.
    props: [{prop: mat, at: [0.5, -0.018]}]
    works: [trunk]
    poses:
      hold:
        hip: [0.52, 0.175]
        spine: [6, 6]
        head: 2
        near_hand: {at: [0.96, 0.035], point: 0}
        far_hand: {at: [0.98, 0.035], point: 0}
        near_foot: {at: [0.045, 0.112], point: -75}
        far_foot: {at: [0.055, 0.112], point: -75}


  - id: side-plank
    describe: On one side on forearm and foot, elbow under the shoulder, hips up, one line from head to feet.
    view: front
    side: left
    props: [{prop: mat, at: [0.5, -0.018]}]
    works: [trunk]
    poses:
      hold:
        hip: [0.48, 0.23]
        spine: [16, 16]
        head: 16
        near_hand: {angles: [-90, 0], seen: [0.93, 0.45]}
        far_hand: {at: [0.55, 0.33], bend: up, seen: [0.9, 0.9]}
        near_foot: {at: [0.03, 0.045]}
        far_foot: {at: [0.0, 0.075]}


  - id: bird-dog
"""


class FixedFigures(FigureLibrary):
    """A plank and a side plank."""

    def __init__(self) -> None:
        super().__init__(Path(), Path())

    def load(self) -> None:
        self._figures = Figures(read_figure_file(source_of(PLANKS, Path("figures.yaml"), "figures"), {}))
