"""What every test of a screen gets."""

from __future__ import annotations

import pytest

from tests.tui.support import Rig, program, slot


@pytest.fixture
def rig() -> Rig:
    """Two rounds of a plank and a side plank of 10 s each."""
    return Rig(program(slot("plank", 10, sets=2), slot("side-plank", 10, sided=True, sets=2), rounds=2))
