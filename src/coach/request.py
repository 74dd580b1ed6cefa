"""What the full-screen app is asked to open with."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class ScreenRequest(Struct, frozen=True, kw_only=True):
    """One opening of the app."""

    program: str | None = None
    """The id of the program to run at once; None opens the day."""
    on: date | None = None
    """The day it counts for; None is today."""
    mute: bool = False
    speed: float | None = None
    """A rehearsal this many times as fast, which records nothing; None is the real thing."""
