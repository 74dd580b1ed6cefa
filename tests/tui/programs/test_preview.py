"""The strip of a session in the preview of a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.planning import session_timeline
from coach.app.workspace import Workspace
from coach.model.timeline import IntervalKind
from coach.paths import find_paths
from coach.tui.programs.preview import strip
from tests.support.commands import MONDAY, StillClock


@pytest.mark.parametrize("width", [1, 7, 40, 200, 2000])
def test_strip_has_a_cell_per_column(home: Path, width: int) -> None:
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))
    cells = strip(session_timeline(workspace, "core"), width)
    assert len(cells) == width
    assert cells[-1] is IntervalKind.WORK
    if width >= 200:
        assert set(cells) == {
            IntervalKind.READY,
            IntervalKind.WORK,
            IntervalKind.SWITCH,
            IntervalKind.REST,
            IntervalKind.ROUND_REST,
        }
        share = sum(cell is IntervalKind.WORK for cell in cells) / width
        assert abs(share - 540 / 898) < 0.05
