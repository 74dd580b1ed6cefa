"""The app in a process of its own, whose garbage collector has rested since its first line."""

from __future__ import annotations

import gc

from coach.tui.app import CoachApp


class OpenedApp(CoachApp):
    """Collects garbage only from its first frame on."""

    def on_ready(self) -> None:
        """Let the collector work, and never look through what the start has made: nearly all of it stays."""
        gc.freeze()
        gc.enable()
