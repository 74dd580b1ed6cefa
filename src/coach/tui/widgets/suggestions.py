"""A small list beside the cursor of what could be written there."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.library.completion import Completion, Suggestion

MOST_ROWS: Final = 8
_MOST_COLUMNS: Final = 52


class Suggestions(OptionList):
    """Shown over the text; the text keeps the focus, and hands over the keys that mean something here."""

    can_focus = False
    DEFAULT_CSS = """
    Suggestions {
        position: absolute;
        layer: popup;
        display: none;
        height: auto;
        max-height: 8;
        padding: 0 1;
        border: none;
        border-left: outer $primary;
        background: $panel;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    """

    class Taken(Message):
        """One was chosen."""

        def __init__(self, completion: Completion, suggestion: Suggestion) -> None:
            super().__init__()
            self.completion = completion
            self.suggestion = suggestion

    def __init__(self, *, id: str | None = None) -> None:
        """Begin closed."""
        super().__init__(id=id, markup=False)
        self._completion: Completion | None = None

    @property
    def completion(self) -> Completion | None:
        """What is shown; None while it is closed."""
        return self._completion

    def open(self, completion: Completion, cursor: Offset, room: Region) -> None:
        """Show what could stand at the cursor.

        Args:
            completion: what could.
            cursor: its place on the screen.
            room: where the text is, on the screen.
        """
        if completion != self._completion:
            self._completion = completion
            self.clear_options()
            width = max(len(one.word) for one in completion.suggestions)
            self.add_options([_option(one, width) for one in completion.suggestions])
            self.highlighted = 0 if completion.typed else None
        self._place(completion, cursor, room)
        self.display = True

    def close(self) -> None:
        """Show nothing."""
        self._completion = None
        self.display = False

    def take_key(self, key: str) -> bool:
        """Do what a key means here; whether it means anything."""
        if self._completion is None:
            return False
        if key == "escape":
            self.close()
        elif key == "down":
            self.action_cursor_down()
        elif key == "up":
            self.action_cursor_up()
        elif key == "tab" or (key == "enter" and self.highlighted is not None):
            self._take(self.highlighted or 0)
        else:
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self._take(event.option_index)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Nobody else has to know."""
        event.stop()

    def _take(self, index: int) -> None:
        completion = self._completion
        if completion is not None:
            self.close()
            self.post_message(self.Taken(completion, completion.suggestions[index]))

    def _place(self, completion: Completion, cursor: Offset, room: Region) -> None:
        """Below the cursor; above where there is more room."""
        rows = min(MOST_ROWS, len(completion.suggestions))
        word = max(len(one.word) for one in completion.suggestions)
        note = max(len(one.note) for one in completion.suggestions)
        columns = max(1, min(_MOST_COLUMNS, room.width, word + note + 7))
        above, below = cursor.y - room.y, room.bottom - cursor.y - 1
        upwards = rows > below and above > below
        rows = max(1, min(rows, above if upwards else max(below, 1)))
        x = max(room.x, min(cursor.x - len(completion.typed) - 2, room.right - columns))
        self.styles.width = columns
        self.styles.max_height = rows
        self.styles.offset = (x, cursor.y - rows if upwards else cursor.y + 1)


def _option(suggestion: Suggestion, width: int) -> Option:
    note = f"  {suggestion.note}" if suggestion.note else ""
    return Option(Content.assemble((f"{suggestion.word:<{width}}", "bold"), (note, "$text-muted")))
