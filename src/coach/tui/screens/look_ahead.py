"""What a program will do, on a screen of its own: for one that is not being edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from coach.service.preview import Preview
from coach.tui.ports_programs import ProgramsDesk
from coach.tui.widgets.key_line import Entry, KeyLine
from coach.tui.widgets.preview_pane import PreviewPane
from coach.tui.widgets.row import Row

_ID: Final = "look_ahead.close"


class LookAheadScreen(Screen[None]):
    """The session second by second, and six weeks of it."""

    DEFAULT_CSS = """
    LookAheadScreen {
        #header { height: 1; padding: 0 1; background: $panel; }
        PreviewPane { height: 1fr; }
        KeyLine { padding: 0 1; color: $foreground 65%; }
    }
    """
    AUTO_FOCUS = "PreviewPane"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,a", "close", "back", show=False, tooltip="Back to the programs.", id=_ID)
    ]

    def __init__(self, desk: ProgramsDesk, title: str, preview: Preview, keymap: Mapping[str, str]) -> None:
        """Show `preview`, the text of a program without problems."""
        super().__init__()
        self._desk = desk
        self._title = title
        self._preview = preview
        self._close_key = keymap.get(_ID, "escape").split(",")[0]

    def compose(self) -> ComposeResult:
        """The preview alone."""
        yield Row(id="header")
        yield PreviewPane(self._desk.drills, self._desk.weeks_ahead)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show it."""
        self.query_one("#header", Row).show((self._title, "strong"), "", ("as it will be", "muted"))
        self.query_one(PreviewPane).show(self._preview)
        self.query_one(KeyLine).show(
            [Entry("↑ ↓", "scroll", "", 1), Entry(self._close_key, "back", "close", 2)]
        )

    def action_close(self) -> None:
        """Back."""
        self.dismiss()
