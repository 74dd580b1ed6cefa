"""The history alone, of the journal in the home that is named: what it costs beside a bare app."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual.app import App

from coach.app.corrections import Corrections
from coach.app.history import HistoryReader
from coach.app.workspace import Workspace
from coach.clock import SystemClock
from coach.paths import find_paths
from coach.tui import themes
from coach.tui.history.screen import HistoryScreen


class PastApp(App[None]):
    """Nothing but the history."""

    chosen_keys: ClassVar[dict[str, str]] = {}
    CSS_PATH: ClassVar = [str(Path(themes.__file__).with_name("theme.tcss"))]

    def on_mount(self) -> None:
        """Open it."""
        workspace = Workspace(find_paths(os.environ), SystemClock())
        self.shown = HistoryScreen(HistoryReader(workspace), Corrections(workspace))
        self.push_screen(self.shown)


if __name__ == "__main__":
    PastApp().run()
