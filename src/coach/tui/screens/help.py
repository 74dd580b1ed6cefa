"""The keys of the screen one is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.coach_screen import CoachScreen
from coach.tui.keys import keys_of, shown_key

FOOT: Final = "Each of these can be changed in the settings. Esc closes this."


class HelpScreen(ModalScreen[None], CoachScreen[None]):
    """Every key with a sentence, over the screen that it belongs to."""

    CSS_PATH: ClassVar = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q,enter,space", "dismiss", "close", show=False)
    ]

    def __init__(self, title: str, keys: Sequence[Binding]) -> None:
        """Show `keys`."""
        super().__init__()
        self._heading = title
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        """A list that scrolls where the screen is low."""
        with VerticalScroll(id="help"):
            yield Static(self._heading, markup=False, id="heading")
            for key in self._keys:
                with Horizontal(classes="entry"):
                    yield Static(self._shown(key), markup=False, classes="key")
                    yield Static(self._sentence(key), markup=False, classes="sentence")
            yield Static(FOOT, markup=False, id="foot")

    def _shown(self, key: Binding) -> str:
        return " ".join(shown_key(name) for name in keys_of(key, self.app.chosen_keys))

    def _sentence(self, key: Binding) -> str:
        return f"{key.tooltip} Then 0 to 9, or t for ten." if key.id == "session.pain" else key.tooltip
