"""The app under test: over a real home, around one session, or on made-up days."""

from __future__ import annotations

from tests.tui.rig.days import BREATHING, CARE, CORE, DAY, LOCKED, MORNING, NO_HOME, NORMAL, FakeDays
from tests.tui.rig.home import (
    CONFIG,
    MONDAY,
    PROGRAM,
    Compare,
    Rig,
    history_rig,
    history_screen,
    today_read,
)
from tests.tui.rig.session import SessionRig, UseCases, drills, shipped

__all__ = [
    "BREATHING",
    "CARE",
    "CONFIG",
    "CORE",
    "DAY",
    "LOCKED",
    "MONDAY",
    "MORNING",
    "NORMAL",
    "NO_HOME",
    "PROGRAM",
    "Compare",
    "FakeDays",
    "Rig",
    "SessionRig",
    "UseCases",
    "drills",
    "history_rig",
    "history_screen",
    "shipped",
    "today_read",
]
