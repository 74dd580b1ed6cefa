"""What every test of a screen gets."""

from __future__ import annotations

import pytest

from coach.tui import coach_screen as seen
from coach.tui.session.done import DoneScreen
from tests.factories import short_program, slot
from tests.tui.rig import SessionRig


@pytest.fixture(autouse=True)
def _reads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses keys in a test has read what they answer; how long that takes has tests of its own."""
    for name in ("READING_SECONDS", "REPEAT_SECONDS", "HASTE_SECONDS"):
        monkeypatch.setattr(seen, name, 0.0)


@pytest.fixture
def rig() -> SessionRig:
    """Two rounds of a plank and a side plank of 10 s each."""
    return SessionRig(
        short_program(slot("plank", 10, sets=2), slot("side-plank", 10, sided=True, sets=2), rounds=2)
    )


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test reads what it is asked at once; that a person does not has a test of its own."""
    monkeypatch.setattr(DoneScreen, "haste_seconds", 0.0)


@pytest.fixture(autouse=True)
def _true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are drawn for the terminal, which in a test is always the same."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
