"""What a program will do, on a screen of its own: for one that is not being edited."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.service.preview import Preview
from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import LOOK_AHEAD_KEYS
from coach.tui.ports_programs import ProgramsDesk
from coach.tui.widgets.key_line import Entry, KeyLine
from coach.tui.widgets.preview_pane import PreviewPane
from coach.tui.widgets.row import Row


class LookAheadScreen(CoachScreen[None]):
    """The session second by second, and six weeks of it."""

    DEFAULT_CSS = """
    LookAheadScreen {
        #header { height: 1; padding: 0 1; background: $panel; }
        PreviewPane { height: 1fr; }
        KeyLine { padding: 0 1; color: $foreground 65%; }
    }
    """
    AUTO_FOCUS = "PreviewPane"
    BINDINGS: ClassVar[list[BindingType]] = [*LOOK_AHEAD_KEYS]
    KEYS = LOOK_AHEAD_KEYS

    def __init__(self, desk: ProgramsDesk, title: str, preview: Preview) -> None:
        """Show `preview`, the text of a program without problems."""
        super().__init__()
        self._desk = desk
        self._title = title
        self._preview = preview

    def compose(self) -> ComposeResult:
        """The preview alone."""
        yield Row(id="header")
        yield PreviewPane(self._desk.drills, self._desk.weeks_ahead, units=self._desk.units)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show it."""
        self.query_one("#header", Row).show((self._title, "strong"), "", ("as it will be", "muted"))
        self.query_one(PreviewPane).show(self._preview)
        self.query_one(KeyLine).show([Entry("↑ ↓", "scroll", "", 11), *self.footer("close help")])

    def action_close(self) -> None:
        """Back."""
        self.dismiss()
