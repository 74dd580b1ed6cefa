"""An app that is safe from keys that come twice, and from control characters in names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import ActionParseResult
from textual.app import App
from textual.color import Color
from textual.command import CommandPalette, Provider
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.widgets import OptionList

from coach.control_characters import is_harmless, without_signs
from coach.tui.coach_screen import CoachScreen, DismissOnce, Presses

if TYPE_CHECKING:
    from coach.tui.app import PlainCommands


PAGES: Final = ("page_up", "page_down", "command_list('page_up')", "command_list('page_down')")
"""What page keys stand for, in a list and in the command palette."""


def _plain_commands() -> type[PlainCommands]:
    """Loaded when the palette is opened."""
    from coach.tui.app import PlainCommands

    return PlainCommands


class Palette(CommandPalette, DismissOnce[None]):
    """The command palette, closed once by a key that comes twice."""


class ResilientApp(App[None]):
    """An app in which a key that comes twice closes one screen, and a page key needs no page.

    Its notifications are plain text: no name in them is read as markup.
    """

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_plain_commands}

    def __init__(self) -> None:
        super().__init__()
        self.presses = Presses()
        """When each key was pressed the last time."""

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and not event.is_forwarded:
            press = self.presses.note(event.key, event.time)
            screen = self.screen
            if isinstance(screen, CoachScreen) and not screen.takes_key(event.key, press):
                return
        await super().on_event(event)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notification, always as plain text."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run the action of a key; whether it was handled."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except KeyError:
            # A list does not know its lines while it has no room, and for a moment when its width changes.
            if action in PAGES and isinstance(default_namespace, OptionList | CommandPalette):
                return True
            raise

    def action_command_palette(self) -> None:
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))


_MOVES: Final = re.compile("[\t\n]")
"""The end of a line, and a tab: harmless in a text of many lines, and lost in one row of a screen."""


class Harmless(LineFilter):
    """Takes such signs out of every line just before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, but for those that hold such a sign."""
        if all(is_harmless(segment.text) and not _MOVES.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(_MOVES.sub("", without_signs(segment.text, cell_len)), segment.style, segment.control)
            for segment in segments
        ]


WIDTHS: Final = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]
HEIGHTS: Final = [(0, "-short"), (14, "-low"), (20, "-tall"), (32, "-high")]
"""The classes of a screen by its width and height in cells."""


def size_classes(width: int, height: int) -> tuple[str, str]:
    """The classes of a screen of so many cells, which it gets by itself once it knows its size."""
    return _class_at(WIDTHS, width), _class_at(HEIGHTS, height)


def _class_at(steps: Sequence[tuple[int, str]], cells: int) -> str:
    return next(name for least, name in sorted(steps, reverse=True) if cells >= least)
