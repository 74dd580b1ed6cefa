"""The keys that lift a lock."""

from __future__ import annotations

from typing import Final

from coach.tui.keys import Key

LOCK_KEYS: Final[tuple[Key, ...]] = (
    Key(
        id="lock.cleared",
        keys=("K",),
        action="lift('cleared')",
        label="cleared by a clinician",
        tooltip="While training is off: record that a clinician has seen you and says that you may train.",
    ),
    Key(
        id="lock.mistaken",
        keys=("U",),
        action="lift('mistaken')",
        label="entered by mistake",
        tooltip="While training is off: take back a warning sign that was entered by mistake.",
    ),
)
"""Keys that lift a lock, on every screen but those that ask, or that are written in."""
