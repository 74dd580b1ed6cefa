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

    @property
    def fault(self) -> Exception | None:
        """What went wrong inside and ended the app."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print pages about it; whoever opened the app has a sentence for it.
        self._close_messages_no_wait()
